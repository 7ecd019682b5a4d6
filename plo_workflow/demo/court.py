"""A made-up family's way to the family court: preparing the decision, the pack, lodging, and what the court does."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from plo_workflow.cases.court import OrdersSought, add_pack_item, lodge_application, record_court_step
from plo_workflow.cases.gateway import approve
from plo_workflow.cases.ongoing import record_milestone
from plo_workflow.cases.oversight import issue_urgently
from plo_workflow.demo import words
from plo_workflow.demo.family import Family, Journey
from plo_workflow.demo.gateway import decide, sign, sit
from plo_workflow.demo.letters import exempt, send_to_each, settle_family_meeting, write_letters
from plo_workflow.demo.ongoing import account_for
from plo_workflow.kinds import (
    ApprovalKind,
    CourtStepKind,
    Decision,
    FamilyStep,
    GatewayKind,
    LetterKind,
    MilestoneKind,
    PackKind,
    PackState,
    UrgentReason,
)

FIRST_TO_BE_READY = 4
"""So many documents of the pack are there at once; the others come in together later."""


def prepare_to_issue(family: Family) -> Journey:
    """What must be there before the gateway can decide to apply: threshold, care plan, the family meeting settled."""
    yield from family.do(
        family.lawyer, record_milestone, on=family.today, kind=MilestoneKind.THRESHOLD_SIGNED_OFF, note="Two pages."
    )
    yield from family.do(family.worker, record_milestone, on=family.today, kind=MilestoneKind.CARE_PLAN_READY)
    yield from settle_family_meeting(family, words.NOT_BEST_NOW)


def head_agrees(family: Family, what: ApprovalKind = ApprovalKind.ISSUE) -> Journey:
    """The head of service agrees, as a second person."""
    yield from family.do(family.world.office.head, approve, on=family.today, what=what, reason="Agreed.")


def apply_to_court(family: Family, decided_on: date, *, urgently: bool = False) -> Journey:
    """From the decision to apply to lodging, and what the court does after it. Nothing is lodged before a birth."""
    lodge_on = family.working_days(family.dice.between(1, 3)) if urgently else family.later("lodged", decided_on)
    yield from _make_up_pack(family, list(PackKind)[:FIRST_TO_BE_READY])
    if not urgently:
        family.plan(min(family.later("letter_of_issue", decided_on), lodge_on), partial(_tell_parents, family))
    yield from family.until(max(lodge_on, family.today))
    while not all(child.born for child in family.children):
        yield from family.until(family.working_days(1))
    yield from _make_up_pack(family, list(PackKind)[FIRST_TO_BE_READY:])
    yield from _lodge(family, decided_on, urgently)
    family.plan(family.later("court_issues"), partial(_court_issues, family), when_over=True)


def _make_up_pack(family: Family, kinds: list[PackKind]) -> Journey:
    for kind in kinds:
        to_follow = kind == PackKind.ASSESSMENTS and family.dice.between(0, 3) == 0
        state = PackState.TO_FOLLOW if to_follow else PackState.ATTACHED
        follows_on = family.days(28) if to_follow else None
        for child in family.all_children if kind == PackKind.CARE_PLAN else [None]:
            yield from family.do(
                family.worker,
                add_pack_item,
                on=family.today,
                kind=kind,
                state=state,
                follows_on=follows_on,
                child=child,
            )


def _tell_parents(family: Family) -> Journey:
    text = words.ISSUE_LETTER.format(name="{name}", children=family.children_named)
    letters = yield from write_letters(family, LetterKind.OF_ISSUE, text)
    yield from send_to_each(family, letters)


def _lodge(family: Family, decided_on: date, urgently: bool) -> Journey:
    if not urgently and family.today > family.limit("application_lodged", decided_on):
        yield from account_for(family, "application_lodged")
    if family.home.close_to_17:
        kind = MilestoneKind.TIME_LEFT_CONFIRMED
        yield from family.do(family.lawyer, record_milestone, on=family.today, kind=kind, note="There is time left.")
    everybody_told = not urgently and all(adult.found for adult in family.home.parents)
    orders = [OrdersSought(child, family.dice.one_of(words.ORDERS)) for child in family.all_children]
    yield from family.do(
        family.lawyer,
        lodge_application,
        on=family.today,
        orders=orders,
        urgent_reason="Same-day hearing asked for." if urgently else None,
        no_letter_reason=None if everybody_told else words.NO_LETTER,
    )


def _court_issues(family: Family) -> Journey:
    number = f"SYN-{family.home.number:05d}"
    yield from family.do(
        family.lawyer, record_court_step, on=family.today, step=CourtStepKind.ISSUED, court_number=number
    )
    ends_on, limit = family.later("court_ends"), family.limit("statutory_26_weeks", family.today)
    while ends_on > limit:
        longer = limit + timedelta(days=family.world.policy.clock("court_extension").timescale.length)
        family.plan(family.working_days(-5, limit), partial(_court_extends, family, longer), when_over=True)
        limit = longer
    family.plan(ends_on, partial(_court_decides, family), when_over=True)


def _court_extends(family: Family, ends_on: date) -> Journey:
    yield from family.do(
        family.lawyer, record_court_step, on=family.today, step=CourtStepKind.EXTENDED, ends_on=ends_on
    )


def _court_decides(family: Family) -> Journey:
    yield from family.do(family.lawyer, record_court_step, on=family.today, step=CourtStepKind.FINAL_ORDER)


def issue_without_waiting(family: Family) -> Journey:
    """It cannot wait: lawyer and service manager agree, the head ratifies, and the gateway looks at it after."""
    yield from family.do(
        family.lawyer, approve, on=family.today, what=ApprovalKind.URGENT_ISSUE, reason="Agreed by telephone."
    )
    if not family.meeting.settled:
        family.meeting.settled = True
        yield from exempt(family, FamilyStep.EXEMPT_MEETING, words.NO_MEETING_NOW)
    decided_on = family.today
    yield from family.do(
        family.team.service_manager,
        issue_urgently,
        on=family.today,
        urgent_reason=family.dice.one_of((UrgentReason.IMMEDIATE_SAFETY, UrgentReason.ABDUCTION_RISK)),
        immediate_harm=family.dice.one_of(words.URGENT_HARMS),
    )
    yield from family.until(family.later("ratified"))
    yield from family.do(
        family.world.office.head, approve, on=family.today, what=ApprovalKind.URGENT_RATIFIED, reason="Ratified."
    )
    yield from settle_family_meeting(family, words.NO_MEETING_NOW)
    family.plan(family.working_days(family.dice.between(2, 6)), partial(_look_at_it_after, family), when_over=True)
    yield from apply_to_court(family, decided_on, urgently=True)


def _look_at_it_after(family: Family) -> Journey:
    yield from sit(family, GatewayKind.RATIFICATION)
    yield from decide(family, dict.fromkeys(family.all_children, Decision.ISSUE))
    yield from sign(family)
