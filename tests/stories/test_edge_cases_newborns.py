"""A baby who is born to a family in the midst of pre-proceedings: E3."""

from __future__ import annotations

from functools import partial

import pytest

from plo_workflow.caseload.explaining import about as in_words
from plo_workflow.cases.family import child_joins
from plo_workflow.cases.gateway import ChildDecision, decide_continue, record_gateway_decisions, sign_decision_record
from plo_workflow.cases.letters import (
    approve_joined_letter,
    approve_letter,
    record_letter_delivered,
    record_letter_sent,
)
from plo_workflow.cases.outcomes import close_other
from plo_workflow.cases.oversight import issue_urgently
from plo_workflow.cases.requesting import NewChild
from plo_workflow.cases.splitting import split_case
from plo_workflow.errors import MoveNotOpen, NotGiven
from plo_workflow.kinds import CloseReason, Decision, GatewayKind, LetterStep, PostingEvent, UrgentReason
from plo_workflow.models import Child, Letter, LetterReview, Move, Posting
from tests import journeys
from tests.journeys import At
from tests.ledgers import assert_clocks_agree, clock
from tests.office import Office
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME, child, letters, sit
from tests.stories.readiness import (
    agree_that_it_is_urgent,
    draft,
    draft_about_newborn,
    listed_before_letters,
    newborn_in_pre_proceedings,
)
from tests.stories.witness import unmet

EXIT, THURSDAY = ON_TIME.exit, day("Thu 23 Apr 2026")

BORN, JOINED = day("Fri 27 Feb 2026"), day("Mon 2 Mar 2026")


def with_a_baby(office: Office, *, removal_planned: bool = False) -> tuple[str, int]:
    ref = journeys.plan_under_way(office)
    wren = NewChild("Wren", born_on=BORN, removal_planned=removal_planned)
    return ref, office.do("sam", child_joins, ref, on=JOINED, child=wren).value


def test_e03_a_newborn_joins_with_a_record_of_their_own_and_inherits_neither_letter_nor_decision(at: At) -> None:
    office, ref = at(journeys.plan_under_way)
    letters = [one.id for one in office.file(ref).all(Letter)]
    joining = NewChild("Wren", born_on=BORN, removal_planned=True)
    wren = office.do("sam", child_joins, ref, on=JOINED, child=joining).value
    assert [one.joined_later for one in office.file(ref).all(Child)] == [False, True]
    assert [one.id for one in office.file(ref).all(Letter)] == letters
    assert clock(office, ref, "K24", f"child:{wren}") == ["due Mon 16 Mar 2026"]
    assert clock(office, ref, "N01", f"child:{wren}") == ["due Wed 4 Mar 2026"]
    assert clock(office, ref, "K14") == ["due Tue 5 May 2026"]
    assert_clocks_agree(office, ref)


def test_e03_the_plan_does_not_go_on_until_the_gateway_has_decided_for_the_newborn(office: Office) -> None:
    ref = journeys.back_at_gateway(office)
    relisted = ON_TIME.relisted
    wren = office.do("sam", child_joins, ref, on=relisted, child=NewChild("Wren", born_on=BORN)).value
    sit(office, ref, None, on=EXIT, kind=GatewayKind.REVIEW)
    go_on = partial(office.do, "cara", decide_continue, ref, on=EXIT, reason="Time is left.")
    decided = [ChildDecision(child(office, ref), Decision.CONTINUE, "Time is left.")]
    office.do("cara", record_gateway_decisions, ref, on=EXIT, decisions=decided)
    office.do("cara", sign_decision_record, ref, on=EXIT)
    assert unmet(go_on) == ["record_says_nothing_else", "joined_children_decided"]
    decided = [ChildDecision(wren, Decision.ENTER, "Born into the same worries.")]
    office.do("cara", record_gateway_decisions, ref, on=EXIT, decisions=decided)
    assert unmet(go_on) == ["record_signed"]
    office.do("cara", sign_decision_record, ref, on=EXIT)
    go_on()
    assert office.file(ref).case.stage == "active_plan"
    assert office.file(ref).all(Move)[-1].move == "decide_continue"


# The letters about her, which are her own

FRIDAY = day("Fri 24 Apr 2026")


def wren(office: Office, ref: str) -> str:
    """Whom her clocks concern."""
    return f"child:{child(office, ref, 'Wren')}"


def about_her(office: Office, ref: str) -> list[int]:
    return [one.id for one in office.file(ref).all(Letter) if one.child_id]


def approve(office: Office, ref: str, letter: int) -> None:
    for who, step in (("tess", LetterStep.MANAGER), ("lee", LetterStep.LEGAL)):
        office.do(who, approve_joined_letter, ref, on=THURSDAY, letter=letter, step=step)


def send(office: Office, ref: str, letter: int) -> None:
    office.do("ben", record_letter_sent, ref, on=FRIDAY, letter=letter, how="by hand")


def test_e03_the_decision_for_the_newborn_calls_for_a_letter_about_her_that_is_approved_and_sent(at: At) -> None:
    office, ref = at(newborn_in_pre_proceedings)
    family_letter = ["due Tue 20 Jan 2026, satisfied Fri 16 Jan 2026"]
    assert clock(office, ref, "K06", wren(office, ref)) == ["due Tue 28 Apr 2026"]
    draft_about_newborn(office, ref)
    [letter] = about_her(office, ref)
    with pytest.raises(NotGiven, match="only when a manager and a lawyer have approved it as it now reads"):
        send(office, ref, letter)
    approve(office, ref, letter)
    assert office.file(ref).case.stage == "active_plan"
    send(office, ref, letter)
    assert clock(office, ref, "K06", wren(office, ref)) == ["due Tue 28 Apr 2026, satisfied Fri 24 Apr 2026"]
    assert clock(office, ref, "K07", f"letter:{letter}") == ["due Wed 29 Apr 2026"]
    office.do("ben", record_letter_delivered, ref, on=FRIDAY, letter=letter, evidence="Signed for.")
    assert clock(office, ref, "K07", f"letter:{letter}") == ["due Wed 29 Apr 2026, satisfied Fri 24 Apr 2026"]
    assert clock(office, ref, "K06") == family_letter
    assert clock(office, ref, "K08") == ["due Fri 30 Jan 2026, satisfied Tue 27 Jan 2026"]
    assert clock(office, ref, "K14") == ["due Tue 5 May 2026"]
    assert_clocks_agree(office, ref)


def test_e03_the_clock_of_a_letter_about_her_says_to_whom_and_about_whom(at: At) -> None:
    office, ref = at(newborn_in_pre_proceedings)
    draft_about_newborn(office, ref)
    file = office.file(ref)
    said = [in_words(file, f"letter:{letter}") for letter in letters(office, ref)]
    assert said == ["Jo Merrow", "Jo Merrow, about Wren"]


def test_e03_the_letter_about_her_is_worded_anew_without_a_word_of_the_familys_letter_changing(at: At) -> None:
    office, ref = at(newborn_in_pre_proceedings)
    draft_about_newborn(office, ref)
    family, about = office.file(ref).all(Letter)
    draft_about_newborn(office, ref, words="In plainer words.")
    now = office.file(ref).all(Letter)
    assert [one.id for one in now] == [family.id, about.id]
    assert now[0].content_hash == family.content_hash
    assert now[1].sections["worries"] == "In plainer words."


def write_about(office: Office, ref: str, name: str) -> None:
    draft(office, ref, on=EXIT, child=child(office, ref, name))


def test_e03_a_child_whom_the_familys_letters_are_about_has_no_letter_of_their_own(at: At) -> None:
    office, ref = at(newborn_in_pre_proceedings)
    with pytest.raises(NotGiven, match="The family's letters are about Isla too"):
        write_about(office, ref, "Isla")


def test_e03_no_letter_is_written_about_the_newborn_before_a_gateway_has_decided_for_her(office: Office) -> None:
    ref, _ = with_a_baby(office)
    with pytest.raises(NotGiven, match="No gateway has decided to enter pre-proceedings for Wren"):
        write_about(office, ref, "Wren")
    assert clock(office, ref, "K06", wren(office, ref)) == []


def test_e03_a_newborn_for_whom_it_is_decided_before_the_letters_go_is_in_the_familys_letters(
    office: Office,
) -> None:
    ref = listed_before_letters(office)
    on = day("Fri 16 Jan 2026")
    joined = office.do("sam", child_joins, ref, on=on, child=NewChild("Wren", born_on=on)).value
    sit(office, ref, None, on=on, kind=GatewayKind.REVIEW)
    decided = [ChildDecision(joined, Decision.ENTER, "Born into the same worries.")]
    office.do("cara", record_gateway_decisions, ref, on=on, decisions=decided)
    with pytest.raises(NotGiven, match="The family's letters are about Wren too"):
        write_about(office, ref, "Wren")
    assert clock(office, ref, "K06", wren(office, ref)) == []
    assert clock(office, ref, "K06") == ["due Tue 20 Jan 2026"]


def test_e03_no_letter_of_the_whole_family_is_approved_once_the_plan_is_under_way(at: At) -> None:
    office, ref = at(newborn_in_pre_proceedings)
    draft_about_newborn(office, ref)
    family, _ = letters(office, ref)
    step = LetterStep.MANAGER
    with pytest.raises(MoveNotOpen):
        office.do("tess", approve_letter, ref, on=THURSDAY, letter=family, step=step)
    again = partial(office.do, "tess", approve_joined_letter, ref, on=THURSDAY, letter=family, step=step)
    assert "letter_is_a_further_one" in unmet(again)


def test_e03_without_a_child_who_joined_there_is_no_such_letter_to_approve(at: At) -> None:
    office, ref = at(journeys.plan_under_way)
    [letter] = letters(office, ref)
    step = LetterStep.MANAGER
    again = partial(office.do, "tess", approve_joined_letter, ref, on=EXIT, letter=letter, step=step)
    assert unmet(again)[:2] == ["further_letter_called_for", "letter_is_a_further_one"]


def test_e03_a_split_takes_the_letter_about_her_where_she_goes(at: At) -> None:
    office, ref = at(newborn_in_pre_proceedings)
    draft_about_newborn(office, ref)
    [letter] = about_her(office, ref)
    approve(office, ref, letter)
    send(office, ref, letter)
    going = [child(office, ref, "Wren")]
    office.do("tess", split_case, ref, on=FRIDAY, children=going, reason="She goes to her grandmother.")
    new = office.file("PLO-2026-00002")
    [copied] = [one for one in new.all(Letter) if one.child_id]
    assert copied.child_id == new.all(Child)[0].id
    assert [one.event for one in new.having(Posting, letter_id=copied.id)] == [PostingEvent.SENT]
    subject = f"child:{copied.child_id}"
    assert clock(office, new.case.ref, "K06", subject) == ["due Tue 28 Apr 2026, satisfied Fri 24 Apr 2026"]
    assert_clocks_agree(office, ref, new.case.ref)


def test_e03_a_split_that_she_stays_out_of_leaves_her_letter_and_all_about_it(at: At) -> None:
    office, ref = at(newborn_in_pre_proceedings)
    draft_about_newborn(office, ref)
    [letter] = about_her(office, ref)
    approve(office, ref, letter)
    send(office, ref, letter)
    going = [child(office, ref, "Isla")]
    office.do("tess", split_case, ref, on=FRIDAY, children=going, reason="Isla goes to her father.")
    new = office.file("PLO-2026-00002")
    assert [one.child_id for one in new.all(Letter)] == [None]
    kept = {one.id for one in new.all(Letter)}
    assert {one.letter_id for one in new.all(Posting)} == {one.letter_id for one in new.all(LetterReview)} == kept
    assert about_her(office, ref) == [letter]
    assert_clocks_agree(office, ref, new.case.ref)


def test_e03_the_call_for_a_letter_about_her_ends_with_the_case(at: At) -> None:
    office, ref = at(newborn_in_pre_proceedings)
    office.do(
        "hugh", close_other, ref, on=THURSDAY, close_reason=CloseReason.MOVED_ABROAD, reason="They moved.",
        evidence="The embassy's letter.",
    )  # fmt: skip
    assert clock(office, ref, "K06", wren(office, ref)) == ["due Tue 28 Apr 2026, stopped Thu 23 Apr 2026"]


def test_e03_the_call_for_a_letter_about_her_ends_when_it_is_decided_to_go_to_court(at: At) -> None:
    office, ref = at(newborn_in_pre_proceedings)
    agree_that_it_is_urgent(office, ref)
    office.do(
        "sue", issue_urgently, ref, on=THURSDAY, urgent_reason=UrgentReason.IMMEDIATE_SAFETY,
        immediate_harm="She was hit last night.",
    )  # fmt: skip
    assert clock(office, ref, "K06", wren(office, ref)) == ["due Tue 28 Apr 2026, stopped Thu 23 Apr 2026"]
    assert_clocks_agree(office, ref)
