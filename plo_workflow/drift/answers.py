"""The signal about answers to alerts: what was acknowledged, has had its time, and is still there."""

from __future__ import annotations

from sqlalchemy import FromClause, and_, select

from plo_workflow.drift.day import Day
from plo_workflow.drift.facts import CASE, Found, looked_at, raised, standing
from plo_workflow.kinds import AlertAnswerKind, Severity
from plo_workflow.models import AlertAnswer, RunningClock
from plo_workflow.store import table_of

ANSWER, CLOCK = table_of(AlertAnswer), table_of(RunningClock)


def acknowledged_and_standing(day: Day, signals: FromClause) -> Found:
    """What was acknowledged, whose time has passed, and which is still so: clocks, and these signals that are true
    now. It is about the cause that was acknowledged."""
    same_clock = and_(
        CLOCK.c.case_id == ANSWER.c.case_id,
        CLOCK.c.clock == ANSWER.c.cause,
        CLOCK.c.subject == ANSWER.c.subject,
        CLOCK.c.due_on == ANSWER.c.due_on,
        CLOCK.c.outcome.is_(None),
    )
    same_signal = and_(
        signals.c.case_id == ANSWER.c.case_id,
        signals.c.cause == ANSWER.c.cause,
        signals.c.subject == ANSWER.c.subject,
        signals.c.since_on == ANSWER.c.due_on,
    )
    of_clocks, of_signals = (
        _unchanged(day).join_from(ANSWER, CASE, CASE.c.id == ANSWER.c.case_id).join(table, same)
        for table, same in ((CLOCK, same_clock), (signals, same_signal))
    )
    either = of_clocks.union_all(of_signals).subquery("unchanged")
    return select(either.c.case_id, either.c.subject, either.c.since_on, either.c.severity)


def _unchanged(day: Day) -> Found:
    found = raised(day.after(ANSWER.c.until_on), Severity.RED, ANSWER.c.cause)
    return found.where(
        looked_at(day),
        standing(ANSWER, day),
        ANSWER.c.answer == AlertAnswerKind.ACKNOWLEDGED,
        ANSWER.c.until_on < day.on,
    )
