"""Reads one date cell: a date, words for no date, a cancelled meeting, or what only a person can settle.

Day first, always, as dates are written in England; nothing is guessed. Whether a date makes sense where it
stands is asked by `misplaced`; what it means for the case is not decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto

from plo_workflow.interchange.sheet import CellValue, as_text
from plo_workflow.working_days.dates import MONTHS, WEEKDAYS, in_words, weekday_name

EXAMPLE = "Write the day, the month and the year, day first: 03/02/2026 or 3 Feb 2026."
EARLIEST = date(1990, 1, 1)
FAR_AHEAD = timedelta(days=731)
SERIAL_START = date(1899, 12, 30)  # Excel's day 0, for days after 28 February 1900
SERIALS = range((EARLIEST - SERIAL_START).days, (date(2100, 1, 1) - SERIAL_START).days)
LAST_SHORT_YEAR = 49  # 49 is 2049 and 50 is 1950
LONGEST = 200  # characters

NO_ANSWER = re.compile(
    r"\?+|[-–—.]+|n/?a|n\.a\.|n/?k|tb[ac]|t\.b\.c\.?|to be (?:confirmed|agreed|arranged)|to follow|"
    r"none|nil|no|not (?:yet|known|applicable|held|sent|booked|set)|not yet \w+|"
    r"unknown|pending|awaited|awaiting(?: date)?|outstanding"
)
DID_NOT_HAPPEN = re.compile(r"\b(?:cancell?ed|canx|postponed|abandoned|did not go ahead)\b", re.IGNORECASE)

_WEEKDAY = r"(?:(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_TIME = r"(?:(?:\s*T|,?\s+(?:at\s+)?)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:[ap]m|Z)?)?"
_SHAPES = (
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})\s*(?P<mark>[/.-])\s*(?P<month>\d{{1,2}})\s*(?P=mark)\s*{_YEAR}",
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s/.-]*(?P<month>[a-z]{{3,9}})\.?,?[\s/.-]*'?{_YEAR}",
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
)
WHOLE = tuple(re.compile(shape + _TIME, re.IGNORECASE | re.ASCII) for shape in _SHAPES)
INSIDE = tuple(re.compile(rf"(?<![\w/.-]){shape}(?![\w/-]|\.\d)", re.IGNORECASE | re.ASCII) for shape in _SHAPES)


@dataclass(frozen=True, slots=True)
class Found:
    """A date that stands in the cell; the note says how it was read where that is not plain to see."""

    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Absent:
    """No date, which is a fact as well; `words` are what stands in its place, if anything."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A meeting that did not go ahead, in the tracker's own words, with its date where one is given."""

    on: date | None
    words: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """What a person has to settle."""

    what: str
    fix: str = EXAMPLE


DateReading = Found | Absent | Cancelled | Unclear


class Timing(Enum):
    """Where a date may lie, seen from the day of the import."""

    PAST = auto()  # it records what has happened
    MEETING = auto()  # held or still planned
    AHEAD = auto()  # a limit


def read_date(value: CellValue) -> DateReading:
    """What a cell says about a date; a time of day beside the date is left out. Never raises."""
    if value is None:
        return Absent()
    if isinstance(value, datetime):
        return Found(value.date())
    if isinstance(value, date):
        return Found(value)
    if isinstance(value, str):
        return _read_text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _read_serial(value)
    return Unclear("This is not a date.")


def misplaced(on: date, timing: Timing, as_of: date) -> Unclear | None:
    """Why a date cannot stand where it does: too far back, too far ahead, or not come yet."""
    if on < EARLIEST:
        return Unclear(f"{in_words(on)} is too long ago.", "Check the year.")
    if on > as_of + FAR_AHEAD:
        return Unclear(f"{in_words(on)} is more than two years ahead.", "Check the year.")
    if timing is Timing.PAST and on > as_of:
        return Unclear(
            f"{in_words(on)} has not come yet, and this column is for what has happened.",
            "Check the day, the month and the year; leave the cell empty until it has happened.",
        )
    return None


def _read_text(text: str) -> DateReading:
    if len(text) > LONGEST:
        return Unclear("This is a long text, not a date.")
    if NO_ANSWER.fullmatch(text.lower()):
        return Absent(text)
    if DID_NOT_HAPPEN.search(text):
        return _read_cancelled(text)
    for shape in WHOLE:
        if match := shape.fullmatch(text):
            return _from_match(match)
    return Unclear("This does not give one day, month and year.")


def _read_cancelled(text: str) -> DateReading:
    dates = [_from_match(match) for shape in INSIDE for match in shape.finditer(text)]
    if not dates:
        return Cancelled(None, text)
    if len(dates) > 1:
        return Unclear("This names more than one date.", "Leave the date of the meeting that did not go ahead.")
    only = dates[0]
    return Cancelled(only.on, text) if isinstance(only, Found) else only


def _from_match(match: re.Match[str]) -> Found | Unclear:
    month = _month(match["month"])
    try:
        on = date(_year(match["year"]), month, int(match["day"]))
    except ValueError:
        return Unclear(f"There is no such day in the calendar as {match[0].strip()}, read day first.")
    weekday = match.groupdict().get("weekday")
    if weekday and not weekday_name(on).lower().startswith(weekday.lower()):
        return Unclear(f"{in_words(on)} is a {weekday_name(on)}, not a {_weekday_meant(weekday)}.")
    return Found(on)


def _month(written: str) -> int:
    """The number of the month, or 0 where there is none of that name."""
    if written.isdigit():
        return int(written)
    word = "sep" if written.lower() == "sept" else written.lower()
    return next((number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(word)), 0)


def _year(written: str) -> int:
    year = int(written)
    if len(written) == 4:
        return year
    return year + (2000 if year <= LAST_SHORT_YEAR else 1900)


def _weekday_meant(written: str) -> str:
    return next(name for name in WEEKDAYS if name.lower().startswith(written.lower()))


def _read_serial(number: int | float) -> DateReading:
    """Excel keeps a date as a count of days, which shows when the cell has lost its date format."""
    if not float("-inf") < number < float("inf") or int(number) not in SERIALS:
        return Unclear(f"{as_text(number)} is a number, not a date.")
    on = SERIAL_START + timedelta(days=int(number))
    return Found(on, f"the number {as_text(number)} was read as Excel's count of days, {in_words(on)}")
