"""The columns of a tracker that are read, and where they stand in a sheet, told from a row of headings.

Which headings stand for which column is in tracker_columns.toml (see mapping.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from plo_workflow.interchange.sheet import Row
from plo_workflow.interchange.tracker.words import (
    FamilyMeetingOffer,
    Represented,
    TrackerDecision,
    TrackerOutcome,
)
from plo_workflow.stages import STAGES


class Column(StrEnum):
    """The columns of a tracker that are read; the value is the key in the mapping file."""

    REFERENCE = "reference"
    FAMILY_NAME = "family_name"
    CHILDREN = "children"
    TEAM = "team"
    SOCIAL_WORKER = "social_worker"
    TEAM_MANAGER = "team_manager"
    LAWYER = "lawyer"
    GATEWAY_REQUESTED_ON = "gateway_requested_on"
    GATEWAY_ON = "gateway_on"
    GATEWAY_DECISION = "gateway_decision"
    LETTER_SENT_ON = "letter_sent_on"
    FIRST_MEETING_ON = "first_meeting_on"
    MIDWAY_REVIEW_ON = "midway_review_on"
    FINAL_REVIEW_ON = "final_review_on"
    EXTENSION_TO = "extension_to"
    FGDM_OFFERED = "fgdm_offered"
    REPRESENTED = "represented"
    ASSESSMENTS = "assessments"
    OUTCOME = "outcome"
    OUTCOME_ON = "outcome_on"
    LODGED_OR_ISSUED_ON = "lodged_or_issued_on"
    COURT_NUMBER = "court_number"
    STAGE = "stage"
    COMMENTS = "comments"


MANDATORY = (Column.REFERENCE, Column.CHILDREN)
KEYS: dict[Column, tuple[str, ...]] = {
    Column.GATEWAY_DECISION: tuple(TrackerDecision),
    Column.OUTCOME: tuple(TrackerOutcome),
    Column.FGDM_OFFERED: tuple(FamilyMeetingOffer),
    Column.REPRESENTED: tuple(Represented),
    Column.STAGE: tuple(STAGES),
}
"""The columns that hold a word from a closed list, with the keys that the words stand for."""


@dataclass(frozen=True, slots=True)
class Headings:
    """The heading row of a sheet: which column stands where, counted from 0, and what was left over."""

    row: int
    texts: tuple[str, ...]
    positions: dict[Column, int]
    doubled: dict[Column, tuple[str, ...]]
    ignored: tuple[str, ...]

    @property
    def missing(self) -> tuple[Column, ...]:
        """The mandatory columns that are not there, or there twice."""
        return tuple(column for column in MANDATORY if column not in self.positions)

    def text(self, column: Column) -> str:
        """The heading as the sheet has it, or the column in plain words where the sheet has none."""
        position = self.positions.get(column)
        return in_plain_words(column) if position is None else self.texts[position]


def plain(text: str) -> str:
    """What is compared: letters and figures only, in small letters."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def in_plain_words(column: Column) -> str:
    """The column as a person would name it."""
    return column.value.removesuffix("_on").replace("_", " ")


def match_headings(number: int, row: Row, known: Mapping[str, Column]) -> Headings:
    """What a row would give if it were the heading row; a column named twice is taken from neither place."""
    texts = tuple(value if isinstance(value, str) else "" for value in row)
    places: dict[Column, list[int]] = {}
    for position, text in enumerate(texts):
        if column := known.get(plain(text)):
            places.setdefault(column, []).append(position)
    return Headings(
        number,
        texts,
        {column: found[0] for column, found in places.items() if len(found) == 1},
        {column: tuple(texts[one] for one in found) for column, found in places.items() if len(found) > 1},
        tuple(text for text in texts if text and plain(text) not in known),
    )
