"""What the signals are written in: open cases, the facts that stand on them, and the four columns of what is found."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    select,
)

from plo_workflow.drift.day import Day
from plo_workflow.kinds import Outcome, Severity
from plo_workflow.models import Case, ChildOutcome, TrackerRow
from plo_workflow.policy import Span
from plo_workflow.store import LONG_AGO, table_of

CASE, OUTCOME, TRACKER = table_of(Case), table_of(ChildOutcome), table_of(TrackerRow)
ONE_CASE = bindparam("case_id", type_=Integer)
AT_REQUEST = ("gateway_requested", "gateway_listed")
UNDER_WAY = ("letter_preparation", "letter_issued", "active_plan", "gateway_review")
"""The stages from the decision to enter until a way out is decided."""
THE_CASE: ColumnElement[str] = literal("", String)

Condition = ColumnElement[bool]
Found = Select[int, str, date, str]
"""What a signal gives: case_id, subject, since_on, severity."""


def looked_at(day: Day, *stages: str) -> Condition:
    """The cases that drift is looked for on: open, at one of these stages (any, if none is named), no legal hold."""
    wanted = [CASE.c.open, CASE.c.legal_hold.is_(False)]
    wanted += [CASE.c.stage.in_(stages)] if stages else []
    wanted += [CASE.c.id == ONE_CASE] if day.of_one_case else []
    return and_(*wanted)


def standing(table: FromClause, day: Day) -> Condition:
    """The facts of a table that were not withdrawn and had happened by the day."""
    wanted = [table.c.withdrawn_at.is_(None), table.c.happened_on <= day.on]
    wanted += [table.c.case_id == ONE_CASE] if day.of_one_case else []
    return and_(*wanted)


def of_the_case(table: FromClause, day: Day) -> Condition:
    """The same of the case in hand."""
    return and_(table.c.case_id == CASE.c.id, standing(table, day))


def there_is(table: FromClause, day: Day, *more: Condition) -> Condition:
    """Whether the case in hand has such a fact."""
    return exists().where(of_the_case(table, day), *more)


def first_of(table: FromClause, day: Day, *more: Condition) -> ScalarSelect[date | None]:
    """The day of the first such fact of the case in hand."""
    return select(func.min(table.c.happened_on)).where(of_the_case(table, day), *more).scalar_subquery()


def last_of(table: FromClause, day: Day, *more: Condition) -> ScalarSelect[date | None]:
    """The day of the last such fact of the case in hand."""
    return select(func.max(table.c.happened_on)).where(of_the_case(table, day), *more).scalar_subquery()


def here_by(on: date) -> Condition:
    """The case in hand did not come from a tracker, or had come by a day."""
    return func.coalesce(imported_on(), LONG_AGO) <= on


def imported_on() -> ScalarSelect[date | None]:
    """The day on which the case in hand came from a tracker, if it did: what none holds is counted from then on."""
    row = and_(TRACKER.c.case_id == CASE.c.id, TRACKER.c.withdrawn_at.is_(None))
    return select(func.min(TRACKER.c.happened_on)).where(row).scalar_subquery()


def child_has_an_outcome(child_id: ColumnElement[Any], day: Day) -> Condition:
    """Pre-proceedings ended for a child of the case in hand."""
    return there_is(OUTCOME, day, OUTCOME.c.child_id == child_id)


def about(kind: str, number: ColumnElement[Any]) -> ColumnElement[str]:
    """What a signal is about, named as clocks name it: "child:7"; the case as a whole where there is no number."""
    return func.coalesce(literal(f"{kind}:", String) + cast(number, String), "")


def red_if(condition: Condition) -> ColumnElement[str]:
    """Red on a condition, else amber."""
    return case((condition, Severity.RED.value), else_=Severity.AMBER.value)


def raised(
    since_on: ColumnElement[date],
    severity: Severity | ColumnElement[str],
    subject: ColumnElement[str] = THE_CASE,
    case_id: ColumnElement[int] = CASE.c.id,
) -> Found:
    """What every signal finds: on which case, about what, from which day it is true, and how pressing it is."""
    pressing = literal(severity.value, String) if isinstance(severity, Severity) else severity
    return select(
        case_id.label("case_id"), subject.label("subject"), since_on.label("since_on"), pressing.label("severity")
    )


def raised_after(
    day: Day,
    last_on: ColumnElement[date],
    span: Span,
    severity: Severity,
    subject: ColumnElement[str],
    *where: Condition,
) -> Found:
    """The same, true from the first day on which more than a span has passed since a day that costs more to find."""
    silent = select(CASE.c.id, last_on.label("last_on")).where(looked_at(day), *where).subquery("silent")
    return raised(day.after(silent.c.last_on, span), severity, subject, silent.c.id)


STEPPED_DOWN = tuple(
    one.value for one in (Outcome.CHILD_PROTECTION_PLAN, Outcome.CHILD_IN_NEED_PLAN, Outcome.EARLY_HELP, Outcome.CLOSED)
)
"""The outcomes with which a child steps down."""
