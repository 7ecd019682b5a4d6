"""Which days count: weekends, the bank holidays of England and Wales, and a council's own closures.

A calendar is versioned data, so that a date can be worked out again as it was known then. How long anything
may take is not decided here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType

from plo_workflow.working_days.dates import weekday_name


@dataclass(frozen=True, eq=False)
class Calendar:
    """The days an authority does not work, each with its name. Two calendars are equal when their content is.

    Bank holidays are known from `confirmed_from` to `confirmed_to`; a count outside them is provisional.
    """

    holidays: Mapping[date, str]
    closures: Mapping[date, str]
    confirmed_from: date
    confirmed_to: date

    def __post_init__(self) -> None:
        for name in ("holidays", "closures"):
            object.__setattr__(self, name, MappingProxyType(dict(sorted(getattr(self, name).items()))))

    @cached_property
    def version(self) -> str:
        """A short hash of everything in this calendar: two calendars with one version count alike."""
        tables = [[(str(day), why) for day, why in table.items()] for table in (self.holidays, self.closures)]
        content = json.dumps([str(self.confirmed_from), str(self.confirmed_to), *tables])
        return sha256(content.encode()).hexdigest()[:12]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self.version == other.version

    def __hash__(self) -> int:
        return hash(self.version)

    @cached_property
    def _not_worked(self) -> frozenset[int]:
        # Day numbers and not dates: a count then costs a tenth of a microsecond a day.
        return frozenset(day.toordinal() for day in (*self.holidays, *self.closures))

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, and neither a bank holiday nor a closure."""
        return day.weekday() < 5 and day.toordinal() not in self._not_worked

    def why_not_counted(self, day: date) -> str | None:
        """Why it is no working day: "Saturday", "Good Friday", "closed: ..."; None for a working day."""
        if day.weekday() >= 5:
            return weekday_name(day)
        closed = f"closed: {self.closures[day]}" if day in self.closures else None
        return self.holidays.get(day, closed)

    def is_confirmed(self, day: date) -> bool:
        """Whether the bank holidays of that time are published."""
        return self.confirmed_from <= day <= self.confirmed_to

    def add_working_days(self, day: date, n: int) -> date:
        """The nth working day after the day, or before it where n is negative; the day itself is not counted.

        0 is the same day, worked or not. One day at a time, as the courts' public-law system counts.
        """
        step = 1 if n > 0 else -1
        number, left, not_worked = day.toordinal(), abs(n), self._not_worked
        while left:
            number += step
            if (number - 1) % 7 < 5 and number not in not_worked:  # day number 1 was a Monday
                left -= 1
        return date.fromordinal(number)

    def working_day_on_or_before(self, day: date) -> date:
        """The day itself where it is worked, else the last working day before it."""
        return day if self.is_working_day(day) else self.add_working_days(day, -1)

    def working_day_on_or_after(self, day: date) -> date:
        """The day itself where it is worked, else the next working day."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lead from start to end, the start not counted; negative going backwards."""
        if end < start:
            return -self._worked_among(range(end.toordinal(), start.toordinal()))
        return self._worked_among(range(start.toordinal() + 1, end.toordinal() + 1))

    def _worked_among(self, numbers: range) -> int:
        return sum(self.is_working_day(date.fromordinal(number)) for number in numbers)

    def with_closures(self, closures: Mapping[date, str]) -> "Calendar":
        """This calendar with more closures (day -> why) on top of those it has."""
        return Calendar(self.holidays, {**self.closures, **closures}, self.confirmed_from, self.confirmed_to)


def read_calendar(text: str) -> Calendar:
    """A calendar from GOV.UK's bank-holidays JSON, with the time it is confirmed for beside it."""
    data = json.loads(text)
    closures = data.get("closures", {})
    return Calendar(
        holidays={date.fromisoformat(e["date"]): e["title"] for e in data["england-and-wales"]["events"]},
        closures={date.fromisoformat(day): why for day, why in closures.items()},
        confirmed_from=date.fromisoformat(data["confirmed_from"]),
        confirmed_to=date.fromisoformat(data["confirmed_to"]),
    )


def calendar_text(calendar: Calendar) -> str:
    """The calendar in the form read_calendar reads, to be stored: what is read back has the same version."""
    events = [{"title": name, "date": str(day)} for day, name in calendar.holidays.items()]
    content = {
        "confirmed_from": str(calendar.confirmed_from),
        "confirmed_to": str(calendar.confirmed_to),
        "england-and-wales": {"division": "england-and-wales", "events": events},
        "closures": {str(day): why for day, why in calendar.closures.items()},
    }
    return json.dumps(content, ensure_ascii=False)


@lru_cache(maxsize=1)
def load_calendar() -> Calendar:
    """The bank holidays of England and Wales that come with this release, without any closures."""
    data_file = files("plo_workflow.working_days") / "bank_holidays.json"
    return read_calendar(data_file.read_text(encoding="utf-8"))
