"""Whether a reminder is still true when it is about to be sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from plo_workflow.models import AlertAnswer, Case, Reminder, RunningClock
from plo_workflow.reminders.ladder import COMING
from plo_workflow.store import table_of

FROZEN = "The case was frozen after a death before this was sent."
DONE = "It was no longer outstanding when this was to be sent."
MOVED = "The due date had moved before this was sent."
PASSED = "It had become overdue before this was sent, of which there is another reminder."
ANSWERED = "Somebody had taken it in hand before this was sent."


def overtaken(connection: Connection, reminders: Select[Any] | Collection[int], *, on: date) -> dict[int, str]:
    """Why some of these reminders (their ids, or a query for them) are no longer true on a day: by their ids."""
    clock, case, reminder, answer = (table_of(kind) for kind in (RunningClock, Case, Reminder, AlertAnswer))
    answered = (
        select(func.max(answer.c.until_on))
        .where(
            answer.c.case_id == reminder.c.case_id,
            answer.c.cause == reminder.c.cause,
            answer.c.subject == reminder.c.subject,
            answer.c.due_on == reminder.c.due_on,
            answer.c.withdrawn_at.is_(None),
            answer.c.recorded_at > reminder.c.recorded_at,
        )
        .scalar_subquery()
    )
    query = (
        select(
            reminder.c.id,
            reminder.c.rung,
            reminder.c.due_on,
            case.c.legal_hold,
            clock.c.outcome,
            clock.c.due_on.label("now_due_on"),
            answered.label("answered_until_on"),
        )
        .join_from(reminder, case, case.c.id == reminder.c.case_id)
        .join(clock, clock.c.id == reminder.c.clock_id, isouter=True)
        .where(reminder.c.id.in_(reminders))
    )
    found = {row.id: _why(row, on) for row in connection.execute(query)}
    return {number: why for number, why in found.items() if why}


def _why(row: Any, on: date) -> str:
    """Why one reminder is overtaken, or nothing."""
    if row.legal_hold:
        return FROZEN
    if row.outcome:
        return DONE
    if row.now_due_on and row.now_due_on != row.due_on:
        return MOVED
    if row.rung.startswith(COMING) and row.due_on < on:
        return PASSED
    return ANSWERED if row.answered_until_on and row.answered_until_on >= on else ""
