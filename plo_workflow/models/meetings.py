"""Pre-proceedings meetings with parents: booked, held (effective or not), who came, the minutes sent."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from plo_workflow.models.record import Fact, personal


class MeetingBooking(Fact):
    """A meeting with the parents has a date; the first, a review, or the final one."""

    __tablename__ = "meeting_bookings"

    kind: Mapped[str] = mapped_column(String(40))
    meeting_on: Mapped[date]
    place: Mapped[str | None] = personal()


class Meeting(Fact):
    """A meeting that took place or failed to. An ineffective one stops no clock."""

    __tablename__ = "meetings"

    kind: Mapped[str] = mapped_column(String(40))
    effective: Mapped[bool]
    ineffective_reason: Mapped[str | None] = personal()
    cause: Mapped[str | None] = mapped_column(String(40))
    current_risk: Mapped[str | None] = personal()


class MeetingAttendance(Fact):
    """One person at a meeting: a parent or somebody of the authority, with a solicitor or without."""

    __tablename__ = "meeting_attendances"

    meeting_id: Mapped[int]
    person_id: Mapped[int | None]
    staff_key: Mapped[str | None] = mapped_column(String(80))
    attended: Mapped[bool]
    with_solicitor: Mapped[bool] = mapped_column(default=False)


class MinutesSent(Fact):
    """Minutes and agreement went to the parents and their solicitors."""

    __tablename__ = "minutes_sent"

    meeting_id: Mapped[int]
    sent_to: Mapped[str] = personal()
