"""Everything that stands on a rung of its ladder today: clocks and drift signals. Who is told is found elsewhere."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Date, Select, and_, bindparam, func, null, or_, select, union_all

from plo_workflow.models import RunningClock
from plo_workflow.reminders.ladder import COMING, OVERDUE
from plo_workflow.reminders.tables import ANSWERS, RAISED, SPANS
from plo_workflow.store import table_of

CLOCK = table_of(RunningClock)
TODAY = bindparam("today", type_=Date())


def everything_on_a_rung() -> CompoundSelect[Any]:
    """Every clock and drift signal that is on a rung: those decided to wait for count from the day that was decided."""
    return union_all(_clocks(), _waiting_clocks(), _signals())


def _clocks() -> Select[Any]:
    on_a_rung = and_(
        CLOCK.c.due_on.between(SPANS.c.first_on, SPANS.c.last_on),
        SPANS.c.ladder.in_((COMING, OVERDUE)),
        or_(CLOCK.c.anchor_on < SPANS.c.begun_before, CLOCK.c.anchor_on > CLOCK.c.due_on),
    )
    answered = and_(
        ANSWERS.c.case_id == CLOCK.c.case_id,
        ANSWERS.c.cause == CLOCK.c.clock,
        ANSWERS.c.subject == CLOCK.c.subject,
        ANSWERS.c.due_on == CLOCK.c.due_on,
    )
    return (
        select(
            CLOCK.c.case_id,
            CLOCK.c.id.label("clock_id"),
            CLOCK.c.clock.label("cause"),
            CLOCK.c.subject,
            SPANS.c.rung,
            CLOCK.c.due_on,
            CLOCK.c.due_on.label("counted_on"),
            *_handed(),
        )
        .join_from(SPANS, CLOCK, on_a_rung)
        .outerjoin(ANSWERS, answered)
        .where(CLOCK.c.outcome.is_(None), CLOCK.c.chased, ANSWERS.c.waits_until_on.is_(None), _not_quiet())
    )


def _waiting_clocks() -> Select[Any]:
    on_a_rung = ANSWERS.c.waits_until_on.between(SPANS.c.first_on, SPANS.c.last_on)
    return (
        select(
            ANSWERS.c.case_id,
            ANSWERS.c.clock_id,
            ANSWERS.c.cause,
            ANSWERS.c.subject,
            SPANS.c.rung,
            ANSWERS.c.due_on,
            ANSWERS.c.waits_until_on.label("counted_on"),
            *_handed(),
        )
        .join_from(ANSWERS, SPANS, and_(on_a_rung, SPANS.c.ladder == OVERDUE))
        .where(ANSWERS.c.clock_id.is_not(None), _not_quiet())
    )


def _signals() -> Select[Any]:
    counted_on = func.coalesce(ANSWERS.c.waits_until_on, RAISED.c.since_on)
    answered = and_(
        ANSWERS.c.case_id == RAISED.c.case_id,
        ANSWERS.c.cause == RAISED.c.cause,
        ANSWERS.c.subject == RAISED.c.subject,
        ANSWERS.c.due_on == RAISED.c.since_on,
    )
    on_a_rung = and_(SPANS.c.ladder == RAISED.c.ladder, counted_on.between(SPANS.c.first_on, SPANS.c.last_on))
    return (
        select(
            RAISED.c.case_id,
            null().label("clock_id"),
            RAISED.c.cause,
            RAISED.c.subject,
            SPANS.c.rung,
            RAISED.c.since_on.label("due_on"),
            counted_on.label("counted_on"),
            *_handed(),
        )
        .join_from(RAISED, ANSWERS, answered, isouter=True)
        .join(SPANS, on_a_rung)
        .where(_not_quiet())
    )


def _handed() -> tuple[ColumnElement[Any], ...]:
    return ANSWERS.c.handed_by, ANSWERS.c.handed_to


def _not_quiet() -> ColumnElement[bool]:
    return or_(ANSWERS.c.quiet_until_on.is_(None), ANSWERS.c.quiet_until_on < TODAY)
