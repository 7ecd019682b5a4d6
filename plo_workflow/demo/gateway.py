"""How a made-up family comes to the gateway, and what is done at every sitting on its case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

from plo_workflow.cases.family import add_address, add_person
from plo_workflow.cases.gateway import (
    ChildDecision,
    Sat,
    add_gateway_paper,
    record_gateway_decisions,
    record_legal_advice,
    record_sitting,
    share_gateway_record,
    sign_decision_record,
)
from plo_workflow.cases.oversight import override_requirement
from plo_workflow.cases.plan import record_contingency
from plo_workflow.cases.requesting import accept_and_list, defer_gateway, reopen, request_gateway
from plo_workflow.demo import words
from plo_workflow.demo.family import Family, Journey
from plo_workflow.demo.names import address
from plo_workflow.kinds import CarerStatus, Decision, GatewayKind, PaperKind, Part, Relationship, ThresholdLimb
from plo_workflow.working_days import add_months

SITTING_WEEKDAYS = (1, 3)
"""The made-up gateway sits on Tuesdays and Thursdays."""


def ask_for_gateway(family: Family) -> Journey:
    """The social worker asks for a gateway meeting and puts the family on the case."""
    told = yield from family.do(
        family.worker,
        request_gateway,
        on=family.today,
        family_name=family.home.surname,
        children=family.home.children,
        concerns=_concerns(family),
        legal_status=family.home.legal_status,
        fgdm_position=family.dice.one_of(words.FAMILY_MEETING_POSITIONS),
        social_worker=family.worker,
        team_manager=family.team.manager,
        team=family.team.name,
        synthetic=True,
    )
    family.meet(told)
    yield from _put_people_on(family)


def ask_again(family: Family) -> Journey:
    """The family is back: a second period, with the first one read and acknowledged."""
    told = yield from family.do(
        family.worker,
        reopen,
        on=family.today,
        children=family.all_children,
        concerns="The worries of last year are back. " + _concerns(family),
        legal_status=family.home.legal_status,
        fgdm_position=family.dice.one_of(words.FAMILY_MEETING_POSITIONS),
        earlier_periods_acknowledged=True,
    )
    family.begin_again(told)
    yield from _put_people_on(family)


def _concerns(family: Family) -> str:
    return " ".join(theme.summary for theme in family.home.themes)


def _put_people_on(family: Family) -> Journey:
    for place, adult in enumerate(family.home.adults):
        relative = adult.relationship == Relationship.GRANDPARENT
        told = yield from family.do(
            family.worker,
            add_person,
            on=family.today,
            name=adult.name,
            relationship=adult.relationship,
            has_parental_responsibility=adult.has_responsibility,
            gets_letter=adult.gets_letter,
            letter_reason=adult.letter_reason,
            whereabouts_known=adult.found,
            carer_status=CarerStatus.PUT_FORWARD if relative else None,
        )
        adult.id = told.value
        if place == 0 or (adult.found and adult.gets_letter and family.home.adults[0].confidential):
            lines = address(7 * family.home.number + place)
            yield from family.do(
                family.worker,
                add_address,
                on=family.today,
                person=adult.id,
                lines=lines,
                confidential=adult.confidential,
            )


def come_to_the_gateway(family: Family) -> Journey:
    """The request is accepted and listed, the papers come in, and the day of the sitting is reached."""
    yield from family.until(family.later("request_accepted"))
    latest = family.limit("gateway_held", family.today)
    sitting_on = gateway_day(family, family.working_days(5), latest)
    yield from family.do(
        family.team.service_manager, accept_and_list, on=family.today, sitting_on=sitting_on, lawyer=family.lawyer
    )
    _expect_papers(family, sitting_on)
    yield from family.until(sitting_on)
    if family.dice.happens("deferred"):
        reason, wanted = family.dice.one_of(words.DEFERRALS)
        sitting_on = gateway_day(family, family.working_days(4), family.working_days(9))
        yield from family.do(
            family.chair, defer_gateway, on=family.today, sitting_on=sitting_on, reason=reason, still_to_supply=wanted
        )
        yield from family.until(sitting_on)


def gateway_day(family: Family, earliest: date, latest: date) -> date:
    """The first day on which the gateway sits from one day to another, else the last day worked till then."""
    calendar = family.world.calendar
    days = (earliest + timedelta(days=number) for number in range((latest - earliest).days + 1))
    sits = (day for day in days if day.weekday() in SITTING_WEEKDAYS and calendar.is_working_day(day))
    return next(sits, calendar.working_day_on_or_before(max(latest, earliest)))


def _expect_papers(family: Family, sitting_on: date) -> None:
    """The papers come in some days before the sitting; one may never come."""
    kinds = [paper.kind for paper in family.world.policy.gateway.papers]
    if family.dice.happens("paper_missing"):
        kinds.remove(family.dice.one_of(kinds))
    day = family.working_days(-family.dice.length("papers_before_sitting"), sitting_on)
    family.papers = {}
    family.plan(max(day, family.today), partial(_put_papers_in, family, kinds))
    family.plan(max(day, family.today), partial(_write_contingency, family))


def _put_papers_in(family: Family, kinds: list[PaperKind]) -> Journey:
    for kind in kinds:
        dated_on = family.papers[kind] = family.today - timedelta(days=family.dice.between(4, 60))
        yield from family.do(family.worker, add_gateway_paper, on=family.today, kind=kind, dated_on=dated_on)


def _write_contingency(family: Family) -> Journey:
    plan, trigger = family.dice.one_of(words.CONTINGENCIES)
    yield from family.do(family.worker, record_contingency, on=family.today, plan=plan, early_return_trigger=trigger)


def bring_papers_up_to_date(family: Family) -> Journey:
    """Before a review the papers that are old or never came are put in."""
    for paper in family.world.policy.gateway.papers:
        dated_on = family.papers.get(paper.kind)
        if dated_on is None or (paper.max_age_months and add_months(dated_on, paper.max_age_months) < family.today):
            yield from _put_papers_in(family, [paper.kind])


def go_on_without_a_paper(family: Family, move: str) -> Journey:
    """The chair goes on although a paper is missing, and says why."""
    if len(family.papers) < len(family.world.policy.gateway.papers):
        reason = "What it would say is known from the assessment; waiting would cost the children two weeks."
        yield from family.do(
            family.chair, override_requirement, on=family.today, move=move, requirement="papers_in_date", reason=reason
        )


def sit(family: Family, kind: GatewayKind) -> Journey:
    """The gateway sits today: who was there, what it made of the case, and the legal advice, kept apart."""
    seats = {
        family.chair: Part.CHAIR,
        family.lawyer: Part.LAWYER,
        family.worker: Part.SOCIAL_WORKER,
        family.team.manager: Part.TEAM_MANAGER,
        family.team.support: Part.MINUTE_TAKER,
    }
    told = yield from family.do(
        family.team.support,
        record_sitting,
        on=family.today,
        kind=kind,
        sat=[Sat(staff, part) for staff, part in seats.items()],
        threshold_limb=ThresholdLimb.CARE_GIVEN,
        threshold_view=family.dice.one_of(words.THRESHOLD_VIEWS),
        options_weighed=family.dice.one_of(words.OPTIONS),
        action_plan=family.dice.one_of(words.GATEWAY_PLANS),
    )
    advice = family.dice.one_of(words.ADVICE)
    yield from family.do(family.lawyer, record_legal_advice, on=family.today, advice=advice)
    family.plan(family.later("record_shared"), partial(_share_record, family, told.value), when_over=True)


def _share_record(family: Family, sitting: int) -> Journey:
    yield from family.do(family.team.support, share_gateway_record, on=family.today, sitting=sitting)


def decide(family: Family, decisions: Mapping[int, Decision]) -> Journey:
    """The decision for each child, with its reasons."""
    each = [ChildDecision(child, made, words.DECISION_REASONS[made]) for child, made in decisions.items()]
    yield from family.do(family.chair, record_gateway_decisions, on=family.today, decisions=each)


def sign(family: Family) -> Journey:
    """The chair's name under the decisions."""
    yield from family.do(family.chair, sign_decision_record, on=family.today)


def decide_and_sign(family: Family, decisions: Mapping[int, Decision]) -> Journey:
    """The decision for each child and, that day or some days later, the chair's name under it."""
    yield from decide(family, decisions)
    yield from family.until(family.later("record_signed"))
    yield from sign(family)
