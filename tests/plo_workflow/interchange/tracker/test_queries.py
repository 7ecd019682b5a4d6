"""Facts out of order are asked about and left as they are (domain.md A.4, G5)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from plo_workflow.interchange.tracker.children import TrackerChild
from plo_workflow.interchange.tracker.family import TrackerFamily, TrackerMeeting
from plo_workflow.interchange.tracker.queries import queries
from plo_workflow.interchange.tracker.words import MeetingState, TrackerDecision, TrackerOutcome

AS_OF = date(2026, 9, 1)


def held(month: int, day: int) -> TrackerMeeting:
    return TrackerMeeting(MeetingState.HELD, date(2026, month, day))


IN_ORDER = TrackerFamily(
    row=4,
    reference="SYN-1",
    children=(TrackerChild("Ava", born_on=date(2020, 1, 1)),),
    gateway_requested_on=date(2026, 2, 2),
    gateway=held(2, 10),
    gateway_decision=TrackerDecision.ENTER,
    letter_sent_on=date(2026, 2, 16),
    first_meeting=held(3, 2),
    midway_review=held(4, 13),
    final_review=held(5, 26),
    extension_to=date(2026, 6, 30),
    outcome=TrackerOutcome.ISSUE,
    outcome_on=date(2026, 6, 25),
    lodged_or_issued_on=date(2026, 7, 2),
)


def asked(**changed: Any) -> tuple[str, ...]:
    return queries(replace(IN_ORDER, **changed), AS_OF)


def test_facts_in_order_raise_no_query() -> None:
    assert asked() == ()


def test_everything_on_one_day_is_in_order() -> None:
    day = held(6, 25)
    assert asked(
        gateway_requested_on=day.on, gateway=day, letter_sent_on=day.on, first_meeting=day, midway_review=day,
        final_review=day, extension_to=day.on, outcome_on=day.on, lodged_or_issued_on=day.on,
    ) == ()  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"letter_sent_on": date(2026, 2, 3)},
            "The letter before proceedings is dated 3 February 2026, before the gateway of 10 February 2026.",
        ),
        (
            {"letter_sent_on": date(2026, 3, 9)},
            "The first meeting is dated 2 March 2026, before the letter before proceedings of 9 March 2026.",
        ),
        (
            {"outcome_on": date(2026, 7, 9)},
            "The application to court is dated 2 July 2026, before the outcome of 9 July 2026.",
        ),
        (
            {"gateway_requested_on": date(2026, 2, 11)},
            "The gateway is dated 10 February 2026, before the request for the gateway of 11 February 2026.",
        ),
        (
            {"final_review": held(4, 1)},
            "The final review is dated 1 April 2026, before the midway review of 13 April 2026.",
        ),
        (
            {"extension_to": date(2026, 1, 30)},
            "The extended limit is dated 30 January 2026, before the gateway of 10 February 2026.",
        ),
    ],
)
def test_dates_out_of_order_are_named_both(changed: dict[str, Any], sentence: str) -> None:
    assert asked(**changed) == (sentence,)


def test_a_decision_after_everything_else_is_asked_about_for_each() -> None:
    assert len(asked(gateway=held(7, 20), gateway_requested_on=None)) == 4


def test_a_cancelled_meeting_has_no_place_in_the_order() -> None:
    assert asked(midway_review=TrackerMeeting(MeetingState.CANCELLED, date(2026, 1, 5), "CANCELLED")) == ()


@pytest.mark.parametrize(
    ("child", "sentence"),
    [
        (
            TrackerChild("Ben", born_on=date(2026, 4, 6)),
            "Ben was born on 6 April 2026, after the gateway of 10 February 2026. Which decision applies?",
        ),
        (
            TrackerChild("Ben", born_on=date(2008, 2, 10)),
            "Ben, born on 10 February 2008, was 18 or over on 10 February 2026. Is that right?",
        ),
        (
            TrackerChild("Unborn", expected_on=date(2026, 8, 31)),
            "Unborn was expected on 31 August 2026, which has passed: has the baby been born?",
        ),
        (
            TrackerChild("Unborn", expected_on=date(2026, 11, 18)),
            "Unborn is expected on 18 November 2026, more than 40 weeks after "
            "the gateway of 10 February 2026. Which decision applies?",
        ),
    ],
)
def test_children_whom_the_dates_do_not_fit_are_asked_about(child: TrackerChild, sentence: str) -> None:
    assert asked(children=(child,), lodged_or_issued_on=None) == (sentence,)


def test_an_application_while_a_child_is_unborn_is_asked_about() -> None:
    [query] = asked(children=(TrackerChild("Unborn", expected_on=date(2026, 11, 1)),))
    assert query.startswith("The application is dated 2 July 2026 and a child is unborn")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"letter_sent_on": None}, "An outcome is recorded but no letter before proceedings."),
        ({"first_meeting": None}, "A review was held but no first meeting is recorded."),
        (
            {
                "outcome": TrackerOutcome.CLOSED,
                "first_meeting": None,
                "midway_review": None,
                "final_review": None,
            },
            "A step-down is recorded but no meeting with the parents.",
        ),
    ],
)
def test_an_outcome_without_what_must_come_before_it_is_asked_about(changed: dict[str, Any], sentence: str) -> None:
    assert asked(**changed) == (sentence,)
