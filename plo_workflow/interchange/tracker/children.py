"""Reads the children of a family from one cell: each with a date of birth, or unborn with the expected date.

What cannot be read is a problem for the whole cell; nobody is left out silently.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from plo_workflow.interchange.sheet import CellValue, as_text
from plo_workflow.interchange.tracker.dates import EARLIEST, Found, Unclear, read_date
from plo_workflow.working_days import in_words

LAYOUT = "Write each child as: Ava (01/02/2016); an unborn child as: Unborn (EDD 12/12/2026). One to a line."
LONGEST = 4_000  # characters in the cell
LONGEST_PART = 150  # characters about one child
MAX_CHILDREN = 30
PREGNANCY_AHEAD = timedelta(weeks=42)

_SPLIT = re.compile(r"[\n;]|,(?![^()]*\))|(?<=\))\s*(?:and\b|&|/|\+)\s*|(?<=\))\s+(?=[^\s,;(&+/])", re.IGNORECASE)
_BULLET = re.compile(r"^(?:\d{1,2}[.)]\s+|[-–•*]\s*)")
_CHILD = re.compile(
    r"(?P<name>[^\d()]*?)[\s,:–-]*\(?\s*(?P<label>(?<!\w)(?:d\.?o\.?b|born|e\.?d\.?d|due(?: date)?)\b\.?)?"
    r"\s*[:.-]?\s*(?P<when>\(?\d[^()]*)\)?",
    re.IGNORECASE,
)
_UNBORN = re.compile(r"\b(?:unborn|u/b|ub)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(?:twins|triplets)\b", re.IGNORECASE)
_NAME_WITH_DIGIT = re.compile(r"\b[^\W\d_]+\d\w*")
_EXPECTED = re.compile(r"e\.?d\.?d|due", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TrackerChild:
    """A child with a date of birth, or an unborn child with the expected date: one of the two is given."""

    name: str
    born_on: date | None = None
    expected_on: date | None = None

    @property
    def unborn(self) -> bool:
        """Whether the tracker has the child as not yet born."""
        return self.born_on is None


@dataclass(frozen=True, slots=True)
class ChildrenReading:
    """The children of the cell, and what has to be mended before they can be relied on."""

    children: tuple[TrackerChild, ...]
    unclear: tuple[Unclear, ...]


def read_children(value: CellValue, as_of: date) -> ChildrenReading:
    """Everybody named in the cell, parted by line, semicolon or comma. Never raises."""
    text = as_text(value)
    parts = [part for raw in _SPLIT.split(text[:LONGEST]) if (part := _BULLET.sub("", " ".join(raw.split())))]
    if not parts:
        return ChildrenReading((), (Unclear("No child is named.", LAYOUT),))
    if len(text) > LONGEST or len(parts) > MAX_CHILDREN or max(map(len, parts)) > LONGEST_PART:
        return ChildrenReading((), (Unclear("This is too long for the children of one family.", LAYOUT),))
    read = [_read_child(part, as_of) for part in parts]
    children = tuple(one for one in read if isinstance(one, TrackerChild))
    twice = {one for one in children if children.count(one) > 1}
    failed = [(part, one) for part, one in zip(parts, read, strict=True) if isinstance(one, Unclear)]
    unclear = [_digit_in_name(part, as_of) or one for part, one in failed]
    unclear += [Unclear(f"{one.name} is named twice with the same date.", LAYOUT) for one in sorted(twice, key=str)]
    return ChildrenReading(children, tuple(unclear))


def _read_child(part: str, as_of: date) -> TrackerChild | Unclear:
    unborn = bool(_UNBORN.search(part))
    match = _CHILD.fullmatch(part)
    if match is None:
        missing = "expected date" if unborn else "date of birth"
        return Unclear(f"No {missing} can be read for '{part}'.", LAYOUT)
    if _SEVERAL.search(part):
        return Unclear(f"'{part}' is more than one child.", "Give each child a line, with the date.")
    reading = read_date(match["when"].strip("( "))
    if not isinstance(reading, Found):
        what = reading.what if isinstance(reading, Unclear) else "There is no date."
        return Unclear(f"'{part}': {what}", LAYOUT)
    if unborn or (match["label"] and _EXPECTED.match(match["label"])):
        return _unborn_child(match["name"], reading.on, as_of)
    return _born_child(match["name"], reading.on, as_of)


def _digit_in_name(part: str, as_of: date) -> Unclear | None:
    """What is wrong if all could be read but for a digit in a name."""
    name = _NAME_WITH_DIGIT.search(part)
    mended = _NAME_WITH_DIGIT.sub(lambda word: re.sub(r"\d", "", word[0]), part)
    if name is None or not isinstance(_read_child(mended, as_of), TrackerChild):
        return None
    return Unclear(f"'{part}': there is a digit in the name {name[0]}.", "Write the name in letters only.")


def _born_child(name: str, born_on: date, as_of: date) -> TrackerChild | Unclear:
    if not any(letter.isalpha() for letter in name):
        return Unclear(f"The child born on {in_words(born_on)} has no name.", LAYOUT)
    if born_on > as_of:
        return Unclear(
            f"{name} has a date of birth that has not come yet, {in_words(born_on)}.",
            "Check the year; write EDD before the date of a child who is not born.",
        )
    if born_on < EARLIEST:
        return Unclear(f"{name} has a date of birth too long ago, {in_words(born_on)}.", "Check the year.")
    return TrackerChild(name, born_on=born_on)


def _unborn_child(name: str, expected_on: date, as_of: date) -> TrackerChild | Unclear:
    if not EARLIEST <= expected_on <= as_of + PREGNANCY_AHEAD:
        return Unclear(f"{in_words(expected_on)} cannot be the expected date of a child.", "Check the year.")
    return TrackerChild(name[:1].upper() + name[1:] or "Unborn", expected_on=expected_on)
