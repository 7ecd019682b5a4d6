"""The outbox: which message is to be sent next, and what became of it. How a message travels is not known here.

A message is claimed for a while and marked afterwards. A sender that dies in between leaves it to be sent again,
with the same key, once the claim has run out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Update, func, select, update
from sqlalchemy.orm import Session

from plo_workflow.models import MessageKind, MessageState, Outbox, Reminder, Staff
from plo_workflow.reminders.composing import Item, Letter, compose, compose_sitting, compose_week
from plo_workflow.reminders.gate import Gate
from plo_workflow.reminders.overtaken import overtaken
from plo_workflow.reminders.sitting import listed_for
from plo_workflow.reminders.week import week_of
from plo_workflow.settings import LONDON
from plo_workflow.store import Store, table_of

CLAIMED_FOR = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=1)
NOTHING_LEFT = "Nothing in it was still outstanding when it was to be sent."

OUTBOX = table_of(Outbox)


@dataclass(frozen=True)
class Message:
    """A claimed message. `address` is where its recipient is reached now, or none; `tries` counts this attempt too.

    `carries` are the bundled messages in it. One that was overtaken has no `letter`, and has been marked as dropped.
    """

    id: int
    key: str
    recipient: str
    tries: int
    address: str | None
    letter: Letter | None
    carries: tuple[int, ...] = ()


def claim(store: Store, gate: Gate, *, at: datetime, site: str) -> Message | None:
    """Take the message that has waited longest of those due to be sent, or none. Nobody else gets it for 10 minutes.

    Outside the hours of the gate there is none. `site` is the address that links begin with. What is no longer true
    is marked as dropped in the same transaction, and is not in the letter.
    """
    if not gate.is_open(at):
        return None
    with store.changing_many() as connection:
        row = connection.execute(_claim_next(at)).one_or_none()
        if row is None:
            return None
        letter, carries = _letter(connection, row, at.astimezone(LONDON).date(), site)
        message = Message(
            id=row.id,
            key=row.message_key,
            recipient=row.recipient,
            tries=row.tries,
            address=_address(connection, row.recipient),
            letter=letter,
            carries=carries,
        )
        if letter is None:
            connection.execute(update(OUTBOX).where(OUTBOX.c.id == row.id, _waits()).values(_dropped(NOTHING_LEFT)))
    return message


def mark_sent(store: Store, message: Message, *, at: datetime) -> None:
    """The message was accepted for delivery, and whatever was bundled into it."""
    _mark(store, message, state=MessageState.SENT, sent_at=at, fault=None)


def mark_failed(store: Store, message: Message, *, fault: str) -> None:
    """The message can never be delivered as it is; somebody has to look at it."""
    _mark(store, message, state=MessageState.FAILED, fault=fault)


def drop_waiting(store: Store, *, fault: str) -> int:
    """Whatever waits is not sent any more, for a reason that holds for all of it; gives how many."""
    with store.changing_many() as connection:
        return connection.execute(update(OUTBOX).where(_waits()).values(_dropped(fault))).rowcount


def put_off(store: Store, message: Message, *, at: datetime, fault: str) -> None:
    """The message could not be delivered now: it waits 1, 2, 4 ... minutes, at most an hour, and is tried again."""
    wait = min(timedelta(minutes=2 ** min(message.tries - 1, 10)), LONGEST_WAIT)
    with store.changing_many() as connection:
        connection.execute(update(OUTBOX).where(_mine(message)).values(not_before_at=at + wait, fault=fault))


def _claim_next(at: datetime) -> Update:
    waiting = (
        select(OUTBOX.c.id)
        .where(_waits(), ~OUTBOX.c.bundled, OUTBOX.c.not_before_at <= at)
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


def _letter(connection: Connection, claimed: Row[Any], on: date, site: str) -> tuple[Letter | None, tuple[int, ...]]:
    """What is sent, with the bundled messages that it carries; none where there is nothing left to say."""
    if claimed.kind == MessageKind.WEEK:
        week = week_of(Session(connection), claimed.recipient, on=on)
        return (compose_week(week, on=on, site=site) if week else None), ()
    if claimed.kind == MessageKind.SITTING:
        cases = listed_for(Session(connection), claimed.recipient, sitting_on=claimed.about_on)
        return (compose_sitting(cases, sitting_on=claimed.about_on, site=site) if cases else None), ()
    items = _still_true(connection, claimed, on)
    letter = compose(claimed.kind, items, on=on, site=site) if items else None
    return letter, tuple(item.id for item in items if item.id != claimed.id)


def _still_true(connection: Connection, claimed: Row[Any], on: date) -> list[Item]:
    """What the claimed message has to say that is still true; of the rest it is kept why it was dropped."""
    rows = connection.execute(_told_in(claimed)).all()
    about = {row.reminder_id: row.id for row in rows if row.reminder_id}
    over = overtaken(connection, about, on=on)
    for reminder, why in over.items():
        connection.execute(update(OUTBOX).where(OUTBOX.c.id == about[reminder], _waits()).values(_dropped(why)))
    return [
        Item(row.id, row.case_ref, row.subject, row.body, row.rung, row.about_on)
        for row in rows
        if row.reminder_id not in over
    ]


def _told_in(claimed: Row[Any]) -> Select[Any]:
    """What a digest carries, or the message itself, each with the rung that it is of."""
    reminder = table_of(Reminder)
    told = OUTBOX.c.sent_with == claimed.id if claimed.kind == MessageKind.DAY else OUTBOX.c.id == claimed.id
    joined = OUTBOX.outerjoin(reminder, reminder.c.id == OUTBOX.c.reminder_id)
    return select(OUTBOX, func.coalesce(reminder.c.rung, "").label("rung")).select_from(joined).where(told, _waits())


def _mark(store: Store, message: Message, **changes: Any) -> None:
    """Mark a message and what it carries, unless somebody has claimed it since: then it is theirs to mark."""
    with store.changing_many() as connection:
        marked = connection.execute(update(OUTBOX).where(_mine(message)).values(**changes)).rowcount
        if marked and message.carries:
            carried = update(OUTBOX).where(OUTBOX.c.id.in_(message.carries), _waits())
            connection.execute(carried.values(**changes))


def _mine(message: Message) -> ColumnElement[bool]:
    return (OUTBOX.c.id == message.id) & (OUTBOX.c.tries == message.tries) & _waits()


def _waits() -> ColumnElement[bool]:
    return OUTBOX.c.state == MessageState.WAITING


def _dropped(why: str) -> dict[str, Any]:
    return {"state": MessageState.DROPPED, "fault": why}


def _address(connection: Connection, recipient: str) -> str | None:
    staff = table_of(Staff)
    found = connection.execute(select(staff.c.email).where(staff.c.key == recipient, staff.c.active)).scalar()
    return (found or "").strip() or None
