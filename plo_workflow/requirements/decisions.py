"""What a gateway must have before it decides anything."""

from __future__ import annotations

import json
from hashlib import sha256

from plo_workflow.kinds import (
    Decision,
    Part,
    RecordKind,
    Role,
)
from plo_workflow.marks.gateway import quorate, seats
from plo_workflow.models import (
    CaseFile,
    Child,
    ExtensionRequest,
    GatewayAttendance,
    GatewayDecision,
    GatewayRequest,
    GatewaySitting,
    RecordSigned,
)
from plo_workflow.requirements.asking import Ask, Finding, Requirement, either, met, unmet
from plo_workflow.working_days import in_words, listed


def quorum_met(ask: Ask) -> Finding:
    """Everybody the policy wants at a sitting sat, each a different person: chair, lawyer, the case's own worker (G2)."""
    sitting = ask.sitting
    if sitting is None:
        return unmet("The gateway meeting is not recorded as held.")
    groups = zip(ask.policy.gateway.quorum, seats(ask.file, sitting, ask.policy), strict=True)
    missing = [_either_part(group) for group, taken in groups if not taken]
    if missing:
        return unmet(f"The gateway was not quorate: {listed(missing)} did not sit.")
    different = quorate(ask.file, sitting, ask.policy)
    return either(different, "The gateway was quorate.", "The gateway was not quorate: one person took two parts.")


def _either_part(group: tuple[Part, ...]) -> str:
    return "the " + " or ".join(part.label.lower() for part in group)


def record_signed(ask: Ask) -> Finding:
    """The chair signed the decision record of the sitting."""
    sitting = ask.sitting
    signed = sitting and ask.file.last(RecordSigned, sitting_id=sitting.id, kind=RecordKind.DECISION)
    if not (sitting and signed):
        return unmet("The decision record of the sitting is not signed.")
    return either(
        set(record_hashes(ask.file, sitting)) <= set(signed.signed_hashes),
        "The decision record is signed.",
        f"The decision record was changed after it was signed on {in_words(signed.happened_on)}: sign it again.",
    )


def record_hashes(file: CaseFile, sitting: GatewaySitting) -> list[str]:
    """A fingerprint of the sitting with who sat, and one of each child's decision: what a signature stands under.

    A child goes by name and birth and a decision by its words, so that a split takes its own part along (E24).
    """
    sat = sorted((a.staff_key, a.part) for a in file.having(GatewayAttendance, sitting_id=sitting.id))
    children = {child.id: child for child in file.all(Child)}
    decided = [(children[d.child_id], d) for d in file.having(GatewayDecision, sitting_id=sitting.id)]
    made = [(c.given_name, c.born_on or c.expected_on, d.decision, d.reasons, d.dissent) for c, d in decided]
    held = (sitting.happened_on, sitting.kind, sitting.threshold_limb, sitting.threshold_view)
    return [
        _fingerprint(*held, sitting.options_weighed, sitting.action_plan, sat),
        *(_fingerprint(*one) for one in made),
    ]


def _fingerprint(*said: object) -> str:
    return sha256(json.dumps(said, default=str).encode()).hexdigest()


def decider_did_not_ask(ask: Ask) -> Finding:
    """Rule R1: whoever asked for the gateway or listed the review does not decide."""
    listed_by = [move.recorded_by for move in ask.moves("list_gateway_review")]
    asked_by = [request.recorded_by for request in ask.file.all(GatewayRequest)]
    asked = set((listed_by or asked_by)[-1:])
    asked |= {request.recorded_by for request in ask.file.all(ExtensionRequest)}
    return either(
        ask.by.key not in asked,
        "Decided by a second person.",
        "You asked for this; another person must decide it.",
    )


def decider_is_not_line_manager(ask: Ask) -> Finding:
    """A chair who manages the case day to day needs a second senior approver."""
    own = ask.file.case.team_manager == ask.by.key
    return either(
        not own,
        "The chair does not manage the case.",
        "You manage this case day to day; a head of service must agree that you decide it.",
    )


def _decided_for_every_child(ask: Ask, wanted: Decision) -> Finding:
    sitting = ask.sitting
    decided = {d.child_id: d.decision for d in ask.file.all(GatewayDecision) if sitting and d.sitting_id == sitting.id}
    without = [child.given_name for child in ask.file.open_children if child.id not in decided]
    other = [child.given_name for child in ask.file.open_children if decided.get(child.id, wanted) != wanted]
    if without:
        return unmet(f"No decision is recorded for {listed(without)}.")
    if other:
        return unmet(f"Another decision is recorded for {listed(other)}: split the case first.")
    return met("The decision is recorded for every child.")


def decision_to_continue_for_every_child(ask: Ask) -> Finding:
    """Not entering was decided for each child."""
    return _decided_for_every_child(ask, Decision.CONTINUE)


def decision_to_enter_for_every_child(ask: Ask) -> Finding:
    """Entering was decided for each child."""
    return _decided_for_every_child(ask, Decision.ENTER)


def decision_to_issue_for_every_child(ask: Ask) -> Finding:
    """Applying to court was decided for each child."""
    return _decided_for_every_child(ask, Decision.ISSUE)


def decision_to_step_down_for_every_child(ask: Ask) -> Finding:
    """Stepping down was decided for each child."""
    return _decided_for_every_child(ask, Decision.STEP_DOWN)


def record_says_nothing_else(ask: Ask) -> Finding:
    """Each child's recorded decision is to go on; to apply to court or to step down is carried out by other moves."""
    sitting, ends = ask.sitting, (Decision.ISSUE, Decision.STEP_DOWN)
    decided = {d.child_id: d.decision for d in ask.file.all(GatewayDecision) if sitting and d.sitting_id == sitting.id}
    other = [child.given_name for child in ask.file.open_children if decided.get(child.id) in ends]
    without = [child.given_name for child in ask.file.open_children if child.id not in decided]
    if without:
        return unmet(f"No decision is recorded for {listed(without)}.")
    return either(
        not other,
        "The record of the sitting says nothing else.",
        f"The record of the sitting says that pre-proceedings end for {listed(other)}.",
    )


def joined_children_decided(ask: Ask) -> Finding:
    """A child who joined later is in pre-proceedings by a decision of their own (E3)."""
    decided = {decision.child_id for decision in ask.file.all(GatewayDecision)}
    without = [c.given_name for c in ask.file.open_children if c.joined_later and c.id not in decided]
    return either(
        not without,
        "Every child who joined later has a decision.",
        f"No gateway has decided anything for {listed(without)}, who joined later.",
    )


def review_reason_given(ask: Ask) -> Finding:
    """The listing says why the case goes back to the gateway."""
    return either(
        ask.says("review_reason"),
        "The reason for the review is given.",
        "Say why the case goes back to the gateway.",
    )


ROWS = (
    Requirement(quorum_met, "Record the sitting and who sat.", "Gateway chair", by=("record_sitting",), source="domain G2"),
    Requirement(record_signed, "Sign the decision record.", "Gateway chair", by=("sign_decision_record",), source="domain K04"),
    Requirement(decider_did_not_ask, "Ask another chair to decide.", "Another gateway chair", source="domain A.2 R1"),
    Requirement(decider_is_not_line_manager, "A head of service agrees, or another chair decides.", "Head of service", override=Role.HEAD_OF_SERVICE, source="domain 3.2"),
    Requirement(decision_to_continue_for_every_child, "Record the decision for each child.", "Gateway chair", by=("record_gateway_decisions",), source="domain E1"),
    Requirement(decision_to_enter_for_every_child, "Record the decision for each child.", "Gateway chair", by=("record_gateway_decisions",), source="domain E1"),
    Requirement(decision_to_issue_for_every_child, "Record the decision for each child.", "Gateway chair", by=("record_gateway_decisions",), source="domain E1"),
    Requirement(decision_to_step_down_for_every_child, "Record the decision for each child.", "Gateway chair", by=("record_gateway_decisions",), source="domain E1"),
    Requirement(record_says_nothing_else, "Carry out what was decided, split the case, or correct the record.", "Gateway chair", by=("record_gateway_decisions",), source="domain A.3 T11, T12"),
    Requirement(joined_children_decided, "Record the decision for the child who joined.", "Gateway chair", by=("record_gateway_decisions",), source="domain E3"),
    Requirement(review_reason_given, "Choose exit, early, extension or risk.", "Whoever lists", with_the_move=True, source="domain T10"),
)  # fmt: skip
