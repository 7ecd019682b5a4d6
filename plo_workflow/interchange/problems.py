"""How a file falls short: it cannot be read at all, or something in one of its rows must be mended."""

from __future__ import annotations

from dataclasses import dataclass

from plo_workflow.errors import Refused


class TrackerUnreadable(Refused):
    """The file cannot be read as a tracker; nothing was taken from it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in a spreadsheet that somebody has to mend; until then nothing of its row is taken.

    `row` and `column` are the number and the heading that the person sees in the sheet.
    """

    sheet: str
    row: int
    column: str
    value: str
    what: str
    fix: str
