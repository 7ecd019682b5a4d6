"""`plo sweep` and `plo deliver` do by hand what the jobs do, on London's day whatever the server's clock says."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from click.testing import CliRunner, Result

from plo_workflow.cli import main
from tests.journeys import decided_to_enter
from tests.office import Office
from tests.schedules.conftest import free_port, read_mail, text_of

MORNING = datetime(2026, 1, 21, 8, tzinfo=UTC)
FOUND = {
    "on": "2026-01-21", "found": 4, "queued": 4, "to_next_level": 0, "skipped": {}, "failed": 0, "dry_run": False,
    "queued_by_sweep": {"timescales": 1, "gateway queue": 1, "supervision and visits": 2, "drift": 0},
}  # fmt: skip
NOTHING_MORE = {
    "queued": 0, "skipped": {"told already": 4},
    "queued_by_sweep": {"timescales": 0, "gateway queue": 0, "supervision and visits": 0, "drift": 0},
}  # fmt: skip


def stopped_at(instant: datetime) -> time_machine.travel:
    """Time stands still; given as a number, because an aware instant would set the time zone too."""
    return time_machine.travel(instant.timestamp(), tick=False)


@pytest.fixture
def plo(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The command on the database of an authority, on the morning after a letter was due."""
    decided_to_enter(office)
    monkeypatch.setenv("PLO_DATABASE_URL", office.store.url.render_as_string(hide_password=False))
    monkeypatch.setenv("PLO_FOLDER", str(tmp_path))
    with stopped_at(MORNING):
        yield lambda *words: CliRunner().invoke(main, words)


def facts(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def test_a_sweep_says_what_it_found_and_queued_and_the_next_one_why_nothing(plo: Any) -> None:
    assert facts(plo("sweep", "--json")) == FOUND
    assert facts(plo("sweep", "--json")) == {**FOUND, **NOTHING_MORE}
    assert plo("sweep").output == "4 found, 0 queued, 4 skipped (told already)\n"


def test_a_dry_run_queues_nothing(plo: Any, office: Office) -> None:
    assert facts(plo("sweep", "--dry-run", "--json")) == {**FOUND, "dry_run": True}
    assert plo("sweep", "--dry-run").output == "4 found, 4 queued (dry run: nothing was queued)\n"
    assert not office.rows("SELECT * FROM reminders")


def rungs(result: Result, office: Office) -> set[str]:
    assert result.exit_code == 0, result.output
    return {rung for (rung,) in office.rows("SELECT rung FROM reminders")}


def test_a_sweep_can_be_made_as_on_an_earlier_day(plo: Any, office: Office) -> None:
    assert "overdue_1" not in rungs(plo("sweep", "--on", "2026-01-20"), office)
    assert "overdue_1" in rungs(plo("sweep", "--on", "2026-01-21"), office)


def test_nothing_is_queued_for_a_day_to_come_and_a_dry_run_says_what_would_be(plo: Any, office: Office) -> None:
    refused = plo("sweep", "--on", "2026-02-02")
    assert refused.exit_code == 2
    assert "2 February 2026 has not come yet" in refused.output
    assert not office.rows("SELECT * FROM reminders")
    assert facts(plo("sweep", "--on", "2026-02-02", "--dry-run", "--json"))["queued"] > FOUND["queued"]


def test_what_is_waiting_is_delivered_into_the_folder(plo: Any, tmp_path: Path) -> None:
    plo("sweep")
    waiting = facts(plo("deliver", "--json"))
    assert waiting["failed"] == waiting["put_off"] == waiting["dropped"] == 0
    mails = [read_mail(path.read_bytes()) for path in (tmp_path / "outbox").iterdir()]
    assert len(mails) == waiting["sent"]
    [letter] = [mail for mail in mails if "Letter before proceedings sent" in text_of(mail)]
    assert letter["To"] == "sam@council.example"
    assert "http://127.0.0.1:8000/cases/PLO-2026-00001" in text_of(letter)
    assert plo("deliver").output == "Nothing was waiting to be sent.\n"


def test_links_begin_with_the_address_of_this_installation(plo: Any, tmp_path: Path) -> None:
    plo("sweep")
    with pytest.MonkeyPatch.context() as setting:
        setting.setenv("PLO_SITE", "https://plo.council.example/")
        plo("deliver")
    mails = [read_mail(path.read_bytes()) for path in (tmp_path / "outbox").iterdir()]
    assert mails
    assert all("https://plo.council.example/cases/PLO-2026-00001" in text_of(mail) for mail in mails)


def test_the_message_about_a_move_leads_to_the_case_and_says_so_once(
    plo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLO_SITE", "https://plo.council.example")
    plo("sweep")
    plo("deliver")
    mails = [read_mail(path.read_bytes()) for path in (tmp_path / "outbox").iterdir()]
    moved = [mail for mail in mails if "It was recorded for" in text_of(mail)]
    assert moved
    assert all(text_of(mail).endswith("\n\nhttps://plo.council.example/cases/PLO-2026-00001\n") for mail in moved)
    assert {text_of(mail).count("/cases/") for mail in moved} == {1}


def test_a_mail_server_that_is_away_is_said_and_is_no_fault_of_the_command(
    plo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLO_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("PLO_SMTP_PORT", str(free_port()))
    monkeypatch.setenv("PLO_MAIL_FROM", "plo@council.example")
    assert plo("deliver").output == "1 put off\n"


def test_settings_that_cannot_work_are_refused_in_a_sentence(plo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLO_SMTP_HOST", "mail.council.example")
    refused = plo("deliver")
    assert refused.exit_code == 2
    assert refused.output == "PLO_SMTP_HOST is set and PLO_MAIL_FROM is not: say whose address mail comes from.\n"


def test_without_a_database_a_sweep_is_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLO_DATABASE_URL", f"sqlite:///{tmp_path / 'none.sqlite3'}")
    refused = CliRunner().invoke(main, ["sweep"])
    assert refused.exit_code == 2
    assert "Run `plo init` first" in refused.output


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "Pacific/Honolulu"])
def test_the_day_is_londons_wherever_the_server_stands(plo: Any, zone: str) -> None:
    nights = {
        datetime(2026, 1, 20, 23, 59, tzinfo=UTC): ("2026-01-20", 4),
        datetime(2026, 1, 21, 0, 0, tzinfo=UTC): ("2026-01-21", 4),
        datetime(2026, 3, 28, 23, 30, tzinfo=UTC): ("2026-03-28", 6),  # the clocks go forward
        datetime(2026, 3, 29, 23, 30, tzinfo=UTC): ("2026-03-30", 6),
        datetime(2026, 10, 24, 23, 30, tzinfo=UTC): ("2026-10-25", 9),  # the clocks go back
        datetime(2026, 10, 25, 23, 30, tzinfo=UTC): ("2026-10-25", 9),
    }
    found = {}
    try:
        with pytest.MonkeyPatch.context() as server:
            server.setenv("TZ", zone)
            time.tzset()
            for instant in nights:
                with stopped_at(instant):
                    assert time.localtime().tm_hour == instant.astimezone(ZoneInfo(zone)).hour  # the zone is in force
                    swept = facts(plo("sweep", "--dry-run", "--json"))
                found[instant] = (swept["on"], swept["queued"])
    finally:
        time.tzset()
    assert found == nights
