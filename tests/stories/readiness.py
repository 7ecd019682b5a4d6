"""What a move needs beforehand, as short steps that `moves` puts together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from plo_workflow.cases import COMMANDS, Done, Order
from plo_workflow.cases.court import OrdersSought, record_court_step
from plo_workflow.cases.family import child_joins
from plo_workflow.cases.gateway import (
    ChildDecision,
    approve,
    decide_continue,
    list_gateway_review,
    record_gateway_decisions,
    share_gateway_record,
    sign_decision_record,
    withdraw_decision,
)
from plo_workflow.cases.letters import (
    confirm_readability,
    draft_letter,
    draft_letter_before_proceedings,
    record_letter_delivered,
)
from plo_workflow.cases.meetings import ConcernProgress, send_minutes
from plo_workflow.cases.ongoing import record_family_meeting, record_milestone
from plo_workflow.cases.outcomes import ChildEnd
from plo_workflow.cases.oversight import issue_urgently, request_extension
from plo_workflow.cases.plan import record_contingency
from plo_workflow.cases.requesting import NewChild, accept_and_list
from plo_workflow.kinds import (
    ApprovalKind,
    Cause,
    CourtStepKind,
    Decision,
    FamilyStep,
    GatewayKind,
    Judgement,
    LegalStatus,
    LetterKind,
    MilestoneKind,
    Outcome,
    ReviewReason,
    UrgentReason,
)
from plo_workflow.models import Concern, GatewaySitting, Meeting
from tests import journeys
from tests.journeys import Builder
from tests.office import Office, noon
from tests.plo_workflow.weekdays import day
from tests.steps import (
    ON_TIME,
    SECTIONS,
    addressees,
    came,
    child,
    children,
    letters,
    sit,
    tell_parents,
)

Said = dict[str, Any]
Step = Callable[[Office, str], object]
Saying = Callable[[Office, str], Said]
EXIT, THURSDAY, NEXT = ON_TIME.exit, day("Thu 23 Apr 2026"), day("Tue 28 Apr 2026")
BEFORE_LETTERS, BEFORE_MEETING = day("Fri 16 Jan 2026"), day("Wed 21 Jan 2026")
URGENT, TAKEN_BACK = day("Thu 8 Jan 2026"), day("Fri 9 Jan 2026")
ARRIVED = day("Mon 19 Jan 2026")


@dataclass(frozen=True)
class Ready:
    """One move: `ready` has all it requires and `bare` has not, for want of exactly what is named in `unmet`."""

    who: str
    on: date
    ready: Builder | None
    said: Saying
    bare: Builder | None
    unmet: tuple[str, ...]
    bare_said: Saying | None = None

    def make(
        self, move: str, office: Office, ref: str | None, /, *, on: date | None = None, said: Said | None = None,
        **order: Any,
    ) -> Done:  # fmt: skip
        """Make the move, or try to; `order` may say otherwise by whom, when, on which revision, with which key."""
        happened = on or self.on
        handed_in = Order(**{"by": self.who, "at": noon(happened), "case": ref, **order})
        says = self.said(office, ref or "") if said is None else said
        return office.desk.perform(handed_in, COMMANDS[move].do, on=happened, **says)


def after(builder: Builder, *steps: Step) -> Builder:
    """A case at a stage on which more was recorded."""

    def build(office: Office) -> str:
        ref = builder(office)
        for step in steps:
            step(office, ref)
        return ref

    return build


def done(step: Callable[..., object], *given: Any, **said: Any) -> Step:
    """A step of a journey, with its day."""
    return lambda office, ref: step(office, ref, *given, **said)


def saying(**said: Any) -> Saying:
    """What is said whatever the case."""
    return lambda office, ref: said


def sat(decision: Decision | None, on: date, kind: GatewayKind = GatewayKind.REVIEW) -> Step:
    return lambda office, ref: sit(office, ref, decision, on=on, kind=kind)


def asking(concerns: str = "Alone at night.", fgdm: str = "To be offered.", acknowledged: bool = True) -> Said:
    return {
        "concerns": concerns, "legal_status": LegalStatus.CHILD_IN_NEED, "fgdm_position": fgdm,
        "earlier_periods_acknowledged": acknowledged,
    }  # fmt: skip


def requesting(born_on: date | None, **more: Any) -> Saying:
    named = {"family_name": "Merrow", "children": [NewChild("Wren", born_on=born_on)], "social_worker": "sam"}
    return saying(**named, **asking(**more))


def only_listed(office: Office) -> str:
    """Listed, with no papers and nobody to write to."""
    ref = journeys.requested(office)
    office.do("sue", accept_and_list, ref, on=ON_TIME.listed, sitting_on=ON_TIME.entered, lawyer="lee")
    return ref


def contingency(office: Office, ref: str) -> None:
    office.do("sam", record_contingency, ref, on=ON_TIME.entered, plan="Apply.", early_return_trigger="A night alone.")


def draft(
    office: Office, ref: str, *, on: date = ON_TIME.written, child: int | None = None, words: str = "In plain words.",
    read: bool = True,
) -> None:  # fmt: skip
    for to in addressees(office, ref):
        letter = office.do(
            "sam", draft_letter_before_proceedings, ref, on=on, person=to, fgdm_offered=True, child=child,
            solicitor_list_on=on if read else None, **dict.fromkeys(SECTIONS, words),
        ).value  # fmt: skip
        if read:
            office.do("ben", confirm_readability, ref, on=on, letter=letter)


def newborn_in_pre_proceedings(office: Office) -> str:
    """A baby joined when the plan was under way, and the gateway review decided to enter for her and to go on."""
    ref = journeys.back_at_gateway(office)
    joining = NewChild("Wren", born_on=ON_TIME.review)
    wren = office.do("sam", child_joins, ref, on=ON_TIME.relisted, child=joining).value
    sit(office, ref, None, on=EXIT, kind=GatewayKind.REVIEW)
    decided = [
        ChildDecision(wren, Decision.ENTER, "Born into the same worries."),
        ChildDecision(child(office, ref), Decision.CONTINUE, "Time is left."),
    ]
    office.do("cara", record_gateway_decisions, ref, on=EXIT, decisions=decided)
    office.do("cara", sign_decision_record, ref, on=EXIT)
    office.do("cara", decide_continue, ref, on=EXIT, reason="Time is left.")
    return ref


def draft_about_newborn(office: Office, ref: str, *, words: str = "In plain words.", read: bool = True) -> None:
    draft(office, ref, on=EXIT, child=child(office, ref, "Wren"), words=words, read=read)


def send_everything(office: Office, ref: str) -> None:
    """Nothing on paper is left undone: the letters have arrived, minutes and records have gone out."""
    file = office.file(ref)
    for letter in letters(office, ref):
        office.do("ben", record_letter_delivered, ref, on=ARRIVED, letter=letter, evidence="Signed for.")
    for meeting in file.all(Meeting):
        office.do("ben", send_minutes, ref, on=EXIT, meeting=meeting.id, sent_to="Parents and solicitors")
    for sitting in file.all(GatewaySitting):
        office.do("ben", share_gateway_record, ref, on=EXIT, sitting=sitting.id)


def ask_for_more_time(office: Office, ref: str) -> None:
    office.do(
        "sam", request_extension, ref, on=EXIT, what_changed="He left.", why_this_child="Isla sleeps.",
        current_risk="Lower.", new_limit_on=day("Tue 2 Jun 2026"), cause=Cause.FAMILY,
    )  # fmt: skip
    for to in addressees(office, ref):
        office.do("sam", draft_letter, ref, on=EXIT, person=to, kind=LetterKind.EXTENSION, text="Until 2 June.")


def agree_that_it_is_urgent(office: Office, ref: str, on: date = EXIT) -> None:
    office.do("lee", approve, ref, on=on, what=ApprovalKind.URGENT_ISSUE)
    office.do("sam", record_family_meeting, ref, on=on, step=FamilyStep.EXEMPT_MEETING, reason="He is violent.")


def urgent_and_taken_back(office: Office, ref: str) -> None:
    """Before a gateway sat, court could not wait; the day after it could, and the gateway is to decide."""
    agree_that_it_is_urgent(office, ref, URGENT)
    office.do(
        "sue", issue_urgently, ref, on=URGENT, urgent_reason=UrgentReason.IMMEDIATE_SAFETY,
        immediate_harm="She was hit last night.",
    )  # fmt: skip
    office.do("cara", withdraw_decision, ref, on=TAKEN_BACK, reason="He was arrested.")


def listed_before_letters(office: Office) -> str:
    """The case went back to the gateway while the letters were being written."""
    return _listed_early(office, journeys.decided_to_enter(office), ON_TIME.written, BEFORE_LETTERS)


def listed_before_meeting(office: Office) -> str:
    """The case went back to the gateway when the letters were out and the first meeting was to come."""
    return _listed_early(office, journeys.letters_out(office), ARRIVED, BEFORE_MEETING)


def _listed_early(office: Office, ref: str, on: date, sitting_on: date) -> str:
    office.do("tess", list_gateway_review, ref, on=on, review_reason=ReviewReason.EARLY, sitting_on=sitting_on)
    return ref


def end_well(office: Office, ref: str) -> None:
    tell_parents(office, ref, LetterKind.CLOSING, on=THURSDAY)
    for kind in (MilestoneKind.STEP_DOWN_PLAN_ACTIVE, MilestoneKind.FINAL_MEETING_WAIVED):
        office.do("tess", record_milestone, ref, on=THURSDAY, kind=kind, note="Parents chose a call.")


def first_meeting(office: Office, ref: str) -> Said:
    return {"came": came(office, ref), "next_review_on": ON_TIME.review, "exit_gateway_on": EXIT}


def progress(office: Office, ref: str) -> Said:
    judged = [ConcernProgress(one.id, Judgement.BETTER, "Seen.") for one in office.file(ref).all(Concern)]
    return {"came": came(office, ref), "progress": judged, "current_risk": "Lower.", "next_review_on": EXIT}


def orders(office: Office, ref: str) -> Said:
    return {"orders": [OrdersSought(one, "Interim care order") for one in children(office, ref)]}


def ends(office: Office, ref: str) -> Said:
    return {"outcomes": [ChildEnd(one, Outcome.CHILD_IN_NEED_PLAN) for one in children(office, ref)]}


def refused_by_court(office: Office, ref: str) -> None:
    office.do("lee", record_court_step, ref, on=NEXT, step=CourtStepKind.REFUSED)
