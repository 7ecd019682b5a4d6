"""The one place that says what time it is. Web, schedules and command line ask here and pass the time down.

A demonstration may stand on another day, at the time of day that it really is in London.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from plo_workflow.errors import DayNotSet
from plo_workflow.settings import LONDON


def wall_clock() -> datetime:
    """The instant it really is, aware UTC."""
    return datetime.now(UTC)


def day_given(environment: Mapping[str, str] = os.environ) -> date | None:
    """The day that PLO_TODAY says it is, if it says so. Raises `DayNotSet`."""
    said = environment.get("PLO_TODAY")
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise DayNotSet(f"PLO_TODAY is a day written like 2026-12-24, and it is “{said}”.") from None


def now(days_ahead: int = 0) -> datetime:
    """The instant it is taken to be, aware UTC: now, or now on the day that PLO_TODAY gives, so many days ahead."""
    return on_another_day(wall_clock(), day_given(), days_ahead)


def on_another_day(at: datetime, on: date | None, days_ahead: int) -> datetime:
    """The same time of day in London on a day, or on its own, and so many days later.

    On the night on which the clocks go forward, a time that they skip is an hour off, on the same day.
    """
    if on is None and not days_ahead:
        return at
    local = at.astimezone(LONDON)
    day = (on or local.date()) + timedelta(days=days_ahead)
    return datetime.combine(day, local.timetz()).astimezone(UTC)
