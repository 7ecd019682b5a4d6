"""A gateway review that comes before the letters or the first meeting leads back to them, never past them."""

from __future__ import annotations

from functools import partial

from plo_workflow.cases.gateway import (
    decide_continue,
    decide_extend,
    decide_return_to_first_meeting,
    decide_return_to_letters,
)
from plo_workflow.cases.meetings import hold_first_meeting
from plo_workflow.cases.oversight import override_requirement
from plo_workflow.kinds import Decision, GatewayKind
from tests import journeys
from tests.journeys import At
from tests.ledgers import assert_clocks_agree, clock
from tests.office import Office
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME, came, make_plan, send_letters, sit, write_letters
from tests.stories.readiness import (
    BEFORE_LETTERS,
    BEFORE_MEETING,
    contingency,
    listed_before_letters,
    listed_before_meeting,
    urgent_and_taken_back,
)
from tests.stories.witness import entries, running, sentences, unmet

MONDAY, MET = day("Mon 19 Jan 2026"), ON_TIME.first_meeting
FROM_ENTRY = ("K06", "K13", "K14", "K16", "K25", "K26")


def meet(office: Office, ref: str) -> None:
    make_plan(office, ref, on=MET, due_on=ON_TIME.review)
    office.do(
        "sam", hold_first_meeting, ref, on=MET, came=came(office, ref), next_review_on=ON_TIME.review,
        exit_gateway_on=ON_TIME.exit,
    )  # fmt: skip


def review(office: Office, ref: str) -> None:
    sit(office, ref, Decision.CONTINUE, on=BEFORE_LETTERS, kind=GatewayKind.REVIEW)


def stage(office: Office, ref: str) -> str:
    return office.file(ref).case.stage


def test_from_a_review_before_the_letters_a_family_goes_on_with_the_letters(at: At) -> None:
    office, ref = at(listed_before_letters)
    review(office, ref)
    before = running(office, ref)
    office.do("cara", decide_return_to_letters, ref, on=BEFORE_LETTERS, reason="The risk is as it was.")
    assert stage(office, ref) == "letter_preparation"
    assert running(office, ref) == before
    write_letters(office, ref, on=BEFORE_LETTERS, meeting_on=MET)
    send_letters(office, ref, on=MONDAY)
    assert clock(office, ref, "K06") == ["due Tue 20 Jan 2026, satisfied Mon 19 Jan 2026"]
    assert clock(office, ref, "K08") == ["due Mon 2 Feb 2026"]
    meet(office, ref)
    assert stage(office, ref) == "active_plan"
    assert clock(office, ref, "K08") == ["due Mon 2 Feb 2026, satisfied Tue 27 Jan 2026"]
    assert clock(office, ref, "K11") == ["due Tue 10 Mar 2026"]
    assert clock(office, ref, "K14") == ["due Tue 5 May 2026"]
    assert_clocks_agree(office, ref)


def test_from_a_review_after_the_letters_a_family_goes_on_to_the_first_meeting(at: At) -> None:
    office, ref = at(listed_before_meeting)
    sit(office, ref, Decision.CONTINUE, on=BEFORE_MEETING, kind=GatewayKind.REVIEW)
    back = partial(office.do, "cara", decide_return_to_letters, ref, on=BEFORE_MEETING, reason="As it was.")
    assert unmet(back) == ["letters_not_yet_sent"]
    office.do("cara", decide_return_to_first_meeting, ref, on=BEFORE_MEETING, reason="The risk is as it was.")
    assert stage(office, ref) == "letter_issued"
    assert clock(office, ref, "K08") == ["due Fri 30 Jan 2026"]
    meet(office, ref)
    assert stage(office, ref) == "active_plan"
    assert clock(office, ref, "K08") == ["due Fri 30 Jan 2026, satisfied Tue 27 Jan 2026"]
    assert clock(office, ref, "K06") == ["due Tue 20 Jan 2026, satisfied Fri 16 Jan 2026"]
    assert clock(office, ref, "K14") == ["due Tue 5 May 2026"]
    assert_clocks_agree(office, ref)


def test_before_the_letters_there_is_no_plan_to_go_on_with_and_nothing_to_extend(at: At) -> None:
    office, ref = at(listed_before_letters)
    review(office, ref)
    go_on = partial(office.do, "cara", decide_continue, ref, on=BEFORE_LETTERS, reason="The risk is as it was.")
    assert unmet(go_on) == ["letters_were_sent", "first_meeting_was_held", "plan_is_complete"]
    assert "are not out yet: decide to go on with the letters. The first meeting" in sentences(go_on)
    missing = unmet(partial(office.do, "hugh", decide_extend, ref, on=BEFORE_LETTERS))
    assert missing[:2] == ["letters_were_sent", "first_meeting_was_held"]
    meeting = partial(office.do, "cara", decide_return_to_first_meeting, ref, on=BEFORE_LETTERS, reason="As it was.")
    assert unmet(meeting) == ["letters_were_sent"]


def test_a_family_whose_plan_is_under_way_is_not_led_back(at: At) -> None:
    office, ref = at(journeys.back_at_gateway)
    sit(office, ref, Decision.CONTINUE, on=ON_TIME.exit, kind=GatewayKind.REVIEW)
    letters_again = partial(office.do, "cara", decide_return_to_letters, ref, on=ON_TIME.exit, reason="Time is left.")
    assert "The letters before proceedings are out: decide to go on with the plan." in sentences(letters_again)
    meet_again = partial(office.do, "cara", decide_return_to_first_meeting, ref, on=ON_TIME.exit, reason="As it was.")
    assert unmet(meet_again) == ["first_meeting_not_yet_held"]


def test_a_first_meeting_that_can_never_be_held_is_passed_over_by_a_head_of_service(at: At) -> None:
    office, ref = at(listed_before_meeting)
    make_plan(office, ref, on=BEFORE_MEETING, due_on=ON_TIME.review)
    sit(office, ref, Decision.CONTINUE, on=BEFORE_MEETING, kind=GatewayKind.REVIEW)
    go_on = partial(office.do, "cara", decide_continue, ref, on=BEFORE_MEETING, reason="The parents will not come.")
    assert unmet(go_on) == ["first_meeting_was_held"]
    office.do(
        "hugh", override_requirement, ref, on=BEFORE_MEETING, move="decide_continue",
        requirement="first_meeting_was_held", reason="Both parents have left the country.",
    )  # fmt: skip
    go_on()
    assert stage(office, ref) == "active_plan"


def test_an_urgent_issue_before_entry_that_is_taken_back_leads_to_the_letters_by_a_decision_to_enter(at: At) -> None:
    office, ref = at(journeys.listed)
    urgent_and_taken_back(office, ref)
    contingency(office, ref)
    sat_on = ON_TIME.entered
    sit(office, ref, None, on=sat_on, kind=GatewayKind.REVIEW)
    enter = partial(office.do, "cara", decide_return_to_letters, ref, on=sat_on, reason="It can wait.")
    assert unmet(enter) == ["record_says_nothing_else", "entry_decided"]
    assert "so it is decided now. No decision is recorded for Isla." in sentences(enter)
    sit(office, ref, Decision.ENTER, on=sat_on, kind=GatewayKind.REVIEW)
    assert not any(clock(office, ref, one) for one in FROM_ENTRY)
    enter()
    assert {one: clock(office, ref, one) for one in FROM_ENTRY} == {
        "K06": ["due Tue 20 Jan 2026"],
        "K13": ["due Tue 21 Apr 2026"],
        "K14": ["due Tue 5 May 2026"],
        "K16": ["due Tue 30 Jun 2026"],
        "K25": ["due Tue 10 Feb 2026"],
        "K26": ["due Tue 27 Jan 2026"],
    }
    write_letters(office, ref, on=ON_TIME.written, meeting_on=MET)
    send_letters(office, ref, on=ON_TIME.letters)
    assert clock(office, ref, "K06") == ["due Tue 20 Jan 2026, satisfied Fri 16 Jan 2026"]
    meet(office, ref)
    assert stage(office, ref) == "active_plan"
    assert_clocks_agree(office, ref)


def test_a_second_return_to_the_letters_is_no_second_entry(at: At) -> None:
    office, ref = at(listed_before_letters)
    review(office, ref)
    office.do("cara", decide_return_to_letters, ref, on=BEFORE_LETTERS, reason="The risk is as it was.")
    assert [entries(office, ref, one) for one in ("letter_sent", "headline_limit", "case_supervision")] == [
        ["started"], ["started"], ["started"],
    ]  # fmt: skip
