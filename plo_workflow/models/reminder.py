"""Reminders that were queued (once each), the outbox that delivers them, and when somebody last looked for them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from plo_workflow.kinds import Kind
from plo_workflow.models.record import Row


class MessageState(Kind):
    """What has become of a message. One that was dropped had been overtaken before it was sent."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class MessageKind(Kind):
    """What a message is about; a card is for the authority's channel, and the last three are digests, put together when
    they are sent."""

    MOVE = "move"
    REMINDER = "reminder"
    CARD = "card"
    DAY = "day"
    WEEK = "week"
    SITTING = "sitting"


class Reminder(Row):
    """One rung, reached once for one clock or drift signal, for one recipient. The unique key is the claim.

    `cause` is the key of the clock or of the signal. `due_on` is the due date or the day on which the signal began;
    `counted_on` is the same unless somebody decided to wait until a later day, from which the ladder then counts.
    `told_as` is the role they were told in: another than the rung names where nobody in that one could be told.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("case_id", "cause", "subject", "counted_on", "rung", "recipient", name="uq_reminders_telling"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    clock_id: Mapped[int | None] = mapped_column(ForeignKey("clocks.id"))
    cause: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    rung: Mapped[str] = mapped_column(String(40))
    due_on: Mapped[date]
    counted_on: Mapped[date]
    recipient: Mapped[str] = mapped_column(String(80))
    told_as: Mapped[str] = mapped_column(String(40))
    stands_in_for: Mapped[str | None] = mapped_column(String(80))
    raised_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class Outbox(Row):
    """One message to one person, written with what caused it and sent afterwards. It holds no names of the family.

    Until `not_before_at` a waiting message is left alone: it is being sent, or is to be tried again then. A `bundled`
    one does not travel by itself: it waits for the digest of the day, and `sent_with` is that digest.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "state", "bundled", "not_before_at"),
        Index(None, "reminder_id"),
        Index(None, "sent_with"),
        UniqueConstraint("message_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_key: Mapped[str] = mapped_column(String(240))
    kind: Mapped[str] = mapped_column(String(20))
    reminder_id: Mapped[int | None] = mapped_column(ForeignKey("reminders.id"))
    bundled: Mapped[bool]
    sent_with: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    case_ref: Mapped[str | None] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    about_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(20))
    tries: Mapped[int]
    not_before_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    fault: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class LastSweep(Row):
    """The last sweep of one kind: when, for which day, and how much was found, queued, skipped and failed.

    `looked_to` is the last entry of the history that it took into account, by the policy with this version.
    """

    __tablename__ = "sweeps"

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    swept_on: Mapped[date]
    looked_to: Mapped[int]
    policy_version: Mapped[str] = mapped_column(String(12))
    found: Mapped[int]
    queued: Mapped[int]
    skipped: Mapped[int]
    failed: Mapped[int]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
