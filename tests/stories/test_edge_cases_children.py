"""Children whose paths part, and who are not born yet: E1 and E2."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from plo_workflow.cases.family import change_expected_date, record_birth
from plo_workflow.cases.gateway import (
    ChildDecision,
    decide_issue,
    decide_step_down,
    record_gateway_decisions,
    sign_decision_record,
)
from plo_workflow.cases.ongoing import record_milestone, record_section_twenty
from plo_workflow.cases.outcomes import ChildEnd, confirm_step_down
from plo_workflow.cases.oversight import override_requirement, record_transfer_step
from plo_workflow.cases.requesting import NewChild
from plo_workflow.cases.splitting import split_case
from plo_workflow.errors import NotGiven
from plo_workflow.kinds import Decision, GatewayKind, LetterKind, MilestoneKind, Outcome, TransferKind
from plo_workflow.measures.overrides import overrides_used
from plo_workflow.models import CaseLink, Child, ChildOutcome, Move, SectionTwentyConsent
from tests import journeys
from tests.ledgers import assert_clocks_agree, clock
from tests.office import Office
from tests.plo_workflow.weekdays import day
from tests.steps import (
    ON_TIME,
    TWO,
    Family,
    addressees,
    child,
    children,
    fill_pack,
    finish_step_down,
    get_ready_to_issue,
    get_ready_to_step_down,
    lodge,
    send_letters,
    sit,
    tell_parents,
)
from tests.stories.witness import beside, entries, history, last_payload, running, unmet

EXIT, THURSDAY = ON_TIME.exit, day("Thu 23 Apr 2026")
EXPECTED = day("Mon 14 Sep 2026")


def unborn(expected_on: date, *, removal_planned: bool = False) -> Family:
    return Family(children=(NewChild("Baby", expected_on=expected_on, removal_planned=removal_planned),))


def outcomes(office: Office, ref: str) -> dict[str, str]:
    """How it ended for each child who has an outcome."""
    file = office.file(ref)
    names = {one.id: one.given_name for one in file.all(Child)}
    return {names[one.child_id]: one.outcome for one in file.all(ChildOutcome)}


# E1: siblings with different outcomes


def test_e01_the_family_case_ends_when_every_child_has_an_outcome(office: Office) -> None:
    ref = journeys.stepping_down(office, family=TWO)
    isla, rowan = children(office, ref)
    tell_parents(office, ref, LetterKind.CLOSING, on=THURSDAY)
    for kind in (MilestoneKind.STEP_DOWN_PLAN_ACTIVE, MilestoneKind.FINAL_MEETING_WAIVED):
        office.do("tess", record_milestone, ref, on=THURSDAY, kind=kind, note="Parents chose a call instead.")
    ends = [ChildEnd(isla, Outcome.CHILD_IN_NEED_PLAN), ChildEnd(rowan, Outcome.EARLY_HELP)]
    with pytest.raises(NotGiven, match=r"Say which plan follows for Rowan\."):
        office.do("tess", confirm_step_down, ref, on=THURSDAY, outcomes=ends[:1])
    assert office.file(ref).case.open
    assert outcomes(office, ref) == {}
    office.do("tess", confirm_step_down, ref, on=THURSDAY, outcomes=ends)
    case = office.file(ref).case
    assert (case.stage, case.open, case.closed_on) == ("stepped_down", False, THURSDAY)
    assert outcomes(office, ref) == {"Isla": "child_in_need_plan", "Rowan": "early_help"}
    assert_clocks_agree(office, ref)


def decide_apart(office: Office, ref: str) -> None:
    """The gateway decides to apply for Isla and to step down for Rowan."""
    get_ready_to_step_down(office, ref, on=EXIT)
    sit(office, ref, None, on=EXIT, kind=GatewayKind.REVIEW)
    isla, rowan = children(office, ref)
    decided = [
        ChildDecision(isla, Decision.ISSUE, "She is hurt."),
        ChildDecision(rowan, Decision.STEP_DOWN, "He is well."),
    ]
    office.do("cara", record_gateway_decisions, ref, on=EXIT, decisions=decided)
    office.do("cara", sign_decision_record, ref, on=EXIT)


def split_off(office: Office, ref: str, name: str, on: date = EXIT) -> str:
    going = [child(office, ref, name)]
    return str(office.do("cara", split_case, ref, on=on, children=going, reason=f"{name} goes another way.").value)


def test_e01_children_who_part_go_on_in_two_linked_cases_at_the_same_stage(office: Office) -> None:
    ref = journeys.back_at_gateway(office, family=TWO)
    decide_apart(office, ref)
    before, told = running(office, ref), history(office, ref)
    assert unmet(lambda: office.do("cara", decide_step_down, ref, on=EXIT)) == ["decision_to_step_down_for_every_child"]
    new = split_off(office, ref, "Rowan")
    old_case, new_case = office.file(ref).case, office.file(new).case
    assert (new_case.stage, new_case.stage_since_on) == (old_case.stage, old_case.stage_since_on)
    assert (new_case.split_from_id, new_case.open, old_case.open) == (old_case.id, True, True)
    assert [(link.other_ref, link.why) for link in office.file(new).all(CaseLink)] == [(ref, "split")]
    assert last_payload(office, ref)["also"][0]["ref"] == new
    assert (beside(office, ref), beside(office, new)) == ([("Split off", new)], [("Split from", ref)])
    assert outcomes(office, ref) == {"Rowan": "moved_to_linked_case"}
    assert [one.given_name for one in office.file(new).open_children] == ["Rowan"]
    shared = {key: due_on for key, due_on in before.items() if "child:" not in key and ":" not in key}
    assert shared.items() <= running(office, new).items()
    assert shared.items() <= running(office, ref).items()
    told_again = [(one.command, one.on) for one in history(office, new)]
    assert told_again[: len(told)] == [(one.command, one.on) for one in told]
    assert_clocks_agree(office, ref, new)


def test_e01_each_of_the_two_cases_comes_to_its_own_end(office: Office) -> None:
    ref = journeys.back_at_gateway(office, family=TWO)
    decide_apart(office, ref)
    new = split_off(office, ref, "Rowan")
    office.do("cara", decide_step_down, new, on=EXIT)
    finish_step_down(office, new, on=THURSDAY)
    assert (office.file(new).case.stage, office.file(ref).case.stage) == ("stepped_down", "gateway_review")
    assert clock(office, new, "K14") == ["due Tue 5 May 2026, satisfied Tue 21 Apr 2026"]
    assert clock(office, ref, "K14") == ["due Tue 5 May 2026"]
    get_ready_to_issue(office, ref, on=EXIT)
    office.do("cara", decide_issue, ref, on=EXIT)
    fill_pack(office, ref, on=EXIT)
    tell_parents(office, ref, LetterKind.OF_ISSUE, on=day("Wed 22 Apr 2026"))
    lodge(office, ref, on=THURSDAY)
    assert outcomes(office, ref) == {"Isla": "application_lodged", "Rowan": "moved_to_linked_case"}
    assert outcomes(office, new) == {"Rowan": "child_in_need_plan"}
    assert not office.file(ref).case.open
    assert_clocks_agree(office, ref, new)


def test_e01_a_transfer_that_was_asked_for_is_pending_in_both_cases_after_a_split(office: Office) -> None:
    ref = journeys.reviewed(office, family=TWO)
    office.do("tess", record_transfer_step, ref, on=EXIT, step=TransferKind.ASKED, authority="Northshire")
    new = split_off(office, ref, "Rowan")
    assert (office.file(ref).case.transfer_pending, office.file(new).case.transfer_pending) == (True, True)


def test_e01_what_is_about_a_child_who_stays_stays_with_all_that_belongs_to_it(office: Office) -> None:
    ref = journeys.reviewed(office, family=TWO)
    office.do(
        "sam", record_section_twenty, ref, on=EXIT, child=child(office, ref, "Isla"), consents=addressees(office, ref),
        capacity_checked=True, review_on=THURSDAY,
    )  # fmt: skip
    new = split_off(office, ref, "Rowan")
    assert [len(office.file(one).all(SectionTwentyConsent)) for one in (ref, new)] == [1, 0]


def test_e01_what_was_passed_over_before_a_split_is_counted_once(office: Office) -> None:
    ref = journeys.letters_approved(office, replace(ON_TIME, first_meeting=day("Tue 3 Feb 2026")), TWO)
    office.do(
        "sue", override_requirement, ref, on=ON_TIME.letters, move="issue_letters",
        requirement="first_meeting_within_timescale", reason="Her lawyer is away.",
    )  # fmt: skip
    send_letters(office, ref, on=ON_TIME.letters)
    new = split_off(office, ref, "Rowan", on=day("Mon 19 Jan 2026"))
    assert [one.overrides for one in office.file(new).having(Move, move="issue_letters")] == [
        {"first_meeting_within_timescale": "Her lawyer is away."}
    ]
    with office.store.reading() as session:
        assert [one.ref for one in overrides_used(session)] == [ref]


# E2: a child who is not born yet


def test_e02_an_unborn_child_needs_an_expected_date_from_which_the_milestones_count_back(office: Office) -> None:
    nobody_said_when = Family(children=(NewChild("Baby"),))
    assert unmet(lambda: journeys.requested(office, family=nobody_said_when)) == ["child_or_expected_date_recorded"]
    ref = journeys.requested(office, family=unborn(EXPECTED))
    baby = f"child:{child(office, ref, 'Baby')}"
    assert [clock(office, ref, key, baby) for key in ("P01", "P02", "P03", "P04", "P05")] == [
        ["due Mon 30 Mar 2026"],
        ["due Mon 11 May 2026"],
        ["due Mon 8 Jun 2026"],
        ["due Mon 3 Aug 2026"],
        ["due Mon 3 Aug 2026"],
    ]
    assert clock(office, ref, "S03", baby) == []
    assert_clocks_agree(office, ref)


def test_e02_a_milestone_that_had_passed_when_the_case_began_is_due_then_for_late_notification(office: Office) -> None:
    ref = journeys.requested(office, family=unborn(day("Mon 25 May 2026")))
    baby = f"child:{child(office, ref, 'Baby')}"
    assert clock(office, ref, "P01", baby) == ["due Mon 5 Jan 2026"]
    assert clock(office, ref, "P02", baby) == ["due Mon 19 Jan 2026"]
    [(why,)] = office.rows("SELECT why FROM clock_ledger WHERE clock = 'prebirth_assessment_started'")
    assert why == "late notification: the milestone had passed when the case began"


def test_e02_another_expected_date_moves_every_milestone_and_the_old_one_stays_on_record(office: Office) -> None:
    ref = journeys.requested(office, family=unborn(EXPECTED))
    baby = child(office, ref, "Baby")
    scanned_on = day("Mon 12 Jan 2026")
    moved_to = day("Mon 28 Sep 2026")
    office.do("sam", change_expected_date, ref, on=scanned_on, child=baby, expected_on=moved_to)
    assert clock(office, ref, "P02", f"child:{baby}") == ["due Mon 25 May 2026"]
    assert clock(office, ref, "P05", f"child:{baby}") == ["due Mon 17 Aug 2026"]
    assert entries(office, ref, "birth_plan_shared") == ["started", "corrected"]
    withdrawn = office.rows("SELECT expected_on FROM children WHERE withdrawn_why = 'the expected date moved'")
    assert [str(expected_on) for (expected_on,) in withdrawn] == ["2026-09-14"]
    assert_clocks_agree(office, ref)


def test_e02_no_application_is_lodged_before_birth_and_the_birth_starts_what_a_newborn_needs(office: Office) -> None:
    ref = journeys.preparing_application(office, family=unborn(day("Mon 27 Apr 2026"), removal_planned=True))
    fill_pack(office, ref, on=EXIT)
    tell_parents(office, ref, LetterKind.OF_ISSUE, on=EXIT)
    assert unmet(lambda: lodge(office, ref, on=day("Wed 22 Apr 2026"))) == ["every_child_born"]
    baby = child(office, ref, "Baby")
    born_on = day("Fri 24 Apr 2026")
    office.do("sam", record_birth, ref, on=born_on, child=baby, given_name="Wren")
    assert child(office, ref, "Wren") == baby
    assert clock(office, ref, "N01", f"child:{baby}") == ["due Wed 29 Apr 2026"]
    assert clock(office, ref, "S03", f"child:{baby}") == ["due Fri 24 Apr 2043"]
    assert clock(office, ref, "P05", f"child:{baby}") == ["due Mon 16 Mar 2026, stopped Fri 24 Apr 2026"]
    lodge(office, ref, on=day("Mon 27 Apr 2026"))
    assert clock(office, ref, "N01", f"child:{baby}") == ["due Wed 29 Apr 2026, satisfied Mon 27 Apr 2026"]
    assert_clocks_agree(office, ref)


def test_e02_a_birth_without_a_planned_removal_starts_no_application_clock(office: Office) -> None:
    ref = journeys.letters_out(office, family=unborn(day("Mon 27 Apr 2026")))
    baby = child(office, ref, "Baby")
    office.do("sam", record_birth, ref, on=day("Fri 24 Apr 2026"), child=baby, given_name="Wren")
    assert clock(office, ref, "N01", f"child:{baby}") == []
    assert clock(office, ref, "K24", f"child:{baby}") == ["due Mon 11 May 2026"]
