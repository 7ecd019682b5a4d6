"""Which of several processes does what only one of them need do, and until when nobody may take that over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from plo_workflow.models.record import Row


class Lease(Row):
    """A turn at something, which ends by itself. `epoch` grows by one each time that another holder takes it."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(200))
    epoch: Mapped[int]
    until_at: Mapped[datetime]
