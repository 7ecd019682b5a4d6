"""Whether somebody still looks for what is overdue: what the warning on every page depends on."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError

from plo_workflow.caseload.health import last_looked
from plo_workflow.errors import Refused
from plo_workflow.settings import LONDON
from web.engine import reading, stop_reading
from web.today import now, today
from web.wording import clock_time, moment


def nobody_looks() -> str:
    """Since when nobody has, in words, where that is too long; nothing where somebody does or the database is away."""
    try:
        looked = last_looked(reading())
    except (SQLAlchemyError, Refused):
        stop_reading()
        return ""
    if not looked.late(now()):
        return ""
    if looked.last_at is None:
        return "yet"
    local = looked.last_at.astimezone(LONDON)
    return f"since {clock_time(local.time())} today" if local.date() == today() else f"since {moment(looked.last_at)}"
