"""Gathering what is to be told, and beside each thing whoever is told: a handful of statements, however many cases.

Who is told for what, and on which rung a date is, comes from `sweeping`. What is known before and what is found stand
in temporary tables, so that the cases are gone through once; `queueing` writes from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    func,
    select,
    text,
)

from plo_workflow.kinds import AlertAnswerKind, Role
from plo_workflow.models import AlertAnswer, Case, Reminder, Staff
from plo_workflow.reminders.audience import PARTS, Audience, can_be_told, why_told
from plo_workflow.reminders.ladder import Span
from plo_workflow.reminders.standing import CLOCK, everything_on_a_rung
from plo_workflow.reminders.tables import (
    ANSWERS,
    AWAY,
    KINDS,
    PEOPLE,
    RAISED,
    SPANS,
    TELLINGS,
    WHYS,
    empty_tables,
    fill,
    fill_from,
)
from plo_workflow.store import table_of

CASE, STAFF, REMINDER = table_of(Case), table_of(Staff), table_of(Reminder)
ANSWER = table_of(AlertAnswer)
NOBODY = ""


@dataclass(frozen=True)
class Telling:
    """What is told of one cause on one rung, and to whom."""

    rung: str
    cause: str
    sentence: str
    at_once: bool
    audience: Audience


@dataclass(frozen=True)
class Search:
    """What is looked for on a day: where the rungs are, who is told what, who is away, and which drift is told.

    `drift` gives case_id, cause, subject, since_on and ladder of the drift signals that are true on the day.
    """

    on: date
    spans: Sequence[Span]
    tellings: Sequence[Telling]
    away: Mapping[str, str | None]
    role_names: Mapping[Role, str]
    drift: Sequence[Select[Any]] = ()


@dataclass(frozen=True)
class Found:
    """So many tellings of one cause with one date: whether nobody can be told, or whoever should be was told before.

    `stands_in` says that whoever is told is of a level above whoever should be.
    """

    cause: str
    due_on: date
    nobody: bool
    already: bool
    stands_in: bool
    number: int


def gather(connection: Connection, search: Search) -> list[Found]:
    """Gather what there is to tell, beside what has been told, and count it. Changes nothing that lasts."""
    empty_tables(connection)
    fill(connection, SPANS, [(s.ladder, s.rung, s.first_on, s.last_on, s.begun_before) for s in search.spans])
    fill(connection, KINDS, map(_kind, search.tellings))
    fill(connection, PEOPLE, _people(search))
    fill(connection, AWAY, [(person, cover or NOBODY) for person, cover in search.away.items()])
    fill(connection, WHYS, _whys(search))
    fill_from(connection, ANSWERS, _answers())
    for signal in search.drift:
        fill_from(connection, RAISED, signal)
    fill_from(connection, TELLINGS, _tellings(), today=search.on)
    connection.execute(text(f"ANALYZE {TELLINGS.name}"))  # or PostgreSQL would join it as if it had a row or two
    return [Found(**row._mapping) for row in connection.execute(_counted())]


def same_telling(table: FromClause, rung: Any, counted_on: Any, person: Any) -> ColumnElement[bool]:
    """The reminder that somebody had of one thing: the columns of its unique key; `table` gives the rest of them."""
    return and_(
        REMINDER.c.case_id == table.c.case_id,
        REMINDER.c.cause == table.c.cause,
        REMINDER.c.subject == table.c.subject,
        REMINDER.c.counted_on == counted_on,
        REMINDER.c.rung == rung,
        REMINDER.c.recipient == person,
    )


def _kind(telling: Telling) -> tuple[object, ...]:
    """No audience has more than two parts, because only the team manager stands above a part."""
    to = telling.audience
    parts = [*to.parts, NOBODY, NOBODY][:2]
    return telling.rung, telling.cause, telling.sentence, not telling.at_once, to.role, *parts


def _people(search: Search) -> set[tuple[str | None, ...]]:
    told = {one.audience for one in search.tellings}
    return {(one.role, person, one.people_as, away) for one in told if one.people_as for person, away in one.people}


def _whys(search: Search) -> list[tuple[str, ...]]:
    told = {one.audience for one in search.tellings}
    pairs = {(one.role, told_as) for one in told for told_as in one.may_be_told_as}
    return [(role, told_as, why_told(role, told_as, search.role_names)) for role, told_as in pairs]


@cache
def _answers() -> Select[Any]:
    """What stands of everything that was answered to each alert."""
    kept = (ANSWER.c.case_id, ANSWER.c.cause, ANSWER.c.subject, ANSWER.c.due_on)

    clock = (
        select(CLOCK.c.id)
        .where(
            CLOCK.c.case_id == ANSWER.c.case_id,
            CLOCK.c.clock == ANSWER.c.cause,
            CLOCK.c.subject == ANSWER.c.subject,
            CLOCK.c.due_on == ANSWER.c.due_on,
            CLOCK.c.outcome.is_(None),
        )
        .scalar_subquery()
    )

    def last(answer: AlertAnswerKind, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return func.max(case((ANSWER.c.answer == answer, column)))

    return (
        select(
            *kept,
            clock.label("clock_id"),
            last(AlertAnswerKind.ACKNOWLEDGED, ANSWER.c.until_on).label("quiet_until_on"),
            last(AlertAnswerKind.WAITING, ANSWER.c.until_on).label("waits_until_on"),
            last(AlertAnswerKind.HANDED_ON, ANSWER.c.recorded_by).label("handed_by"),
            last(AlertAnswerKind.HANDED_ON, ANSWER.c.handed_to).label("handed_to"),
        )
        .where(ANSWER.c.withdrawn_at.is_(None))
        .group_by(*kept)
    )


@cache
def _tellings() -> Select[Any]:
    """Everything that is on a rung, with whoever is to be told of it, beside the reminder they had of it."""
    thing = everything_on_a_rung().subquery("thing")
    first, second, handed = STAFF.alias("first"), STAFF.alias("second"), STAFF.alias("handed")
    first_away, second_away, handed_away = (AWAY.alias(f"{one}_away") for one in ("first", "second", "handed"))
    taker_1, taker_2 = _taker(KINDS.c.first_part), _taker(KINDS.c.second_part)
    not_first = first.c.key.is_(None)
    takes = func.coalesce(first.c.key, second.c.key, PEOPLE.c.person)
    person = func.coalesce(handed.c.key, takes)
    joined = (
        thing.join(CASE, CASE.c.id == thing.c.case_id)
        .join(KINDS, and_(KINDS.c.rung == thing.c.rung, KINDS.c.cause == thing.c.cause))
        .outerjoin(first_away, first_away.c.person == taker_1)
        .outerjoin(first, and_(first.c.key == func.coalesce(first_away.c.cover, taker_1), can_be_told(first)))
        .outerjoin(second_away, and_(not_first, second_away.c.person == taker_2))
        .outerjoin(
            second, and_(not_first, second.c.key == func.coalesce(second_away.c.cover, taker_2), can_be_told(second))
        )
        .outerjoin(PEOPLE, and_(not_first, second.c.key.is_(None), PEOPLE.c.role == KINDS.c.role))
        .outerjoin(handed_away, and_(thing.c.handed_by == takes, handed_away.c.person == thing.c.handed_to))
        .outerjoin(
            handed,
            and_(
                thing.c.handed_by == takes,
                handed.c.key == func.coalesce(handed_away.c.cover, thing.c.handed_to),
                can_be_told(handed),
            ),
        )
        .outerjoin(REMINDER, same_telling(thing, thing.c.rung, thing.c.counted_on, person))
    )
    stands_in_for = case(
        (first.c.key.is_not(None), first_away.c.person),
        (second.c.key.is_not(None), second_away.c.person),
        else_=PEOPLE.c.stands_in_for,
    )
    told_as = case(
        (first.c.key.is_not(None), KINDS.c.first_part),
        (second.c.key.is_not(None), KINDS.c.second_part),
        else_=PEOPLE.c.told_as,
    )
    return (
        select(
            thing.c.case_id,
            thing.c.clock_id,
            CASE.c.ref,
            thing.c.cause,
            thing.c.subject,
            thing.c.rung,
            thing.c.due_on,
            thing.c.counted_on,
            KINDS.c.role,
            told_as.label("told_as"),
            person.label("person"),
            stands_in_for.label("stands_in_for"),
            REMINDER.c.id.label("had"),
        )
        .select_from(joined)
        .where(~CASE.c.legal_hold)
    )


def _taker(part: ColumnElement[str]) -> ColumnElement[str | None]:
    """Who takes a part in the case."""
    return case({role: CASE.c[column] for role, column in PARTS.items()}, value=part)


@cache
def _counted() -> Select[Any]:
    groups: tuple[ColumnElement[Any], ...] = (
        TELLINGS.c.cause,
        TELLINGS.c.due_on,
        TELLINGS.c.person.is_(None).label("nobody"),
        TELLINGS.c.had.is_not(None).label("already"),
        func.coalesce(TELLINGS.c.told_as != TELLINGS.c.role, False).label("stands_in"),
    )
    return select(*groups, func.count().label("number")).group_by(*groups)
