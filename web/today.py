"""The one place where the website learns the time: the engine is always asked for a given day and instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from flask import current_app, g

from plo_workflow.settings import LONDON
from plo_workflow.wall_clock import on_another_day

Clock = Callable[[], datetime]


def now() -> datetime:
    """The instant at which what is sent with this request is recorded, aware UTC."""
    return on_another_day(real_now(), None, g.get("days_ahead", 0))


def real_now() -> datetime:
    """The same where no demonstration has moved its day."""
    clock: Clock = current_app.extensions["plo_clock"]
    return clock()


def today() -> date:
    """The day it is in London."""
    return now().astimezone(LONDON).date()
