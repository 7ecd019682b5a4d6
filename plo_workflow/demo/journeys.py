"""The stories of made-up families, from the first request to the last thing that is heard of them."""

from __future__ import annotations

from datetime import date, timedelta

from plo_workflow.cases.gateway import record_decision_continue, record_decision_enter, record_decision_issue
from plo_workflow.demo import words
from plo_workflow.demo.chances import CHANCES
from plo_workflow.demo.court import apply_to_court, head_agrees, issue_without_waiting, prepare_to_issue
from plo_workflow.demo.exits import (
    back_to_the_gateway,
    decide_the_way_out,
    give_more_time,
    look_early,
    move_away,
    turn_17,
)
from plo_workflow.demo.family import CourseChanged, Family, Journey, Telling, Turning
from plo_workflow.demo.gateway import (
    ask_again,
    ask_for_gateway,
    come_to_the_gateway,
    decide_and_sign,
    go_on_without_a_paper,
    sit,
)
from plo_workflow.demo.letters import send_letters
from plo_workflow.demo.meetings import meet_for_the_first_time, review
from plo_workflow.demo.ongoing import expect_births, go_on_working
from plo_workflow.kinds import ApprovalKind, Decision, GatewayKind, ReviewReason
from plo_workflow.stages import OPEN_STAGES

WORKING_DAYS_TO_A_SITTING, DAYS_OF_A_LOOK, DAYS_OF_TWO_REVIEWS = 8, 21, 70

BEFORE_A_WAY_OUT = frozenset(OPEN_STAGES) - {"application_preparation", "step_down_pending"}
"""The stages in which something urgent changes where a family is going."""


def story(family: Family) -> Journey:
    """Everything that is ever recorded about a family."""
    family.turning = _turning_of_a_teenager(family) if family.home.close_to_17 else _turning(family)
    try:
        yield from ask_for_gateway(family)
        yield from _period(family)
    except CourseChanged as change:
        yield from change.course(family)
    together = len(family.children) == len(family.home.children)
    if family.stage == "stepped_down" and together and family.dice.happens("comes_back"):
        yield from _come_back(family)
    yield from family.to_the_end()


def _turning_of_a_teenager(family: Family) -> Turning | None:
    born_on = family.home.children[0].born_on
    return Turning(family.world.policy.age.blocked_from(born_on), frozenset(OPEN_STAGES), turn_17) if born_on else None


def _turning(family: Family) -> Turning | None:
    """What may overtake a family: something that cannot wait, or a move."""
    if family.dice.happens("urgent"):
        return Turning(family.days(family.dice.between(8, 120)), BEFORE_A_WAY_OUT, issue_without_waiting)
    if family.dice.happens("moves_away"):
        return Turning(family.days(family.dice.between(20, 120)), BEFORE_A_WAY_OUT, move_away)
    return None


def _come_back(family: Family) -> Journey:
    """Some months after stepping down the worries are back: a second period, which goes as it goes."""
    family.turning = None
    yield from family.until(family.days(family.dice.between(40, 200)))
    family.getting_better = family.dice.happens("things_get_better")
    yield from ask_again(family)
    yield from _period(family)


def _period(family: Family) -> Journey:
    expect_births(family)
    yield from come_to_the_gateway(family)
    first_decision = family.dice.weighed(
        {
            Decision.CONTINUE: CHANCES["not_entered"].often,
            Decision.ISSUE: CHANCES["issue_now"].often,
            Decision.ENTER: 1 - CHANCES["not_entered"].often - CHANCES["issue_now"].often,
        }
    )
    if first_decision == Decision.ISSUE:
        yield from prepare_to_issue(family)
        yield from head_agrees(family)
    sat_on = family.today
    yield from sit(family, GatewayKind.ENTRY)
    yield from decide_and_sign(family, dict.fromkeys(family.all_children, first_decision))
    yield from FIRST_WAYS[first_decision](family, sat_on)


def _go_on_without(family: Family, sat_on: date) -> Journey:
    reason = family.dice.one_of(words.NOT_ENTERED)
    yield from family.do(family.chair, record_decision_continue, on=sat_on, reason=reason)


def _apply_at_once(family: Family, sat_on: date) -> Journey:
    yield from go_on_without_a_paper(family, "record_decision_issue")
    yield from family.do(family.chair, record_decision_issue, on=sat_on, reason=words.ISSUE_NOW)
    yield from apply_to_court(family, sat_on)


def _enter(family: Family, sat_on: date) -> Journey:
    if family.world.policy.gateway.entering_needs_head_of_service:
        yield from head_agrees(family, ApprovalKind.ENTER)
    yield from go_on_without_a_paper(family, "record_decision_enter")
    yield from family.do(family.chair, record_decision_enter, on=sat_on)
    family.entered_on, family.extensions = sat_on, 0
    family.limit_on = family.limit("headline_limit", sat_on)
    go_on_working(family)
    meeting_on = yield from send_letters(family)
    yield from meet_for_the_first_time(family, meeting_on)
    yield from _work_with_the_plan(family)


FIRST_WAYS = {Decision.CONTINUE: _go_on_without, Decision.ISSUE: _apply_at_once, Decision.ENTER: _enter}


def _work_with_the_plan(family: Family) -> Journey:
    """Reviews until the exit gateway is due or, as happens, long after; more time for some; then the way out."""
    key = "exit_overlooked" if family.dice.happens("exit_overlooked") else "exit_gateway"
    list_on = family.working_days(-WORKING_DAYS_TO_A_SITTING, family.later(key, family.entered_on))
    look_early_too, is_last = family.dice.happens("looked_at_early"), False
    while not is_last:
        is_last = family.days(DAYS_OF_TWO_REVIEWS) > list_on
        yield from review(family, is_last=is_last)
        if look_early_too and family.days(DAYS_OF_A_LOOK) < family.limit_on:
            look_early_too = False
            yield from look_early(family)
    list_on = yield from _more_time(family, list_on)
    sitting_on = yield from back_to_the_gateway(family, ReviewReason.EXIT, list_on)
    yield from decide_the_way_out(family, sitting_on)


def _more_time(family: Family, list_on: date) -> Telling[date]:
    """More time, once or twice, where the limit has not long passed; gives the day to list the exit gateway on."""
    key = "more_time"
    while family.dice.happens(key) and family.days(DAYS_OF_A_LOOK, list_on) < family.limit_on + timedelta(days=28):
        sitting_on = yield from back_to_the_gateway(family, ReviewReason.EXTENSION, list_on)
        yield from give_more_time(family, sitting_on)
        if family.days(20) < family.limit_on:
            yield from review(family, is_last=True)
        list_on = family.working_days(-WORKING_DAYS_TO_A_SITTING, family.limit_on)
        if key == "more_time_again":
            break
        key = "more_time_again"
    return list_on
