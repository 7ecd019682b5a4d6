"""Short ways to take a new case to a stage through the real commands; a family keeps every date unless told otherwise.

Each gives the reference of the case. `letters_out(office, replace(ON_TIME, letters=...))` is late with its letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from functools import cache

import pytest

from plo_workflow.cases.gateway import decide_issue, decide_step_down, list_gateway_review, record_decision_enter
from plo_workflow.cases.meetings import hold_first_meeting
from plo_workflow.cases.plan import record_contingency
from plo_workflow.cases.requesting import accept_and_list
from plo_workflow.kinds import Decision, GatewayKind, Judgement, LetterKind, ReviewReason
from tests.databases import Databases, Prepare
from tests.office import Office, prepare
from tests.steps import (
    MERROW,
    ON_TIME,
    Days,
    Family,
    add_parents,
    bring_papers,
    came,
    fill_pack,
    finish_step_down,
    get_ready_to_issue,
    get_ready_to_step_down,
    lodge,
    make_plan,
    request,
    review,
    send_letters,
    sit,
    tell_parents,
    write_letters,
)

ONE_DAY = timedelta(days=1)
FIRST_CASE = "PLO-2026-00001"

Builder = Callable[[Office], str]
At = Callable[[Builder], tuple[Office, str]]


def requested(office: Office, days: Days = ON_TIME, family: Family = MERROW) -> str:
    """A gateway was asked for."""
    return request(office, days, family)


def listed(office: Office, days: Days = ON_TIME, family: Family = MERROW) -> str:
    """Listed, with the papers in and the parents recorded."""
    ref = request(office, days, family)
    office.do("sue", accept_and_list, ref, on=days.listed, sitting_on=days.entered, lawyer="lee")
    bring_papers(office, ref, on=days.papers)
    add_parents(office, ref, family, on=days.papers)
    return ref


def decided_to_enter(office: Office, days: Days = ON_TIME, family: Family = MERROW) -> str:
    """Pre-proceedings have begun; the letters are to be written."""
    ref = listed(office, days, family)
    office.do("sam", record_contingency, ref, on=days.entered, plan="Apply.", early_return_trigger="A night alone.")
    sit(office, ref, Decision.ENTER, on=days.entered)
    office.do("cara", record_decision_enter, ref, on=days.entered)
    return ref


def letters_approved(office: Office, days: Days = ON_TIME, family: Family = MERROW) -> str:
    """The letters are approved and the first meeting is booked."""
    ref = decided_to_enter(office, days, family)
    write_letters(office, ref, on=days.written, meeting_on=days.first_meeting)
    return ref


def letters_out(office: Office, days: Days = ON_TIME, family: Family = MERROW) -> str:
    """The letters are out; the first meeting is to come."""
    ref = letters_approved(office, days, family)
    send_letters(office, ref, on=days.letters)
    return ref


def plan_under_way(office: Office, days: Days = ON_TIME, family: Family = MERROW) -> str:
    """The first meeting was held."""
    ref = letters_out(office, days, family)
    make_plan(office, ref, on=days.first_meeting, due_on=days.review)
    office.do(
        "sam", hold_first_meeting, ref, on=days.first_meeting, came=came(office, ref), next_review_on=days.review,
        exit_gateway_on=days.exit,
    )  # fmt: skip
    return ref


def reviewed(
    office: Office, days: Days = ON_TIME, family: Family = MERROW, judgement: Judgement = Judgement.BETTER
) -> str:
    """One review was held."""
    ref = plan_under_way(office, days, family)
    review(office, ref, judgement, on=days.review, next_on=days.exit)
    return ref


def back_at_gateway(
    office: Office, days: Days = ON_TIME, family: Family = MERROW, judgement: Judgement = Judgement.BETTER
) -> str:
    """Listed for the gateway review that ends or extends the period, with fresh papers."""
    ref = reviewed(office, days, family, judgement)
    bring_papers(office, ref, on=days.relisted)
    office.do("tess", list_gateway_review, ref, on=days.relisted, review_reason=ReviewReason.EXIT, sitting_on=days.exit)
    return ref


def stepping_down(office: Office, days: Days = ON_TIME, family: Family = MERROW) -> str:
    """The step-down is decided."""
    ref = back_at_gateway(office, days, family)
    get_ready_to_step_down(office, ref, on=days.exit)
    sit(office, ref, Decision.STEP_DOWN, on=days.exit, kind=GatewayKind.REVIEW)
    office.do("cara", decide_step_down, ref, on=days.exit)
    return ref


def stepped_down(office: Office, days: Days = ON_TIME, family: Family = MERROW) -> str:
    """The step-down is confirmed, two days after it was decided."""
    ref = stepping_down(office, days, family)
    finish_step_down(office, ref, on=days.exit + 2 * ONE_DAY)
    return ref


def preparing_application(office: Office, days: Days = ON_TIME, family: Family = MERROW) -> str:
    """It is decided to apply to court."""
    ref = back_at_gateway(office, days, family, Judgement.WORSE)
    get_ready_to_issue(office, ref, on=days.exit)
    sit(office, ref, Decision.ISSUE, on=days.exit, kind=GatewayKind.REVIEW)
    office.do("cara", decide_issue, ref, on=days.exit)
    return ref


def lodged(office: Office, days: Days = ON_TIME, family: Family = MERROW) -> str:
    """The application is lodged, two days after it was decided, and the parents were told the day before."""
    ref = preparing_application(office, days, family)
    fill_pack(office, ref, on=days.exit)
    tell_parents(office, ref, LetterKind.OF_ISSUE, on=days.exit + ONE_DAY)
    lodge(office, ref, on=days.exit + 2 * ONE_DAY)
    return ref


# A database that holds one such case, made once a session and copied for every test


@cache
def _holding(builder: Builder) -> Prepare:
    def prepare_case(url: str) -> None:
        prepare(url)
        office = Office(url)
        assert builder(office) == FIRST_CASE
        office.store.close()

    return prepare_case


@pytest.fixture
def at(databases: Databases) -> Iterator[At]:
    """Gives a fresh authority with one case at a stage, and its reference: `office, ref = at(journeys.letters_out)`."""
    with ExitStack() as opened:

        def office_with(builder: Builder) -> tuple[Office, str]:
            office = Office(databases.fresh(_holding(builder)))
            opened.callback(office.store.close)
            return office, FIRST_CASE

        yield office_with


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    """A fresh authority without a case."""
    found = Office(databases.fresh(prepare))
    with closing(found.store):
        yield found
