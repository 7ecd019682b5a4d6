"""What could not be sent and waits for somebody to see to it: single messages, and the mail server itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from plo_workflow.caseload.health import failed_by_itself
from plo_workflow.models import MessageKind, MessageState, Outbox, Staff
from plo_workflow.reminders.gate import Gate
from plo_workflow.reminders.in_force import rules_in_force

LONGEST_SILENCE = timedelta(hours=1)
TRIED_FOR_AN_HOUR = 7
"""By its seventh try a message has waited 1, 2, 4 ... 32 minutes: more than an hour in all."""
DIGESTS = {
    MessageKind.DAY: "Digest of the day",
    MessageKind.WEEK: "Digest of the week",
    MessageKind.SITTING: "Digest before a gateway meeting",
}


@dataclass(frozen=True)
class Failure:
    """One message that could not be sent: what it was, whose, about which cases, since when, and why not."""

    id: int
    what: str
    name: str
    refs: tuple[str, ...]
    since: datetime
    fault: str


def failures(session: Session, *, limit: int = 50) -> list[Failure]:
    """The oldest of them first. What stood in a digest is not one of its own: the digest is."""
    query = (
        select(Outbox, Staff.name)
        .outerjoin(Staff, Staff.key == Outbox.recipient)
        .where(failed_by_itself())
        .order_by(Outbox.id)
        .limit(limit)
    )
    found = session.execute(query).all()
    refs = _refs_within(session, [message.id for message, _ in found])
    return [
        Failure(
            id=message.id,
            what=what_it_was(message),
            name=name or message.recipient,
            refs=tuple(sorted({*refs.get(message.id, ()), *([message.case_ref] if message.case_ref else [])})),
            since=message.recorded_at,
            fault=message.fault or "",
        )
        for message, name in found
    ]


def what_it_was(message: Outbox) -> str:
    """The line that a message would have begun with, or which digest it is."""
    return message.subject or next((words for kind, words in DIGESTS.items() if kind == message.kind), message.kind)


def server_away_since(session: Session, *, at: datetime) -> datetime | None:
    """Since when nothing could be sent, where that is more than an hour in which messages may leave; else none."""
    hour_ago = at - LONGEST_SILENCE
    tried_long_ago = or_(Outbox.tries >= TRIED_FOR_AN_HOUR, Outbox.not_before_at < hour_ago)
    mail = Outbox.kind != MessageKind.CARD
    waits = (Outbox.state == MessageState.WAITING, ~Outbox.bundled, Outbox.fault.is_not(None), mail)
    first = session.scalar(select(func.min(Outbox.recorded_at)).where(*waits, tried_long_ago))
    if first is None or not _open_all_the_while(session, hour_ago, at):
        return None
    last_sent = session.scalar(select(func.max(Outbox.sent_at)).where(mail))
    if last_sent is None:
        return first
    return last_sent if last_sent < hour_ago else None


def _open_all_the_while(session: Session, first: datetime, last: datetime) -> bool:
    rules = rules_in_force(session.connection())
    gate = Gate(rules.policy.reminders.sending, rules.calendar)
    return gate.is_open(first) and gate.is_open(last)


def _refs_within(session: Session, digests: list[int]) -> dict[int, list[str]]:
    """Which cases each of these digests was about."""
    carried = (Outbox.sent_with.in_(digests), Outbox.state == MessageState.FAILED)
    found: dict[int, list[str]] = {}
    for digest, ref in session.execute(select(Outbox.sent_with, Outbox.case_ref).where(*carried)):
        if digest and ref:
            found.setdefault(digest, []).append(ref)
    return found
