"""What a gateway must have before it decides, extends, or steps a case down."""

from __future__ import annotations

from plo_workflow.kinds import (
    ApprovalKind,
    Cause,
    Decision,
    Judgement,
    LegalStatus,
    LetterKind,
    MilestoneKind,
    Part,
    RecordKind,
    Role,
)
from plo_workflow.marks.gateway import quorate, seats
from plo_workflow.models import (
    Concern,
    Extension,
    ExtensionRequest,
    GatewayDecision,
    GatewayRequest,
    Letter,
    Meeting,
    Milestone,
    Person,
    Posting,
    Progress,
    RecordSigned,
)
from plo_workflow.requirements.asking import Ask, Finding, Requirement, either, met, quoted, unmet
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
    return either(signed, "The decision record is signed.", "The decision record of the sitting is not signed.")


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


def still_within_limit(ask: Ask) -> Finding:
    """Going on is possible only while the headline limit has not passed."""
    limits = [clock.due_on for clock in ask.running("headline_limit")]
    passed = [limit for limit in limits if limit < ask.on]
    return either(
        not passed,
        "The limit has not passed.",
        f"The limit passed on {in_words(passed[0]) if passed else ''}: extend, step down or issue.",
    )


def extension_case_made(ask: Ask) -> Finding:
    """The request says what changed, why time helps this child, the risk now, the new date and whose delay it is (E13)."""
    request = ask.file.last(ExtensionRequest)
    texts = request and all(t.strip() for t in (request.what_changed, request.why_this_child, request.current_risk))
    return either(
        texts,
        "The case for more time is made.",
        "The case for more time is not made: what changed, why it helps this child, and the risk now.",
    )


def extension_within_policy(ask: Ask) -> Finding:
    """No longer, and no more often, than the policy allows; never past the ceiling."""
    request, limit = ask.file.last(ExtensionRequest), ask.running("headline_limit")
    if request is None or not limit:
        return unmet("There is no request for more time, or no limit is running.")
    rule, days = ask.policy.extension, (request.new_limit_on - limit[0].due_on).days
    faults = []
    if not 1 <= days <= rule.max_days:
        faults.append(f"it asks for {days} days and at most {rule.max_days} may be granted")
    if len(ask.file.all(Extension)) >= rule.max_count:
        faults.append(f"the case has been extended {rule.max_count} times already")
    ceiling = [clock.due_on for clock in ask.running("hard_ceiling")]
    if ceiling and request.new_limit_on > ceiling[0]:
        faults.append(f"the new date is after the ceiling on {in_words(ceiling[0])}")
    return either(
        not faults,
        f"{days} more days are within the policy.",
        f"The extension cannot be granted: {listed(faults)}.",
    )


def approver_is_senior_enough(ask: Ask) -> Finding:
    """The first extension is for a head of service; the second for an assistant director (policy)."""
    wanted = ask.policy.extension.approver(len(ask.file.all(Extension)) + 1)
    return either(
        ask.by.holds(wanted),
        f"Granted by {wanted.label.lower()}.",
        f"This extension is for the {wanted.label.lower()} to grant.",
    )


def authority_delay_seen(ask: Ask) -> Finding:
    """Where the authority's own delay is the cause, an assistant director has seen it (G10)."""
    request = ask.file.last(ExtensionRequest)
    if request is None or request.cause != Cause.AUTHORITY:
        return met("The authority's delay is not the cause.")
    seen = ask.agreed(ApprovalKind.EXTENSION_FOR_AUTHORITY_DELAY, request.happened_on)
    return either(
        seen or ask.by.holds(Role.ASSISTANT_DIRECTOR),
        "An assistant director has seen it.",
        "The authority's own delay is the cause: an assistant director must see it first.",
    )


def extension_letter_prepared(ask: Ask) -> Finding:
    """Each parent has a letter, written since more time was asked for, that tells them of the new limit."""
    request = ask.file.last(ExtensionRequest)
    letters = ask.file.having(Letter, kind=LetterKind.EXTENSION)
    written = {letter.person_id for letter in letters if request and letter.happened_on >= request.happened_on}
    without = [p.name for p in ask.file.having(Person, gets_letter=True) if p.id not in written]
    return either(
        not without,
        "The extension letters are ready.",
        f"No letter about the extension is ready for {listed(without)}.",
    )


def change_is_sustained(ask: Ask) -> Finding:
    """Enough effective meetings, and every safety-critical concern better at the last review (G9)."""
    effective = ask.file.having(Meeting, effective=True)
    least = ask.policy.step_down.min_effective_meetings
    if len(effective) < least:
        return unmet(f"{len(effective)} effective meetings were held and at least {least} are needed.")
    last = {p.concern_id: p.judgement for p in ask.file.all(Progress)}
    critical = [c for c in ask.file.having(Concern, safety_critical=True) if last.get(c.id) != Judgement.BETTER]
    return either(
        not critical,
        "Change is sustained.",
        f"Not judged better at the last review: {quoted(c.worry for c in critical)}.",
    )


def children_seen_lately(ask: Ask) -> Finding:
    """No child's visit is overdue (K24)."""
    names = {f"child:{child.id}": child.given_name for child in ask.file.open_children}
    overdue = [names[c.subject] for c in ask.running("child_seen") if c.due_on < ask.on and c.subject in names]
    return either(not overdue, "Every child was seen in time.", f"{listed(overdue)} has not been seen in time.")


def _milestone(ask: Ask, kind: MilestoneKind, evidence: str, missing: str) -> Finding:
    return either(ask.file.last(Milestone, kind=kind), evidence, missing)


def partners_view_recorded(ask: Ask) -> Finding:
    """What partner agencies think of stepping down is recorded."""
    return _milestone(
        ask,
        MilestoneKind.PARTNERS_VIEW,
        "Partners' view recorded.",
        "What partner agencies think is not recorded.",
    )


def receiving_plan_named(ask: Ask) -> Finding:
    """The plan that follows, and who leads it, is named."""
    return _milestone(
        ask,
        MilestoneKind.RECEIVING_PLAN_NAMED,
        "The next plan is named.",
        "The plan that follows, and who leads it, is not named.",
    )


def conference_chair_told(ask: Ask) -> Finding:
    """Where a child is on a child protection plan, the conference chair is told."""
    request = ask.file.last(GatewayRequest)
    if request is None or request.legal_status != LegalStatus.CHILD_PROTECTION:
        return met("No child protection plan is known.")
    return _milestone(
        ask,
        MilestoneKind.CONFERENCE_CHAIR_TOLD,
        "The conference chair is told.",
        "The child protection conference chair is not told.",
    )


def closing_letters_sent(ask: Ask) -> Finding:
    """Each parent has been told in writing how it ended."""
    sent = {p.letter_id for p in ask.file.having(Posting, event="sent")}
    told = {letter.person_id for letter in ask.file.having(Letter, kind=LetterKind.CLOSING) if letter.id in sent}
    without = [p.name for p in ask.file.having(Person, gets_letter=True, whereabouts_known=True) if p.id not in told]
    return either(not without, "Closing letters are sent.", f"No closing letter was sent to {listed(without)}.")


def step_down_plan_active(ask: Ask) -> Finding:
    """The plan that follows has started."""
    return _milestone(
        ask,
        MilestoneKind.STEP_DOWN_PLAN_ACTIVE,
        "The next plan is active.",
        "The next plan is not recorded as active.",
    )


def confirmer_did_not_propose(ask: Ask) -> Finding:
    """Whoever decided the step-down does not also confirm it."""
    decided = ask.moves("decide_step_down")
    own = decided and decided[-1].recorded_by == ask.by.key
    return either(
        not own,
        "Confirmed by a second person.",
        "You decided this step-down; another person must confirm it.",
    )


def final_meeting_held_or_waived(ask: Ask) -> Finding:
    """Parents heard the outcome at a meeting, or the meeting was waived with a reason."""
    held = ask.file.last(Meeting, kind="final", effective=True)
    waived = ask.file.last(Milestone, kind=MilestoneKind.FINAL_MEETING_WAIVED)
    return either(
        held or waived,
        "The final meeting is settled.",
        "The final meeting was neither held nor waived with a reason.",
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
    Requirement(joined_children_decided, "Record the decision for the child who joined.", "Gateway chair", by=("record_gateway_decisions",), source="domain E3"),
    Requirement(review_reason_given, "Choose exit, early, extension or risk.", "Whoever lists", with_the_move=True, source="domain T10"),
    Requirement(still_within_limit, "Decide to extend, step down or issue instead.", "Gateway chair", source="domain T11"),
    Requirement(extension_case_made, "Record the case for more time.", "Social worker or team manager", by=("request_extension",), source="domain E13"),
    Requirement(extension_within_policy, "Ask for a date within the policy.", "Social worker or team manager", by=("request_extension",), source="domain K15, E13"),
    Requirement(approver_is_senior_enough, "Ask the more senior person.", "Head of service or assistant director", source="domain T12"),
    Requirement(authority_delay_seen, "An assistant director records that they have seen it.", "Assistant director", by=("approve what=extension_for_authority_delay",), source="domain G10"),
    Requirement(extension_letter_prepared, "Write the extension letters.", "Social worker", override=Role.HEAD_OF_SERVICE, by=("draft_letter kind=extension",), source="domain T12"),
    Requirement(change_is_sustained, "Hold another review, or the chair records an exception.", "Social worker", override=Role.GATEWAY_CHAIR, source="domain G9"),
    Requirement(children_seen_lately, "See the child and record the visit.", "Social worker", by=("record_visit",), source="domain G9, K24"),
    Requirement(partners_view_recorded, "Record the partners' view.", "Social worker", by=("record_milestone kind=partners_view",), source="domain T13"),
    Requirement(receiving_plan_named, "Name the next plan and its lead.", "Team manager", by=("record_milestone kind=receiving_plan_named",), source="domain T13"),
    Requirement(conference_chair_told, "Tell the conference chair and record it.", "Social worker", by=("record_milestone kind=conference_chair_told",), source="domain T13"),
    Requirement(closing_letters_sent, "Send the closing letters.", "Social worker or business support", by=("draft_letter kind=closing", "record_letter_sent"), source="domain T15"),
    Requirement(step_down_plan_active, "Record that the next plan has started.", "Team manager", by=("record_milestone kind=step_down_plan_active",), source="domain T15"),
    Requirement(confirmer_did_not_propose, "Another team manager confirms it.", "Another team manager", source="domain A.2 R1"),
    Requirement(final_meeting_held_or_waived, "Hold the final meeting or record why not.", "Social worker or team manager", by=("hold_final_meeting", "record_milestone kind=final_meeting_waived"), source="domain T15"),
)  # fmt: skip
