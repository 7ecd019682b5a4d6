"""The words that pages share: dates, times, counts, and what each field of each command is called.

Only wording is decided here; what is due and what is late is the engine's. The day is always an argument.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from plo_workflow.settings import LONDON
from plo_workflow.working_days.dates import in_words

EN_DASH = "\N{EN DASH}"
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
    return f"in {plural(days_left, unit)}"


def sentence_case(key: str) -> str:
    """A key in plain words: "pre_birth_date" becomes "Pre birth date"."""
    words = key.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def mid_sentence(label: str) -> str:
    """The label as it stands inside a sentence: its first letter small, unless it is an abbreviation."""
    first = label.split(" ", 1)[0]
    return label if len(first) > 1 and first.isupper() else label[:1].lower() + label[1:]


@dataclass(frozen=True)
class Wording:
    """What one question says. `noun` is what errors call it; `long` asks for prose in a larger box."""

    label: str
    hint: str = ""
    noun: str = ""
    long: bool = False


ANY = "*"
"""Stands for every command in WORDING."""

WORDING: dict[tuple[str, str], Wording] = {
    (ANY, "on"): Wording("Date"),
    (ANY, "at"): Wording("Date and time"),
    (ANY, "born_on"): Wording("Date of birth"),
    (ANY, "expected_on"): Wording("Expected date of birth"),
    (ANY, "reason"): Wording("Reason", long=True),
    (ANY, "reasons"): Wording("Reasons", long=True),
    (ANY, "note"): Wording("Note", long=True),
    (ANY, "summary"): Wording("Summary", long=True),
    (ANY, "advice"): Wording("Advice", long=True),
}
"""What a field is called, by (name of the command or of the row it is in, name of the field)."""


def wording_for(command: str, field: str) -> Wording:
    """The wording of a field: its own, else the one for every command, else made of the field's name."""
    return WORDING.get((command, field)) or WORDING.get((ANY, field)) or Wording(_label_from(field))


def noun_for(wording: Wording) -> str:
    """What an error message calls the field; a label that is a question cannot be used inside a sentence."""
    return wording.noun or ("This answer" if wording.label.endswith("?") else wording.label)


def _label_from(field: str) -> str:
    for ending, opening in (("_on", "Date "), ("_at", "Date and time ")):
        if field.endswith(ending):
            return opening + field.removesuffix(ending).replace("_", " ")
    return sentence_case(field.removesuffix("_id").removesuffix("_key"))


FILTERS: dict[str, Callable[..., str]] = {
    "day": day,
    "moment": moment,
    "clock_time": clock_time,
    "plural": plural,
    "due": due,
    "sentence_case": sentence_case,
}
"""What templates may call by name."""
