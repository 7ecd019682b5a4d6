"""One of several schedulers sweeps: another takes over in time, and one that froze and woke writes nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, inspect, text

from plo_workflow.errors import LeaseLost
from plo_workflow.store import Store
from schedules.jobs import JOBS
from schedules.turn import Turn
from tests.databases import Databases
from tests.office import Office, prepare
from tests.schedules.test_process import WEDNESDAY, late_request

NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)
LASTS = timedelta(seconds=20)
[SWEEP] = [job for job in JOBS if job.name == "sweep"]
WORDS = "INSERT INTO sweep_days"
"""What a sweep says between looking for what is due and writing it down."""


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The request is late by as much on whatever day this is run."""
    monkeypatch.setenv("PLO_TODAY", str(WEDNESDAY))


def turn(office: Office, holder: str, seconds: float = 0) -> Turn:
    """A scheduler's turn, by a clock that stands still."""
    return Turn(office.store, LASTS, holder=holder, clock=lambda: NOON + timedelta(seconds=seconds))


def its_store(turn: Turn) -> Store:
    """The database as it is given to the sweep of whoever has the turn."""
    turn.renew()
    store = turn.store_for(alone=True)
    assert store
    return store


def sweep(store: Store) -> str:
    return SWEEP.run(store, lambda: False)


def written(office: Office) -> list[Any]:
    """Whatever a sweep leaves behind."""
    return [
        office.rows(f"SELECT * FROM {table} ORDER BY 1") for table in ("reminders", "outbox", "sweeps", "history_head")
    ]


def test_only_whoever_has_the_turn_does_what_one_does_alone(office: Office) -> None:
    one, two = turn(office, "one"), turn(office, "two")
    its_store(one)
    two.renew()
    assert two.store_for(alone=True) is None
    assert two.store_for(alone=False) is office.store


def test_becoming_the_one_and_ceasing_to_be_it_is_said_once(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    one, two = turn(office, "one"), turn(office, "two")
    with caplog.at_level(logging.INFO, "schedules"):
        for each in (one, two, one, two):
            each.renew()
        one.clock = two.clock = lambda: NOON + timedelta(seconds=21)
        for each in (two, one, two, one):
            each.renew()
    assert caplog.messages == [
        "lease: taken by one, in epoch 1",
        "lease: taken by two, in epoch 2",
        "lease: lost by one, another process has taken over",
    ]


def test_a_scheduler_that_stops_leaves_its_turn_to_another_at_once(office: Office) -> None:
    with turn(office, "one").kept():
        two = turn(office, "two")
        two.renew()
        assert two.store_for(alone=True) is None
    assert turn_taken_by(office, "two", 0.001)


def test_whenever_one_falls_silent_another_takes_over_in_less_than_half_a_minute(office: Office) -> None:
    renewing = LASTS.total_seconds() / 4
    for tenth in range(1, int(10 * renewing)):
        start = 1000.0 * tenth  # the last time that the first is heard of; the other asks out of step with it
        its_store(turn(office, f"first {tenth}", start))
        asked = start + tenth / 10
        while turn_taken_by(office, f"second {tenth}", asked) is None:
            asked += renewing
        assert LASTS.total_seconds() < asked - start < 30


def turn_taken_by(office: Office, holder: str, seconds: float) -> Store | None:
    asking = turn(office, holder, seconds)
    asking.renew()
    return asking.store_for(alone=True)


def test_a_database_that_is_away_costs_a_line_and_no_turn(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    one = turn(office, "one")
    its_store(one)
    with office.store.changing_many() as connection:
        connection.execute(text("ALTER TABLE leases RENAME TO away"))
    with caplog.at_level(logging.ERROR, "schedules"):
        one.renew()
        one.give_up()
    assert [len(line.splitlines()) for line in caplog.messages] == [1, 1]
    with office.store.changing_many() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO leases"))
    one.renew()
    assert one.store_for(alone=True)


def test_one_that_was_frozen_before_its_sweep_writes_nothing_when_it_wakes(office: Office) -> None:
    late_request(office)
    frozen = its_store(turn(office, "one"))
    assert sweep(its_store(turn(office, "two", 21))) == "2 found, 2 queued"
    late_request(office, "Alder")
    before = written(office)
    with pytest.raises(LeaseLost, match="taken over from one"):
        sweep(frozen)
    assert written(office) == before


@pytest.mark.parametrize(
    ("fenced", "keyed", "reminders"),
    [(True, True, 2), (True, False, 2), (False, True, 2), (False, False, 4)],
    ids=["as it is", "the fence alone", "the unique keys alone", "neither, which doubles"],
)
def test_one_that_was_frozen_in_the_middle_of_its_sweep_doubles_nothing(
    postgresql: Databases, fenced: bool, keyed: bool, reminders: int
) -> None:
    url = postgresql.fresh(prepare)
    office, other = Office(url), Office(url)
    late_request(office)
    if not keyed:
        drop_unique_keys(office, "reminders", "outbox")
    frozen = its_store(turn(office, "one"))
    in_the_middle(office, lambda: sweep(its_store(turn(other, "two", 21))))
    if fenced:
        with pytest.raises(LeaseLost):
            sweep(frozen)
    else:
        sweep(office.store)
    assert other.rows("SELECT count(*) FROM reminders") == [(reminders,)]
    assert other.rows("SELECT count(*) FROM outbox WHERE reminder_id IS NOT NULL") == [(reminders,)]
    assert len(set(other.rows("SELECT clock_id, rung, due_on, recipient FROM reminders"))) == 2


def in_the_middle(office: Office, deed: Callable[[], object]) -> None:
    """Have another do something between what this one's next sweep finds and what it writes."""
    deeds = [deed]

    def before(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if deeds and statement.startswith(WORDS):
            deeds.pop()()

    event.listen(office.store.engine, "before_cursor_execute", before)


def drop_unique_keys(office: Office, *tables: str) -> None:
    with office.store.changing_many() as connection:
        for table in tables:
            for key in inspect(connection).get_unique_constraints(table):
                connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {key['name']}"))
