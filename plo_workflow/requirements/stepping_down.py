"""What must be so before a case is stepped down, and before the step-down is confirmed."""

from __future__ import annotations

from plo_workflow.kinds import (
    Judgement,
    LegalStatus,
    LetterKind,
    MilestoneKind,
    Role,
)
from plo_workflow.models import (
    Concern,
    GatewayRequest,
    Letter,
    Meeting,
    Milestone,
    Person,
    Posting,
    Progress,
)
from plo_workflow.requirements.asking import Ask, Finding, Requirement, either, met, quoted, unmet
from plo_workflow.working_days import listed


def change_is_sustained(ask: Ask) -> Finding:
    """Enough effective meetings; at the last review every safety-critical concern better and none worse (G9)."""
    effective = ask.file.having(Meeting, effective=True)
    least = ask.policy.step_down.min_effective_meetings
    if len(effective) < least:
        return unmet(f"{len(effective)} effective meetings were held and at least {least} are needed.")
    last = {p.concern_id: p.judgement for p in ask.file.all(Progress)}
    if not last:
        return unmet("No concern has been judged at a review.")
    worse = [concern for concern in ask.file.all(Concern) if last.get(concern.id) == Judgement.WORSE]
    if worse:
        return unmet(f"Judged worse at the last review: {quoted(c.worry for c in worse)}.")
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
    return either(ask.for_this_way_out(Milestone, kind=kind), evidence, missing)


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
    sent = {p.letter_id for p in ask.for_this_way_out(Posting, event="sent")}
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
    held = ask.for_this_way_out(Meeting, kind="final", effective=True)
    waived = ask.for_this_way_out(Milestone, kind=MilestoneKind.FINAL_MEETING_WAIVED)
    return either(
        held or waived,
        "The final meeting is settled.",
        "The final meeting was neither held nor waived with a reason.",
    )


ROWS = (
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
