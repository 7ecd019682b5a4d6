"""One family of a tracker as the record that `cases` takes over: who holds it, its facts, its moves, its questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from plo_workflow.cases.family_record import FamilyRecord, Item
from plo_workflow.cases.rules import Rules
from plo_workflow.interchange.tracker.family import TrackerFamily, TrackerMeeting
from plo_workflow.interchange.tracker.words import MeetingState, TrackerDecision
from plo_workflow.interchange.tracker_import.items import lay
from plo_workflow.interchange.tracker_import.people import ROLES, People, doubts_about_people
from plo_workflow.interchange.tracker_import.steps import (
    doubts_about,
    known_dates,
    requested_on,
    since,
    steps_of,
)
from plo_workflow.models import Extension
from plo_workflow.stages import STAGES
from plo_workflow.working_days import count, in_words

NOT_ASKED = (
    "The moves so far were taken over from the tracker without what each of them requires, and it holds no visits. "
    "Look through the record before the next move: when was each child last seen?"
)


MEETINGS = ("gateway", "first_meeting", "midway_review", "final_review")


def record_of(family: TrackerFamily, people: People, rules: Rules, *, as_of: date, synthetic: bool) -> FamilyRecord:
    """The family as a record; `rules` are those its limit is counted by."""
    family = _called_off(family, as_of)
    steps = steps_of(family)
    surname = family.family_name or f"Not named ({family.reference})"
    extension, doubts = _extension(family, rules)
    stage = steps[-1].to_stage
    holders = {column: people.meant(column, getattr(family, column)) for column in ROLES}
    items = lay(family, steps, surname)
    asked = (
        *family.queries,
        *doubts_about(steps),
        *doubts,
        *_about_court(family),
        *doubts_about_people(people, family),
    )
    return FamilyRecord(
        reference=family.reference,
        stage=stage,
        since_on=since(steps),
        about={"family_name": surname, "team": family.team, "opened_on": requested_on(family), **holders},
        items=(*extension, *items),
        queries=tuple(dict.fromkeys(asked)),
        not_asked=NOT_ASKED if STAGES[stage].open else "",
        synthetic=synthetic,
    )


def _called_off(family: TrackerFamily, as_of: date) -> TrackerFamily:
    """The family with no date for a meeting that was called off before its day: on that day nothing happened."""
    off: dict[str, Any] = {}
    for column in MEETINGS:
        meeting: TrackerMeeting | None = getattr(family, column)
        if meeting and meeting.state is MeetingState.CANCELLED and meeting.on and meeting.on > as_of:
            off[column] = replace(meeting, on=None)
    return replace(family, **off)


def _extension(family: TrackerFamily, rules: Rules) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """More time, as days after the limit that the policy gives; a question where it cannot be counted so."""
    if family.extension_to is None:
        return (), ()
    limit = _limit(family, rules)
    if limit is None:
        until = in_words(family.extension_to)
        return (), (f"An extension to {until} is recorded, but not what the limit is counted from.",)
    days = (family.extension_to - limit) // timedelta(days=1)
    if days < 1:
        until, stood = in_words(family.extension_to), in_words(limit)
        return (), (f"The extension is to {until}, but the limit would be {stood} without it: which date is right?",)
    on = max((one for one in known_dates(family) if one <= limit), default=None)
    return (Item("extension", Extension, on, {"from_limit_on": limit, "days": days}),), ()


def _limit(family: TrackerFamily, rules: Rules) -> date | None:
    """The end of the headline limit, counted from what the policy names, if the tracker has that."""
    if family.gateway_decision is not TrackerDecision.ENTER:
        return None
    rule = rules.policy.clock("headline_limit")
    decided_on = family.gateway.held_on if family.gateway else None
    anchors = {
        "gateway_meeting": decided_on,
        "decision": decided_on,
        "letter": family.letter_sent_on,
        "first_meeting": family.first_meeting.held_on if family.first_meeting else None,
    }
    anchor = anchors[rule.anchor or "decision"]
    return count(rule.timescale, anchor, rules.calendar).due_on if anchor else None


def _about_court(family: TrackerFamily) -> tuple[str, ...]:
    """The court's time runs from when it issued, which a date without a court number does not say."""
    if family.lodged_or_issued_on is None or family.court_number:
        return ()
    on = in_words(family.lodged_or_issued_on)
    return (f"The application is dated {on} without a court number: has the court issued it, and when?",)
