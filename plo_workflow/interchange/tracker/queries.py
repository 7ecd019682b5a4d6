"""What looks wrong in a family's record though each value can be read: dates out of order, a child too late.

Queries hold nothing back and mend nothing (domain.md A.4, G5); a person looks into them after the import.
"""

from __future__ import annotations

from datetime import date

from plo_workflow.interchange.tracker.children import TrackerChild
from plo_workflow.interchange.tracker.family import TrackerFamily
from plo_workflow.interchange.tracker.words import MeetingState, TrackerDecision, TrackerOutcome
from plo_workflow.working_days import birthday, gestation_date, in_words

ADULT = 18
WHICH = "Which decision applies?"
ORDER = (
    ("request", "gateway"),
    ("gateway", "letter"),
    ("gateway", "first meeting"),
    ("letter", "first meeting"),
    ("first meeting", "midway review"),
    ("first meeting", "final review"),
    ("midway review", "final review"),
    ("gateway", "outcome"),
    ("outcome", "application"),
    ("gateway", "extended limit"),
)
"""Pairs of which the first may not be later than the second; the same day is in order."""
NAMES = {
    "request": "the request for the gateway",
    "gateway": "the gateway",
    "letter": "the letter before proceedings",
    "first meeting": "the first meeting",
    "midway review": "the midway review",
    "final review": "the final review",
    "outcome": "the outcome",
    "application": "the application to court",
    "extended limit": "the extended limit",
}


def queries(family: TrackerFamily, as_of: date) -> tuple[str, ...]:
    """Every query about the family, each one sentence that names the dates."""
    return (*_out_of_order(family), *_about_children(family, as_of), *_unrecorded(family))


def _out_of_order(family: TrackerFamily) -> list[str]:
    when = _events(family)
    found = []
    for earlier, later in ORDER:
        first, second = when[earlier], when[later]
        if first and second and second < first:
            name = NAMES[later][:1].upper() + NAMES[later][1:]
            found.append(f"{name} is dated {in_words(second)}, before {NAMES[earlier]} of {in_words(first)}.")
    return found


def _events(family: TrackerFamily) -> dict[str, date | None]:
    met = {
        "gateway": family.gateway,
        "first meeting": family.first_meeting,
        "midway review": family.midway_review,
        "final review": family.final_review,
    }
    went_ahead = {name: one and one.state is not MeetingState.CANCELLED for name, one in met.items()}
    return {
        "request": family.gateway_requested_on,
        "letter": family.letter_sent_on,
        "outcome": family.outcome_on,
        "application": family.lodged_or_issued_on,
        "extended limit": family.extension_to,
    } | {name: one.on if one and went_ahead[name] else None for name, one in met.items()}


def _about_children(family: TrackerFamily, as_of: date) -> list[str]:
    decided_on = family.gateway.held_on if family.gateway else None
    found = [_about_child(child, decided_on, as_of) for child in family.children]
    if family.lodged_or_issued_on and any(child.unborn for child in family.children):
        on = in_words(family.lodged_or_issued_on)
        found.append(f"The application is dated {on} and a child is unborn: no application is made before the birth.")
    return [sentence for sentence in found if sentence]


def _about_child(child: TrackerChild, decided_on: date | None, as_of: date) -> str:
    """A child born later joins by a decision of their own (domain.md E3); an adult never does."""
    born, expected, on = child.born_on, child.expected_on, decided_on or as_of
    if born and born > on:
        return f"{child.name} was born on {in_words(born)}, after the gateway of {in_words(on)}. {WHICH}"
    if born and birthday(born, ADULT) <= on:
        return f"{child.name}, born on {in_words(born)}, was {ADULT} or over on {in_words(on)}. Is that right?"
    if expected and expected < as_of:
        return f"{child.name} was expected on {in_words(expected)}, which has passed: has the baby been born?"
    if expected and decided_on and gestation_date(expected, 0) > decided_on:
        return (
            f"{child.name} is expected on {in_words(expected)}, more than 40 weeks after "
            f"the gateway of {in_words(decided_on)}. {WHICH}"
        )
    return ""


def _unrecorded(family: TrackerFamily) -> list[str]:
    """What must come before an outcome, where a family entered pre-proceedings, but is not in the tracker."""
    if not family.outcome or family.gateway_decision is not TrackerDecision.ENTER:
        return []
    found = [] if family.letter_sent_on else ["An outcome is recorded but no letter before proceedings."]
    first = family.first_meeting and family.first_meeting.held_on
    if not first and any(meeting.held_on for meeting in family.meetings):
        found.append("A review was held but no first meeting is recorded.")
    elif not first and family.outcome is not TrackerOutcome.ISSUE:
        found.append("A step-down is recorded but no meeting with the parents.")
    return found
