"""What the columns of a tracker become on a case: children, gateway, letter, meetings, decisions, outcomes, moves.

Only what the tracker says is laid out; where a fact wants more, it says that this is not in the tracker.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from plo_workflow.cases.family_record import Item
from plo_workflow.interchange.tracker.family import TrackerFamily, TrackerMeeting
from plo_workflow.interchange.tracker.words import MeetingState, TrackerDecision, TrackerOutcome
from plo_workflow.interchange.tracker_import.laying import NOT_SAID, Laying, conceived_by, places_of
from plo_workflow.interchange.tracker_import.remarks import assessments, family_meeting, notes
from plo_workflow.interchange.tracker_import.steps import Step, after_outcome, requested_on
from plo_workflow.kinds import (
    CourtStepKind,
    Decision,
    GatewayKind,
    LetterKind,
    MeetingKind,
    Outcome,
    PostingEvent,
    Relationship,
)
from plo_workflow.models import (
    Child,
    ChildOutcome,
    CourtStep,
    GatewayDecision,
    GatewayListing,
    GatewayRequest,
    GatewaySitting,
    Letter,
    Lodging,
    Meeting,
    MeetingBooking,
    Move,
    Person,
    Posting,
)
from plo_workflow.stages import MOVES

PARENTS = "Parents (from tracker)"
LETTER, SITTING = "letter before proceedings", "gateway meeting"


def lay(family: TrackerFamily, steps: tuple[Step, ...], surname: str) -> tuple[Item, ...]:
    """Every fact of the family in an order in which each comes after what it points to, the moves last."""
    laying = Laying(family, steps, places_of(family.children), surname)
    return (
        *_children(laying), *_gateway(laying), *_letter(laying), *_meetings(laying), *family_meeting(laying),
        *_exit(laying), *_court(laying), *_outcomes(laying), *assessments(laying), *notes(laying), *_moves(laying),
    )  # fmt: skip


def _children(laying: Laying) -> Iterator[Item]:
    began_on, decided_on = requested_on(laying.family), laying.decided_on
    for place, child in laying.children.items():
        later = decided_on is not None and not conceived_by(child, decided_on)
        date_column = {"born_on": child.born_on} if child.born_on else {"expected_on": child.expected_on}
        names = {"given_name": child.name, "family_name": laying.surname, "joined_later": later}
        joined_on = min((on for on in (child.born_on, laying.undated_on) if on), default=None)
        yield Item(place, Child, joined_on if later else began_on, {**names, **date_column})


def _gateway(laying: Laying) -> Iterator[Item]:
    family, gateway = laying.family, laying.family.gateway
    offer = family.family_meeting_offer
    said = {"concerns": NOT_SAID, "fgdm_position": offer.label if offer else "", "earlier_periods_acknowledged": False}
    yield Item("request", GatewayRequest, requested_on(family), said)
    if gateway and gateway.on:
        listed = {"kind": GatewayKind.ENTRY, "sitting_on": gateway.on}
        yield Item("gateway date", GatewayListing, requested_on(family), listed)
    if family.gateway_decision and family.gateway_decision is not TrackerDecision.DEFER:
        yield Item(SITTING, GatewaySitting, laying.decided_on, {"kind": GatewayKind.ENTRY})
        decision = Decision(family.gateway_decision)
        yield from _decided(laying, laying.decided_on, decision, "decision", {"sitting_id": SITTING})


def _decided(
    laying: Laying, on: date | None, decision: Decision, what: str, points_to: dict[str, str]
) -> Iterator[Item]:
    for child in laying.concerned(on):
        said = {"decision": decision, "reasons": NOT_SAID}
        yield Item(f"{what} for {child}", GatewayDecision, on, said, {**points_to, "child_id": child})


def _letter(laying: Laying) -> Iterator[Item]:
    on = laying.family.letter_sent_on
    if not on:
        return
    who = {"name": PARENTS, "relationship": Relationship.OTHER, "has_parental_responsibility": False}
    why = "The tracker says when the letter went out, not to whom."
    yield Item("parents", Person, on, {**who, "gets_letter": True, "letter_reason": why})
    wording = {"kind": LetterKind.BEFORE_PROCEEDINGS, "sections": {"text": NOT_SAID}}
    yield Item(LETTER, Letter, on, wording, {"person_id": "parents"})
    yield Item("letter sent", Posting, on, {"event": PostingEvent.SENT, "how": NOT_SAID}, {"letter_id": LETTER})


def _meetings(laying: Laying) -> Iterator[Item]:
    family = laying.family
    columns = (
        ("first meeting", family.first_meeting, MeetingKind.FIRST),
        ("midway review", family.midway_review, MeetingKind.REVIEW),
        ("final review", family.final_review, MeetingKind.REVIEW),
    )
    for place, meeting, kind in columns:
        if meeting:
            last = kind is MeetingKind.REVIEW and after_outcome(family, meeting)
            yield from _meeting(place, meeting, MeetingKind.FINAL if last else kind)


def _meeting(place: str, meeting: TrackerMeeting, kind: MeetingKind) -> Iterator[Item]:
    if meeting.state is MeetingState.HELD:
        yield Item(place, Meeting, meeting.on, {"kind": kind, "effective": True, "ineffective_reason": None})
    elif meeting.state is MeetingState.PLANNED:
        yield Item(f"{place} booked", MeetingBooking, None, {"kind": kind, "meeting_on": meeting.on})
    elif meeting.on:
        yield Item(place, Meeting, meeting.on, {"kind": kind, "effective": False, "ineffective_reason": meeting.words})


def _exit(laying: Laying) -> Iterator[Item]:
    family = laying.family
    if family.gateway_decision is TrackerDecision.ENTER and family.outcome:
        issue = family.outcome is TrackerOutcome.ISSUE
        decision = Decision.ISSUE if issue else Decision.STEP_DOWN
        yield from _decided(laying, family.outcome_on, decision, "exit decision", {})


def _court(laying: Laying) -> Iterator[Item]:
    family, on = laying.family, laying.family.lodged_or_issued_on
    if not on:
        return
    for place in _before_the_court(laying):
        yield Item(f"application for {place}", Lodging, on, {"orders": NOT_SAID}, {"child_id": place})
    if family.court_number:
        yield Item("issued", CourtStep, on, {"step": CourtStepKind.ISSUED, "court_number": family.court_number})


def _before_the_court(laying: Laying) -> list[str]:
    """The children an application can be about: those who were born."""
    on = laying.family.lodged_or_issued_on
    return [place for place in laying.concerned(on) if laying.children[place].born_on]


def _outcomes(laying: Laying) -> Iterator[Item]:
    family, stage = laying.family, laying.steps[-1].to_stage
    ended: tuple[Outcome | None, date | None, list[str]] = (None, None, [])
    if stage == "not_entered" and family.gateway_decision is TrackerDecision.CONTINUE:
        ended = (Outcome.NOT_ENTERED, laying.decided_on, laying.concerned(laying.decided_on))
    elif stage == "stepped_down" and family.outcome and family.outcome is not TrackerOutcome.ISSUE:
        ended = (Outcome(family.outcome), family.outcome_on, laying.concerned(family.outcome_on))
    elif stage == "application_lodged":
        ended = (Outcome.APPLICATION_LODGED, family.lodged_or_issued_on, _before_the_court(laying))
    outcome, on, children = ended
    for child in children:
        yield Item(f"outcome for {child}", ChildOutcome, on, {"outcome": outcome}, {"child_id": child})


def _moves(laying: Laying) -> Iterator[Item]:
    made = Counter[str]()
    for step in laying.steps:
        made[step.key] += 1
        again = f" {made[step.key]}" if made[step.key] > 1 else ""
        columns = {
            "move": step.key, "from_stage": step.from_stage, "to_stage": step.to_stage,
            "said": step.said(laying.family.reference), "overrides": {},
        }  # fmt: skip
        yield Item(f"move: {MOVES[step.key].label.lower()}{again}", Move, step.on, columns)
