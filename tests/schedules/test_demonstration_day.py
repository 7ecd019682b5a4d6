"""Where a demonstration has moved its day, the jobs and the commands that do the same stand on that day too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner

from plo_workflow.cases.demonstration_clock import step_clock
from plo_workflow.cli import main
from schedules.jobs import JOBS
from tests.office import Office, make_real
from tests.plo_workflow.cases.test_demonstration_clock import made_up_case
from tests.schedules.test_process import Start, late_request, start, url_of

__all__ = ["start"]
MORNING = datetime(2026, 1, 13, 9, 30, tzinfo=UTC)
SWEEP, DELIVER, HEALTH = ({job.name: job for job in JOBS}[name] for name in ("sweep", "deliver", "health"))


@pytest.fixture
def demonstration(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The morning after a gateway was asked for, of a made-up family."""
    made_up_case(office)
    monkeypatch.setenv("PLO_FOLDER", str(tmp_path))
    monkeypatch.setenv("PLO_DATABASE_URL", url_of(office))
    with time_machine.travel(MORNING.timestamp(), tick=False):
        yield office


def test_what_is_overdue_on_the_later_day_is_found_and_sent_on_it(demonstration: Office) -> None:
    office = demonstration
    assert SWEEP.run(office.store, lambda: False) == ""
    step_clock(office.store, days=7, at=MORNING, by="sam")
    assert HEALTH.run(office.store, lambda: False).startswith("nobody has looked for what is overdue since 13 January")
    assert "queued" in SWEEP.run(office.store, lambda: False)
    assert HEALTH.run(office.store, lambda: False) == ""
    assert DELIVER.run(office.store, lambda: False).endswith(" sent")
    assert {str(on) for (on,) in office.rows("SELECT swept_on FROM sweeps")} == {"2026-01-20"}
    [(first,)] = office.rows("SELECT min(sent_at) FROM outbox")
    assert str(first).startswith("2026-01-20 09:30")


def test_a_sweep_by_hand_is_for_the_later_day_too(demonstration: Office) -> None:
    step_clock(demonstration.store, days=7, at=MORNING, by="sam")
    swept = CliRunner().invoke(main, ["sweep", "--json"])
    assert swept.exit_code == 0, swept.output
    assert json.loads(swept.output)["on"] == "2026-01-20"


def test_a_day_that_is_given_is_the_day_of_a_sweep(demonstration: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLO_TODAY", "2026-02-03")
    SWEEP.run(demonstration.store, lambda: False)
    assert {str(on) for (on,) in demonstration.rows("SELECT swept_on FROM sweeps")} == {"2026-02-03"}


def test_beside_a_real_case_the_schedules_do_not_start_with_a_day_that_is_given(office: Office, start: Start) -> None:
    make_real(office, late_request(office))
    running = start(url_of(office), PLO_TODAY="2026-12-24")
    assert "The schedules cannot start: PLO_TODAY is set, and this database holds real cases" in running.says()
    assert running.ends() == 2


def test_nor_with_what_is_no_day(office: Office, start: Start) -> None:
    running = start(url_of(office), PLO_TODAY="Christmas Eve")
    assert "The schedules cannot start: PLO_TODAY is a day written like 2026-12-24" in running.says()
    assert running.ends() == 2
