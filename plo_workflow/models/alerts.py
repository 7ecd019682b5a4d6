"""What people answer to an alert, and who stands in for whom: the record beside the reminders, which tell of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from plo_workflow.models.record import Fact, Row, personal


class AlertAnswer(Fact):
    """Somebody acknowledged an alert, put it off, handed it on, or decided to wait. It ends no alert.

    The alert is named by its `cause` (a clock or drift signal), `subject` and `due_on`, as its reminders are.
    Until `until_on` it climbs no further; after a decision to wait the ladder counts from that day.
    """

    __tablename__ = "alert_answers"

    answer: Mapped[str] = mapped_column(String(40))
    cause: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    due_on: Mapped[date]
    until_on: Mapped[date | None]
    handed_to: Mapped[str | None] = mapped_column(String(80))
    words: Mapped[str] = personal()


Index("ix_alert_answers_alert", AlertAnswer.case_id, AlertAnswer.cause, AlertAnswer.subject, AlertAnswer.due_on)


class Absence(Row):
    """Somebody is away from a day to a day (both included); `cover` stands in for them, or else the level above.

    They may be back earlier: on `back_on` they are there again.
    """

    __tablename__ = "absences"
    __table_args__ = (CheckConstraint("until_on >= from_on", name="in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("staff.key"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    back_on: Mapped[date | None]
    cover: Mapped[str | None] = mapped_column(ForeignKey("staff.key"))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
