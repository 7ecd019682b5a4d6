"""What a database holds, as a program that was started anew finds it: every row there is, and whether chain and
clocks are sound."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from plo_workflow.cases.chain import verify
from plo_workflow.cases.rules import Rules, rules_from
from plo_workflow.ledger import replay
from plo_workflow.models import CalendarVersion, Case, LedgerEntry, PolicyVersion, Row, RunningClock
from tests.office import Office

EVERYTHING = [
    (table.name, f"SELECT * FROM {table.name} ORDER BY {', '.join(column.name for column in table.primary_key)}")
    for table in Row.metadata.sorted_tables
]
Contents = dict[str, list[tuple[Any, ...]]]


@contextmanager
def opened(url: str) -> Iterator[Office]:
    """The authority of a database, opened anew and closed again."""
    office = Office(url)
    try:
        yield office
    finally:
        office.store.close()


def contents(office: Office) -> Contents:
    """Every row of every table in the order of its key, once whatever was still being committed has ended."""
    with office.store.engine.connect() as connection:
        if not office.store.on_sqlite:
            connection.exec_driver_sql("SELECT seq FROM history_head FOR UPDATE")
        return {table: [tuple(row) for row in connection.exec_driver_sql(rows)] for table, rows in EVERYTHING}


def differing(one: Contents, other: Contents) -> list[str]:
    """The tables whose rows are not the same."""
    return [table for table in one if one[table] != other[table]]


def sizes(found: Contents) -> dict[str, int]:
    """How many rows each table has."""
    return {table: len(rows) for table, rows in found.items()}


def assert_sound(office: Office, family: str) -> None:
    """The chain of the history holds, and replaying a family's ledgers gives its clocks as they are stored."""
    with office.store.reading() as session:
        assert verify(session)[1] is None
        policies = {one.version: one.content for one in session.scalars(select(PolicyVersion))}
        calendars = {one.version: one.content for one in session.scalars(select(CalendarVersion))}

        def rules_of(policy: str, calendar: str) -> tuple[Any, Any]:
            rules = _rules(policies[policy], calendars[calendar], calendar)
            return rules.policy, rules.calendar

        for case_id in session.scalars(select(Case.id).where(Case.family_name == family)):
            entries = select(LedgerEntry).where(LedgerEntry.case_id == case_id).order_by(LedgerEntry.id)
            clocks = session.scalars(select(RunningClock).where(RunningClock.case_id == case_id))
            stored = {(c.clock, c.subject, c.turn): (c.due_on, c.outcome, c.stopped_on) for c in clocks}
            found = replay(session.scalars(entries), rules_of).items()
            assert {place: (one.due_on, one.outcome, one.stopped_on) for place, one in found} == stored


@lru_cache
def _rules(policy: str, calendar: str, version: str) -> Rules:
    return rules_from(policy, calendar, version)
