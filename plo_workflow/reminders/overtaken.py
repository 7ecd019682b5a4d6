"""Whether a reminder is still true when it is about to be sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, exists, func, select

from plo_workflow.drift import Day, told_together
from plo_workflow.models import AlertAnswer, Case, Reminder, RunningClock
from plo_workflow.reminders.causes import CAUSES
from plo_workflow.reminders.in_force import rules_in_force
from plo_workflow.reminders.ladder import COMING
from plo_workflow.store import table_of

FROZEN = "The case was frozen after a death before this was sent."
DONE = "It was no longer outstanding when this was to be sent."
MOVED = "The due date had moved before this was sent."
PASSED = "It had become overdue before this was sent, of which there is another reminder."
AGAIN = "There was a later reminder of the same thing before this was sent."
ANSWERED = "Somebody had taken it in hand before this was sent."


Told = tuple[int, str, str, date]
"""A drift signal that somebody was told of: case, signal, subject, and since when."""


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
    later = reminder.alias("later")
    again = exists().where(
        later.c.case_id == reminder.c.case_id,
        later.c.cause == reminder.c.cause,
        later.c.subject == reminder.c.subject,
        later.c.due_on == reminder.c.due_on,
        later.c.recipient == reminder.c.recipient,
        later.c.id > reminder.c.id,
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
            reminder.c.case_id,
            reminder.c.cause,
            reminder.c.subject,
            again.label("again"),
        )
        .join_from(reminder, case, case.c.id == reminder.c.case_id)
        .join(clock, clock.c.id == reminder.c.clock_id, isouter=True)
        .where(reminder.c.id.in_(reminders))
    )
    rows = connection.execute(query).all()
    true = signals_true(connection, {row.case_id for row in rows if CAUSES[row.cause].drifts}, on)
    found = {row.id: _why(row, true, on) for row in rows}
    return {number: why for number, why in found.items() if why}


def _why(row: Any, signals: Collection[Told], on: date) -> str:
    """Why one reminder is overtaken, or nothing."""
    if row.legal_hold:
        return FROZEN
    if row.outcome or (CAUSES[row.cause].drifts and _told(row) not in signals):
        return DONE
    if row.now_due_on and row.now_due_on != row.due_on:
        return MOVED
    if row.rung.startswith(COMING) and row.due_on < on:
        return PASSED
    if row.again:
        return AGAIN
    return ANSWERED if row.answered_until_on and row.answered_until_on >= on else ""


def _told(row: Any) -> Told:
    return row.case_id, row.cause, row.subject, row.due_on


def signals_true(connection: Connection, cases: Collection[int], on: date) -> set[Told]:
    """What people are told of as drift and is true of these cases on a day; one statement for each case."""
    if not cases:
        return set()
    rules = rules_in_force(connection)
    told = told_together(Day(on, rules.policy, rules.calendar, of_one_case=True))
    found = (one for case_id in sorted(cases) for one in connection.execute(told, {"case_id": case_id}))
    return {(one.case_id, one.signal, one.subject, one.since_on) for one in found}
