"""A tracker that is imported again: what changed in a row is corrected on its case, and people's own work is kept."""

from pathlib import Path

import pytest

from plo_workflow.cases.corrections import correct_date
from plo_workflow.cases.ongoing import answer_query, change_worker
from plo_workflow.cases.requesting import accept_and_list as accept
from plo_workflow.errors import DateOutOfOrder
from plo_workflow.kinds import Part
from plo_workflow.models import (
    Allocation,
    Child,
    GatewayDecision,
    GatewayListing,
    Meeting,
    MeetingBooking,
    Move,
    Note,
    Posting,
    Query,
    QueryAnswered,
)
from tests.ledgers import assert_clocks_agree, clock
from tests.office import Office
from tests.plo_workflow.interchange.tracker_import.trackers import ENTERED, UNDER_WAY, bring_in_rows, ref_of
from tests.plo_workflow.weekdays import day

FIRST, LATER = day("Mon 2 Feb 2026"), day("Mon 2 Mar 2026")


def asked(office: Office, ref: str) -> list[str]:
    """The open queries on a case, but the one that every import asks."""
    file = office.file(ref)
    answered = {answer.query_id for answer in file.all(QueryAnswered)}
    return [one.text for one in file.all(Query) if one.kind == "tracker" and one.id not in answered]


def test_a_family_goes_on_where_the_tracker_has_gone_on(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, FIRST, ENTERED)
    ref = ref_of(office)
    assert office.file(ref).case.stage == "letter_preparation"
    assert clock(office, ref, "K06") == ["due Thu 22 Jan 2026"]
    done = bring_in_rows(office, tmp_path, LATER, UNDER_WAY)
    assert (done.imported, done.updated, done.unchanged) == (0, 1, 0)
    file = office.file(ref)
    assert (file.case.stage, file.case.stage_since_on) == ("active_plan", day("Fri 30 Jan 2026"))
    assert clock(office, ref, "K06") == ["due Thu 22 Jan 2026, satisfied Tue 20 Jan 2026"]
    assert [move.move for move in file.all(Move)][-2:] == ["issue_letters", "hold_first_meeting"]
    assert_clocks_agree(office, ref)


def test_a_decision_that_was_another_one_takes_the_moves_after_it_back(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, FIRST, ENTERED)
    bring_in_rows(office, tmp_path, LATER, {**ENTERED, "LGM decision": "Remain CP"})
    ref = ref_of(office)
    file = office.file(ref)
    assert (file.case.stage, file.case.open) == ("not_entered", False)
    assert [move.move for move in file.all(Move)] == ["request_gateway", "accept_and_list", "record_decision_continue"]
    assert clock(office, ref, "K14") == ["due Thu 7 May 2026, withdrawn Mon 2 Mar 2026"]
    assert_clocks_agree(office, ref)


def test_a_meeting_that_was_booked_and_then_held_is_both(office: Office, tmp_path: Path) -> None:
    letter = {**ENTERED, "LBP sent": "20/01/2026"}
    bring_in_rows(office, tmp_path, FIRST, {**letter, "First meeting": "06/02/2026"})
    ref = ref_of(office)
    assert [one.meeting_on for one in office.file(ref).all(MeetingBooking)] == [day("Fri 6 Feb 2026")]
    bring_in_rows(office, tmp_path, LATER, {**letter, "First meeting": "06/02/2026"})
    file = office.file(ref)
    assert [one.happened_on for one in file.all(Meeting)] == [day("Fri 6 Feb 2026")]
    assert len(file.all(MeetingBooking)) == 1
    assert file.case.stage == "active_plan"


def test_what_was_corrected_here_is_not_changed_back_but_asked(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, FIRST, UNDER_WAY)
    ref = ref_of(office)
    [posting] = office.file(ref).all(Posting)
    office.late(
        FIRST, "sam", correct_date, ref, kind="postings", fact=posting.id, happened_on=day("Wed 21 Jan 2026"),
        reason="The post book says so.",
    )  # fmt: skip
    bring_in_rows(office, tmp_path, LATER, UNDER_WAY)
    assert [one.happened_on for one in office.file(ref).all(Posting)] == [day("Wed 21 Jan 2026")]
    assert asked(office, ref) == []
    bring_in_rows(office, tmp_path, LATER, {**UNDER_WAY, "LBP sent": "19/01/2026"})
    assert [one.happened_on for one in office.file(ref).all(Posting)] == [day("Wed 21 Jan 2026")]
    assert asked(office, ref) == [
        "The tracker has changed (letter sent), and so has the record here: which of the two is right?"
    ]


def test_a_case_that_was_moved_here_keeps_its_stage_and_the_difference_is_asked(office: Office, tmp_path: Path) -> None:
    requested = {**ENTERED, "LGM date": None, "LGM decision": None}
    bring_in_rows(office, tmp_path, day("Thu 8 Jan 2026"), requested)
    ref = ref_of(office)
    office.do("sue", accept, ref, on=day("Fri 9 Jan 2026"), sitting_on=day("Thu 15 Jan 2026"), lawyer="lee")
    bring_in_rows(office, tmp_path, LATER, ENTERED)
    assert office.file(ref).case.stage == "gateway_listed"
    assert asked(office, ref) == [
        "The tracker is at “Letter in preparation” now, and the case was moved here to “Gateway listed”."
    ]


def test_another_worker_in_the_tracker_is_a_change_of_worker(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, FIRST, ENTERED)
    bring_in_rows(office, tmp_path, LATER, {**ENTERED, "Social worker": "sasha"})
    file = office.file(ref_of(office))
    assert file.case.social_worker == "sasha"
    assert [(one.staff_key, one.happened_on) for one in file.all(Allocation)] == [("sam", FIRST), ("sasha", LATER)]


def test_a_worker_who_was_changed_here_stays_and_the_difference_is_asked(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, FIRST, ENTERED)
    ref = ref_of(office)
    office.do(
        "tess", change_worker, ref, on=FIRST, part=Part.SOCIAL_WORKER, staff="sasha", handover_note="All on file.",
        next_actions="Visit.", joint_visit_on=FIRST,
    )  # fmt: skip
    bring_in_rows(office, tmp_path, LATER, {**ENTERED, "Social worker": "P Newcomer"})
    assert office.file(ref).case.social_worker == "sasha"
    assert asked(office, ref) == [
        "The tracker has changed (social worker), and so has the record here: which of the two is right?"
    ]


def test_a_birth_in_the_tracker_is_the_birth_of_the_child_who_was_expected(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, FIRST, {**ENTERED, "Children (DOB)": "Unborn (EDD 20/02/2026)"})
    ref = ref_of(office)
    [unborn] = office.file(ref).all(Child)
    bring_in_rows(office, tmp_path, LATER, {**ENTERED, "Children (DOB)": "Ava (18/02/2026)"})
    file = office.file(ref)
    [ava] = file.all(Child)
    assert (ava.id, ava.given_name, ava.born_on) == (unborn.id, "Ava", day("Wed 18 Feb 2026"))
    assert ava.expected_on == day("Fri 20 Feb 2026")
    assert [decision.child_id for decision in file.all(GatewayDecision)] == [ava.id]
    assert "Ava was taken for the birth of Unborn, expected on 20 February 2026: is that right?" in asked(office, ref)
    assert_clocks_agree(office, ref)
    bring_in_rows(office, tmp_path, LATER, {**ENTERED, "Children (DOB)": "Ava (18/02/2026)", "LBP sent": "20/01/2026"})
    assert [child.id for child in office.file(ref).all(Child)] == [ava.id]


def test_a_child_who_is_no_longer_named_stays_in_the_case_and_is_asked_after(office: Office, tmp_path: Path) -> None:
    two = "Isla (01/02/2016), Leo (03/04/2018)"
    bring_in_rows(office, tmp_path, FIRST, {**ENTERED, "Children (DOB)": two})
    ref = ref_of(office)
    bring_in_rows(office, tmp_path, LATER, ENTERED)
    file = office.file(ref)
    assert [child.given_name for child in file.all(Child)] == ["Isla", "Leo"]
    assert len(file.all(GatewayDecision)) == 2
    assert asked(office, ref) == ["Leo is no longer named in the tracker: does Leo still belong to the case?"]
    bring_in_rows(office, tmp_path, LATER, {**ENTERED, "Children (DOB)": two})
    assert len(office.file(ref).all(Child)) == 2


def test_a_date_of_birth_that_was_corrected_moves_the_seventeenth_birthday(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, FIRST, ENTERED)
    ref = ref_of(office)
    [child] = office.file(ref).all(Child)
    bring_in_rows(office, tmp_path, LATER, {**ENTERED, "Children (DOB)": "Isla (01/02/2015)"})
    assert clock(office, ref, "S03", f"child:{child.id}") == ["due Sun 1 Feb 2032"]
    assert_clocks_agree(office, ref)


def test_a_query_that_no_longer_arises_is_answered_so(office: Office, tmp_path: Path) -> None:
    early = {**ENTERED, "LBP sent": "14/01/2026"}
    bring_in_rows(office, tmp_path, FIRST, early)
    ref = ref_of(office)
    [question] = asked(office, ref)
    assert question.startswith("The letter before proceedings is dated 14 January 2026, before the gateway")
    bring_in_rows(office, tmp_path, LATER, {**ENTERED, "LBP sent": "16/01/2026"})
    assert asked(office, ref) == []
    assert [one.text for one in office.file(ref).all(QueryAnswered)] == ["The tracker has been changed since."]


def test_a_query_that_somebody_answered_is_not_raised_again(office: Office, tmp_path: Path) -> None:
    early = {**ENTERED, "LBP sent": "14/01/2026"}
    bring_in_rows(office, tmp_path, FIRST, early)
    ref = ref_of(office)
    query = next(one for one in office.file(ref).all(Query) if one.kind == "tracker")
    office.do("sam", answer_query, ref, on=FIRST, query=query.id, text="The letter went out a day early.")
    bring_in_rows(office, tmp_path, LATER, {**early, "Comments": "new worker since"})
    assert asked(office, ref) == []
    assert [note.text for note in office.file(ref).all(Note)] == ["new worker since"]


def test_a_gateway_that_was_put_off_is_listed_for_the_later_day(office: Office, tmp_path: Path) -> None:
    planned = {**ENTERED, "LGM decision": None, "LGM date": "05/02/2026"}
    bring_in_rows(office, tmp_path, FIRST, planned)
    ref = ref_of(office)
    bring_in_rows(office, tmp_path, FIRST, {**planned, "LGM date": "12/02/2026"})
    assert [one.sitting_on for one in office.file(ref).all(GatewayListing)] == [day("Thu 12 Feb 2026")]
    assert_clocks_agree(office, ref)


def test_an_older_tracker_does_not_turn_back_a_newer_one(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, LATER, UNDER_WAY)
    with pytest.raises(DateOutOfOrder, match=r"as it stood on 2 March 2026, so one of 2 February 2026"):
        bring_in_rows(office, tmp_path, FIRST, ENTERED)
    assert office.file(ref_of(office)).case.stage == "active_plan"
