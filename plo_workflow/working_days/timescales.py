"""How long something may take, the date on which that ends, and each day that was not counted on the way.

What is being counted is not known here (clocks.py), nor how long it may take (policy/).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from plo_workflow.working_days.calendars import Calendar
from plo_workflow.working_days.dates import add_months, birthday

Unit = Literal["working_days", "days", "weeks", "months", "years"]
Direction = Literal["after", "before"]
Roll = Literal["keep", "next_working_day", "previous_working_day"]

ONE_DAY = timedelta(days=1)
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)  # no date on a case lies outside these
LONGEST = 1000  # of any unit: a slip of the keyboard is refused instead of counted


class CannotCount(ValueError):
    """A timescale or a date that makes no sense to count; the message says why."""


@dataclass(frozen=True, slots=True)
class Timescale:
    """How long something may take. Raises CannotCount where that makes no sense.

    The day it is counted from is day 0, or day 1 with `including_first_day` ("26 weeks beginning with the
    day of issue"). Where the last day is no working day, `roll` keeps it (the last working day before it is
    then shown beside it) or moves it. Months end on the same day of the month, or on the month's last day;
    years end on the birthday.
    """

    length: int
    unit: Unit
    direction: Direction = "after"
    including_first_day: bool = False
    roll: Roll = "keep"

    def __post_init__(self) -> None:
        if not 0 <= self.length <= LONGEST:
            raise CannotCount(f"A timescale is from 0 to {LONGEST} long, and this one is {self.length}.")
        if self.including_first_day and (self.unit in ("months", "years") or not self.length):
            raise CannotCount("Only days, weeks and working days can be counted from the first day itself.")

    @property
    def text(self) -> str:
        """The timescale in words: "5 working days after", "26 weeks beginning with", "on"."""
        if not self.length:
            return "on"
        inclusive = {"after": "beginning with", "before": "ending with"}
        direction = inclusive[self.direction] if self.including_first_day else self.direction
        return f"{quantity(self.length, self.unit)} {direction}"


@dataclass(frozen=True, slots=True)
class Excluded:
    """A day that was not counted, and the name of what excluded it."""

    on: date
    why: str


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One line of a day table: a day with its number in the count, or with what happened there instead."""

    on: date
    number: int | None
    why: str | None


@dataclass(frozen=True)
class Counted:
    """A due date with all that explains it; only the date itself is worked out before it is asked for.

    `reached_on` is where the count ended before it was rolled. Extensions are calendar days.
    """

    anchor_on: date
    timescale: Timescale
    calendar: Calendar
    extensions: tuple[int, ...]
    reached_on: date
    due_on: date

    @cached_property
    def latest_working_day(self) -> date:
        """The last working day on which it can still be done in time."""
        return self.calendar.working_day_on_or_before(self.due_on)

    @cached_property
    def provisional(self) -> bool:
        """Whether a day that was counted, or the due day, lies outside the published bank holidays."""
        ends = [self.reached_on, self.due_on]
        if self.timescale.unit == "working_days" and self.timescale.length:
            ends.append(_day_0(self.anchor_on, self.timescale) + _step(self.timescale))
        return not all(self.calendar.is_confirmed(day) for day in ends)

    @cached_property
    def excluded(self) -> tuple[Excluded, ...]:
        """Each day skipped or moved from, in date order, and a due day that is kept but not worked."""
        days = {*self._skipped(), *_span(self.reached_on, self.due_on)}
        reasons = ((day, self.calendar.why_not_counted(day)) for day in sorted(days))
        return tuple(Excluded(day, why) for day, why in reasons if why)

    @cached_property
    def days(self) -> tuple[CountedDay, ...]:
        """The day table: each day of a count of working days, else the last day; then each later limit."""
        rows = list(self._counted_days())
        limit = rows[-1].on if rows else self.anchor_on
        for days in self.extensions:
            limit = _rolled(limit, self.timescale.roll, self.calendar) + days * ONE_DAY
            rows.append(CountedDay(limit, None, f"extended by {quantity(days, 'days')}"))
        if self.due_on != limit:
            rows.append(CountedDay(self.due_on, None, self.timescale.roll.replace("_", " ")))
        return tuple(rows)

    def _counted_days(self) -> Iterator[CountedDay]:
        first = _day_0(self.anchor_on, self.timescale)
        last = last_day(self.timescale, self.anchor_on, self.calendar)
        if self.timescale.unit != "working_days":
            yield CountedDay(last, abs((last - first).days), self.calendar.why_not_counted(last))
            return
        number = 0
        for day in _span(first, last)[1:]:
            why = self.calendar.why_not_counted(day)
            number += why is None
            yield CountedDay(day, None if why else number, why)

    def _skipped(self) -> Iterator[date]:
        return (row.on for row in self._counted_days() if self.timescale.unit == "working_days" and row.why)


def count(timescale: Timescale, anchor_on: date, calendar: Calendar, extensions: Sequence[int] = ()) -> Counted:
    """The date on which the timescale ends, counted from the anchor.

    Each extension is a number of calendar days added to the limit as it then stood. Raises CannotCount for a
    date outside 1900 to 2199 and for an extension of no days.
    """
    if not EARLIEST <= anchor_on <= LATEST:
        raise CannotCount(f"Dates are counted from {EARLIEST.year} to {LATEST.year}; {anchor_on} is outside.")
    reached = last_day(timescale, anchor_on, calendar)
    due = _rolled(reached, timescale.roll, calendar)
    for days in extensions:
        if not 1 <= days <= LONGEST:
            raise CannotCount(f"An extension is from 1 to {LONGEST} days, and this one is {days}.")
        reached = due + days * ONE_DAY
        due = _rolled(reached, timescale.roll, calendar)
    return Counted(anchor_on, timescale, calendar, tuple(extensions), reached, due)


def last_day(timescale: Timescale, anchor_on: date, calendar: Calendar) -> date:
    """The day on which the timescale ends, before it is rolled."""
    start = _day_0(anchor_on, timescale)
    length = timescale.length if timescale.direction == "after" else -timescale.length
    match timescale.unit:
        case "working_days":
            return calendar.add_working_days(start, length)
        case "days":
            return start + timedelta(days=length)
        case "weeks":
            return start + timedelta(weeks=length)
        case "months":
            return add_months(start, length)
        case "years":
            return birthday(start, length)


def quantity(length: int, unit: Unit) -> str:
    """A number with its unit: "1 working day", "28 days"."""
    words = unit.replace("_", " ")
    return f"{length} {words[:-1] if length == 1 else words}"


def _day_0(anchor_on: date, timescale: Timescale) -> date:
    return anchor_on - _step(timescale) if timescale.including_first_day else anchor_on


def _step(timescale: Timescale) -> timedelta:
    return ONE_DAY if timescale.direction == "after" else -ONE_DAY


def _rolled(day: date, roll: Roll, calendar: Calendar) -> date:
    match roll:
        case "keep":
            return day
        case "next_working_day":
            return calendar.working_day_on_or_after(day)
        case "previous_working_day":
            return calendar.working_day_on_or_before(day)


def _span(first: date, last: date) -> list[date]:
    """Every day from first to last, both included, in the direction of the count."""
    step = ONE_DAY if first <= last else -ONE_DAY
    return [first + n * step for n in range(abs((last - first).days) + 1)]
