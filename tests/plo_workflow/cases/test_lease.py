"""A lease is held by one, passes to another when it is not renewed, and what its old holder writes later is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, text

from plo_workflow.cases.lease import Held, check, give_up, take
from plo_workflow.errors import LeaseLost
from plo_workflow.store import GuardedStore
from tests.databases import Databases
from tests.office import Office, prepare

NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)
LASTS = timedelta(seconds=20)


@pytest.fixture
def office(databases: Databases) -> Office:
    return Office(databases.fresh(prepare))


def taken(office: Office, holder: str, seconds: float = 0, name: str = "trial") -> Held | None:
    return take(office.store, name, holder, at=NOON + timedelta(seconds=seconds), lasts=LASTS)


def guarded(office: Office, held: Held | None) -> GuardedStore:
    assert held
    return GuardedStore(office.store, partial(check, held))


def test_the_first_to_ask_holds_it_and_the_others_do_not(office: Office) -> None:
    assert taken(office, "one") == Held("trial", "one", 1)
    assert taken(office, "two") is None
    assert taken(office, "three", 20) is None, "until the last second"
    assert taken(office, "two", name="another") == Held("another", "two", 1)


def test_renewing_it_keeps_the_epoch_and_makes_it_last_longer(office: Office) -> None:
    taken(office, "one")
    assert taken(office, "one", 15) == Held("trial", "one", 1)
    assert taken(office, "two", 30) is None
    assert taken(office, "one", 300) == Held("trial", "one", 1), "nobody wanted it meanwhile"


def test_another_takes_it_once_it_has_run_out_in_the_next_epoch(office: Office) -> None:
    taken(office, "one")
    assert taken(office, "two", 20.001) == Held("trial", "two", 2)
    assert taken(office, "one", 20.002) is None
    assert taken(office, "one", 41) == Held("trial", "one", 3)


def test_what_is_given_up_is_free_at_once(office: Office) -> None:
    held = taken(office, "one")
    assert held
    give_up(office.store, held, at=NOON)
    assert taken(office, "two", 0.001) == Held("trial", "two", 2)


def test_nobody_can_give_up_what_another_has_taken_since(office: Office) -> None:
    late = taken(office, "one")
    assert late
    taken(office, "two", 21)
    give_up(office.store, late, at=NOON)
    assert taken(office, "three", 22) is None


def test_a_clock_that_was_a_week_ahead_keeps_nobody_waiting_for_a_week(office: Office) -> None:
    taken(office, "one", 7 * 24 * 60 * 60)
    assert taken(office, "two") == Held("trial", "two", 2)
    assert taken(office, "three", 10) is None
    assert taken(office, "three", -15) is None, "a clock that is a little behind takes nothing away"


def test_of_eight_who_ask_at_once_one_gets_it(office: Office) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: taken(office, f"holder {number}"), range(8)))
    assert [held.epoch for held in found if held] == [1]


def test_while_it_is_held_what_is_written_is_kept(office: Office) -> None:
    store = guarded(office, taken(office, "one"))
    with store.changing_many() as connection:
        connection.execute(text("UPDATE staff SET team = 'South' WHERE key = 'sam'"))
    with store.writing() as pen:
        pen.run("trial", lambda: text("UPDATE staff SET team = 'East' WHERE key = 'tess'"))
    assert office.rows("SELECT key, team FROM staff WHERE team != 'North' ORDER BY key") == [
        ("sam", "South"), ("tess", "East"),
    ]  # fmt: skip


def test_nothing_of_a_transaction_is_kept_that_another_has_taken_over_before(office: Office) -> None:
    store = guarded(office, taken(office, "one"))
    taken(office, "two", 21)
    with pytest.raises(LeaseLost, match="Another process has taken over from one"), store.changing_many() as connection:
        connection.execute(text("UPDATE staff SET team = 'South'"))
    with pytest.raises(LeaseLost), store.writing() as pen:
        pen.run("trial", lambda: text("UPDATE staff SET team = 'East'"))
    assert office.rows("SELECT DISTINCT team FROM staff WHERE key != 'system'") == [("North",)]


def test_nor_when_it_is_taken_over_in_the_middle(postgresql_office: Office) -> None:
    office = postgresql_office
    writing = guarded(office, taken(office, "one")).changing_many()
    connection = writing.__enter__()
    connection.execute(text("UPDATE staff SET team = 'South'"))
    assert taken(office, "two", 21) == Held("trial", "two", 2)
    with pytest.raises(LeaseLost):
        writing.__exit__(None, None, None)
    assert office.rows("SELECT DISTINCT team FROM staff WHERE key != 'system'") == [("North",)]


def test_nobody_takes_over_between_the_check_and_the_commit(postgresql_office: Office) -> None:
    office = postgresql_office
    held = taken(office, "one")
    assert held
    with ThreadPoolExecutor(1) as pool, office.store.changing_many() as connection:
        check(held, office.store.pen(connection.connection))
        asked = pool.submit(taken, office, "two", 21)
        while not office.rows("SELECT 1 FROM pg_locks WHERE NOT granted"):
            assert not asked.done()
        connection.execute(text("UPDATE staff SET team = 'South' WHERE key = 'sam'"))
    assert asked.result() == Held("trial", "two", 2)
    assert office.rows("SELECT key FROM staff WHERE team = 'South'") == [("sam",)]


LIMIT = "SHOW idle_in_transaction_session_timeout"
STATE = "SELECT state FROM pg_stat_activity WHERE pid = :pid"


def test_postgresql_ends_what_freezes_in_the_middle(postgresql_office: Office) -> None:
    office, pid = postgresql_office, text("SELECT pg_backend_pid()")
    store = guarded(office, taken(office, "one"))
    with store.changing_many() as connection:
        assert connection.exec_driver_sql(LIMIT).scalar() == "10s"
        assert office.rows(STATE, pid=connection.execute(pid).scalar()) == [("idle in transaction",)]
    with store.writing() as pen:
        assert pen.fetch("limit", lambda: text(LIMIT)) == [["10s"]]
        assert office.rows(STATE, pid=pen.fetch("pid", lambda: pid)[0][0]) == [("idle in transaction",)]
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql(LIMIT).scalar() == "0"


def test_who_freezes_while_renewing_holds_nothing(postgresql_office: Office) -> None:
    office, found = postgresql_office, list[Any]()
    other = Office(office.store.url.render_as_string(hide_password=False))

    def in_the_middle(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if "leases" in statement and not statement.startswith("SELECT"):
            found.extend(other.rows("SELECT epoch FROM leases FOR UPDATE NOWAIT"))

    event.listen(office.store.engine, "after_cursor_execute", in_the_middle)
    held = taken(office, "one")
    taken(office, "one", 5)
    assert held
    give_up(office.store, held, at=NOON)
    assert found == [(1,), (1,), (1,)]


@pytest.fixture
def postgresql_office(postgresql: Databases) -> Office:
    """Only there do two transactions write at once."""
    return Office(postgresql.fresh(prepare))
