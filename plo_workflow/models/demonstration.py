"""How far a demonstration has moved ahead of the real day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from plo_workflow.models.record import Row


class DemonstrationClock(Row):
    """The one row that says how many days ahead it is; only where every family is made up does it count."""

    __tablename__ = "demonstration_clock"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    days_ahead: Mapped[int]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
