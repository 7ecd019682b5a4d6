"""Reading reminders: who was told what of a case, which messages have not gone out, and when somebody last looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from plo_workflow.kinds import Role
from plo_workflow.models import Case, LastSweep, MessageKind, MessageState, Outbox, Reminder, Staff
from plo_workflow.reminders.causes import CAUSES, Cause
from plo_workflow.reminders.sweeping import DATES


@dataclass(frozen=True)
class Told:
    """One reminder on a case: of what, to whom in which role, and what became of its message.

    `due_on` is the due date, or the day on which a drift signal began. `fault` says what stands in the way of a
    message that is waiting, why one failed, or why one was dropped.
    """

    cause: Cause
    rung: str
    due_on: date
    name: str
    told_as: Role
    raised_on: date
    state: MessageState
    sent_at: datetime | None
    fault: str | None


def reminders_of(session: Session, case: Case) -> list[Told]:
    """Every reminder raised on a case, the latest first."""
    query = (
        select(Reminder, Outbox, Staff.name)
        .join(Outbox, (Outbox.reminder_id == Reminder.id) & (Outbox.kind != MessageKind.CARD))
        .outerjoin(Staff, Staff.key == Reminder.recipient)
        .where(Reminder.case_id == case.id)
        .order_by(Reminder.raised_on.desc(), Reminder.id.desc())
    )
    return [
        Told(
            cause=CAUSES[reminder.cause],
            rung=reminder.rung,
            due_on=reminder.due_on,
            name=name or reminder.recipient,
            told_as=Role(reminder.told_as),
            raised_on=reminder.raised_on,
            state=MessageState(message.state),
            sent_at=message.sent_at,
            fault=message.fault,
        )
        for reminder, message, name in session.execute(query)
    ]


def messages_in(session: Session, state: MessageState, *, limit: int = 50) -> Sequence[Outbox]:
    """Messages that are waiting, failed and so on, the oldest first."""
    query = select(Outbox).where(Outbox.state == state).order_by(Outbox.not_before_at, Outbox.id)
    return session.scalars(query.limit(limit)).all()


def count_messages(session: Session) -> dict[MessageState, int]:
    """How many messages there are in each state; the failed ones need somebody to look at them."""
    counted = session.execute(select(Outbox.state, func.count()).group_by(Outbox.state)).all()
    numbers = {MessageState(state): number for state, number in counted}
    return {state: numbers.get(state, 0) for state in MessageState}


def last_sweep(session: Session, kind: str = DATES) -> LastSweep | None:
    """When it was last looked for dates, or for drift, and what was found; none if it never was."""
    return session.get(LastSweep, kind)
