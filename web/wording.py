"""The words that pages share: dates, times, counts, keys in plain words.

Only wording is decided here; what is due and what is late is the engine's. The day is always an argument.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from plo_workflow.settings import LONDON
from plo_workflow.working_days.dates import in_words

EN_DASH = "\N{EN DASH}"
FAR_OFF = 100
"""From so many days on a date is said to be months or years off."""
TIMES_WITH_NAMES = {time(12): "midday", time(0): "midnight"}


def day(value: date | None) -> str:
    """A date as GOV.UK writes it, "12 March 2026"; a dash for none."""
    return in_words(value) if value else EN_DASH


def clock_time(value: time) -> str:
    """A time of day: "10:30am", "2pm", "midday", "midnight"."""
    named = TIMES_WITH_NAMES.get(value.replace(second=0, microsecond=0, tzinfo=None))
    if named:
        return named
    hour = value.hour % 12 or 12
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{hour}{minutes}{'am' if value.hour < 12 else 'pm'}"


def moment(value: datetime | None) -> str:
    """An aware instant as London reads it: "12 March 2026 at 10:30am"; a dash for none."""
    if value is None:
        return EN_DASH
    local = value.astimezone(LONDON)
    return f"{in_words(local)} at {clock_time(local.time())}"


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 child", "3 children", "1,204 cases"."""
    return f"{count:,} {one if abs(count) == 1 else many or one + 's'}"


def due(days_left: int, unit: str = "working day") -> str:
    """How far off a due date is: "in 3 working days", "today", "2 working days overdue"."""
    if days_left == 0:
        return "today"
    if days_left < 0:
        return f"{plural(-days_left, unit)} overdue"
    if unit == "day" and days_left > FAR_OFF:
        return f"in {plural(days_left // 30, 'month')}" if days_left < 730 else f"in {plural(days_left // 365, 'year')}"
    return f"in {plural(days_left, unit)}"


def tone(days_left: int) -> str:
    """How pressing a due date is, for its colour: overdue, soon (ten days, today too) or later."""
    return "overdue" if days_left < 0 else "soon" if days_left <= 10 else "later"


def yes_no(value: bool) -> str:
    """Yes or no."""
    return "Yes" if value else "No"


def sentence_case(key: str) -> str:
    """A key in plain words: "pre_birth_date" becomes "Pre birth date"."""
    words = key.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def mid_sentence(label: str) -> str:
    """The label as it stands inside a sentence: its first letter small, unless it is an abbreviation."""
    first = label.split(" ", 1)[0]
    return label if len(first) > 1 and first.isupper() else label[:1].lower() + label[1:]


FILTERS: dict[str, Callable[..., str]] = {
    "day": day,
    "moment": moment,
    "clock_time": clock_time,
    "plural": plural,
    "due": due,
    "sentence_case": sentence_case,
    "mid_sentence": mid_sentence,
    "tone": tone,
    "yes_no": yes_no,
}
"""What templates may call by name."""
