"""Finding late clocks, and beside each whoever is to be told of it: a handful of statements, however many cases.

Who is told for which clock, and from which due date on, comes from `reminding`. What is known before and what is
found stand in temporary tables, so that the cases are gone through once; `queueing` writes from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    and_,
    case,
    delete,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.schema import CreateTable

from plo_workflow.cases.audience import PARTS, Audience, why_told
from plo_workflow.clocks import CLOCKS
from plo_workflow.kinds import Role
from plo_workflow.models import Case, Reminder, RunningClock, Staff
from plo_workflow.store import table_of

CLOCK, CASE, STAFF, REMINDER = table_of(RunningClock), table_of(Case), table_of(Staff), table_of(Reminder)
FOR_THE_SWEEP = MetaData()


def _temporary(name: str, *columns: Column[Any]) -> Table:
    return Table(f"sweep_{name}", FOR_THE_SWEEP, *columns, prefixes=["TEMPORARY"], postgresql_on_commit="DELETE ROWS")


KINDS = _temporary(
    "kinds",
    Column("clock", String, primary_key=True),
    Column("what", String),
    Column("role", String),
    Column("first_part", String),
    Column("second_part", String),
)
"""What each kind of clock is called, which role is told, and the parts in the case that it is told through."""
PEOPLE = _temporary(
    "people",
    Column("role", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("told_as", String),
)
"""Who is told for a role where nobody is who takes one of those parts."""
WHYS = _temporary(
    "whys",
    Column("role", String, primary_key=True),
    Column("told_as", String, primary_key=True),
    Column("why", String),
)
"""The sentence that says why somebody is told."""
DAYS = _temporary("days", Column("due_on", Date, primary_key=True), Column("in_words", String))
TELLINGS = _temporary(
    "tellings",
    Column("case_id", Integer),
    Column("clock_id", Integer),
    Column("ref", String),
    Column("what", String),
    Column("due_on", Date),
    Column("role", String),
    Column("told_as", String),
    Column("person", String),
    Column("had", Integer),
)
"""Every late clock with whoever is to be told of it: a row for each person, or one with nobody. `had` is the id of the
reminder that they had of it."""


@dataclass(frozen=True)
class Search:
    """What is looked for on one rung: clocks due on `last_due_on` or before, and who is told for each kind of clock.

    `subject` and `body` are its words; {ref}, {what}, {due}, {why} and {link} in them are filled in.
    """

    rung: str
    last_due_on: date
    audiences: Mapping[str, Audience]
    role_names: Mapping[Role, str]
    subject: str
    body: str


@dataclass(frozen=True)
class Found:
    """So many tellings of things due on one day: whether nobody can be told, or whoever should be was told before.

    `stands_in` says that whoever is told stands in for whoever should be.
    """

    due_on: date
    nobody: bool
    already: bool
    stands_in: bool
    number: int


def look(connection: Connection, search: Search) -> list[Found]:
    """Gather what there is to tell, beside what has been told, and count it. Changes nothing that lasts."""
    for table in FOR_THE_SWEEP.sorted_tables:
        connection.execute(CreateTable(table, if_not_exists=True))
        connection.execute(delete(table))
    fill(connection, KINDS, _kinds(search))
    fill(connection, PEOPLE, _people(search))
    fill(connection, WHYS, _whys(search))
    late = _late(search)
    connection.execute(insert(TELLINGS).from_select(late.selected_columns.keys(), late))
    connection.execute(text(f"ANALYZE {TELLINGS.name}"))  # or PostgreSQL would join it as if it had a row or two
    return [Found(**row._mapping) for row in connection.execute(_counted())]


def reachable_holders(connection: Connection) -> dict[Role, list[str]]:
    """The people who can be told, by the roles they hold."""
    holders: dict[Role, list[str]] = {role: [] for role in Role}
    for key, roles in connection.execute(select(STAFF.c.key, STAFF.c.roles).where(_can_be_told(STAFF))):
        for role in roles:
            holders[Role(role)].append(key)
    return holders


def fill(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> None:
    """Put rows into one of the temporary tables."""
    filled = [dict(zip(table.c.keys(), row, strict=True)) for row in rows]
    if filled:
        connection.execute(insert(table), filled)


def reminder_of(rung: str, clock_id: ColumnElement[int], due_on: ColumnElement[date], person: Any) -> Any:
    """The reminder that somebody had of one clock: the columns of its unique key."""
    return and_(
        REMINDER.c.clock_id == clock_id,
        REMINDER.c.rung == rung,
        REMINDER.c.due_on == due_on,
        REMINDER.c.recipient == person,
    )


def _kinds(search: Search) -> list[tuple[str, ...]]:
    """No audience has more than two parts, because only the team manager stands above a part."""
    return [
        (clock, CLOCKS[clock].label, told.role, *[*told.parts, "", ""][:2]) for clock, told in search.audiences.items()
    ]


def _people(search: Search) -> list[tuple[str, ...]]:
    told = set(search.audiences.values())
    return [(one.role, person, one.people_as) for one in told if one.people_as for person in one.people]


def _whys(search: Search) -> list[tuple[str, ...]]:
    told = set(search.audiences.values())
    pairs = [(one.role, told_as) for one in told for told_as in one.may_be_told_as]
    return [(role, told_as, why_told(role, told_as, search.role_names)) for role, told_as in pairs]


def _late(search: Search) -> Select[Any]:
    """Every late clock with whoever is to be told of it, beside the reminder they had of it."""
    first, second = STAFF.alias("first"), STAFF.alias("second")
    not_first = first.c.key.is_(None)
    person = func.coalesce(first.c.key, second.c.key, PEOPLE.c.person)
    told_as = case(
        (first.c.key.is_not(None), KINDS.c.first_part),
        (second.c.key.is_not(None), KINDS.c.second_part),
        else_=PEOPLE.c.told_as,
    )
    joined = (
        CLOCK.join(CASE, CASE.c.id == CLOCK.c.case_id)
        .join(KINDS, KINDS.c.clock == CLOCK.c.clock)
        .outerjoin(first, and_(first.c.key == _taker(KINDS.c.first_part), _can_be_told(first)))
        .outerjoin(second, and_(not_first, second.c.key == _taker(KINDS.c.second_part), _can_be_told(second)))
        .outerjoin(PEOPLE, and_(not_first, second.c.key.is_(None), PEOPLE.c.role == KINDS.c.role))
        .outerjoin(REMINDER, reminder_of(search.rung, CLOCK.c.id, CLOCK.c.due_on, person))
    )
    return (
        select(
            CLOCK.c.case_id,
            CLOCK.c.id.label("clock_id"),
            CASE.c.ref,
            KINDS.c.what,
            CLOCK.c.due_on,
            KINDS.c.role,
            told_as.label("told_as"),
            person.label("person"),
            REMINDER.c.id.label("had"),
        )
        .select_from(joined)
        .where(CLOCK.c.outcome.is_(None), CLOCK.c.chased, CLOCK.c.due_on <= search.last_due_on)
    )


def _can_be_told(staff: FromClause) -> ColumnElement[bool]:
    """Works here and has an e-mail address."""
    return and_(staff.c.active, func.trim(staff.c.email) != "")


def _taker(part: ColumnElement[str]) -> ColumnElement[str | None]:
    """Who takes a part in the case."""
    return case({role: CASE.c[column] for role, column in PARTS.items()}, value=part)


def _counted() -> Select[Any]:
    groups: tuple[ColumnElement[Any], ...] = (
        TELLINGS.c.due_on,
        TELLINGS.c.person.is_(None).label("nobody"),
        TELLINGS.c.had.is_not(None).label("already"),
        func.coalesce(TELLINGS.c.told_as != TELLINGS.c.role, False).label("stands_in"),
    )
    return select(*groups, func.count().label("number")).group_by(*groups)
