"""Who works here."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from plo_workflow.models import Staff


def everybody(session: Session) -> Sequence[Staff]:
    """Everybody who works here now, by name."""
    return session.scalars(select(Staff).where(Staff.active).order_by(Staff.name)).all()
