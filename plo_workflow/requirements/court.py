"""What must be in place before an application is decided on, lodged, or the case closed for another reason."""

from __future__ import annotations

from plo_workflow.kinds import (
    ApprovalKind,
    CloseReason,
    CourtStepKind,
    FamilyStep,
    LetterKind,
    MilestoneKind,
    PackKind,
    PackState,
    PostingEvent,
    TransferKind,
)
from plo_workflow.marks.court import married_on
from plo_workflow.models import (
    Child,
    CourtStep,
    FamilyMeetingStep,
    Letter,
    Milestone,
    PackItem,
    Person,
    Posting,
    TransferStep,
)
from plo_workflow.requirements.asking import Ask, Finding, Requirement, either, met, unmet
from plo_workflow.requirements.letters import exempt
from plo_workflow.working_days import in_words, listed


def threshold_signed_off(ask: Ask) -> Finding:
    """The authority's lawyer signed off the threshold."""
    signed = ask.for_this_way_out(Milestone, kind=MilestoneKind.THRESHOLD_SIGNED_OFF)
    return either(signed, "The threshold is signed off.", "The lawyer has not signed off the threshold.")


def care_plan_ready(ask: Ask) -> Finding:
    """There is a care plan for each child."""
    ready = {m.child_id for m in ask.for_this_way_out(Milestone, kind=MilestoneKind.CARE_PLAN_READY)}
    without = [c.given_name for c in ask.file.open_children if c.id not in ready and None not in ready]
    return either(not without, "Every child has a care plan.", f"There is no care plan for {listed(without)}.")


def family_options_weighed(ask: Ask) -> Finding:
    """The sitting recorded the family options it weighed."""
    said = ask.sitting and (ask.sitting.options_weighed or "").strip()
    return either(
        said,
        "Family options were weighed.",
        "The options within the family that were weighed are not recorded.",
    )


def head_of_service_approved_issue(ask: Ask) -> Finding:
    """A head of service, other than the chair, agreed to applying to court."""
    return either(
        ask.agreed(ApprovalKind.ISSUE),
        "A head of service agreed.",
        "A head of service, other than you, must agree to applying to court.",
    )


def family_meeting_rule_met(ask: Ask) -> Finding:
    """Section 31ZA: offered (or exempt); once accepted, held before the application (or exempt) (G1)."""
    steps = {step.step: step for step in ask.file.all(FamilyMeetingStep)}
    offered = FamilyStep.OFFERED in steps or _offered_in_letter(ask)
    if not (offered or exempt(ask, FamilyStep.EXEMPT_OFFER)):
        fault = "A family group decision-making meeting was neither offered nor is it exempt with a second person's agreement."
    elif FamilyStep.ACCEPTED in steps and not (exempt(ask, FamilyStep.EXEMPT_MEETING) or _held_by(ask, steps)):
        fault = "A family group decision-making meeting was accepted and has not been held."
    else:
        return met("The family meeting rule is met.")
    if ask.on < ask.policy.fgdm.in_force_on:
        return met(f"Warning only, because the rule is not in force on {in_words(ask.on)}: {fault}")
    return unmet(fault)


def _offered_in_letter(ask: Ask) -> bool:
    sent = {p.letter_id for p in ask.file.having(Posting, event=PostingEvent.SENT)}
    return any(letter.fgdm_offered and letter.id in sent for letter in ask.file.all(Letter))


def _held_by(ask: Ask, steps: dict[str, FamilyMeetingStep]) -> bool:
    held = steps.get(FamilyStep.HELD)
    return held is not None and held.happened_on <= ask.on


def every_child_under_seventeen(ask: Ask) -> Finding:
    """No order can be made once a child is 17, or 16 and married (s.31(3)): that day is the wall (S03)."""
    too_old = [child for child in ask.file.open_children if _out_of_reach(ask, child)]
    married = any(married_on(ask.file, child) for child in too_old)
    age = f"{ask.policy.age.block_at} or older{', or married at 16 or older' if married else ''}"
    return either(
        not too_old,
        "Every child is young enough.",
        f"{listed([child.given_name for child in too_old])} is {age}: no care or supervision order can be made.",
    )


def _out_of_reach(ask: Ask, child: Child) -> bool:
    born_on = child.born_on
    return born_on is not None and ask.policy.age.blocked_from(born_on, married_on(ask.file, child)) <= ask.on


def time_left_confirmed(ask: Ask) -> Finding:
    """For a child close to 17 the lawyer confirms that there is time left (G7)."""
    age = ask.policy.age
    close = [c.given_name for c in ask.file.open_children if c.born_on and age.confirmed_from(c.born_on) <= ask.on]
    confirmed = ask.file.last(Milestone, kind=MilestoneKind.TIME_LEFT_CONFIRMED)
    if not close:
        return met("No child is close to that age.")
    return either(
        confirmed,
        "The lawyer confirmed the time left.",
        f"{listed(close)} is close to {age.block_at}: the lawyer must confirm that there is time left.",
    )


def every_child_born(ask: Ask) -> Finding:
    """No application can be made before birth (E2)."""
    unborn = [child.given_name for child in ask.file.open_children if child.born_on is None]
    return either(
        not unborn,
        "Every child is born.",
        f"{listed(unborn)} is not yet born: no application can be made before birth.",
    )


def pack_complete(ask: Ask) -> Finding:
    """Every document is attached, included, or to follow by a date (G8)."""
    state = {item.kind: item for item in ask.file.all(PackItem)}
    missing = [kind.label.lower() for kind in PackKind if kind not in state] or _without_care_plan(ask)
    undated = [k.replace("_", " ") for k, i in state.items() if i.state == PackState.TO_FOLLOW and not i.follows_on]
    faults = [f"{listed(missing)} missing"] if missing else []
    faults += [f"no date for what is to follow: {listed(undated)}"] if undated else []
    return either(not faults, "The pack is complete.", f"The application pack is not complete: {'; '.join(faults)}.")


def _without_care_plan(ask: Ask) -> list[str]:
    """Where there are several children, each has a care plan of their own."""
    children, plans = ask.file.open_children, ask.file.having(PackItem, kind=PackKind.CARE_PLAN)
    named = {plan.child_id for plan in plans}
    return [f"care plan for {c.given_name}" for c in children if len(children) > 1 and c.id not in named]


def letter_of_issue_sent_or_reason(ask: Ask) -> Finding:
    """Parents were told in writing, or there is a reason not to tell them before lodging."""
    sent = {p.letter_id for p in ask.file.having(Posting, event=PostingEvent.SENT)}
    told = {letter.person_id for letter in ask.file.having(Letter, kind=LetterKind.OF_ISSUE) if letter.id in sent}
    without = [p.name for p in ask.file.having(Person, gets_letter=True) if p.id not in told]
    if not without or ask.says("no_letter_reason"):
        return met("Parents were told, or the reason not to is given.")
    return unmet(f"No letter of issue was sent to {listed(without)}, and no reason is given.")


def not_before_decision_to_issue(ask: Ask) -> Finding:
    """The application is not lodged before the decision to issue (G5)."""
    decided = ask.moves("decide_issue", "record_decision_issue", "issue_urgently")
    late_enough = decided and decided[-1].happened_on <= ask.on
    when = in_words(decided[-1].happened_on) if decided else "not recorded"
    return either(
        late_enough,
        "Lodged after the decision.",
        f"The decision to issue ({when}) must not be later than lodging.",
    )


def urgent_issue_ratified(ask: Ask) -> Finding:
    """An urgent decision is ratified by a head of service before it is lodged; skipped steps are shown, not faked."""
    urgent = ask.moves("issue_urgently")
    if not urgent:
        return met("The decision was not urgent.")
    return either(
        ask.agreed(ApprovalKind.URGENT_RATIFIED, urgent[-1].happened_on),
        "The urgent decision is ratified.",
        "A head of service has not yet ratified the urgent decision.",
    )


def urgent_reason_given(ask: Ask) -> Finding:
    """The reason code for the urgent route is given."""
    return either(
        ask.says("urgent_reason"),
        "The urgent reason is given.",
        "Choose why this cannot wait for pre-proceedings.",
    )


def immediate_harm_stated(ask: Ask) -> Finding:
    """The immediate harm is stated."""
    return either(
        ask.says("immediate_harm"),
        "The immediate harm is stated.",
        "Say what immediate harm the child faces.",
    )


def lawyer_agreed_urgency(ask: Ask) -> Finding:
    """A lawyer, another person than the manager, agreed to the urgent route."""
    second = ask.agreed(ApprovalKind.URGENT_ISSUE)
    return either(second, "A lawyer agreed.", "An authority lawyer, other than you, must agree that this is urgent.")


def family_meeting_exemption_reasoned(ask: Ask) -> Finding:
    """An urgent issue records why no family meeting is held; the Act has no separate urgent exception."""
    steps = {step.step: step.reason for step in ask.file.all(FamilyMeetingStep)}
    settled = FamilyStep.HELD in steps or steps.get(FamilyStep.EXEMPT_OFFER) or steps.get(FamilyStep.EXEMPT_MEETING)
    return either(
        settled,
        "The family meeting exemption is recorded.",
        "Record why a family meeting is not in the child's best interests now.",
    )


def court_outcome_recorded(ask: Ask) -> Finding:
    """The court refused, or the application was withdrawn."""
    ended = [s for s in ask.file.all(CourtStep) if s.step in (CourtStepKind.REFUSED, CourtStepKind.WITHDRAWN)]
    return either(
        ended,
        "The court's outcome is recorded.",
        "It is not recorded that the court refused or the application was withdrawn.",
    )


def closing_evidence_given(ask: Ask) -> Finding:
    """Closing for another reason says on what evidence."""
    return either(ask.says("evidence"), "The evidence is named.", "Say what shows that the case ends for this reason.")


def reason_fits_every_child(ask: Ask) -> Finding:
    """A death is recorded for the child who died alone, and only a child out of reach is closed as too old (E20, E21)."""
    reason, children = ask.says("close_reason"), ask.file.open_children
    if reason == CloseReason.DIED and len(children) > 1:
        return unmet("The case has other children: split it first, so that none of them is recorded as having died.")
    young = [child.given_name for child in children if not _out_of_reach(ask, child)]
    if reason == CloseReason.AGED_OUT and young:
        return unmet(f"{listed(young)} is under {ask.policy.age.block_at}: the case cannot be closed for age.")
    return met("The reason is right for every child.")


def transfer_accepted(ask: Ask) -> Finding:
    """A case that moves away closes only when the other authority has accepted it (E4)."""
    if ask.says("close_reason") != CloseReason.TRANSFERRED:
        return met("The case is not closed because of a transfer.")
    accepted = ask.file.last(TransferStep, step=TransferKind.ACCEPTED)
    return either(
        accepted, "The other authority accepted.", "The other authority has not accepted the case in writing."
    )


ROWS = (
    Requirement(threshold_signed_off, "The lawyer records the sign-off.", "Authority lawyer", by=("record_milestone kind=threshold_signed_off",), source="domain T14"),
    Requirement(care_plan_ready, "Record each child's care plan.", "Social worker", by=("record_milestone kind=care_plan_ready",), source="domain T14"),
    Requirement(family_options_weighed, "Record the options with the sitting.", "Gateway chair", by=("record_sitting",), source="domain T14"),
    Requirement(head_of_service_approved_issue, "A head of service records their agreement.", "Head of service", by=("approve what=issue",), source="domain T14"),
    Requirement(family_meeting_rule_met, "Offer and hold the meeting, or record the exemption.", "Social worker", by=("record_family_meeting", "approve what=exempt_offer", "approve what=exempt_meeting"), source="domain G1, s.31ZA"),
    Requirement(every_child_under_seventeen, "Close the case for a child who is too old.", "Head of service", source="domain G7, s.31(3)"),
    Requirement(time_left_confirmed, "The lawyer confirms the time left.", "Authority lawyer", by=("record_milestone kind=time_left_confirmed",), source="domain G7"),
    Requirement(every_child_born, "Wait for the birth, or split the case.", "Authority lawyer", source="domain E2"),
    Requirement(pack_complete, "Complete the application pack.", "Authority lawyer or social worker", by=("add_pack_item",), source="domain G8 (items not checked)"),
    Requirement(letter_of_issue_sent_or_reason, "Send the letter of issue, or say why not before lodging.", "Social worker", by=("draft_letter kind=of_issue", "record_letter_sent"), source="domain T16, K19"),
    Requirement(not_before_decision_to_issue, "Correct the date.", "Authority lawyer", source="domain G5"),
    Requirement(urgent_issue_ratified, "A head of service ratifies the decision.", "Head of service", by=("approve what=urgent_ratified",), source="domain T18"),
    Requirement(urgent_reason_given, "Choose the reason.", "Service manager", with_the_move=True, source="domain E12"),
    Requirement(immediate_harm_stated, "Write the immediate harm in a sentence or two.", "Service manager", with_the_move=True, source="domain E12"),
    Requirement(lawyer_agreed_urgency, "The lawyer records their agreement.", "Authority lawyer", by=("approve what=urgent_issue",), source="domain T18"),
    Requirement(family_meeting_exemption_reasoned, "Record the exemption with its reason.", "Service manager", by=("record_family_meeting step=exempt_meeting",), source="domain E12"),
    Requirement(court_outcome_recorded, "Record what the court did.", "Authority lawyer", by=("record_court_step",), source="domain E27"),
    Requirement(closing_evidence_given, "Name the evidence.", "Head of service", with_the_move=True, source="domain T20"),
    Requirement(reason_fits_every_child, "Split the case, or choose another reason.", "Head of service", by=("split_case",), source="domain E20, E21"),
    Requirement(transfer_accepted, "Record the acceptance.", "Team manager", by=("record_transfer_step step=accepted",), source="domain E4"),
)  # fmt: skip
