"""Answers that are dates or instants, asked for in parts, with the Design System's words for each fault."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any

from plo_workflow.settings import LONDON
from plo_workflow.working_days.dates import MONTHS, listed
from web.answers import Answer
from web.wording import sentence_case

YEARS = range(1900, 2101)
MONTH_NUMBERS = {name[:length].lower(): number for number, name in enumerate(MONTHS, 1) for length in (3, 4, len(name))}
TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm)?")
NAMED_TIMES = {"midday": time(12), "noon": time(12), "midnight": time(0)}
EXAMPLE_DATE = "For example, 27 3 2026"
WIDTHS = {"day": 2, "month": 2, "year": 4, "time": 5}
"""How many characters wide each part is drawn."""


class DateAnswer(Answer):
    """A date in three parts; months may be written as words."""

    kind = "date"
    parts: tuple[str, ...] = ("day", "month", "year")

    @property
    def items(self) -> list[dict[str, Any]]:
        """The parts, those at fault marked."""
        return [self._item(part) for part in self.parts]

    @property
    def hint(self) -> dict[str, str] | None:
        """The hint, or how a date is written."""
        return super().hint or {"text": EXAMPLE_DATE}

    def _item(self, part: str) -> dict[str, Any]:
        faulty = " govuk-input--error" if part in self.faulty or (self.errors and not self.faulty) else ""
        return {
            "name": self.name_of(part),
            "id": self.name_of(part),
            "label": sentence_case(part),
            "value": self.text(part),
            "classes": f"govuk-input--width-{WIDTHS[part]}{faulty}",
            "inputmode": "text" if part == "time" else "numeric",
        }

    def parse(self) -> date:
        """The date. The sentences are the Design System's own."""
        missing = tuple(part for part in ("day", "month", "year") if not self.text(part))
        if missing:
            self.faulty = missing
            raise ValueError(f"{self.noun} must include a {listed(missing)}")
        year = self.text("year")
        if not re.fullmatch(r"[0-9]{4}", year):
            self.faulty = ("year",)
            raise ValueError("Year must include 4 numbers")
        if int(year) not in YEARS:
            self.faulty = ("year",)
            raise ValueError(f"{self.noun} must be between {YEARS[0]} and {YEARS[-1]}")
        try:
            return date(int(year), _month(self.text("month")), _number(self.text("day")))
        except ValueError:
            self.faulty = ("day", "month", "year")
            raise ValueError(f"{self.noun} must be a real date") from None

    def show(self, value: Any) -> dict[str, list[str]]:
        """The three numbers."""
        return {"day": [str(value.day)], "month": [str(value.month)], "year": [str(value.year)]}


class MomentAnswer(DateAnswer):
    """A date and a time of day in London; the value is an aware instant in UTC."""

    kind = "moment"
    parts = ("day", "month", "year", "time")

    def parse(self) -> datetime:
        """The instant. A time skipped in March is refused; one repeated in October is the first."""
        on = super().parse()
        try:
            at = parse_time(self.text("time"))
        except ValueError:
            self.faulty = ("time",)
            raise
        instant = datetime.combine(on, at, LONDON).astimezone(UTC)
        if instant.astimezone(LONDON).time() != at:
            self.faulty = ("time",)
            raise ValueError("The clocks went forward that night and skipped this time")
        return instant

    def show(self, value: Any) -> dict[str, list[str]]:
        """The date and the time as London reads them."""
        local = value.astimezone(LONDON)
        return {**super().show(local), "time": [f"{local.hour}:{local.minute:02}"]}


def parse_time(text: str) -> time:
    """A time of day as people write it: 10:30am, 10.30, 1430, 2pm, midday. Raises ValueError."""
    plain = text.lower()
    if plain in NAMED_TIMES:
        return NAMED_TIMES[plain]
    found = TIME.fullmatch(plain)
    if not found or not (found[2] or found[3]):
        raise ValueError("Enter a time, like 10:30am or 2pm" if plain else "Enter a time")
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        raise ValueError("Time must be a real time, like 10:30am or 2pm")
    return time(hour % 12 + 12 * (half == "pm"), minute) if half else time(hour, minute)


def _month(text: str) -> int:
    return MONTH_NUMBERS.get(text.lower().rstrip(".")) or _number(text)


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", text):
        raise ValueError(text)
    return int(text)
