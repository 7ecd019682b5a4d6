"""A date that is corrected moves what was counted from it, keeps the original, and stays in the order of things."""

from __future__ import annotations

from datetime import date

import pytest

from plo_workflow.cases.corrections import correct_date, correct_fact, withdraw_fact
from plo_workflow.cases.letters import record_letter_delivered
from plo_workflow.cases.ongoing import commission_assessment, file_assessment
from plo_workflow.errors import DateInFuture, DateOutOfOrder, NotGiven, NotYourRole
from plo_workflow.models import Assessment, Fact, Letter, Move, Posting, RecordSigned, Visit
from tests import journeys
from tests.journeys import At
from tests.ledgers import assert_clocks_agree, clock, stored
from tests.office import Office
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME, child, see_children

LATER = day("Mon 30 Mar 2026")


def put_right(office: Office, ref: str, fact: Fact, on: date, who: str = "sam") -> None:
    office.late(
        LATER,
        who,
        correct_date,
        ref,
        kind=fact.__tablename__,
        fact=fact.id,
        happened_on=on,
        reason="Misread it.",
    )


def test_the_day_a_letter_went_out_moves_receipt_and_first_meeting_and_the_old_day_stays(
    at: At,
) -> None:
    office, ref = at(journeys.letters_out)
    [posting] = office.file(ref).all(Posting)
    assert clock(office, ref, "K08") == ["due Fri 30 Jan 2026"]
    put_right(office, ref, posting, day("Mon 19 Jan 2026"))
    assert clock(office, ref, "K06") == ["due Tue 20 Jan 2026, satisfied Mon 19 Jan 2026"]
    assert clock(office, ref, "K07", f"letter:{posting.letter_id}") == ["due Thu 22 Jan 2026"]
    assert clock(office, ref, "K08") == ["due Mon 2 Feb 2026"]
    kept = office.rows("SELECT happened_on, withdrawn_by, withdrawn_why, replaced_by_id FROM postings ORDER BY id")
    assert [tuple(map(str, row)) for row in kept] == [
        ("2026-01-19", "None", "None", "None"),
        ("2026-01-16", "sam", "Misread it.", str(posting.id)),
    ]
    [last] = office.rows("SELECT command, recorded_by FROM history ORDER BY seq DESC LIMIT 1")
    assert tuple(last) == ("correct_date", "sam")
    assert_clocks_agree(office, ref)


def test_the_day_of_the_decision_to_enter_moves_every_limit_and_the_day_the_stage_began(at: At) -> None:
    office, ref = at(journeys.decided_to_enter)
    entered = office.file(ref).all(Move)[-1]
    put_right(office, ref, entered, day("Mon 12 Jan 2026"), "tess")
    assert clock(office, ref, "K14") == ["due Mon 4 May 2026"]
    assert clock(office, ref, "K16") == ["due Mon 29 Jun 2026"]
    assert office.file(ref).case.stage_since_on == day("Mon 12 Jan 2026")
    assert_clocks_agree(office, ref)


def test_correcting_a_move_that_stays_in_its_stage_does_not_say_that_the_stage_began_then(at: At) -> None:
    office, ref = at(journeys.reviewed)
    held = office.file(ref).last(Move)
    assert held
    assert held.move == "hold_review"
    put_right(office, ref, held, day("Wed 11 Mar 2026"))
    assert office.file(ref).case.stage_since_on == ON_TIME.first_meeting


def test_correcting_how_a_case_ended_corrects_the_day_it_closed(at: At) -> None:
    office, ref = at(journeys.stepped_down)
    confirmed = office.file(ref).all(Move)[-1]
    office.late(
        day("Mon 27 Apr 2026"), "tess", correct_date, ref, kind="moves", fact=confirmed.id,
        happened_on=day("Fri 24 Apr 2026"), reason="It was the day after.",
    )  # fmt: skip
    assert office.file(ref).case.closed_on == day("Fri 24 Apr 2026")
    assert clock(office, ref, "K22") == ["due Fri 24 Jul 2026"]
    assert_clocks_agree(office, ref)


def test_a_visit_that_was_on_another_day_moves_when_the_child_must_be_seen_next(at: At) -> None:
    office, ref = at(journeys.letters_out)
    see_children(office, ref, day("Mon 19 Jan 2026"), day("Tue 27 Jan 2026"))
    [first, _] = office.file(ref).all(Visit)
    isla = f"child:{child(office, ref)}"
    put_right(office, ref, first, day("Wed 28 Jan 2026"))
    assert clock(office, ref, "K24", isla) == [
        "due Tue 27 Jan 2026, satisfied Tue 27 Jan 2026",
        "due Tue 10 Feb 2026, satisfied Wed 28 Jan 2026",
        "due Wed 11 Feb 2026",
    ]
    assert_clocks_agree(office, ref)


def test_a_letter_confirmed_on_the_day_it_went_out_stays_so_when_that_day_is_corrected(
    at: At,
) -> None:
    office, ref = at(journeys.letters_out)
    [letter] = office.file(ref).all(Letter)
    office.do("ben", record_letter_delivered, ref, on=day("Mon 19 Jan 2026"), letter=letter.id, evidence="Signed for.")
    sent = office.file(ref).first(Posting)
    assert sent
    put_right(office, ref, sent, day("Mon 19 Jan 2026"))
    assert clock(office, ref, "K07", f"letter:{letter.id}") == ["due Thu 22 Jan 2026, satisfied Mon 19 Jan 2026"]


@pytest.mark.parametrize(
    ("which", "on", "sentence"),
    [
        (Posting, day("Tue 13 Jan 2026"), "A letter cannot have gone out on 13 January 2026: it was written on 14"),
        (RecordSigned, day("Mon 12 Jan 2026"), "cannot be signed or shared on 12 January 2026: the gateway sat on 13"),
        (Move, day("Tue 13 Jan 2026"), "“Record the first meeting” cannot be dated on 13 January 2026: “Send the"),
    ],
)
def test_a_date_before_what_it_must_follow_is_refused(at: At, which: type[Fact], on: date, sentence: str) -> None:
    office, ref = at(journeys.plan_under_way)
    fact = office.file(ref).all(which)[-1]
    with pytest.raises(DateOutOfOrder, match=sentence):
        put_right(office, ref, fact, on)


def test_a_decision_cannot_be_moved_after_the_letters_that_followed_it(at: At) -> None:
    office, ref = at(journeys.letters_out)
    entered = next(move for move in office.file(ref).all(Move) if move.move == "record_decision_enter")
    with pytest.raises(DateOutOfOrder):
        put_right(office, ref, entered, day("Mon 19 Jan 2026"))
    assert clock(office, ref, "K14") == ["due Tue 5 May 2026"]


def test_a_date_that_has_not_come_is_refused_and_so_is_a_correction_without_a_reason(at: At) -> None:
    office, ref = at(journeys.letters_out)
    [posting] = office.file(ref).all(Posting)
    with pytest.raises(DateInFuture):
        put_right(office, ref, posting, day("Tue 31 Mar 2026"))
    with pytest.raises(NotGiven):
        office.late(
            LATER, "sam", correct_date, ref, kind="postings", fact=posting.id, happened_on=LATER, reason=" "
        )  # fmt: skip


def test_a_fact_that_is_withdrawn_stays_on_record_and_what_it_had_stopped_runs_again(at: At) -> None:
    office, ref = at(journeys.letters_out)
    [posting] = office.file(ref).all(Posting)
    office.late(LATER, "sam", withdraw_fact, ref, kind="postings", fact=posting.id, reason="It was another family's.")
    assert clock(office, ref, "K06") == ["due Tue 20 Jan 2026"]
    assert clock(office, ref, "K08") == ["due Fri 30 Jan 2026, withdrawn Mon 30 Mar 2026"]
    assert len(office.rows("SELECT 1 FROM postings WHERE withdrawn_why = 'It was another family''s.'")) == 1
    assert_clocks_agree(office, ref)


def test_the_agreed_day_of_an_assessment_can_be_corrected_even_after_it_was_filed(at: At) -> None:
    office, ref = at(journeys.letters_out)
    asked: int = office.do(
        "sam", commission_assessment, ref, on=day("Mon 19 Jan 2026"), kind="parenting", due_on=day("Mon 2 Mar 2026")
    ).value
    office.do("sam", file_assessment, ref, on=day("Fri 6 Mar 2026"), assessment=asked)
    changes = {"due_on": day("Mon 9 Mar 2026")}
    office.late(LATER, "sam", correct_fact, ref, kind="assessments", fact=asked, changes=changes, reason="Misread.")
    assert clock(office, ref, "K28", f"assessment:{asked}") == ["due Mon 9 Mar 2026, satisfied Fri 6 Mar 2026"]
    assert office.file(ref).last(Assessment, due_on=day("Mon 9 Mar 2026"))
    assert_clocks_agree(office, ref)


@pytest.mark.parametrize("table", ["moves", "gateway_decisions", "records_signed", "letter_reviews", "child_outcomes"])
def test_what_somebody_decided_is_not_put_into_other_words_by_another(at: At, table: str) -> None:
    office, ref = at(journeys.stepped_down)
    [(fact,)] = office.rows(f"SELECT MIN(id) FROM {table}")
    before = stored(office, ref)
    with pytest.raises(NotGiven, match="decided or agreed"):
        office.late(
            day("Mon 27 Apr 2026"), "tess", correct_fact, ref, kind=table, fact=fact, changes={}, reason="Better so."
        )
    assert stored(office, ref) == before


@pytest.mark.parametrize("table", ["moves", "gateway_requests", "children", "child_outcomes"])
def test_what_a_case_is_made_of_is_not_withdrawn(at: At, table: str) -> None:
    office, ref = at(journeys.stepped_down)
    [(fact,)] = office.rows(f"SELECT MIN(id) FROM {table}")
    with pytest.raises(NotGiven, match="not withdrawn here"):
        office.late(day("Mon 27 Apr 2026"), "tess", withdraw_fact, ref, kind=table, fact=fact, reason="Gone.")


def test_legal_advice_is_withdrawn_by_lawyers_alone(at: At) -> None:
    office, ref = at(journeys.decided_to_enter)
    [(note,)] = office.rows("SELECT MIN(id) FROM advice_notes")
    said = {"kind": "advice_notes", "fact": note, "reason": "It was to another case."}
    with pytest.raises(NotYourRole, match="authority lawyer"):
        office.late(LATER, "tess", withdraw_fact, ref, **said)
    office.late(LATER, "lee", withdraw_fact, ref, **said)
