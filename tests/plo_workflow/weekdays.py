"""Dates in tests are written with their weekday, and a date whose weekday is wrong is refused."""

from datetime import date, datetime


def day(text: str) -> date:
    """The date of "Tue 3 Feb 2026"."""
    found = datetime.strptime(text, "%a %d %b %Y").date()
    assert found.strftime("%a") == text[:3], f"{text} is a {found.strftime('%A')}"
    return found
