"""The moves that a family has made, as far as a tracker has their dates; none is made up to fill a gap.

Which stage the family is in was settled by `implied_stage`; here the moves are brought to lead to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from plo_workflow.interchange.tracker.family import TrackerFamily, TrackerMeeting
from plo_workflow.interchange.tracker.words import MeetingState, TrackerDecision, TrackerOutcome
from plo_workflow.stages import MOVES, STAGES
from plo_workflow.working_days import in_words

MOVE_INTO = {
    "gateway_requested": "request_gateway",
    "gateway_listed": "accept_and_list",
    "not_entered": "record_decision_continue",
    "letter_preparation": "record_decision_enter",
    "letter_issued": "issue_letters",
    "active_plan": "hold_first_meeting",
    "gateway_review": "list_gateway_review",
    "application_preparation": "decide_issue",
    "step_down_pending": "decide_step_down",
    "application_lodged": "lodge_application",
    "stepped_down": "confirm_step_down",
    "closed_other": "close_other",
}
"""The move that leads into a stage which a tracker states without saying how the family came there."""
AS_REQUEST = "dated like the request, for the tracker has no date of the acceptance"
AS_LATEST = "dated like the last event before it, for the tracker says the stage but not since when"


@dataclass(frozen=True)
class Step:
    """A move with its stages and date; `dated` says how the date was come by where it is not the move's own."""

    key: str
    on: date | None
    from_stage: str | None
    to_stage: str
    dated: str = ""

    def said(self, reference: str) -> dict[str, Any]:
        """What the move says of itself: where it was imported from, and how it was dated."""
        return {"imported": reference, "dated": self.dated} if self.dated else {"imported": reference}


Undated = tuple[str, date | None, str]


def steps_of(family: TrackerFamily) -> tuple[Step, ...]:
    """Every move up to the family's stage, each from where the one before it led."""
    steps: list[Step] = []
    for key, on, dated in _recorded(family):
        before = steps[-1].to_stage if steps else None
        steps.append(Step(key, on, before, MOVES[key].target, dated))
    stage = family.stage
    assert stage is not None
    reached = [number for number, step in enumerate(steps) if step.to_stage == stage]
    if reached:
        return tuple(steps[: reached[-1] + 1])
    dates = [step.on for step in steps if step.on]
    last = Step(MOVE_INTO[stage], max(dates, default=None), steps[-1].to_stage, stage, AS_LATEST)
    return (*steps, last)


def since(steps: tuple[Step, ...]) -> date | None:
    """Since when the family is in its stage: the latest day on which a move changed it."""
    return max((step.on for step in steps if step.on and step.from_stage != step.to_stage), default=None)


def doubts_about(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """What must be asked about the moves: since when a family is where only the tracker says it is."""
    last = steps[-1]
    if last.dated != AS_LATEST:
        return ()
    taken = f" It was taken as {in_words(last.on)}." if last.on else ""
    return (f"The tracker says the stage is “{STAGES[last.to_stage].label}” but not since when.{taken}",)


def requested_on(family: TrackerFamily) -> date | None:
    """When the gateway was asked for, or the first that is known of the family."""
    return family.gateway_requested_on or min(known_dates(family), default=None)


def known_dates(family: TrackerFamily) -> list[date]:
    """The days on which something happened in the family's case, in order."""
    plain = (family.gateway_requested_on, family.letter_sent_on, family.outcome_on, family.lodged_or_issued_on)
    met = [one.held_on for one in (family.gateway, *family.meetings) if one]
    return sorted(on for on in (*plain, *met) if on)


def _recorded(family: TrackerFamily) -> Iterator[Undated]:
    asked = requested_on(family)
    yield "request_gateway", asked, ""
    if family.gateway or family.stage != "gateway_requested":
        yield "accept_and_list", asked, AS_REQUEST
    decided_on = family.gateway.held_on if family.gateway else None
    match family.gateway_decision:
        case TrackerDecision.DEFER:
            yield "defer_gateway", decided_on, ""
        case TrackerDecision.CONTINUE:
            yield "record_decision_continue", decided_on, ""
        case TrackerDecision.ISSUE:
            yield "record_decision_issue", decided_on, ""
            yield from _lodged(family)
        case TrackerDecision.ENTER:
            yield "record_decision_enter", decided_on, ""
            yield from _with_the_parents(family)
            yield from _exit(family)


def _with_the_parents(family: TrackerFamily) -> Iterator[Undated]:
    if family.letter_sent_on:
        yield "issue_letters", family.letter_sent_on, ""
    first = family.first_meeting
    if first and first.held_on:
        yield "hold_first_meeting", first.held_on, ""
        yield from _reviews(family)
    elif _failed(first) and first and family.letter_sent_on:
        yield "record_ineffective_first_meeting", first.on, ""


def _reviews(family: TrackerFamily) -> Iterator[Undated]:
    for review in (family.midway_review, family.final_review):
        if review and review.held_on and not after_outcome(family, review):
            yield "hold_review", review.held_on, ""
        elif _failed(review) and review:
            yield "record_ineffective_review", review.on, ""


def _failed(meeting: TrackerMeeting | None) -> bool:
    return meeting is not None and meeting.state is MeetingState.CANCELLED and meeting.on is not None


def after_outcome(family: TrackerFamily, meeting: TrackerMeeting) -> bool:
    """Whether a meeting was held after the outcome, which makes it the final meeting with the parents."""
    return bool(family.outcome_on and meeting.held_on and meeting.held_on > family.outcome_on)


def _exit(family: TrackerFamily) -> Iterator[Undated]:
    if family.outcome is TrackerOutcome.ISSUE:
        yield "decide_issue", family.outcome_on, ""
        yield from _lodged(family)
    elif family.outcome:
        yield "decide_step_down", family.outcome_on, ""
        yield "confirm_step_down", family.outcome_on, ""


def _lodged(family: TrackerFamily) -> Iterator[Undated]:
    if family.lodged_or_issued_on:
        yield "lodge_application", family.lodged_or_issued_on, ""
