"""Which stage a family is in: the one the tracker states, else the one that decisions and events lead to.

A filled date is not a decision. Where the record conflicts or stops short there is no stage but a question.
"""

from __future__ import annotations

from plo_workflow.interchange.tracker.family import TrackerFamily
from plo_workflow.interchange.tracker.words import MeetingState, TrackerDecision, TrackerOutcome
from plo_workflow.stages import STAGES
from plo_workflow.working_days import in_words

Implied = tuple[str | None, tuple[str, ...]]
"""A stage with what is doubtful about it, or no stage with the question to ask."""


def implied_stage(family: TrackerFamily) -> Implied:
    """The key of the stage, and doubts in plain sentences; where there is no stage the doubt is the question.

    Source: domain.md A.1 and A.3.
    """
    recorded, doubts = _recorded(family)
    stated = family.stated_stage
    if stated is None:
        return recorded, doubts
    if recorded and recorded != stated:
        said, led = STAGES[stated].label, STAGES[recorded].label
        doubts += (f"The tracker says the stage is '{said}', but the record leads to '{led}'.",)
    return stated, doubts


def _recorded(family: TrackerFamily) -> Implied:
    if family.outcome:
        return _after_outcome(family, family.outcome)
    if family.outcome_on:
        return _ask(f"An outcome is dated {in_words(family.outcome_on)} but not named: what was it?")
    match family.gateway_decision:
        case TrackerDecision.ENTER:
            return _after_entering(family)
        case TrackerDecision.ISSUE:
            return _towards_court(family)
        case TrackerDecision.CONTINUE:
            return _without_entering(family, "not_entered")
        case TrackerDecision.DEFER:
            return _without_entering(family, "gateway_listed", "The gateway deferred: for when is it listed now?")
        case None:
            return _undecided(family)


def _after_outcome(family: TrackerFamily, outcome: TrackerOutcome) -> Implied:
    decision = family.gateway_decision
    if decision is None:
        return _ask("An outcome is recorded but no gateway decision: what was decided at the gateway?")
    if outcome is TrackerOutcome.ISSUE and decision in (TrackerDecision.ENTER, TrackerDecision.ISSUE):
        return _towards_court(family)
    if decision is not TrackerDecision.ENTER or family.lodged_or_issued_on:
        against = (
            "an application date" if decision is TrackerDecision.ENTER else f"the gateway decision '{decision.label}'"
        )
        return _ask(f"The outcome '{outcome.label}' does not go with {against}: which is right?")
    if outcome is TrackerOutcome.CLOSED:
        return "stepped_down", ("'Closed' was taken as stepped down with no plan: was there another reason?",)
    return "stepped_down", ()


def _towards_court(family: TrackerFamily) -> Implied:
    lodged = family.lodged_or_issued_on is not None
    return ("application_lodged" if lodged else "application_preparation"), ()


def _after_entering(family: TrackerFamily) -> Implied:
    if family.lodged_or_issued_on or family.court_number:
        return _ask("An application to court is recorded but no outcome: was it decided to issue, and when?")
    held = [meeting.held_on for meeting in family.meetings if meeting.held_on]
    if not held:
        return ("letter_issued" if family.letter_sent_on else "letter_preparation"), ()
    if family.letter_sent_on is None:
        return _ask(f"A meeting was held on {in_words(held[0])} but no letter is recorded: when was it sent?")
    if not (family.first_meeting and family.first_meeting.held_on):
        return _ask(f"A review was held on {in_words(held[0])} but no first meeting is recorded: when was it held?")
    if family.final_review and (final := family.final_review.held_on):
        return "active_plan", (f"The final review was on {in_words(final)}: what was decided after it?",)
    return "active_plan", ()


def _without_entering(family: TrackerFamily, stage: str, *doubts: str) -> Implied:
    return _ask(question) if (question := _beyond_gateway(family)) else (stage, doubts)


def _undecided(family: TrackerFamily) -> Implied:
    if question := _beyond_gateway(family):
        return _ask(question)
    if family.gateway is None:
        asked = family.gateway_requested_on is not None
        return ("gateway_requested", ()) if asked else _ask("Nothing is recorded yet: which stage is it at?")
    if family.gateway.held_on:
        return _ask(f"The gateway date {in_words(family.gateway.held_on)} has passed: what was decided?")
    if family.gateway.state is MeetingState.CANCELLED:
        return "gateway_listed", ("The gateway did not go ahead: for when is it listed now?",)
    return "gateway_listed", ()


def _beyond_gateway(family: TrackerFamily) -> str:
    """The question to ask where something is recorded that only follows a decision to enter or to issue."""
    held = any(meeting.held_on for meeting in family.meetings)
    if not (family.letter_sent_on or held or family.lodged_or_issued_on or family.court_number):
        return ""
    decision = family.gateway_decision
    said = f"The gateway decision is '{decision.label}'" if decision else "No gateway decision is recorded"
    return f"{said}, but a letter, a meeting or an application is: what was decided?"


def _ask(question: str) -> Implied:
    return None, (question,)
