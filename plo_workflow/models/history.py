"""The append-only history, its chain, and the commands that were carried out."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from plo_workflow.models.record import PERSONAL, Row


class HistoryEntry(Row):
    """One command that was carried out, in plain values: it outlives what it describes."""

    __tablename__ = "history"
    __table_args__ = (Index(None, "case_ref", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_ref: Mapped[str | None] = mapped_column(String(40))
    command: Mapped[str] = mapped_column(String(80))
    happened_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
    payload: Mapped[str] = mapped_column(Text, info=PERSONAL)
    payload_hash: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class HistoryHead(Row):
    """The one row that holds the end of the chain; locked last in every command."""

    __tablename__ = "history_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class CommandDone(Row):
    """An idempotency key that was used, for what content, with what answer."""

    __tablename__ = "commands_done"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
