"""Whether the families in the database are made up: what the banner and the sign-in page say depends on it."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.exc import SQLAlchemyError

from plo_workflow.errors import Refused
from plo_workflow.models import Case
from web.engine import reading, stop_reading

MADE_UP = ("SYN", "SYO")
"""The reference of every made-up case lies between these two, in every collation; asked so, the index answers."""


def all_made_up() -> bool:
    """Whether no case in the database is a real family's; no where the database does not answer."""
    first, last = MADE_UP
    real = select(Case.id).where(or_(Case.ref < first, Case.ref >= last)).limit(1)
    try:
        return reading().scalar(real) is None
    except (SQLAlchemyError, Refused):
        stop_reading()
        return False
