"""What a gateway meeting records and decides: papers, the sitting, advice apart, decisions per child, and the moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Annotated

from plo_workflow.access import APPROVERS, CASEWORKERS, GATEWAY, LAWYERS, SENIOR, require_role
from plo_workflow.cases.asks import Choose
from plo_workflow.cases.order import check_order
from plo_workflow.cases.outcomes import end_for_every_child
from plo_workflow.cases.registry import command, move_command
from plo_workflow.cases.work import Work
from plo_workflow.errors import NotGiven
from plo_workflow.kinds import (
    ApprovalKind,
    Decision,
    GatewayKind,
    Outcome,
    PaperKind,
    Part,
    RecordKind,
    ReviewReason,
    Role,
    ThresholdLimb,
)
from plo_workflow.models import (
    AdviceNote,
    Approval,
    Child,
    Extension,
    ExtensionRequest,
    Fact,
    GatewayAttendance,
    GatewayDecision,
    GatewayListing,
    GatewayPaper,
    GatewaySitting,
    Move,
    RecordSigned,
)
from plo_workflow.requirements.decisions import record_hashes

Sitting = Annotated[int, Choose("sittings")]


@dataclass(frozen=True)
class Sat:
    """Somebody who sat at the gateway, and their part."""

    staff: Annotated[str, Choose("staff")]
    part: Part


@dataclass(frozen=True)
class ChildDecision:
    """The decision for one child, with its reasons and any dissent."""

    child: Annotated[int, Choose("children")]
    decision: Decision
    reasons: str
    dissent: str | None = None


@command("Add a gateway paper", (*CASEWORKERS, *LAWYERS), "gateway")
def add_gateway_paper(work: Work, *, on: date, kind: PaperKind, dated_on: date) -> None:
    """Put a paper before the gateway; `dated_on` is the date of the paper itself."""
    work.record(GatewayPaper(happened_on=on, kind=kind, dated_on=dated_on))


@command("Record a gateway sitting", GATEWAY, "gateway")
def record_sitting(
    work: Work,
    *,
    on: date,
    kind: GatewayKind,
    sat: list[Sat],
    threshold_limb: ThresholdLimb | None = None,
    threshold_view: str | None = None,
    options_weighed: str | None = None,
    action_plan: str | None = None,
) -> Fact:
    """The gateway sat on the case: who, in which part, and what it made of it. An inquorate sitting is recorded too."""
    sitting = work.record(
        GatewaySitting(
            happened_on=on, kind=kind, threshold_limb=threshold_limb, threshold_view=threshold_view,
            options_weighed=options_weighed, action_plan=action_plan,
        )
    )  # fmt: skip
    for one in sat:
        work.record(GatewayAttendance(happened_on=on, sitting_id=sitting.id, staff_key=one.staff, part=one.part))
    return sitting


@command("Record legal advice", LAWYERS, "gateway")
def record_legal_advice(work: Work, *, on: date, sitting: Sitting | None = None, advice: str) -> None:
    """Keep the lawyer's advice, privileged and apart: its words go into no page, message or history."""
    chosen = work.find(GatewaySitting, sitting or _latest_sitting(work))
    work.record(AdviceNote(happened_on=on, sitting_id=chosen.id, advice=advice))


@command("Record the decision for each child", (Role.GATEWAY_CHAIR,), "gateway")
def record_gateway_decisions(
    work: Work, *, on: date, decisions: list[ChildDecision], sitting: Sitting | None = None
) -> None:
    """What the gateway decided for each child, with reasons. The move itself comes after.

    A decision that is recorded again takes the place of the earlier one, which stays on the record as withdrawn.
    """
    chosen = work.find(GatewaySitting, sitting or _latest_sitting(work))
    for one in decisions:
        if not one.reasons.strip():
            raise NotGiven("Give the reasons for each child's decision.")
        child = work.find(Child, one.child)
        earlier = work.file.last(GatewayDecision, sitting_id=chosen.id, child_id=child.id)
        if earlier:
            work.withdraw(earlier, "another decision took its place")
        decided = GatewayDecision(
            happened_on=on, sitting_id=chosen.id, child_id=child.id, decision=one.decision,
            reasons=one.reasons, dissent=one.dissent,
        )  # fmt: skip
        check_order(work.file, work.record(decided))


@command("Sign the decision record", (Role.GATEWAY_CHAIR,), "gateway")
def sign_decision_record(work: Work, *, on: date, sitting: Sitting | None = None) -> None:
    """The chair signs the decision record (stops K04)."""
    chosen = work.find(GatewaySitting, sitting or _latest_sitting(work))
    over = record_hashes(work.file, chosen)
    signed = RecordSigned(happened_on=on, sitting_id=chosen.id, kind=RecordKind.DECISION, signed_hashes=over)
    check_order(work.file, work.record(signed))


@command("Share the full gateway record", GATEWAY, "gateway")
def share_gateway_record(work: Work, *, on: date, sitting: Sitting | None = None) -> None:
    """The full record was finalised and shared (stops K05)."""
    chosen = work.find(GatewaySitting, sitting or _latest_sitting(work))
    shared = RecordSigned(happened_on=on, sitting_id=chosen.id, kind=RecordKind.FULL, signed_hashes=[])
    check_order(work.file, work.record(shared))


@command("Agree as a second person", (*SENIOR, *LAWYERS, Role.SERVICE_MANAGER, Role.GATEWAY_CHAIR), "gateway")
def approve(
    work: Work,
    *,
    on: date,
    what: ApprovalKind,
    person: Annotated[int, Choose("people")] | None = None,
    reason: str | None = None,
) -> None:
    """Agree to something that one person may not do alone. Raises `NotYourRole` for a role that may not agree to it."""
    require_role(work.actor, APPROVERS[what], f"To agree to “{what.label.lower()}”")
    work.record(Approval(happened_on=on, what=what, about_id=person, reason=reason))


def _latest_sitting(work: Work) -> int | None:
    sitting = work.file.last(GatewaySitting)
    return sitting.id if sitting else None


@move_command("record_decision_continue")
def record_decision_continue(work: Work, *, on: date, reason: str) -> None:
    """The gateway decided to go on without pre-proceedings (T04)."""
    work.move("record_decision_continue", on=on, reason=reason)
    end_for_every_child(work, on, Outcome.NOT_ENTERED)


@move_command("record_decision_enter")
def record_decision_enter(work: Work, *, on: date) -> None:
    """The gateway decided to enter pre-proceedings (T05): the period begins."""
    work.move("record_decision_enter", on=on)


@move_command("record_decision_issue")
def record_decision_issue(work: Work, *, on: date, reason: str) -> None:
    """The gateway decided to apply to court without pre-proceedings (T05i); the reason says why they would not
    be right."""
    work.move("record_decision_issue", on=on, reason=reason)


@move_command("list_gateway_review")
def list_gateway_review(work: Work, *, on: date, review_reason: ReviewReason, sitting_on: date) -> None:
    """Send the case back to the gateway (T10)."""
    work.record(
        GatewayListing(
            happened_on=on,
            kind=GatewayKind.REVIEW,
            sitting_on=sitting_on,
            reason=review_reason,
            lawyer=work.case.lawyer,
        )
    )
    work.move("list_gateway_review", on=on, review_reason=review_reason)


@move_command("decide_continue")
def decide_continue(work: Work, *, on: date, reason: str) -> None:
    """Go on with the plan, within the limit (T11)."""
    work.move("decide_continue", on=on, reason=reason)


@move_command("decide_return_to_letters")
def decide_return_to_letters(work: Work, *, on: date, reason: str) -> None:
    """Go on with the letters, which had not gone out when the case came to the gateway (T11)."""
    work.move("decide_return_to_letters", on=on, reason=reason)


@move_command("decide_return_to_first_meeting")
def decide_return_to_first_meeting(work: Work, *, on: date, reason: str) -> None:
    """Go on to the first meeting, which had not been held when the case came to the gateway (T11)."""
    work.move("decide_return_to_first_meeting", on=on, reason=reason)


@move_command("decide_extend")
def decide_extend(work: Work, *, on: date) -> None:
    """Grant the extension that was asked for (T12): the limit moves by as many days."""
    request = work.file.last(ExtensionRequest)
    limit = work.ask(on).running("headline_limit")
    work.move("decide_extend", on=on)
    assert request
    days = (request.new_limit_on - limit[0].due_on).days
    work.record(Extension(happened_on=on, request_id=request.id, from_limit_on=limit[0].due_on, days=days))


@move_command("decide_step_down")
def decide_step_down(work: Work, *, on: date) -> None:
    """Step down because things are better (T13)."""
    work.move("decide_step_down", on=on)


@move_command("decide_issue")
def decide_issue(work: Work, *, on: date) -> None:
    """Apply to the family court because they are not (T14)."""
    work.move("decide_issue", on=on)


@move_command("withdraw_decision")
def withdraw_decision(work: Work, *, on: date, reason: str) -> None:
    """Take back a decision to issue or step down (T17); the limit runs again as if it had not been made."""
    stage = work.case.stage
    made = list(takewhile(lambda move: move.to_stage == stage, reversed(work.file.all(Move))))
    work.move("withdraw_decision", on=on, reason=reason)
    for move in made:
        work.withdraw(move, reason)
    work.set_case(urgent=False)
    for decision in work.file.all(GatewayDecision)[:]:
        if decision.decision in (Decision.ISSUE, Decision.STEP_DOWN):
            work.withdraw(decision, reason)
    work.record(
        GatewayListing(
            happened_on=on,
            kind=GatewayKind.REVIEW,
            sitting_on=on,
            reason=ReviewReason.EARLY,
            lawyer=work.case.lawyer,
        )
    )
