"""Each call on the database of one move fails once: nothing is changed, it is said plainly, and the next try works."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy.engine import make_url

from plo_workflow.cases import Done
from plo_workflow.errors import MaybeSaved, StoreNotWritable
from plo_workflow.store import refusal_of
from tests.databases import Databases, PostgresqlCluster
from tests.faults.calls import COMMIT, COMMITTED, Calls
from tests.faults.families import MOVES, Form, with_families
from tests.faults.states import assert_sound, contents, opened
from tests.office import Office

ASKED = MOVES["sending the letters"]
DISK_FULL = {
    "sqlite": sqlite3.OperationalError("database or disk is full"),
    "postgresql": psycopg.errors.DiskFull("could not extend file: No space left on device"),
}
DISK_BROKEN = {
    "sqlite": sqlite3.OperationalError("disk I/O error"),
    "postgresql": psycopg.errors.IoError("could not read block 7 in file: Input/output error"),
}


@pytest.fixture
def database(databases: Databases) -> str:
    """The URL of an authority with families."""
    return databases.fresh(with_families)


def send(office: Office, form: Form) -> Done:
    """Send the form as it is."""
    order, command, said = form
    return office.desk.perform(order, command, **said)


def fail_at_each_call(url: str, fail: Callable[[], object]) -> list[BaseException]:
    """Make the move with a fault at its first call, then at its second and so on until there is none left to fail at;
    gives what came of each. After each fault nothing has changed, and the next try gets further."""
    faults: list[BaseException] = []
    with opened(url) as office:
        calls = Calls(office.store)
        form, before = ASKED.order(office, "first"), contents(office)

        def interfere(number: int, what: str) -> None:
            if number == len(faults) + 1 and what != COMMITTED:
                fail()

        while True:
            calls.watch(interfere)
            try:
                done = send(office, form)
                break
            except Exception as fault:
                faults.append(fault)
            calls.leave()
            assert contents(office) == before
            assert len(calls.made) == len(faults)
        calls.leave()
        assert not done.repeated
        assert send(office, form) == replace(done, repeated=True)
        assert calls.made[-2:] == [COMMIT, COMMITTED]
        assert_sound(office, ASKED.family)
    assert len(faults) == len(calls.made) - 1
    return faults


def raising(faults: dict[str, Exception], url: str) -> Callable[[], object]:
    """Fail as this database's driver does."""

    def fail() -> None:
        raise faults["sqlite" if url.startswith("sqlite") else "postgresql"]

    return fail


def test_a_disk_that_fills_at_any_call_of_a_move_changes_nothing_and_is_named(database: str) -> None:
    faults = fail_at_each_call(database, raising(DISK_FULL, database))
    assert all(isinstance(fault, StoreNotWritable) for fault in faults)
    assert {str(fault) for fault in faults} == {
        "The disk is full, so nothing was saved. Tell whoever looks after the system."
    }


def test_a_disk_that_cannot_be_read_at_any_call_of_a_move_changes_nothing(database: str) -> None:
    faults = fail_at_each_call(database, raising(DISK_BROKEN, database))
    assert set(map(type, faults)) == {type(DISK_BROKEN["sqlite"]), type(DISK_BROKEN["postgresql"])} - {
        type(fault) for name, fault in DISK_BROKEN.items() if not database.startswith(name)
    }


def end_connections(url: str) -> Callable[[], object]:
    """Have the server end every connection to a database, as when it is restarted."""
    address = make_url(url).set(drivername="postgresql").render_as_string()
    sql = (
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid()"
    )

    def fail() -> None:
        with psycopg.connect(address) as connection:
            connection.execute(sql)

    return fail


def test_a_connection_that_is_lost_at_any_call_of_a_move_changes_nothing(postgresql: PostgresqlCluster) -> None:
    url = postgresql.fresh(with_families)
    faults = fail_at_each_call(url, end_connections(url))
    assert all(isinstance(fault, StoreNotWritable) for fault in faults)
    assert all(str(fault).startswith("The database cannot be reached, so nothing was saved.") for fault in faults[:-1])
    assert isinstance(faults[-1], MaybeSaved), "at the commit nobody can tell"


def test_nobody_is_told_that_nothing_was_saved_when_the_connection_broke_while_saving(
    postgresql: PostgresqlCluster,
) -> None:
    with opened(postgresql.fresh(with_families)) as office:
        calls, form = Calls(office.store), ASKED.order(office, "first")

        def lose_the_answer(_: int, what: str) -> None:
            if what == COMMITTED:
                raise psycopg.OperationalError("consuming input failed: server closed the connection unexpectedly")

        calls.watch(lose_the_answer)
        with pytest.raises(MaybeSaved) as refused:
            send(office, form)
        calls.leave()
        assert refused.value.sentence == (
            "The connection to the database broke while this was being saved, and it may have been saved. "
            "Look at the case before you do it again."
        )
        assert send(office, form).repeated


def test_a_word_in_the_record_is_not_taken_for_a_fault_of_the_database() -> None:
    fault = psycopg.errors.UniqueViolation("DETAIL: Key (tracker_ref)=(locked in a connection) already exists.")
    assert refusal_of(fault) is fault
