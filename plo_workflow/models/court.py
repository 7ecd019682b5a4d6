"""The application: the pack, the lodging, and what the court does with it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from plo_workflow.models.record import Fact, personal


class PackItem(Fact):
    """A document of the application: attached, included in another, or to follow by a date."""

    __tablename__ = "pack_items"

    kind: Mapped[str] = mapped_column(String(40))
    child_id: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(40))
    follows_on: Mapped[date | None]


class Lodging(Fact):
    """The application went to the court; the orders asked for one child."""

    __tablename__ = "lodgings"

    child_id: Mapped[int]
    orders: Mapped[str] = personal()
    urgent_reason: Mapped[str | None] = personal()


class CourtStep(Fact):
    """What the court did: issued, extended, final order, refused, withdrawn."""

    __tablename__ = "court_steps"

    step: Mapped[str] = mapped_column(String(40))
    court_number: Mapped[str | None] = mapped_column(String(40))
    ends_on: Mapped[date | None]
    note: Mapped[str | None] = personal()
