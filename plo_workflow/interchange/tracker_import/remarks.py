"""The columns of a tracker that are words more than dates: assessments, family meetings, representation, comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from plo_workflow.cases.family_record import Item
from plo_workflow.interchange.tracker.dates import NO_ANSWER, Found, read_date
from plo_workflow.interchange.tracker.family import TrackerFamily
from plo_workflow.interchange.tracker.words import FamilyMeetingOffer, MeetingState, TrackerDecision
from plo_workflow.interchange.tracker_import.laying import Laying
from plo_workflow.kinds import FamilyStep
from plo_workflow.models import Assessment, FamilyMeetingStep, Note
from plo_workflow.working_days import in_words

LONGEST_KIND = 80  # characters of the kind of an assessment
_DUE = re.compile(r"(?P<kind>.+?)[\s,:(–-]*\bdue\b(?:\s+(?:by|on))?[\s:]*(?P<when>[^()]+)\)?", re.IGNORECASE)
OFFERS = {
    FamilyMeetingOffer.OFFERED: (FamilyStep.OFFERED,),
    FamilyMeetingOffer.OFFERED_ACCEPTED: (FamilyStep.OFFERED, FamilyStep.ACCEPTED),
    FamilyMeetingOffer.OFFERED_DECLINED: (FamilyStep.OFFERED, FamilyStep.DECLINED),
}


def family_meeting(laying: Laying) -> Iterator[Item]:
    """The offer of family group decision-making and what became of it, as far as that is said."""
    offer = laying.family.family_meeting_offer
    for step in OFFERS.get(offer, ()) if offer else ():
        yield Item(f"family meeting {step}", FamilyMeetingStep, laying.undated_on, {"step": step})


def assessments(laying: Laying) -> Iterator[Item]:
    """Each assessment with the date on which it is due, or a note of it where no date is given."""
    kinds = Counter[str]()
    for part in re.split(r"[\n;]", laying.family.assessments):
        text = " ".join(part.split())
        match = _DUE.fullmatch(text)
        due = read_date(match["when"].strip()) if match else None
        if match and isinstance(due, Found) and len(match["kind"]) <= LONGEST_KIND:
            kinds[match["kind"].casefold()] += 1
            place = f"assessment {match['kind'].casefold()} {kinds[match['kind'].casefold()]}"
            yield Item(place, Assessment, laying.undated_on, {"kind": match["kind"], "due_on": due.on})
        elif text and not NO_ANSWER.fullmatch(text.lower()):
            kinds[""] += 1
            yield Item(f"assessments {kinds['']}", Note, laying.undated_on, {"text": f"Assessment outstanding: {text}"})


def notes(laying: Laying) -> Iterator[Item]:
    """What is kept as words: comments, who is represented, what did not go ahead, how cells were read."""
    family = laying.family
    words = {
        "comments": family.comments,
        "representation": f"Parents' solicitors, by the tracker: {family.represented.label.lower()}."
        if family.represented
        else "",
        "family meeting not offered": "The tracker says that family group decision-making was not offered."
        if family.family_meeting_offer is FamilyMeetingOffer.NOT_OFFERED
        else "",
        "cancelled": " ".join(_cancelled(family)),
        "how it was read": " ".join(family.notes),
    }
    for place, text in words.items():
        if text:
            yield Item(place, Note, laying.undated_on, {"text": text})


def _cancelled(family: TrackerFamily) -> Iterator[str]:
    """What did not go ahead and is no meeting that failed on a day: a gateway, or a meeting without its date."""
    met = {
        "Gateway": family.gateway,
        "First meeting": family.first_meeting,
        "Midway review": family.midway_review,
        "Final review": family.final_review,
    }
    for name, meeting in met.items():
        off = meeting is not None and meeting.state is MeetingState.CANCELLED
        if meeting and off and (name == "Gateway" or meeting.on is None):
            yield f"{name}, in the tracker: {meeting.words}."
    if family.gateway_decision is TrackerDecision.DEFER and family.gateway and family.gateway.on:
        yield f"The gateway of {in_words(family.gateway.on)} deferred the case."
