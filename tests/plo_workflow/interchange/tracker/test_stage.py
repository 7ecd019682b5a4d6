"""The stage follows from decisions and events that are recorded; where they stop short, it is asked for."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from plo_workflow.interchange.tracker.children import TrackerChild
from plo_workflow.interchange.tracker.family import TrackerFamily, TrackerMeeting
from plo_workflow.interchange.tracker.stage import implied_stage
from plo_workflow.interchange.tracker.words import MeetingState, TrackerDecision, TrackerOutcome
from plo_workflow.stages import STAGES

MONDAY = date(2026, 2, 2)


def after(weeks: int) -> date:
    return MONDAY + timedelta(weeks=weeks)


def held(weeks: int) -> TrackerMeeting:
    return TrackerMeeting(MeetingState.HELD, after(weeks))


def planned(weeks: int) -> TrackerMeeting:
    return TrackerMeeting(MeetingState.PLANNED, after(weeks))


CANCELLED = TrackerMeeting(MeetingState.CANCELLED, after(9), "CANCELLED")
ENTER, CONTINUE, ISSUE, DEFER = (
    {"gateway": held(1), "gateway_decision": decision}
    for decision in (
        TrackerDecision.ENTER,
        TrackerDecision.CONTINUE,
        TrackerDecision.ISSUE,
        TrackerDecision.DEFER,
    )
)
LETTER = {"letter_sent_on": after(2)}
FIRST = {"first_meeting": held(3)}
MIDWAY = {"midway_review": held(9)}
LODGED = {"lodged_or_issued_on": after(17)}


def outcome(which: TrackerOutcome) -> dict[str, Any]:
    return {"outcome": which, "outcome_on": after(16)}


def family(*facts: dict[str, Any], **more: Any) -> TrackerFamily:
    plain = TrackerFamily(4, "SYN-1", (TrackerChild("Ava", born_on=date(2020, 1, 1)),), gateway_requested_on=MONDAY)
    for fact in (*facts, more):
        plain = replace(plain, **fact)
    return plain


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        ([{}], "gateway_requested"),
        ([{"gateway": planned(1)}], "gateway_listed"),
        ([DEFER], "gateway_listed"),
        ([CONTINUE], "not_entered"),
        ([ENTER], "letter_preparation"),
        ([ENTER, {"first_meeting": planned(3)}], "letter_preparation"),
        ([ENTER, LETTER], "letter_issued"),
        ([ENTER, LETTER, {"first_meeting": planned(3)}], "letter_issued"),
        ([ENTER, LETTER, {"first_meeting": CANCELLED}], "letter_issued"),
        ([ENTER, LETTER, FIRST], "active_plan"),
        ([ENTER, LETTER, FIRST, MIDWAY], "active_plan"),
        ([ENTER, LETTER, FIRST, {"midway_review": CANCELLED}], "active_plan"),
        ([ENTER, LETTER, FIRST, outcome(TrackerOutcome.ISSUE)], "application_preparation"),
        ([ENTER, LETTER, FIRST, outcome(TrackerOutcome.ISSUE), LODGED], "application_lodged"),
        ([ENTER, LETTER, FIRST, outcome(TrackerOutcome.CHILD_IN_NEED_PLAN)], "stepped_down"),
        ([ENTER, LETTER, FIRST, outcome(TrackerOutcome.CHILD_PROTECTION_PLAN)], "stepped_down"),
        ([ENTER, LETTER, FIRST, outcome(TrackerOutcome.EARLY_HELP)], "stepped_down"),
        ([ENTER, LETTER, FIRST, outcome(TrackerOutcome.CLOSED)], "stepped_down"),
        ([ISSUE], "application_preparation"),
        ([ISSUE, LODGED], "application_lodged"),
        ([ISSUE, outcome(TrackerOutcome.ISSUE)], "application_preparation"),
        ([ISSUE, outcome(TrackerOutcome.ISSUE), LODGED], "application_lodged"),
    ],
)
def test_the_stage_that_the_record_leads_to(facts: list[dict[str, Any]], stage: str) -> None:
    assert implied_stage(family(*facts))[0] == stage
    assert stage in STAGES


@pytest.mark.parametrize(
    ("facts", "question"),
    [
        ([{"gateway": held(1)}], "The gateway date 9 February 2026 has passed: what was decided?"),
        ([{"gateway_requested_on": None}], "Nothing is recorded yet: which stage is it at?"),
        ([LETTER], "No gateway decision is recorded, but a letter, a meeting or an application is"),
        (
            [CONTINUE, LETTER],
            "The gateway decision is 'Continue', but a letter, a meeting or an application is",
        ),
        ([DEFER, FIRST], "The gateway decision is 'Defer', but a letter"),
        (
            [ENTER, FIRST],
            "A meeting was held on 23 February 2026 but no letter is recorded: when was it sent?",
        ),
        ([ENTER, LETTER, MIDWAY], "A review was held on 6 April 2026 but no first meeting is recorded"),
        ([ENTER, LETTER, LODGED], "An application to court is recorded but no outcome"),
        (
            [ENTER, LETTER, {"court_number": "ZZ26C00001"}],
            "An application to court is recorded but no outcome",
        ),
        ([ENTER, {"outcome_on": after(16)}], "An outcome is dated 25 May 2026 but not named: what was it?"),
        ([outcome(TrackerOutcome.CLOSED)], "An outcome is recorded but no gateway decision"),
        ([CONTINUE, outcome(TrackerOutcome.ISSUE)], "does not go with the gateway decision 'Continue'"),
        (
            [ISSUE, outcome(TrackerOutcome.CLOSED)],
            "The outcome 'Closed' does not go with the gateway decision 'Issue'",
        ),
        ([ENTER, outcome(TrackerOutcome.CLOSED), LODGED], "does not go with an application date"),
    ],
)
def test_where_the_record_conflicts_or_stops_short_there_is_a_question_and_no_stage(
    facts: list[dict[str, Any]], question: str
) -> None:
    stage, (asked,) = implied_stage(family(*facts))
    assert stage is None
    assert question in asked


@pytest.mark.parametrize(
    ("facts", "doubt"),
    [
        ([DEFER], "The gateway deferred: for when is it listed now?"),
        ([{"gateway": CANCELLED}], "The gateway did not go ahead: for when is it listed now?"),
        (
            [ENTER, LETTER, FIRST, {"final_review": held(15)}],
            "The final review was on 18 May 2026: what was decided after",
        ),
        ([ENTER, outcome(TrackerOutcome.CLOSED)], "'Closed' was taken as stepped down with no plan"),
    ],
)
def test_a_stage_that_is_clear_may_still_leave_something_to_ask(facts: list[dict[str, Any]], doubt: str) -> None:
    stage, (asked,) = implied_stage(family(*facts))
    assert stage is not None
    assert doubt in asked


def test_a_stated_stage_goes_before_the_record_and_a_difference_is_asked_about() -> None:
    assert implied_stage(family(ENTER, LETTER, stated_stage="letter_issued")) == ("letter_issued", ())
    assert implied_stage(family({"gateway": held(1)}, stated_stage="gateway_listed")) == (
        "gateway_listed",
        ("The gateway date 9 February 2026 has passed: what was decided?",),
    )
    stage, (doubt,) = implied_stage(family(ENTER, LETTER, FIRST, stated_stage="gateway_review"))
    assert stage == "gateway_review"
    assert doubt.startswith("The tracker says the stage is")
