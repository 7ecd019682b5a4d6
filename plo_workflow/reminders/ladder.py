"""The ladder: on which rung a thing stands on a day, as ranges of dates, so that a database need not count days.

A thing is on one rung at a time, the highest it has reached: whoever was away hears of it once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from plo_workflow.policy import OWNER, RemindersPolicy, Step
from plo_workflow.working_days import Calendar

COMING, OVERDUE = "coming", "overdue"
EARLIEST, LATEST = date(1900, 1, 1), date(9999, 12, 31)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """What is on this rung of a ladder today: all that is due, or began, from `first_on` to `last_on` (both included).

    Something coming due is on it only if it was counted from a day before `begun_before`: nobody is reminded of what
    has only just begun. What is counted down to a day is on it however late that day was set.
    """

    ladder: str
    rung: str
    to: str
    first_on: date
    last_on: date
    begun_before: date = LATEST
    at_once: bool = False


def spans(policy: RemindersPolicy, calendar: Calendar, on: date) -> list[Span]:
    """Every rung of every ladder, as the dates stand on a day."""
    ladders = {OVERDUE: policy.overdue, **dict(policy.drift)}
    late = (span for ladder, steps in ladders.items() for span in _lasting(ladder, steps, calendar, on))
    return [*_coming(policy.due_in_working_days, calendar, on), *late]


def lasting_since(on: date, working_days: int, calendar: Calendar) -> date:
    """The latest day since which so many working days have passed on a day."""
    if working_days == 0:
        return on
    counted = calendar.working_day_on_or_before(on)
    return calendar.add_working_days(counted, 1 - working_days) - ONE_DAY


def rung_key(ladder: str, working_days: int) -> str:
    """What a rung is known by: "overdue_3", "coming_0"."""
    return f"{ladder}_{working_days}"


def _coming(offsets: Sequence[int], calendar: Calendar, on: date) -> Iterator[Span]:
    """One span for each date that is coming due: a free day is announced with the working day before it."""
    counted = calendar.working_day_on_or_before(on)
    reach = [calendar.add_working_days(counted, offset + 1) - ONE_DAY for offset in offsets]
    for number, offset in enumerate(offsets):
        first = reach[number + 1] + ONE_DAY if number + 1 < len(offsets) else on
        for day in _days(first, reach[number]):
            begun = calendar.add_working_days(calendar.working_day_on_or_before(day), -offset)
            yield Span(COMING, rung_key(COMING, offset), OWNER, day, day, begun_before=begun)


def _lasting(ladder: str, steps: Sequence[Step], calendar: Calendar, on: date) -> Iterator[Span]:
    reached = [*(lasting_since(on, step.working_days, calendar) for step in steps), EARLIEST - ONE_DAY]
    for step, (last, below) in zip(steps, pairwise(reached), strict=True):
        rung = rung_key(ladder, step.working_days)
        yield Span(ladder, rung, step.to, below + ONE_DAY, last, at_once=step.at_once)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
