"""How a made-up journey ends: stepping down, the family court, another way, and children who go different ways."""

from __future__ import annotations

from datetime import date, timedelta

from plo_workflow.cases.court import OrdersSought, add_pack_item, lodge_application, record_court_step
from plo_workflow.cases.gateway import Sat, approve, decide_issue, decide_step_down, record_sitting
from plo_workflow.cases.letters import draft_letter, record_letter_sent
from plo_workflow.cases.meetings import hold_final_meeting
from plo_workflow.cases.ongoing import record_family_meeting, record_milestone, record_visit
from plo_workflow.cases.outcomes import ChildEnd, close_other, confirm_step_down
from plo_workflow.cases.oversight import issue_urgently, record_transfer_step
from plo_workflow.demo import words
from plo_workflow.demo.beginning import get_ready_to_issue, sit
from plo_workflow.demo.middle import came, explain
from plo_workflow.demo.names import AUTHORITIES
from plo_workflow.demo.stepping import Family, Journey
from plo_workflow.kinds import (
    ApprovalKind,
    CloseReason,
    CourtStepKind,
    Decision,
    FamilyStep,
    GatewayKind,
    LetterKind,
    MilestoneKind,
    Outcome,
    PackKind,
    PackState,
    Part,
    TransferKind,
    UrgentReason,
)

STEP_DOWN = {Outcome.CHILD_IN_NEED_PLAN: 0.5, Outcome.CHILD_PROTECTION_PLAN: 0.35, Outcome.EARLY_HELP: 0.15}
BEFORE_STEP_DOWN = (
    MilestoneKind.PARTNERS_VIEW,
    MilestoneKind.RECEIVING_PLAN_NAMED,
    MilestoneKind.CONFERENCE_CHAIR_TOLD,
)


def step_down(family: Family) -> Journey:
    """Things are better: the gateway decides, parents are told, the next plan starts; later it is looked at again."""
    dice, team, on = family.dice, family.team, family.sitting_on
    yield family.step(on, family.worker, record_visit, children=family.child_ids, seen_alone=True)
    for kind in BEFORE_STEP_DOWN:
        note = dice.one_of(words.PARTNERS_VIEWS if kind == MilestoneKind.PARTNERS_VIEW else words.RECEIVING)
        yield family.step(on, family.worker, record_milestone, kind=kind, note=note)
    yield from sit(family, on, GatewayKind.REVIEW, Decision.STEP_DOWN)
    yield family.step(on, family.chair, decide_step_down)
    told = family.later(on, "closing_letter")
    yield from tell_parents(family, told, LetterKind.CLOSING, words.CLOSING_LETTER)
    met = max(told, family.later(on, "final_meeting"))
    yield family.step(met, family.worker, hold_final_meeting, came=came(family))
    active = max(met, family.later(on, "next_plan"))
    yield family.step(active, team.manager, record_milestone, kind=MilestoneKind.STEP_DOWN_PLAN_ACTIVE)
    outcomes = [ChildEnd(child, dice.weighed(STEP_DOWN)) for child in family.child_ids]
    yield family.step(active, team.manager, confirm_step_down, outcomes=outcomes)
    family.over = True
    if dice.happens("change_confirmed"):
        yield family.step(
            family.later(active, "checkpoint"), team.manager, record_milestone, kind=MilestoneKind.CHANGE_SUSTAINED
        )


def tell_parents(family: Family, on: date, kind: LetterKind, text: str) -> Journey:
    """A letter to each parent who can be found, sent on the same day; to one who cannot be found it is kept ready."""
    for parent in family.parents:
        written = text.format(name=parent.name, children=family.child_names)
        done = yield family.step(on, family.worker, draft_letter, person=parent.id, kind=kind, text=written)
        if parent.found:
            yield family.step(on, family.team.support, record_letter_sent, letter=done.value, how="by hand")


def issue(family: Family) -> Journey:
    """Things are not better: the gateway decides to apply, and the application is lodged."""
    on = family.sitting_on
    if family.family_meeting_open:
        yield family.step(
            on, family.worker, record_family_meeting, step=FamilyStep.EXEMPT_MEETING, reason=words.NOT_BEST_NOW
        )
    yield from sit(family, on, GatewayKind.REVIEW, Decision.ISSUE)
    yield from get_ready_to_issue(family, on)
    yield family.step(on, family.chair, decide_issue)
    yield from lodge(family, on)


def lodge(family: Family, decided_on: date) -> Journey:
    """The pack is filled, parents are told, the application is lodged; then it is the court's."""
    told = family.later(decided_on, "letter_of_issue")
    yield from tell_parents(family, told, LetterKind.OF_ISSUE, words.ISSUE_LETTER)
    on = family.worked(max(told, family.later(decided_on, "lodged"), family.all_born_on + timedelta(days=1)))
    for kind in PackKind:
        yield family.step(on, family.lawyer, add_pack_item, kind=kind, state=PackState.ATTACHED)
    orders = [OrdersSought(child, family.dice.one_of(words.ORDERS)) for child in family.child_ids]
    yield family.step(
        on, family.lawyer, lodge_application, orders=orders, no_letter_reason="One parent cannot be found."
    )
    family.over = True
    yield from explain(family, on, "application_lodged", "authority")
    yield from in_court(family, on)


def in_court(family: Family, lodged_on: date) -> Journey:
    """The court issues, may extend, and ends with a final order."""
    issued = family.later(lodged_on, "court_issues")
    number = f"ZZ{issued.year % 100}C{10000 + family.number}"
    yield family.step(issued, family.lawyer, record_court_step, step=CourtStepKind.ISSUED, court_number=number)
    ended = family.later(issued, "court_ends")
    yield family.step(ended, family.lawyer, record_court_step, step=CourtStepKind.FINAL_ORDER)


def go_urgently(family: Family, on: date) -> Journey:
    """An application that cannot wait: agreed by a lawyer, ratified by a head of service, looked at after."""
    dice, office = family.dice, family.office
    yield family.step(
        on, family.worker, record_family_meeting, step=FamilyStep.EXEMPT_MEETING, reason=words.NO_MEETING_NOW
    )
    yield family.step(
        on, family.worker, record_family_meeting, step=FamilyStep.EXEMPT_OFFER, reason=words.NO_MEETING_NOW
    )
    yield family.step(on, family.lawyer, approve, what=ApprovalKind.URGENT_ISSUE)
    yield family.step(
        on, family.team.service_manager, issue_urgently, urgent_reason=dice.one_of(tuple(UrgentReason)[:2]),
        immediate_harm=dice.one_of(words.URGENT_HARMS),
    )  # fmt: skip
    ratified = family.later(on, "ratified")
    yield family.step(ratified, office.head, approve, what=ApprovalKind.URGENT_RATIFIED)
    family.alongside.append(looked_at_after(family, family.calendar.add_working_days(on, dice.between(3, 7))))
    yield from lodge(family, ratified)


def looked_at_after(family: Family, on: date) -> Journey:
    """The gateway looks at an urgent decision afterwards."""
    sat = [Sat(family.chair, Part.CHAIR), Sat(family.lawyer, Part.LAWYER), Sat(family.worker, Part.SOCIAL_WORKER)]
    yield family.step(on, family.chair, record_sitting, kind=GatewayKind.RATIFICATION, sat=sat)


def end_otherwise(family: Family, on: date) -> Journey:
    """The family moves to another authority, which accepts the case."""
    elsewhere = family.dice.one_of(AUTHORITIES)
    for step in (TransferKind.ASKED, TransferKind.ACCEPTED):
        yield family.step(on, family.team.manager, record_transfer_step, step=step, authority=elsewhere)
        on = family.calendar.add_working_days(on, 5)
    yield family.step(
        on, family.office.head, close_other, close_reason=CloseReason.TRANSFERRED,
        reason="The family has moved.", evidence=f"{elsewhere} accepted the case in writing.",
    )  # fmt: skip
    family.over = True
