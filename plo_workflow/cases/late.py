"""The statements that find late clocks and queue who is told of them: a handful for all cases, however many there are.

Who is told, from which due date on and in which words comes from `reminding`; here it is only joined.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Label,
    Select,
    String,
    Subquery,
    Table,
    and_,
    case,
    cast,
    column,
    func,
    literal,
    select,
    true,
    values,
)  # fmt: skip
from sqlalchemy.dialects import postgresql, sqlite

from plo_workflow.cases.audience import PARTS, Audience, why_told
from plo_workflow.clocks import CLOCKS
from plo_workflow.kinds import Role
from plo_workflow.models import Case, MessageState, Outbox, Reminder, RunningClock, Staff, UtcDateTime
from plo_workflow.store import table_of
from plo_workflow.working_days import with_weekday

CLOCK, CASE, STAFF = table_of(RunningClock), table_of(Case), table_of(Staff)
REMINDER, OUTBOX = table_of(Reminder), table_of(Outbox)


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
    """So many tellings of things due on one day: whether the case is held, somebody can be told, and was told."""

    due_on: date
    held: bool
    nobody: bool
    already: bool
    stands_in: bool
    number: int


def look(connection: Connection, search: Search) -> list[Found]:
    """Count what there is to tell and what has been told. Changes nothing."""
    told, query = _told_before(search)
    groups: tuple[ColumnElement[Any], ...] = (
        told.c.due_on,
        told.c.held,
        told.c.person.is_(None),
        REMINDER.c.id.is_not(None),
        func.coalesce(told.c.told_as != told.c.role, False),
    )
    query = query.with_only_columns(*groups, func.count(), maintain_column_froms=True).group_by(*groups)
    return [Found(*row) for row in connection.execute(query)]


def queue(
    connection: Connection, search: Search, due_dates: Collection[date], *, on: date, at: datetime, by: str, site: str
) -> int:
    """Write a reminder and a message for everybody who was not told yet of something that was due on these dates.

    Gives how many; what another sweep has written meanwhile is not among them.
    """
    before = connection.execute(select(func.coalesce(func.max(REMINDER.c.id), 0))).scalar_one()
    reminders = _insert_new(connection, REMINDER, _reminders(search, on, at, by))
    messages = _insert_new(connection, OUTBOX, _messages(search, due_dates, before, site, at, by))
    if reminders != messages:
        raise RuntimeError(f"{reminders} reminders would have had {messages} messages, so none was kept.")
    return reminders


def inserting(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An insert that can say what to do when the row is there already: both databases can, each in its own class."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def _insert_new(connection: Connection, table: Table, rows: Select[Any]) -> int:
    """Insert the rows that are not there yet (a unique key of the table says which) and give how many there were."""
    names = list(rows.selected_columns.keys())
    insert = inserting(connection, table).from_select(names, rows).on_conflict_do_nothing()
    return connection.execute(insert, execution_options={"preserve_rowcount": True}).rowcount


def reachable_holders(connection: Connection) -> dict[Role, list[str]]:
    """The people who can be told, by the roles they hold."""
    holders: dict[Role, list[str]] = {role: [] for role in Role}
    for key, roles in connection.execute(select(STAFF.c.key, STAFF.c.roles).where(_can_be_told(STAFF))):
        for role in roles:
            holders[Role(role)].append(key)
    return holders


def _told_before(search: Search) -> tuple[Subquery, Select[Any]]:
    """Everybody to be told of each late clock, beside the reminder they had of it."""
    late = _late(search).subquery("late")
    had = and_(
        REMINDER.c.clock_id == late.c.clock_id,
        REMINDER.c.rung == search.rung,
        REMINDER.c.due_on == late.c.due_on,
        REMINDER.c.recipient == late.c.person,
    )
    return late, select(late).select_from(late.outerjoin(REMINDER, had))


def _late(search: Search) -> Select[Any]:
    """Every late clock with whoever is to be told of it: one row for each person, or one with nobody."""
    kinds, people = _kinds(search), _people(search)
    takers = {role: STAFF.alias(f"the_{part}") for role, part in PARTS.items()}
    first, second = (_taker(takers, place) for place in (kinds.c.first_part, kinds.c.second_part))
    joined = CLOCK.join(CASE, CASE.c.id == CLOCK.c.case_id).join(kinds, kinds.c.clock == CLOCK.c.clock)
    for role, taker in takers.items():
        joined = joined.outerjoin(taker, and_(taker.c.key == CASE.c[PARTS[role]], _can_be_told(taker)))
    joined = joined.outerjoin(people, and_(people.c.role == kinds.c.role, first.is_(None), second.is_(None)))
    told_as = case(
        (first.is_not(None), kinds.c.first_part), (second.is_not(None), kinds.c.second_part), else_=people.c.told_as
    )
    return (
        select(
            CLOCK.c.case_id,
            CLOCK.c.id.label("clock_id"),
            CLOCK.c.due_on,
            CASE.c.legal_hold.label("held"),
            kinds.c.role,
            func.coalesce(first, second, people.c.person).label("person"),
            told_as.label("told_as"),
        )
        .select_from(joined)
        .where(CLOCK.c.outcome.is_(None), CLOCK.c.chased, CLOCK.c.due_on <= search.last_due_on)
    )


def _can_be_told(staff: FromClause) -> ColumnElement[bool]:
    """Works here and has an e-mail address."""
    return and_(staff.c.active, func.trim(staff.c.email) != "")


def _taker(takers: Mapping[Role, FromClause], part: ColumnElement[str]) -> ColumnElement[str | None]:
    return case(*((part == role, taker.c.key) for role, taker in takers.items()))


def _reminders(search: Search, on: date, at: datetime, by: str) -> Select[Any]:
    late, query = _told_before(search)
    return (
        query.with_only_columns(
            late.c.case_id,
            late.c.clock_id,
            literal(search.rung).label("rung"),
            late.c.due_on,
            late.c.person.label("recipient"),
            late.c.told_as,
            literal(on, Date()).label("raised_on"),
            *_recorded(at, by),
            maintain_column_froms=True,
        )
        .where(REMINDER.c.id.is_(None), late.c.person.is_not(None), late.c.held.is_(False))
        .order_by(late.c.case_id, late.c.clock_id, late.c.person)
    )


def _messages(
    search: Search, due_dates: Collection[date], after_id: int, site: str, at: datetime, by: str
) -> Select[Any]:
    """The message for each reminder with a higher id than `after_id`: this transaction's own are among them."""
    kinds, whys, days = _kinds(search), _whys(search), _days(due_dates)
    fields = {
        "ref": CASE.c.ref,
        "what": kinds.c.what,
        "due": days.c.in_words,
        "why": whys.c.why,
        "link": literal(f"{site}/cases/").concat(CASE.c.ref),
    }
    written = (
        select(
            _message_key(search.rung).label("message_key"),
            REMINDER.c.id.label("reminder_id"),
            CASE.c.ref.label("case_ref"),
            REMINDER.c.recipient,
            _filled(search.subject, fields).label("subject"),
            _filled(search.body, fields).label("body"),
            literal(MessageState.WAITING).label("state"),
            literal(0).label("tries"),
            literal(at, UtcDateTime()).label("not_before_at"),
            *_recorded(at, by),
        )
        .join_from(REMINDER, CLOCK, CLOCK.c.id == REMINDER.c.clock_id)
        .join(CASE, CASE.c.id == REMINDER.c.case_id)
        .join(kinds, kinds.c.clock == CLOCK.c.clock)
        .join(whys, and_(whys.c.role == kinds.c.role, whys.c.told_as == REMINDER.c.told_as))
        .join(days, days.c.due_on == REMINDER.c.due_on)
        .where(REMINDER.c.id > after_id, REMINDER.c.rung == search.rung)
        .subquery("written")
    )
    return select(written).where(true())  # SQLite takes ON CONFLICT only after a WHERE


def _recorded(at: datetime, by: str) -> tuple[Label[Any], Label[Any]]:
    return literal(at, UtcDateTime()).label("recorded_at"), literal(by).label("recorded_by")


def _message_key(rung: str) -> ColumnElement[str]:
    """The same for the same telling in whichever sweep, so that a message can never be queued twice."""
    told = (cast(REMINDER.c.clock_id, String), literal(rung), cast(REMINDER.c.due_on, String), REMINDER.c.recipient)
    key: ColumnElement[str] = literal("reminder")
    for part in told:
        key = key.concat(":").concat(part)
    return key


def _filled(template: str, fields: Mapping[str, ColumnElement[str]]) -> ColumnElement[str]:
    words: ColumnElement[str] = literal(template)
    for name, value in fields.items():
        words = func.replace(words, f"{{{name}}}", value)
    return words


def _kinds(search: Search) -> CTE:
    rows = [(clock, CLOCKS[clock].label, told.role, *_two(told.parts)) for clock, told in search.audiences.items()]
    return _table("kinds", rows, "clock", "what", "role", "first_part", "second_part")


def _two(parts: Sequence[Role]) -> list[str]:
    """The parts by key, as two columns: no audience has more, because only the team manager stands above a part."""
    return [*(part for part in parts), "", ""][:2]


def _people(search: Search) -> CTE:
    rows = [
        (told.role, told.people_as, person)
        for told in set(search.audiences.values())
        if told.people_as
        for person in told.people
    ]
    return _table("people", rows, "role", "told_as", "person")


def _whys(search: Search) -> CTE:
    rows = [
        (told.role, told_as, why_told(told.role, told_as, search.role_names))
        for told in set(search.audiences.values())
        for told_as in told.may_be_told_as
    ]
    return _table("whys", rows, "role", "told_as", "why")


def _days(dates: Collection[date]) -> CTE:
    days = values(column("due_on", Date), column("in_words", String), name="days")
    return days.data([(day, with_weekday(day)) for day in sorted(dates)]).cte("days", nesting=True)


def _table(name: str, rows: Sequence[tuple[str, ...]], *columns: str) -> CTE:
    """A table of words that lives only in one statement; where it has no rows, one that matches nothing."""
    # Nested, so that an INSERT begins with its own word: SQLite's driver counts the rows of no other statement.
    made = values(*(column(one, String) for one in columns), name=name)
    return made.data(rows or [("",) * len(columns)]).cte(name, nesting=True)
