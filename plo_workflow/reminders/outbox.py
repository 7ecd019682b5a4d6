"""The outbox: which messages are to be sent next, and what became of each. How a message travels is not known here.

Messages are claimed for a while, some at a time, and marked afterwards. A sender that dies in between leaves them to
be sent again, with the same keys, once the claim has run out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Update, bindparam, select, tuple_, update
from sqlalchemy.orm import Session

from plo_workflow.models import MessageKind, MessageState, Outbox, Staff
from plo_workflow.reminders.composing import Letter
from plo_workflow.reminders.gate import Gate
from plo_workflow.reminders.letters import Written, write_letters
from plo_workflow.settings import LONDON
from plo_workflow.store import Store, table_of

CLAIMED_FOR = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=1)
NOTHING_LEFT = "Nothing in it was still outstanding when it was to be sent."

OUTBOX = table_of(Outbox)


@dataclass(frozen=True)
class Message:
    """A claimed message. `address` is where its recipient is reached now, or none; `tries` counts this attempt too.

    `carries` are the bundled messages in it. One without a `letter` is not sent and has been marked already: as failed
    where it has a `fault`, else as dropped, because it was overtaken.
    """

    id: int
    key: str
    recipient: str
    tries: int
    address: str | None
    letter: Letter | None
    carries: tuple[int, ...] = ()
    fault: str = ""


def claim(store: Store, gate: Gate, *, at: datetime, site: str, most: int = 1, cards: bool = False) -> list[Message]:
    """Take up to so many messages that have waited longest of those due to be sent. Nobody else gets them for 10
    minutes.

    With `cards` they are those for the authority's channel, else the mails. Outside the hours of the gate there are
    none. `site` is the address that links begin with. What is no longer true is marked as dropped and is not in the
    letter; what cannot be put into words is marked as failed.
    """
    if not gate.is_open(at):
        return []
    with store.changing_many() as connection:
        rows = sorted(connection.execute(_claim_next(at, most, cards=cards)), key=lambda row: row.id)
    if not rows:
        return []
    with store.reading() as session:
        written = write_letters(session, rows, on=at.astimezone(LONDON).date(), site=site)
        addresses = _addresses(session, {row.recipient for row in rows})
    messages = [_message(row, written[row.id], addresses) for row in rows]
    _mark_what_is_not_sent(store, messages, written.values())
    return messages


def mark_sent(store: Store, *messages: Message, at: datetime) -> None:
    """The messages were accepted for delivery, and whatever was bundled into them."""
    with store.changing_many() as connection:
        _mark(connection, messages, state=MessageState.SENT, sent_at=at, fault=None)


def mark_failed(store: Store, message: Message, *, fault: str) -> None:
    """The message can never be delivered as it is; somebody has to look at it."""
    with store.changing_many() as connection:
        _mark(connection, [message], **_failed(fault))


def give_back(store: Store, messages: Iterable[Message], *, at: datetime) -> None:
    """These were claimed and not tried: whoever comes next may have them."""
    untried = {"not_before_at": at, "tries": OUTBOX.c.tries - 1}
    with store.changing_many() as connection:
        connection.execute(update(OUTBOX).where(_theirs(messages), _waits()).values(untried))


def drop_waiting(store: Store, *, fault: str) -> int:
    """Whatever waits is not sent any more, for a reason that holds for all of it; gives how many."""
    with store.changing_many() as connection:
        return connection.execute(update(OUTBOX).where(_waits()).values(_dropped(fault))).rowcount


def put_off(store: Store, message: Message, *, at: datetime, fault: str) -> None:
    """The message could not be delivered now: it waits 1, 2, 4 ... minutes, at most an hour, and is tried again."""
    wait = min(timedelta(minutes=2 ** min(message.tries - 1, 10)), LONGEST_WAIT)
    with store.changing_many() as connection:
        later = update(OUTBOX).where(_theirs([message]), _waits())
        connection.execute(later.values(not_before_at=at + wait, fault=fault))


def _claim_next(at: datetime, most: int, *, cards: bool) -> Update:
    channel = OUTBOX.c.kind == MessageKind.CARD if cards else OUTBOX.c.kind != MessageKind.CARD
    waiting = (
        select(OUTBOX.c.id)
        .where(_waits(), ~OUTBOX.c.bundled, OUTBOX.c.not_before_at <= at, channel)
        .order_by(OUTBOX.c.not_before_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return (
        update(OUTBOX)
        .where(OUTBOX.c.id.in_(waiting))
        .values(tries=OUTBOX.c.tries + 1, not_before_at=at + CLAIMED_FOR)
        .returning(
            OUTBOX.c.id,
            OUTBOX.c.message_key,
            OUTBOX.c.kind,
            OUTBOX.c.recipient,
            OUTBOX.c.tries,
            OUTBOX.c.about_on,
        )
    )


def _message(row: Row[Any], written: Written, addresses: Mapping[str, str]) -> Message:
    return Message(
        id=row.id,
        key=row.message_key,
        recipient=row.recipient,
        tries=row.tries,
        address=addresses.get(row.recipient),
        letter=written.letter,
        carries=written.carries,
        fault=written.fault,
    )


def _mark_what_is_not_sent(store: Store, messages: Sequence[Message], written: Iterable[Written]) -> None:
    became = [(number, _dropped(why)) for one in written for number, why in one.overtaken.items()]
    became += [(number, _failed(why)) for one in written for number, why in one.spoilt.items()]
    unsaid = [message for message in messages if message.letter is None]
    if not became and not unsaid:
        return
    with store.changing_many() as connection:
        _mark_each(connection, became)
        for message in unsaid:
            _mark(connection, [message], **(_failed(message.fault) if message.fault else _dropped(NOTHING_LEFT)))


def _mark_each(connection: Connection, became: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """Mark bundled messages, each with what became of it, unless they are marked already."""
    if rows := [{"message": number, **changes} for number, changes in became]:
        connection.execute(update(OUTBOX).where(OUTBOX.c.id == bindparam("message"), _waits()), rows)


def _mark(connection: Connection, messages: Sequence[Message], **changes: Any) -> None:
    """Mark messages and what they carry, unless somebody has claimed them since: then they are theirs to mark."""
    marked = update(OUTBOX).where(_theirs(messages), _waits()).values(**changes).returning(OUTBOX.c.id)
    ours = set(connection.scalars(marked))
    _mark_each(connection, [(number, changes) for one in messages if one.id in ours for number in one.carries])


def _theirs(messages: Iterable[Message]) -> ColumnElement[bool]:
    """Is one of these messages, and nobody has claimed it since."""
    return tuple_(OUTBOX.c.id, OUTBOX.c.tries).in_([(message.id, message.tries) for message in messages])


def _waits() -> ColumnElement[bool]:
    return OUTBOX.c.state == MessageState.WAITING


def _dropped(why: str) -> dict[str, Any]:
    return {"state": MessageState.DROPPED, "fault": why}


def _failed(why: str) -> dict[str, Any]:
    return {"state": MessageState.FAILED, "fault": why}


def _addresses(session: Session, recipients: Iterable[str]) -> dict[str, str]:
    """Where each of these people is reached now; nobody who has left or has no address is among them."""
    staff = table_of(Staff)
    found = session.execute(select(staff.c.key, staff.c.email).where(staff.c.key.in_(recipients), staff.c.active))
    return {key: email.strip() for key, email in found if email and email.strip()}
