"""The one place that reads the clock on the wall. Web, schedules and command line pass the time down from here."""

from __future__ import annotations

from datetime import UTC, datetime


def wall_clock() -> datetime:
    """The instant it is now, aware UTC."""
    return datetime.now(UTC)
