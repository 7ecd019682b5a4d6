"""Both sides of what must be in place before an application, or before a case is closed for another reason."""

from __future__ import annotations

from typing import Any

from plo_workflow.kinds import (
    ApprovalKind,
    CloseReason,
    CourtStepKind,
    FamilyStep,
    LetterKind,
    MilestoneKind,
    PackKind,
    PackState,
    TransferKind,
)
from plo_workflow.models import CourtStep, FamilyMeetingStep, PackItem, TransferStep
from plo_workflow.requirements import court
from tests.builders import born, made, moved
from tests.plo_workflow.requirements.sides import (
    ISLA,
    ON,
    REQUESTED,
    ROWAN,
    SAT,
    Sides,
    Table,
    approval,
    ask,
    by,
    has,
    letter,
    milestone,
    person,
    posting,
    says,
    sitting,
)
from tests.plo_workflow.weekdays import day

IN_FORCE: dict[str, Any] = {"on": day("Tue 2 Jun 2026")}
URGENT = moved("issue_urgently", SAT)
OLDER = born("Ash", day("Wed 14 Jan 2009"), REQUESTED)
NEARLY = born("Bea", day("Wed 14 Jan 2009").replace(month=5), REQUESTED)
PACK = [made(PackItem, ON, kind=kind, state=PackState.ATTACHED, child_id=None, follows_on=None) for kind in PackKind]
UNDATED = made(PackItem, ON, kind=PackKind.GENOGRAM, state=PackState.TO_FOLLOW, child_id=None, follows_on=None)


def step(kind: FamilyStep, on: str = "Fri 20 Mar 2026", reason: str | None = None) -> FamilyMeetingStep:
    return made(FamilyMeetingStep, day(on), step=kind, person_id=None, reason=reason)


def court_step(kind: CourtStepKind) -> CourtStep:
    return made(CourtStep, ON, step=kind, court_number=None, ends_on=None, note=None)


def closing(reason: CloseReason) -> dict[str, Any]:
    return {"given": {"close_reason": reason}}


SIDES: Table = {
    court.threshold_signed_off: has(milestone(MilestoneKind.THRESHOLD_SIGNED_OFF), missing="has not signed off"),
    court.care_plan_ready: has(
        ISLA, ROWAN, milestone(MilestoneKind.CARE_PLAN_READY, ISLA), milestone(MilestoneKind.CARE_PLAN_READY, ROWAN),
        without=[ISLA, ROWAN, milestone(MilestoneKind.CARE_PLAN_READY, ISLA)], missing="no care plan for Rowan",
    ),
    court.family_options_weighed: has(
        *sitting(), without=sitting(options_weighed=" "), missing="The options within the family"
    ),
    court.head_of_service_approved_issue: Sides(
        ask(approval(ApprovalKind.ISSUE, "hugh"), **by("cara")),
        ask(approval(ApprovalKind.ISSUE, "cara"), **by("cara")),
        "A head of service, other than you, must agree",
    ),
    court.family_meeting_rule_met: has(
        step(FamilyStep.OFFERED), step(FamilyStep.ACCEPTED), step(FamilyStep.HELD, "Tue 31 Mar 2026"),
        without=[step(FamilyStep.OFFERED), step(FamilyStep.ACCEPTED)],
        missing="was accepted and has not been held", **IN_FORCE,
    ),
    court.every_child_under_seventeen: has(
        born("Cy", day("Thu 15 Jan 2009"), REQUESTED), without=[OLDER], missing="Ash is 17 or older"
    ),
    court.time_left_confirmed: has(
        NEARLY, milestone(MilestoneKind.TIME_LEFT_CONFIRMED), without=[NEARLY], missing="Bea is close to 17"
    ),
    court.every_child_born: has(
        ISLA, without=[born("Baby", None, REQUESTED, expected_on=day("Mon 14 Sep 2026"))],
        missing="Baby is not yet born"
    ),
    court.pack_complete: has(
        *PACK, without=[*PACK[1:], UNDATED], missing="chronology missing; no date for what is to follow: genogram"
    ),
    court.letter_of_issue_sent_or_reason: has(
        person(), letter(LetterKind.OF_ISSUE), posting(), without=[person(), letter(LetterKind.OF_ISSUE)],
        missing="No letter of issue was sent to Jo Merrow, and no reason is given",
    ),
    court.not_before_decision_to_issue: has(
        moved("decide_issue", ON), without=[moved("decide_issue", day("Thu 15 Jan 2026"))],
        missing="The decision to issue (15 January 2026) must not be later than lodging",
    ),
    court.urgent_issue_ratified: has(
        URGENT, approval(ApprovalKind.URGENT_RATIFIED),
        without=[URGENT, approval(ApprovalKind.URGENT_RATIFIED, on=REQUESTED)],
        missing="has not yet ratified the urgent decision",
    ),
    court.urgent_reason_given: Sides(says(urgent_reason="abduction_risk"), says(), "why this cannot wait"),
    court.immediate_harm_stated: Sides(says(immediate_harm="Hit."), says(immediate_harm=" "), "what immediate harm"),
    court.lawyer_agreed_urgency: Sides(
        ask(approval(ApprovalKind.URGENT_ISSUE, "lee"), **by("sue")),
        ask(approval(ApprovalKind.URGENT_ISSUE, "sue"), **by("sue")),
        "An authority lawyer, other than you",
    ),
    court.family_meeting_exemption_reasoned: has(
        step(FamilyStep.EXEMPT_MEETING, reason="Violence."), without=[step(FamilyStep.EXEMPT_MEETING)],
        missing="why a family meeting is not in the child's best interests",
    ),
    court.court_outcome_recorded: has(
        court_step(CourtStepKind.REFUSED), without=[court_step(CourtStepKind.ISSUED)], missing="It is not recorded that"
    ),
    court.closing_evidence_given: Sides(says(evidence="The letter of 3 May."), says(evidence=" "), "Say what shows"),
    court.reason_fits_every_child: has(
        ISLA, without=[ISLA, ROWAN], missing="split it first, so that none of them is recorded as having died",
        **closing(CloseReason.DIED),
    ),
    court.transfer_accepted: has(
        made(TransferStep, ON, step=TransferKind.ACCEPTED, authority="Example"),
        without=[made(TransferStep, ON, step=TransferKind.ASKED, authority="Example")],
        missing="has not accepted the case",
        **closing(CloseReason.TRANSFERRED),
    ),
}  # fmt: skip
