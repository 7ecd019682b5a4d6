"""The outbox: which message is to be sent next, and what became of it. How a message travels is not known here.

A message is claimed for a while and marked afterwards. A sender that dies in between leaves it to be sent again,
with the same key, once the claim has run out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from plo_workflow.models import Case, MessageState, Outbox, Reminder, RunningClock, Staff
from plo_workflow.store import Store, table_of

CLAIMED_FOR = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=1)

OUTBOX = table_of(Outbox)


@dataclass(frozen=True)
class Message:
    """A claimed message. `address` is where its recipient is reached now, or none; `tries` counts this attempt too.

    `to_link` is the case whose address its body still lacks, because a move cannot know where the pages are.
    `overtaken` says why it must not be sent any more; it has been marked as dropped.
    """

    id: int
    key: str
    recipient: str
    subject: str
    body: str
    tries: int
    address: str | None
    to_link: str | None
    overtaken: str | None


def claim(store: Store, *, at: datetime) -> Message | None:
    """Take the message that has waited longest of those due to be sent, or none. Nobody else gets it for 10 minutes.

    A reminder whose clock has stopped or moved since is marked as dropped in the same transaction.
    """
    with store.changing_many() as connection:
        row = connection.execute(_claim_next(at)).one_or_none()
        if row is None:
            return None
        message = Message(
            id=row.id,
            key=row.message_key,
            recipient=row.recipient,
            subject=row.subject,
            body=row.body,
            tries=row.tries,
            address=_address(connection, row.recipient),
            to_link=None if row.reminder_id else row.case_ref,
            overtaken=_overtaken(connection, row.reminder_id) if row.reminder_id else None,
        )
        if message.overtaken:
            _mark(connection, message, state=MessageState.DROPPED, fault=message.overtaken)
    return message


def mark_sent(store: Store, message: Message, *, at: datetime) -> None:
    """The message was accepted for delivery."""
    with store.changing_many() as connection:
        _mark(connection, message, state=MessageState.SENT, sent_at=at, fault=None)


def mark_failed(store: Store, message: Message, *, fault: str) -> None:
    """The message can never be delivered as it is; somebody has to look at it."""
    with store.changing_many() as connection:
        _mark(connection, message, state=MessageState.FAILED, fault=fault)


def drop_waiting(store: Store, *, fault: str) -> int:
    """Whatever waits is not sent any more, for a reason that holds for all of it; gives how many."""
    with store.changing_many() as connection:
        waiting = OUTBOX.c.state == MessageState.WAITING
        changed = update(OUTBOX).where(waiting).values(state=MessageState.DROPPED, fault=fault)
        return connection.execute(changed).rowcount


def put_off(store: Store, message: Message, *, at: datetime, fault: str) -> None:
    """The message could not be delivered now: it waits 1, 2, 4 ... minutes, at most an hour, and is tried again."""
    wait = min(timedelta(minutes=2 ** min(message.tries - 1, 10)), LONGEST_WAIT)
    with store.changing_many() as connection:
        _mark(connection, message, not_before_at=at + wait, fault=fault)


def _claim_next(at: datetime) -> Any:
    waiting = (
        select(OUTBOX.c.id)
        .where(OUTBOX.c.state == MessageState.WAITING, OUTBOX.c.not_before_at <= at)
        .order_by(OUTBOX.c.not_before_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (
        update(OUTBOX)
        .where(OUTBOX.c.id == waiting.scalar_subquery())
        .values(tries=OUTBOX.c.tries + 1, not_before_at=at + CLAIMED_FOR)
        .returning(OUTBOX)
    )


def _mark(connection: Connection, message: Message, **changes: Any) -> None:
    """Mark a message, unless somebody has claimed it since: then it is theirs to mark."""
    mine = (OUTBOX.c.id == message.id, OUTBOX.c.tries == message.tries, OUTBOX.c.state == MessageState.WAITING)
    connection.execute(update(OUTBOX).where(*mine).values(**changes))


def _overtaken(connection: Connection, reminder_id: int) -> str | None:
    """Why a reminder is no longer true, if it is not."""
    clock, case, reminder = table_of(RunningClock), table_of(Case), table_of(Reminder)
    query = (
        select(clock.c.outcome, clock.c.due_on != reminder.c.due_on, case.c.legal_hold)
        .join_from(reminder, clock, clock.c.id == reminder.c.clock_id)
        .join(case, case.c.id == reminder.c.case_id)
        .where(reminder.c.id == reminder_id)
    )
    outcome, moved, held = connection.execute(query).one()
    if held:
        return "The case was frozen after a death before this was sent."
    if outcome:
        return "It was no longer outstanding when this was to be sent."
    return "The due date had moved before this was sent." if moved else None


def _address(connection: Connection, recipient: str) -> str | None:
    staff = table_of(Staff)
    found = connection.execute(select(staff.c.email).where(staff.c.key == recipient, staff.c.active)).scalar()
    return (found or "").strip() or None
