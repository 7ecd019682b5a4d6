"""One family as the tracker has it: typed values, nothing invented, nothing decided.

What its columns become on a case is in `tracker_import`; what brings it into the database in `cases`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plo_workflow.interchange.tracker.children import TrackerChild
from plo_workflow.interchange.tracker.words import (
    FamilyMeetingOffer,
    MeetingState,
    Represented,
    TrackerDecision,
    TrackerOutcome,
)


@dataclass(frozen=True, slots=True)
class TrackerMeeting:
    """A meeting of any kind. Only a cancelled one may lack its date; `words` are then the tracker's."""

    state: MeetingState
    on: date | None
    words: str = ""

    @property
    def held_on(self) -> date | None:
        """The date, if the meeting has been held."""
        return self.on if self.state is MeetingState.HELD else None


@dataclass(frozen=True, slots=True)
class TrackerFamily:
    """A row that can be imported. Empty and None mean: not in the tracker; each `reference` comes once.

    `stage` is a key of STAGES, settled by `implied_stage`, and never None in a reading. `notes` say how cells
    were read, to keep with the case; `queries` are for a person to look into: the values stand as they were.
    """

    row: int
    reference: str
    children: tuple[TrackerChild, ...]
    family_name: str = ""
    team: str | None = None
    social_worker: str | None = None
    team_manager: str | None = None
    lawyer: str | None = None
    gateway_requested_on: date | None = None
    gateway: TrackerMeeting | None = None
    gateway_decision: TrackerDecision | None = None
    letter_sent_on: date | None = None
    first_meeting: TrackerMeeting | None = None
    midway_review: TrackerMeeting | None = None
    final_review: TrackerMeeting | None = None
    extension_to: date | None = None
    family_meeting_offer: FamilyMeetingOffer | None = None
    represented: Represented | None = None
    assessments: str = ""
    outcome: TrackerOutcome | None = None
    outcome_on: date | None = None
    lodged_or_issued_on: date | None = None
    court_number: str = ""
    stated_stage: str | None = None
    comments: str = ""
    stage: str | None = None
    notes: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()

    @property
    def meetings(self) -> tuple[TrackerMeeting, ...]:
        """The meetings with the parents, in the order of the columns."""
        return tuple(one for one in (self.first_meeting, self.midway_review, self.final_review) if one)

    @property
    def dates(self) -> int:
        """How many dates were understood, the children's included."""
        plain = (self.gateway_requested_on, self.letter_sent_on, self.extension_to, self.outcome_on)
        met = (meeting.on for meeting in (self.gateway, *self.meetings) if meeting)
        return len(self.children) + sum(on is not None for on in (*plain, self.lodged_or_issued_on, *met))
