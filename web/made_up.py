"""Whether the families in the database are made up: what the banner and the sign-in page say depends on it, and whether
the day may be moved."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from plo_workflow.cases.demonstration_clock import holds_no_real_case, is_demonstration
from plo_workflow.errors import Refused
from web.engine import reading, stop_reading


def all_made_up() -> bool:
    """Whether no case in the database is a real family's; no where the database does not answer."""
    return _answer(holds_no_real_case)


def demonstrating() -> bool:
    """Whether there are families, and all of them made up; no where the database does not answer."""
    return _answer(is_demonstration)


def _answer(question: Callable[[Session], bool]) -> bool:
    try:
        return question(reading())
    except (SQLAlchemyError, Refused):
        stop_reading()
        return False
