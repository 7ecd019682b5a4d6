"""Running clocks, and the append-only ledger that says how each came to its date."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from plo_workflow.models.record import Row

RUNNING = text("outcome IS NULL")


class RunningClock(Row):
    """One count on one case. `due_on` is derived: replaying the ledger gives the same date."""

    __tablename__ = "clocks"
    __table_args__ = (
        UniqueConstraint("case_id", "clock", "subject", "turn"),
        CheckConstraint("(stopped_on IS NULL) = (outcome IS NULL)", name="stopped_whole"),
        Index("ix_clocks_due", "chased", "due_on", sqlite_where=RUNNING, postgresql_where=RUNNING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    clock: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    turn: Mapped[int]
    anchor_on: Mapped[date]
    due_on: Mapped[date]
    provisional: Mapped[bool]
    chased: Mapped[bool]
    stopped_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(40))


class LedgerEntry(Row):
    """One line of a clock's ledger: started, paused, resumed, extended, superseded, satisfied, stopped,
    breached, re-projected, corrected."""

    __tablename__ = "clock_ledger"
    __table_args__ = (Index(None, "case_id", "clock"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    clock: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    turn: Mapped[int]
    entry: Mapped[str] = mapped_column(String(40))
    entry_on: Mapped[date]
    anchor_on: Mapped[date | None]
    length: Mapped[int | None]
    unit: Mapped[str | None] = mapped_column(String(40))
    direction: Mapped[str | None] = mapped_column(String(40))
    set_due_on: Mapped[date | None]
    policy_version: Mapped[str] = mapped_column(String(12))
    calendar_version: Mapped[str] = mapped_column(String(12))
    why: Mapped[str | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
