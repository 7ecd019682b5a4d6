"""The authority's own people: who they are, what roles they hold, and the rules they work by."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from plo_workflow.models.record import Row, personal


class Staff(Row):
    """A person who works for the authority. `key` names the person, not an account: separation of duties
    counts persons."""

    __tablename__ = "staff"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str] = personal()
    email: Mapped[str | None] = personal()
    team: Mapped[str | None] = mapped_column(String(80))
    roles: Mapped[list[str]]
    active: Mapped[bool] = mapped_column(default=True)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class PolicyVersion(Row):
    """A policy that was adopted; a case is pinned to one and old ones are kept."""

    __tablename__ = "policy_versions"

    version: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    content: Mapped[str] = mapped_column(Text)
    current: Mapped[bool]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class CalendarVersion(Row):
    """A calendar of bank holidays that was adopted."""

    __tablename__ = "calendar_versions"

    version: Mapped[str] = mapped_column(String(12), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    current: Mapped[bool]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
