"""Reminders that were queued (once each) and the outbox that delivers them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from plo_workflow.models.record import Row


class Reminder(Row):
    """One rung of the ladder, reached once for one clock, for one recipient. The unique key is the claim."""

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("clock_id", "rung", "due_on", "recipient"), Index(None, "case_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    clock_id: Mapped[int] = mapped_column(ForeignKey("clocks.id"))
    rung: Mapped[str] = mapped_column(String(40))
    due_on: Mapped[date]
    recipient: Mapped[str] = mapped_column(String(80))
    raised_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class Outbox(Row):
    """One message to one person, written with what caused it and sent afterwards. It holds no names of the family."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_waiting", "state", "not_before_at"), UniqueConstraint("message_key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    message_key: Mapped[str] = mapped_column(String(160))
    case_ref: Mapped[str | None] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    tries: Mapped[int]
    not_before_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    fault: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
