"""Dates as the calendar has them: how they are written in words, and months, years and weeks added to them.

Nothing here knows about working days or holidays (see working_days.py).
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKS_OF_PREGNANCY = 40


def weekday_name(day: date) -> str:
    """The name of the weekday, in English whatever the machine's language is."""
    return WEEKDAYS[day.weekday()]


def month_name(day: date) -> str:
    """The name of the month, in English whatever the machine's language is."""
    return MONTHS[day.month - 1]


def in_words(day: date) -> str:
    """The date as GOV.UK writes it: 3 February 2026."""
    return f"{day.day} {month_name(day)} {day.year}"


def with_weekday(day: date) -> str:
    """The date with its weekday: Tuesday 3 February 2026."""
    return f"{weekday_name(day)} {in_words(day)}"


def listed(parts: Sequence[str]) -> str:
    """A list as it is spoken: "a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def add_months(day: date, months: int) -> date:
    """The same day of a later (or earlier) month, or that month's last day where it has no such day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def birthday(born_on: date, years: int) -> date:
    """The day on which that age is reached; for a birth on 29 February, 1 March in a common year."""
    year = born_on.year + years
    if born_on.day > monthrange(year, born_on.month)[1]:
        return date(year, 3, 1)
    return born_on.replace(year=year)


def gestation_date(expected_on: date, week: int) -> date:
    """The day on which that week of the pregnancy is complete, from the expected date of birth (week 40)."""
    return expected_on - timedelta(weeks=WEEKS_OF_PREGNANCY - week)
