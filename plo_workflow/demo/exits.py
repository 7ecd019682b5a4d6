"""How a made-up family's period is looked at again by the gateway and how it ends: more time, stepping down, or
another authority or age; applications are in `court`."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from plo_workflow.cases.gateway import (
    approve,
    decide_continue,
    decide_extend,
    decide_issue,
    decide_step_down,
    list_gateway_review,
)
from plo_workflow.cases.meetings import Came, hold_final_meeting
from plo_workflow.cases.ongoing import record_milestone
from plo_workflow.cases.outcomes import ChildEnd, close_other, confirm_step_down
from plo_workflow.cases.oversight import record_transfer_step, request_extension
from plo_workflow.cases.splitting import split_case
from plo_workflow.demo import words
from plo_workflow.demo.court import apply_to_court, head_agrees, prepare_to_issue
from plo_workflow.demo.family import Family, Journey, KnownChild, Telling
from plo_workflow.demo.gateway import bring_papers_up_to_date, decide_and_sign, gateway_day, sit
from plo_workflow.demo.letters import send_to_each, write_letters
from plo_workflow.demo.meetings import keep_plan_going
from plo_workflow.demo.names import AUTHORITIES
from plo_workflow.demo.ongoing import see_the_children
from plo_workflow.kinds import (
    ApprovalKind,
    Cause,
    CloseReason,
    Decision,
    GatewayKind,
    LegalStatus,
    LetterKind,
    MilestoneKind,
    Outcome,
    ReviewReason,
    TransferKind,
)
from plo_workflow.working_days import in_words

AFTERWARDS = {
    Outcome.CHILD_IN_NEED_PLAN: 0.50,
    Outcome.CHILD_PROTECTION_PLAN: 0.28,
    Outcome.EARLY_HELP: 0.14,
    Outcome.CLOSED: 0.08,
}


def back_to_the_gateway(family: Family, reason: ReviewReason, list_on: date) -> Telling[date]:
    """On a day (or today, if that has passed) the case is listed for a review; gives the day of the sitting."""
    yield from family.until(list_on)
    sitting_on = gateway_day(family, family.working_days(5), family.working_days(9))
    yield from bring_papers_up_to_date(family)
    yield from family.do(
        family.team.manager, list_gateway_review, on=family.today, review_reason=reason, sitting_on=sitting_on
    )
    return sitting_on


def look_early(family: Family) -> Journey:
    """The gateway looks at the case early and lets it go on."""
    sitting_on = yield from back_to_the_gateway(family, ReviewReason.EARLY, family.working_days(2))
    yield from family.until(sitting_on)
    yield from sit(family, GatewayKind.REVIEW)
    yield from decide_and_sign(family, dict.fromkeys(family.all_children, Decision.CONTINUE))
    yield from keep_plan_going(family)
    yield from family.do(family.chair, decide_continue, on=sitting_on, reason=words.DECISION_REASONS[Decision.CONTINUE])


def give_more_time(family: Family, sitting_on: date) -> Journey:
    """More time is asked for and granted at a sitting: by the head of service, the second time by somebody above."""
    office, longest = family.world.office, family.world.policy.extension.max_days
    until = min(family.limit_on + timedelta(days=longest), family.limit("hard_ceiling", family.entered_on))
    cause = Cause.AUTHORITY if family.dice.happens("authority_is_late") else Cause.FAMILY
    yield from family.do(
        family.worker,
        request_extension,
        on=family.today,
        what_changed=family.dice.one_of(words.CHANGED),
        why_this_child=family.dice.one_of(words.WHY_THIS_CHILD),
        current_risk="Lower than at the start, and not yet low enough.",
        new_limit_on=until,
        cause=cause,
    )
    text = words.EXTENSION_LETTER.format(name="{name}", children=family.children_named, until=in_words(until))
    letters = yield from write_letters(family, LetterKind.EXTENSION, text)
    yield from family.until(sitting_on)
    yield from sit(family, GatewayKind.REVIEW)
    yield from decide_and_sign(family, dict.fromkeys(family.all_children, Decision.EXTEND))
    first = family.extensions == 0
    if first and cause == Cause.AUTHORITY:
        seen = ApprovalKind.EXTENSION_FOR_AUTHORITY_DELAY
        yield from family.do(office.assistant_director, approve, on=family.today, what=seen, reason="Seen.")
    yield from family.do(office.head if first else office.assistant_director, decide_extend, on=sitting_on)
    family.extensions, family.limit_on = family.extensions + 1, until
    yield from family.until(family.working_days(2))
    yield from send_to_each(family, letters)


def decide_the_way_out(family: Family, sitting_on: date) -> Journey:
    """The gateway decides: down, to court, or for some children the one and for others the other."""
    going = _going_another_way(family)
    way_out = Decision.STEP_DOWN if family.getting_better else Decision.ISSUE
    if way_out == Decision.ISSUE or going:
        yield from prepare_to_issue(family)
    if way_out == Decision.STEP_DOWN:
        yield from _prepare_step_down(family)
    yield from family.until(sitting_on)
    if way_out == Decision.STEP_DOWN:
        yield from see_the_children(family)
    if way_out == Decision.ISSUE or going:
        yield from head_agrees(family)
    yield from sit(family, GatewayKind.REVIEW)
    other = {child.id: Decision.ISSUE for child in going}
    yield from decide_and_sign(family, dict.fromkeys(family.all_children, way_out) | other)
    if going:
        yield from _part_ways(family, going, sitting_on)
    if way_out == Decision.STEP_DOWN:
        yield from family.do(family.chair, decide_step_down, on=sitting_on)
        yield from step_down(family, sitting_on)
    else:
        yield from family.do(family.chair, decide_issue, on=sitting_on)
        yield from apply_to_court(family, sitting_on)


def _going_another_way(family: Family) -> list[KnownChild]:
    several = len(family.children) > 1 and family.getting_better
    return family.children[:1] if several and family.dice.happens("goes_two_ways") else []


def _part_ways(family: Family, going: list[KnownChild], sitting_on: date) -> Journey:
    told = yield from family.do(
        family.chair,
        split_case,
        on=sitting_on,
        children=[child.id for child in going],
        reason=words.SPLIT_REASON,
    )
    family.children = [child for child in family.children if child not in going]
    family.world.alongside(_other_way(family.parted(told, going, family.home.number), sitting_on))


def _other_way(family: Family, sitting_on: date) -> Journey:
    """The case of the children for whom an application is made."""
    yield from family.do(family.chair, decide_issue, on=sitting_on)
    yield from apply_to_court(family, sitting_on)
    yield from family.to_the_end()


def _prepare_step_down(family: Family) -> Journey:
    view, receiving = family.dice.one_of(words.PARTNERS_VIEWS), family.dice.one_of(words.RECEIVING)
    kinds = {MilestoneKind.PARTNERS_VIEW: view, MilestoneKind.RECEIVING_PLAN_NAMED: receiving}
    if family.home.legal_status == LegalStatus.CHILD_PROTECTION:
        kinds[MilestoneKind.CONFERENCE_CHAIR_TOLD] = "Told by telephone; agrees."
    for kind, note in kinds.items():
        yield from family.do(family.worker, record_milestone, on=family.today, kind=kind, note=note)


def step_down(family: Family, decided_on: date) -> Journey:
    """Closing letters, the plan that follows, a last meeting, and then a second person confirms."""
    last_day = family.today
    for key, job in (
        ("closing_letter", _say_goodbye),
        ("next_plan", _start_next_plan),
        ("final_meeting", _meet_for_the_last_time),
    ):
        day = family.later(key, decided_on)
        last_day = max(last_day, day)
        family.plan(day, partial(job, family))
    yield from family.until(family.working_days(1, last_day))
    outcome = family.dice.weighed(AFTERWARDS)
    outcomes = [ChildEnd(child, outcome) for child in family.all_children]
    yield from family.do(family.team.manager, confirm_step_down, on=family.today, outcomes=outcomes)
    if family.dice.happens("change_confirmed"):
        family.plan(family.later("checkpoint"), partial(_confirm_change, family), when_over=True)


def _say_goodbye(family: Family) -> Journey:
    text = words.CLOSING_LETTER.format(name="{name}", children=family.children_named)
    letters = yield from write_letters(family, LetterKind.CLOSING, text)
    yield from send_to_each(family, letters)


def _start_next_plan(family: Family) -> Journey:
    kind = MilestoneKind.STEP_DOWN_PLAN_ACTIVE
    yield from family.do(family.team.manager, record_milestone, on=family.today, kind=kind)


def _meet_for_the_last_time(family: Family) -> Journey:
    came = [Came(family.home.adults[0].id, attended=True)]
    yield from family.do(family.worker, hold_final_meeting, on=family.today, came=came)


def _confirm_change(family: Family) -> Journey:
    note = "Things are as they were at the end: the change has lasted."
    kind = MilestoneKind.CHANGE_SUSTAINED
    yield from family.do(family.team.manager, record_milestone, on=family.today, kind=kind, note=note)


def move_away(family: Family) -> Journey:
    """The family moves to another authority, which takes some weeks to accept the case."""
    authority = family.dice.one_of(AUTHORITIES)
    yield from family.do(
        family.team.manager, record_transfer_step, on=family.today, step=TransferKind.ASKED, authority=authority
    )
    yield from family.until(family.working_days(family.dice.between(8, 25)))
    yield from family.do(
        family.team.manager, record_transfer_step, on=family.today, step=TransferKind.ACCEPTED, authority=authority
    )
    yield from family.until(family.working_days(2))
    yield from _close(
        family, CloseReason.TRANSFERRED, f"The family lives in the area of {authority} now.", "Their letter."
    )


def turn_17(family: Family) -> Journey:
    """The child is 17: no order can be made any more (s.31(3))."""
    reason = "The child is 17; the work goes on under a child in need plan."
    yield from _close(family, CloseReason.AGED_OUT, reason, "Date of birth on the record.")


def _close(family: Family, close_reason: CloseReason, reason: str, evidence: str) -> Journey:
    yield from family.do(
        family.world.office.head,
        close_other,
        on=family.today,
        close_reason=close_reason,
        reason=reason,
        evidence=evidence,
    )
