"""A letter that is still owed says so: to a parent who was recorded late (E10), or where none went out after all."""

from __future__ import annotations

from functools import partial

import pytest

from plo_workflow.caseload.casefiles import clocks_of, rules_for
from plo_workflow.caseload.explaining import explain_all
from plo_workflow.cases.corrections import withdraw_fact
from plo_workflow.cases.family import add_person, record_need
from plo_workflow.cases.gateway import decide_return_to_first_meeting
from plo_workflow.cases.letters import (
    Sent,
    approve_joined_letter,
    confirm_readability,
    draft_letter_before_proceedings,
    issue_letters,
    record_letter_sent,
)
from plo_workflow.cases.meetings import hold_first_meeting
from plo_workflow.cases.oversight import issue_urgently
from plo_workflow.kinds import Decision, GatewayKind, LetterStep, NeedKind, Relationship, UrgentReason
from plo_workflow.models import Posting
from tests import journeys
from tests.journeys import At
from tests.ledgers import assert_clocks_agree, clock
from tests.office import Office
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME, SECTIONS, came, letters, make_plan, review, sit
from tests.stories.readiness import BEFORE_MEETING, agree_that_it_is_urgent, listed_before_meeting
from tests.stories.witness import sentences, unmet

LETTERS, MET, MONDAY = ON_TIME.letters, ON_TIME.first_meeting, day("Mon 19 Jan 2026")
ON_THE_DAY = ["due Tue 20 Jan 2026, satisfied Fri 16 Jan 2026"]


def father(office: Office, ref: str, *, gets_letter: bool = True, on: str = "Mon 19 Jan 2026") -> int:
    """Al has parental responsibility, and nobody knew of him."""
    found: int = office.do(
        "sam", add_person, ref, on=day(on), name="Al Merrow", relationship=Relationship.FATHER,
        has_parental_responsibility=True, gets_letter=gets_letter,
    ).value  # fmt: skip
    office.do("sam", record_need, ref, on=day(on), person=found, kind=NeedKind.NONE)
    return found


def write_to(office: Office, ref: str, whom: int) -> int:
    """The letter that is owed is written, read and approved on Monday."""
    letter: int = office.do(
        "sam", draft_letter_before_proceedings, ref, on=MONDAY, person=whom, child=None, fgdm_offered=True,
        solicitor_list_on=MONDAY, **dict.fromkeys(SECTIONS, "In plain words."),
    ).value  # fmt: skip
    office.do("ben", confirm_readability, ref, on=MONDAY, letter=letter)
    for who, step in (("tess", LetterStep.MANAGER), ("lee", LetterStep.LEGAL)):
        office.do(who, approve_joined_letter, ref, on=MONDAY, letter=letter, step=step)
    return letter


def meet(office: Office, ref: str) -> None:
    office.do(
        "sam", hold_first_meeting, ref, on=MET, came=came(office, ref), next_review_on=ON_TIME.review,
        exit_gateway_on=ON_TIME.exit,
    )  # fmt: skip


def ready_to_meet(office: Office) -> str:
    ref = journeys.letters_out(office)
    make_plan(office, ref, on=MET, due_on=ON_TIME.review)
    return ref


def take_back_posting(office: Office, ref: str) -> None:
    [sent] = office.file(ref).all(Posting)
    reason = "It was never posted."
    office.late(MONDAY, "ben", withdraw_fact, ref, kind="postings", fact=sent.id, reason=reason)


@pytest.mark.parametrize(
    ("gets_letter", "missing"), [(False, "addressees_listed"), (True, "every_addressee_written_to")]
)
def test_e10_the_letters_do_not_go_while_a_parent_who_came_to_light_has_none(
    at: At, gets_letter: bool, missing: str
) -> None:
    office, ref = at(journeys.letters_approved)
    father(office, ref, gets_letter=gets_letter, on="Thu 15 Jan 2026")
    sent = [Sent(one, "by hand") for one in letters(office, ref)]
    send = partial(office.do, "ben", issue_letters, ref, on=LETTERS, sent=sent)
    assert unmet(send) == [missing]
    assert "Al Merrow" in sentences(send)


def test_e10_a_parent_who_comes_to_light_when_the_letters_are_out_is_owed_one_of_their_own(at: At) -> None:
    office, ref = at(journeys.letters_out)
    al = father(office, ref)
    assert clock(office, ref, "K06", f"person:{al}") == ["due Mon 26 Jan 2026"]
    letter = write_to(office, ref, al)
    office.do("ben", record_letter_sent, ref, on=day("Tue 20 Jan 2026"), letter=letter, how="by hand")
    assert clock(office, ref, "K06", f"person:{al}") == ["due Mon 26 Jan 2026, satisfied Tue 20 Jan 2026"]
    assert clock(office, ref, "K07", f"letter:{letter}") == ["due Fri 23 Jan 2026"]
    assert clock(office, ref, "K06") == ON_THE_DAY
    assert clock(office, ref, "K08") == ["due Fri 30 Jan 2026"]
    assert office.file(ref).case.stage == "letter_issued"
    assert_clocks_agree(office, ref)


def test_e10_the_date_of_such_a_letter_says_what_it_counts_from(at: At) -> None:
    office, ref = at(journeys.letters_out)
    al, file = father(office, ref), office.file(ref)
    with office.store.reading() as session:
        found = explain_all(file, clocks_of(session, file.case), *rules_for(session, file.case))
    [owed] = [one for one in found if one.stored.subject == f"person:{al}"]
    assert owed.about == "Al Merrow"
    assert "Counted from the person being recorded, when the family's letters were out." in owed.sentence


def test_e10_the_letter_to_somebody_who_has_theirs_is_not_approved_a_second_time(at: At) -> None:
    office, ref = at(journeys.letters_out)
    father(office, ref)
    [hers] = letters(office, ref)
    again = partial(office.do, "tess", approve_joined_letter, ref, on=MONDAY, letter=hers, step=LetterStep.MANAGER)
    assert unmet(again) == ["letter_is_a_further_one"]


def test_e10_no_meeting_counts_until_it_is_settled_whether_a_parent_gets_a_letter(office: Office) -> None:
    ref = ready_to_meet(office)
    father(office, ref, gets_letter=False)
    assert unmet(lambda: meet(office, ref)) == ["addressees_listed"]


def test_e10_no_review_either(at: At) -> None:
    office, ref = at(journeys.plan_under_way)
    father(office, ref, gets_letter=False, on="Mon 2 Feb 2026")
    assert unmet(lambda: review(office, ref, on=ON_TIME.review, next_on=ON_TIME.exit)) == ["addressees_listed"]


def test_e10_a_letter_that_is_owed_is_owed_no_more_when_it_is_decided_to_go_to_court(at: At) -> None:
    office, ref = at(journeys.letters_out)
    al = father(office, ref)
    agree_that_it_is_urgent(office, ref, day("Wed 21 Jan 2026"))
    office.do(
        "sue", issue_urgently, ref, on=day("Wed 21 Jan 2026"), urgent_reason=UrgentReason.IMMEDIATE_SAFETY,
        immediate_harm="She was hit last night.",
    )  # fmt: skip
    assert clock(office, ref, "K06", f"person:{al}") == ["due Mon 26 Jan 2026, stopped Wed 21 Jan 2026"]
    assert_clocks_agree(office, ref)


def test_e10_a_parent_who_comes_to_light_after_that_decision_is_owed_no_letter_before_it(at: At) -> None:
    office, ref = at(journeys.preparing_application)
    al = father(office, ref, on="Tue 21 Apr 2026")
    assert clock(office, ref, "K06", f"person:{al}") == []
    assert clock(office, ref, "K06") == ON_THE_DAY


# A posting that was recorded in error


def test_where_the_only_posting_was_an_error_the_parents_are_not_met_until_the_letter_is_out(office: Office) -> None:
    ref = ready_to_meet(office)
    take_back_posting(office, ref)
    assert clock(office, ref, "K06") == ["due Tue 20 Jan 2026"]
    assert unmet(lambda: meet(office, ref)) == ["letters_are_out"]
    why = "The letters before proceedings are not out. The letter to Jo Merrow is not recorded as sent."
    assert why in sentences(lambda: meet(office, ref))
    [letter] = letters(office, ref)
    office.do("ben", record_letter_sent, ref, on=day("Tue 20 Jan 2026"), letter=letter, how="by hand")
    assert clock(office, ref, "K06") == ["due Tue 20 Jan 2026, satisfied Tue 20 Jan 2026"]
    meet(office, ref)
    assert office.file(ref).case.stage == "active_plan"
    assert_clocks_agree(office, ref)


def test_nor_is_the_plan_reviewed(at: At) -> None:
    office, ref = at(journeys.plan_under_way)
    take_back_posting(office, ref)
    assert unmet(lambda: review(office, ref, on=ON_TIME.review, next_on=ON_TIME.exit)) == ["letters_are_out"]


def test_nor_does_the_gateway_send_the_family_on_to_the_first_meeting(at: At) -> None:
    office, ref = at(listed_before_meeting)
    take_back_posting(office, ref)
    sit(office, ref, Decision.CONTINUE, on=BEFORE_MEETING, kind=GatewayKind.REVIEW)
    on = partial(office.do, "cara", decide_return_to_first_meeting, ref, on=BEFORE_MEETING, reason="As it was.")
    assert unmet(on) == ["letters_were_sent"]
