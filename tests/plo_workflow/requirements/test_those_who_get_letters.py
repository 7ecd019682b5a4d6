"""Who is written to is settled with a reason, and going on without somebody takes everything that E5 asks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plo_workflow.kinds import ApprovalKind, PostingEvent, Relationship
from plo_workflow.models import Fact, TracingAttempt, TrackerRow
from plo_workflow.requirements.entry import addressees_listed
from plo_workflow.requirements.sending import every_addressee_written_to, further_letter_called_for, letters_are_out
from tests.builders import made, moved
from tests.plo_workflow.requirements.sides import JO, ON, approval, ask, letter, person, posting

LOST = person(whereabouts_known=False)
METHODS = ("Phone", "Family", "Police")
TRACED: list[Fact] = [made(TracingAttempt, ON, person_id=JO, method=one, result="Not found.") for one in METHODS]
AGREED = approval(ApprovalKind.PROCEED_WITHOUT_LETTER, "cara", about=JO)
ON_FILE = posting(PostingEvent.LEFT_ON_FILE)


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ([AGREED, ON_FILE, *TRACED[:2]], "2 of at least 3 ways of tracing were tried"),
        ([ON_FILE, *TRACED], "The gateway chair has not approved going on without finding Jo Merrow"),
        ([AGREED, *TRACED], "The letter to Jo Merrow is not left on file"),
    ],
)
def test_a_parent_who_cannot_be_found_is_excused_only_by_all_three(facts: list[Fact], missing: str) -> None:
    finding = every_addressee_written_to(ask(LOST, letter(), *facts))
    assert not finding.met
    assert missing in finding.sentence


def test_and_then_the_letters_may_go() -> None:
    assert every_addressee_written_to(ask(LOST, letter(), AGREED, ON_FILE, *TRACED)).met


def test_trying_one_way_of_tracing_three_times_is_one_way() -> None:
    thrice: list[Fact] = [
        made(TracingAttempt, ON, person_id=JO, method=one, result="-") for one in ("Phone", "phone", "PHONE")
    ]
    assert "1 of at least 3" in every_addressee_written_to(ask(LOST, letter(), AGREED, ON_FILE, *thrice)).sentence


@pytest.mark.parametrize("gets_letter", [True, False])
def test_for_a_father_without_parental_responsibility_the_choice_is_recorded_with_its_reason(gets_letter: bool) -> None:
    said = {"relationship": Relationship.FATHER, "has_parental_responsibility": False, "gets_letter": gets_letter}
    without, reasoned = person("Al", 5, **said), person("Al", 5, letter_reason="He sees the children weekly.", **said)
    assert "record why a letter is or is not to go" in addressees_listed(ask(person(), without)).sentence
    assert addressees_listed(ask(person(), reasoned)).met


def test_a_grandmother_needs_no_reason_not_to_be_written_to() -> None:
    said = {"relationship": Relationship.GRANDPARENT, "has_parental_responsibility": False, "gets_letter": False}
    assert addressees_listed(ask(person(), person("Nan", 6, **said))).met


def test_a_parent_with_parental_responsibility_may_be_left_out_for_a_reason() -> None:
    left_out = person("Al", 5, gets_letter=False, letter_reason="He is a risk to her, and the court was told.")
    assert addressees_listed(ask(person(), left_out)).met


def test_there_is_somebody_to_write_to() -> None:
    assert addressees_listed(ask()).sentence == "Nobody is listed to get the letter before proceedings."


def test_where_a_tracker_brought_the_letter_another_is_called_for_only_by_whoever_drafts_one() -> None:
    row = made(TrackerRow, ON, digest="", content={}, fact_ids={})
    al = person("Al", 5)
    al.happened_on = ON + timedelta(days=1)
    imported = [person("Parents"), letter(), posting(), row, al]
    assert not further_letter_called_for(ask(*imported)).met
    assert further_letter_called_for(ask(*imported, letter(number=6, person_id=al.id))).met
    assert further_letter_called_for(ask(*(one for one in imported if one is not row))).met


def test_a_tracker_that_brought_no_letter_is_taken_at_its_word_that_the_letters_are_out() -> None:
    imported = moved("issue_letters", ON, said={"imported": "T/1"})
    assert letters_are_out(ask(person(), imported)).met
    assert not letters_are_out(ask(person(), moved("issue_letters", ON))).met
    assert not letters_are_out(ask(person(), imported, letter())).met
