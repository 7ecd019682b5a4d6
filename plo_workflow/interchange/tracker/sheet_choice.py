"""Finds the sheet that is the tracker and its row of headings, below whatever titles stand above it.

Where it cannot be told which sheet is meant, the person is asked to name one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from plo_workflow.interchange.problems import TrackerUnreadable
from plo_workflow.interchange.sheet import SCOUTED_ROWS, Sheet
from plo_workflow.interchange.tracker.columns import Headings, in_plain_words, match_headings
from plo_workflow.interchange.tracker.mapping import TrackerMapping
from plo_workflow.working_days import listed

MAX_COLUMNS = 200
MAX_SHOWN = 12  # headings that a refusal repeats
LOOKED_FOR = "a reference (headed 'PLO ref', say) and the children (headed 'Children (DOB)', say)"

Found = tuple[Sheet, Headings]


def choose_sheet(sheets: Sequence[Sheet], mapping: TrackerMapping, wanted: str | None) -> Found:
    """The sheet to read with its headings: the one wanted, or the only visible one that could be the tracker.

    Raises TrackerUnreadable where there is none, or more than one with rows in it.
    """
    searched = _named(sheets, wanted) if wanted else [sheet for sheet in sheets if not sheet.hidden]
    looked = [(sheet, _headings(sheet, mapping)) for sheet in searched]
    whole = [found for found in looked if not found[1].missing]
    if not whole:
        raise TrackerUnreadable(_not_found(looked))
    if len(whole) > 1:
        whole = [found for found in whole if _has_rows(*found)] or whole[:1]
    if len(whole) > 1:
        names = listed([f"'{sheet.name}'" for sheet, _ in whole])
        raise TrackerUnreadable(f"The sheets {names} could each be the tracker. Say which one with --sheet.")
    sheet, headings = whole[0]
    if len(headings.texts) > MAX_COLUMNS:
        raise TrackerUnreadable(f"Sheet {sheet.name} has more than {MAX_COLUMNS} columns, so it is not a tracker.")
    return sheet, headings


def _named(sheets: Sequence[Sheet], wanted: str) -> list[Sheet]:
    named = [sheet for sheet in sheets if sheet.name.strip().casefold() == wanted.strip().casefold()]
    if not named:
        raise TrackerUnreadable(
            f"There is no sheet called '{wanted}'. There are: {_names(sheet.name for sheet in sheets)}."
        )
    return named


def _headings(sheet: Sheet, mapping: TrackerMapping) -> Headings:
    """The first of the top rows that names the most columns."""
    top = [match_headings(number, row, mapping.headings) for number, row in islice(sheet.rows(), SCOUTED_ROWS)]
    empty = Headings(0, (), {}, {}, ())
    return max(top, key=lambda found: (len(found.positions) + len(found.doubled), -found.row), default=empty)


def _has_rows(sheet: Sheet, headings: Headings) -> bool:
    rows = sheet.rows(width=len(headings.texts))
    return any(cell is not None for number, row in rows if number > headings.row for cell in row)


def _not_found(looked: Sequence[Found]) -> str:
    looked_for = f"It was looked for in the first {SCOUTED_ROWS} rows of each sheet: {LOOKED_FOR}."
    nearest = max(looked, key=lambda found: len(found[1].positions) + len(found[1].doubled), default=None)
    if nearest is None or not (nearest[1].positions or nearest[1].doubled):
        names = _names(sheet.name for sheet, _ in looked)
        return f"No sheet has headings that are known. {looked_for} The sheets are: {names}."
    sheet, headings = nearest
    doubled = [column for column in headings.missing if column in headings.doubled]
    if doubled:
        twice = listed([f"'{text}'" for text in headings.doubled[doubled[0]]])
        what = in_plain_words(doubled[0])
        return f"Sheet {sheet.name} has more than one heading for the {what}: {twice}. Keep one of them."
    missing = listed([f"the {in_plain_words(column)}" for column in headings.missing])
    nearest_row = f"Nearest is row {headings.row} of sheet {sheet.name}"
    seen = _names(text for text in headings.texts if text)
    return f"No heading for {missing} was found. {looked_for} {nearest_row}: {seen}."


def _names(texts: Iterable[str]) -> str:
    shown = [" ".join(text.split())[:40] for text in texts]
    return ", ".join(shown[:MAX_SHOWN]) + (" and others" if len(shown) > MAX_SHOWN else "")
