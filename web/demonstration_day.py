"""Which day it is in a demonstration: read once for each request, so that a page stands on one day."""

from __future__ import annotations

from flask import Flask, g, request
from sqlalchemy.exc import SQLAlchemyError

from plo_workflow.cases.demonstration_clock import days_ahead
from plo_workflow.errors import Refused
from plo_workflow.working_days import with_weekday
from web.engine import reading, stop_reading
from web.today import today

TIMELESS = frozenset({"static", "council.stylesheet", "health.healthz"})


def follow_the_demonstration(app: Flask) -> None:
    """Have every request take place on the demonstration's day, where it has moved."""
    app.before_request(read_the_day)


def read_the_day() -> None:
    """Learn how far ahead the demonstration is; not at all where the database does not answer."""
    if request.endpoint in TIMELESS:
        return
    try:
        g.days_ahead = days_ahead(reading())
    except (SQLAlchemyError, Refused):
        stop_reading()


def today_in_words() -> str:
    """The day it is, with its weekday."""
    return with_weekday(today())
