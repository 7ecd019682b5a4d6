"""Nobody agrees to their own doing: approvals, exemptions and overrides count from another person, lately, and once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from plo_workflow.kinds import ApprovalKind, FamilyStep, LetterStep, Role
from plo_workflow.models import ExtensionRequest, Fact, FamilyMeetingStep, Letter, LetterReview, Need, Override
from plo_workflow.requirements import Ask, verdicts
from plo_workflow.requirements.court import family_meeting_rule_met, head_of_service_approved_issue
from plo_workflow.requirements.decisions import decider_did_not_ask
from plo_workflow.requirements.extending import authority_delay_seen
from plo_workflow.requirements.letters import family_meeting_offered_in_letter, manager_approves_before_lawyer
from plo_workflow.stages import MOVES
from tests.builders import made, moved
from tests.plo_workflow.requirements.sides import (
    JO,
    LETTER,
    ON,
    SAT,
    approval,
    ask,
    by,
    letter,
    listing,
    person,
    request,
)
from tests.plo_workflow.weekdays import day

IN_FORCE = day("Wed 29 Apr 2026")
NEED = made(Need, ON, person_id=JO, kind="interpreter", details=None)


def test_an_agreement_from_before_the_stage_began_is_not_taken_for_this_decision() -> None:
    old, new = approval(ApprovalKind.ISSUE, on=SAT), approval(ApprovalKind.ISSUE, on=ON)
    assert not head_of_service_approved_issue(ask(old, stage_since_on=ON)).met
    assert head_of_service_approved_issue(ask(new, stage_since_on=ON)).met


def test_whoever_listed_the_review_or_asked_for_more_time_does_not_decide() -> None:
    requested, relisted = request(recorded_by="sam"), moved("list_gateway_review", SAT, recorded_by="cara")
    assert not decider_did_not_ask(ask(requested, relisted, **by("cara"))).met
    assert decider_did_not_ask(ask(requested, relisted, **by("hugh"))).met
    said = {"what_changed": "", "why_this_child": "", "current_risk": "", "new_limit_on": SAT, "cause": "family"}
    asked_for = made(ExtensionRequest, SAT, recorded_by="hugh", **said)
    assert not decider_did_not_ask(ask(requested, relisted, asked_for, **by("hugh"))).met


def exempt_offer(*agreed: Fact, on: date = IN_FORCE) -> Ask:
    said = {"step": FamilyStep.EXEMPT_OFFER, "person_id": None, "reason": "Violence at home.", "recorded_by": "sue"}
    unsaid = letter(fgdm_offered=False)
    return ask(person(), unsaid, made(FamilyMeetingStep, SAT, **said), *agreed, on=on)


@pytest.mark.parametrize(("who", "met"), [("hugh", True), ("sue", False)])
def test_an_exemption_from_the_family_meeting_counts_when_a_second_person_agreed_to_it(who: str, met: bool) -> None:
    agreed = approval(ApprovalKind.EXEMPT_OFFER, who)
    for claim in (family_meeting_offered_in_letter, family_meeting_rule_met):
        assert claim(exempt_offer(agreed)).met is met


def test_agreeing_that_no_meeting_is_held_is_not_agreeing_that_none_is_offered() -> None:
    other = approval(ApprovalKind.EXEMPT_MEETING, "hugh")
    for claim in (family_meeting_offered_in_letter, family_meeting_rule_met):
        assert not claim(exempt_offer(other)).met


def test_agreeing_that_none_is_offered_is_not_agreeing_that_one_that_was_accepted_is_not_held() -> None:
    said: dict[str, Any] = {"person_id": JO, "reason": "Violence at home.", "recorded_by": "sue"}
    steps = (FamilyStep.OFFERED, FamilyStep.ACCEPTED, FamilyStep.EXEMPT_MEETING)
    facts = [made(FamilyMeetingStep, SAT, step=step, **said) for step in steps]
    other, its_own = (approval(kind, "hugh") for kind in (ApprovalKind.EXEMPT_OFFER, ApprovalKind.EXEMPT_MEETING))
    assert not family_meeting_rule_met(ask(*facts, other, on=IN_FORCE)).met
    assert family_meeting_rule_met(ask(*facts, its_own, on=IN_FORCE)).met


def test_an_agreement_of_the_same_day_does_not_cover_a_reason_that_was_recorded_after_it() -> None:
    again = exempt_offer(approval(ApprovalKind.EXEMPT_OFFER, "hugh", on=SAT))
    assert family_meeting_rule_met(again).met
    [step] = again.file.all(FamilyMeetingStep)
    step.recorded_at = step.recorded_at.replace(hour=15)
    assert not family_meeting_rule_met(again).met


def test_before_the_family_meeting_rule_is_in_force_it_only_warns() -> None:
    finding = family_meeting_rule_met(exempt_offer(on=day("Tue 28 Apr 2026")))
    assert finding.met
    assert finding.sentence.startswith("Warning only, because the rule is not in force on 28 April 2026:")


def test_the_lawyer_who_approves_a_letter_is_not_the_person_who_approved_it_as_manager() -> None:
    written: Letter = letter()
    reviewed = made(
        LetterReview, ON, letter_id=LETTER, step=LetterStep.MANAGER, content_hash=written.content_hash, recorded_by="mo"
    )
    said = {"given": {"step": LetterStep.LEGAL}}
    assert not manager_approves_before_lawyer(ask(person(), written, reviewed, **said, **by("mo"))).met
    assert manager_approves_before_lawyer(ask(person(), written, reviewed, **said, **by("lee"))).met


def test_a_delay_of_the_authoritys_own_making_is_seen_by_whoever_grants_it_as_assistant_director() -> None:
    said = {"what_changed": "", "why_this_child": "", "current_risk": "", "new_limit_on": SAT, "cause": "authority"}
    asked_for = made(ExtensionRequest, SAT, **said)
    assert authority_delay_seen(ask(asked_for, **by("anna", Role.ASSISTANT_DIRECTOR))).met


def override(move: str, requirement: str, on: date) -> Override:
    return made(Override, on, move=move, requirement=requirement, reason="The panel sits monthly.", recorded_by="sue")


def late_sitting(*facts: Fact) -> bool:
    """Whether a sitting outside the timescale still stands in the way of listing."""
    question = ask(listing(day("Tue 3 Feb 2026"), ON), *facts, **by("pam"))
    found = {verdict.key: verdict for verdict in verdicts(MOVES["accept_and_list"], question)}
    return found["sitting_within_timescale"].holds_up


def test_an_override_lets_one_move_go_on_without_one_requirement() -> None:
    assert late_sitting()
    assert not late_sitting(override("accept_and_list", "sitting_within_timescale", ON))
    assert late_sitting(override("accept_and_list", "lawyer_invited", ON))
    assert late_sitting(override("list_gateway_review", "sitting_within_timescale", ON))


def test_an_override_from_before_the_stage_began_has_run_out() -> None:
    question = ask(
        listing(day("Tue 3 Feb 2026"), ON), override("accept_and_list", "sitting_within_timescale", SAT),
        stage_since_on=ON, **by("pam"),
    )  # fmt: skip
    [verdict] = [v for v in verdicts(MOVES["accept_and_list"], question) if v.key == "sitting_within_timescale"]
    assert verdict.holds_up


def test_an_override_is_used_up_by_the_move_it_was_given_for() -> None:
    granted, again = (override("hold_review", "needs_met", on) for on in (SAT, ON))
    made_already = moved("hold_review", SAT, overrides={"needs_met": "The panel sits monthly."})
    for facts, holds_up in (
        ((granted,), False),
        ((granted, made_already), True),
        ((granted, made_already, again), False),
    ):
        found = {verdict.key: verdict for verdict in verdicts(MOVES["hold_review"], ask(NEED, person(), *facts))}
        assert found["needs_met"].holds_up is holds_up
