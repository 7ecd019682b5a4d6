"""The one place where the website reads the clock: the engine is always asked for a given day and instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from flask import current_app

from plo_workflow.settings import LONDON

Clock = Callable[[], datetime]


def now() -> datetime:
    """The instant at which what is sent with this request is recorded, aware UTC."""
    clock: Clock = current_app.extensions["plo_clock"]
    return clock()


def today() -> date:
    """The day it is in London."""
    return now().astimezone(LONDON).date()
