"""The day for which drift is looked for, with the rules in force on it: SQL is only given dates to compare.

What adds working days or months to the date of a row is a look-up in dates that were worked out here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, String, bindparam, func

from plo_workflow.policy import Policy, Span
from plo_workflow.store import looked_up
from plo_workflow.working_days import Calendar, Timescale, add_months

ONE_DAY = timedelta(days=1)
YEARS_BACK = {"days": 2, "working_days": 2, "months": 10}
"""A date in a year further back than so many is not added to: what takes months may have begun long ago."""
AT_ONCE = Timescale(0, "days")


@dataclass(frozen=True)
class Day:
    """A day in London with the policy and the calendar in force, for every case or for one (`:case_id`)."""

    on: date
    policy: Policy
    calendar: Calendar
    of_one_case: bool = False

    def working_days_ago(self, number: int) -> date:
        """The latest day from which more than so many working days have passed."""
        return self._ago(Timescale(number, "working_days"))

    def days_ago(self, number: int) -> date:
        """The latest day from which more than so many calendar days have passed."""
        return self._ago(Timescale(number, "days"))

    def ago(self, span: Span) -> date:
        """The latest day since which more than a span has passed."""
        return self._ago(span.timescale)

    def after(self, column: ColumnElement[date], span: Span | None = None) -> ColumnElement[date]:
        """The first day on which more than a span has passed since the date of a column; without one, the next day.

        The column stands in the statement twice, so it should cost little to work out.
        """
        timescale = span.timescale if span else AT_ONCE
        name = f"{timescale.length}_{timescale.unit}_after"
        dates = bindparam(name, _first_days_after(timescale, self.calendar, _last_of_month(self.on)), String)
        return func.coalesce(looked_up(dates, column), column)

    def _ago(self, timescale: Timescale) -> date:
        day = self.on - ONE_DAY
        while _last_day(timescale, day, self.calendar) >= self.on:
            day -= ONE_DAY
        return day


def _last_day(timescale: Timescale, day: date, calendar: Calendar) -> date:
    """The last day of a count from a day; `count` says the same with all that explains it, which costs more."""
    if timescale.unit == "working_days":
        return calendar.add_working_days(day, timescale.length)
    return add_months(day, timescale.length) if timescale.unit == "months" else day + ONE_DAY * timescale.length


def _last_of_month(day: date) -> date:
    """What is looked up is worked out once a month."""
    return add_months(day.replace(day=1), 1) - ONE_DAY


@lru_cache(maxsize=64)
def _first_days_after(timescale: Timescale, calendar: Calendar, last: date) -> str:
    """JSON: for each day up to the last, the day after so much time; the latest first, where most are looked up."""
    first = date(last.year - YEARS_BACK[timescale.unit], 1, 1)
    days = (last - ONE_DAY * back for back in range((last - first).days + 1))
    return json.dumps({str(day): str(_last_day(timescale, day, calendar) + ONE_DAY) for day in days})
