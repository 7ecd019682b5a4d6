"""Parents who live apart or have no parental responsibility, those who do not come, changes: E9-E11, E16-E19."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from plo_workflow.cases.family import (
    add_address,
    add_person,
    record_carer_status,
    record_need,
    record_representation,
)
from plo_workflow.cases.gateway import list_gateway_review, record_decision_enter
from plo_workflow.cases.letters import record_letter_delivered, record_letter_sent
from plo_workflow.cases.meetings import Came, hold_first_meeting, meet_apart, record_ineffective_first_meeting
from plo_workflow.cases.ongoing import change_worker, end_section_twenty, record_section_twenty
from plo_workflow.cases.plan import record_contingency
from plo_workflow.errors import NotGiven
from plo_workflow.kinds import CarerStatus, Cause, Decision, NeedKind, Part, Relationship, ReviewReason
from plo_workflow.models import (
    Allocation,
    Letter,
    Meeting,
    MeetingAttendance,
    Person,
    Posting,
    Representation,
    SectionTwenty,
    SectionTwentyConsent,
)
from tests import journeys
from tests.journeys import At
from tests.ledgers import assert_clocks_agree, clock
from tests.office import Office
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME, Family, child, make_plan, person, send_letters, sit, write_letters
from tests.stories.witness import history, reminded, running, sentences, swept, unmet

ENTERED, FIRST_MEETING = ON_TIME.entered, ON_TIME.first_meeting
APART = Family(parents=("Jo Merrow", "Al Merrow"))


def grandmother(office: Office, ref: str, *, on: date) -> int:
    ida: int = office.do(
        "sam", add_person, ref, on=on, name="Ida Merrow", relationship=Relationship.GRANDPARENT,
        has_parental_responsibility=False, gets_letter=False, carer_status=CarerStatus.PUT_FORWARD,
    ).value  # fmt: skip
    return ida


# E9: parents who live apart


def test_e09_separated_parents_each_have_a_letter_and_a_receipt_of_their_own(office: Office) -> None:
    ref = journeys.letters_out(office, family=APART)
    to = {one.person_id: one.id for one in office.file(ref).all(Letter)}
    jo, al = person(office, ref), person(office, ref, "Al Merrow")
    assert set(to) == {jo, al}
    arrived = day("Mon 19 Jan 2026")
    office.do("ben", record_letter_delivered, ref, on=arrived, letter=to[jo], evidence="Signed for.")
    assert clock(office, ref, "K07", f"letter:{to[jo]}") == ["due Wed 21 Jan 2026, satisfied Mon 19 Jan 2026"]
    assert clock(office, ref, "K07", f"letter:{to[al]}") == ["due Wed 21 Jan 2026"]


def test_e09_each_parent_is_met_apart_and_a_confidential_address_goes_nowhere(office: Office) -> None:
    ref = journeys.letters_out(office, family=APART)
    jo, al = person(office, ref), person(office, ref, "Al Merrow")
    refuge = "The refuge, 4 Made-up Lane"
    office.do("sam", add_address, ref, on=ON_TIME.letters, person=jo, lines=refuge, confidential=True)
    make_plan(office, ref, on=FIRST_MEETING, due_on=ON_TIME.review)
    office.do(
        "sam", hold_first_meeting, ref, on=FIRST_MEETING, came=[Came(jo, attended=True, with_solicitor=True)],
        next_review_on=ON_TIME.review, exit_gateway_on=ON_TIME.exit,
    )  # fmt: skip
    [meeting], dates = office.file(ref).all(Meeting), running(office, ref)
    apart = day("Wed 28 Jan 2026")
    office.do("sam", meet_apart, ref, on=apart, meeting=meeting.id, came=[Came(al, attended=True)])
    there = office.file(ref).having(MeetingAttendance, meeting_id=meeting.id)
    assert [(one.person_id, one.happened_on) for one in there] == [(jo, FIRST_MEETING), (al, apart)]
    assert running(office, ref) == dates
    assert clock(office, ref, "K10", f"meeting:{meeting.id}") == ["due Tue 3 Feb 2026"]
    swept(office, day("Mon 1 Jun 2026"))
    assert office.rows("SELECT count(*) FROM outbox")[0][0] > 0
    assert office.rows("SELECT 1 FROM outbox WHERE subject LIKE :words OR body LIKE :words", words="%refuge%") == []
    assert [tuple(row) for row in office.rows("SELECT person_id, confidential FROM addresses")] == [(jo, True)]


def test_e09_a_meeting_that_only_the_grandmother_came_to_is_not_the_first_meeting(office: Office) -> None:
    ref = journeys.letters_out(office)
    jo, ida = person(office, ref), grandmother(office, ref, on=ON_TIME.letters)
    make_plan(office, ref, on=FIRST_MEETING, due_on=ON_TIME.review)

    def hold(*came: Came) -> object:
        return office.do(
            "sam", hold_first_meeting, ref, on=FIRST_MEETING, came=list(came), next_review_on=ON_TIME.review,
            exit_gateway_on=ON_TIME.exit,
        )  # fmt: skip

    with_nan = Came(ida, attended=True, with_solicitor=True)
    assert unmet(lambda: hold(with_nan, Came(jo, attended=False))) == ["meeting_was_effective"]
    assert clock(office, ref, "K08") == ["due Fri 30 Jan 2026"]
    hold(with_nan, Came(jo, attended=False, with_solicitor=True))
    assert clock(office, ref, "K08") == ["due Fri 30 Jan 2026, satisfied Tue 27 Jan 2026"]


# E10: a parent without parental responsibility


def father(office: Office, ref: str, *, gets_letter: bool, reason: str | None, responsible: bool = False) -> int:
    found: int = office.do(
        "sam", add_person, ref, on=ENTERED, name="Al Merrow", relationship=Relationship.FATHER,
        has_parental_responsibility=responsible, gets_letter=gets_letter, letter_reason=reason,
    ).value  # fmt: skip
    return found


def ready_to_enter(office: Office) -> str:
    ref = journeys.listed(office)
    office.do("sam", record_contingency, ref, on=ENTERED, plan="Apply.", early_return_trigger="A night alone.")
    sit(office, ref, Decision.ENTER, on=ENTERED)
    return ref


@pytest.mark.parametrize(("responsible", "gets_letter"), [(False, False), (False, True), (True, False)])
def test_e10_the_choice_of_who_gets_a_letter_is_recorded_with_its_reason(
    office: Office, responsible: bool, gets_letter: bool
) -> None:
    ref = ready_to_enter(office)
    father(office, ref, gets_letter=gets_letter, reason=None, responsible=responsible)
    enter = partial(office.do, "cara", record_decision_enter, ref, on=ENTERED)
    assert unmet(enter) == ["addressees_listed"]
    assert "Al Merrow" in sentences(enter)


def test_e10_a_father_without_parental_responsibility_is_written_to_where_a_reason_says_so(office: Office) -> None:
    ref = ready_to_enter(office)
    al = father(office, ref, gets_letter=True, reason="Isla spends weekends with him.")
    office.do("sam", record_need, ref, on=ENTERED, person=al, kind=NeedKind.NONE)
    office.do("cara", record_decision_enter, ref, on=ENTERED)
    write_letters(office, ref, on=ON_TIME.written, meeting_on=FIRST_MEETING)
    send_letters(office, ref, on=ON_TIME.letters)
    assert {one.person_id for one in office.file(ref).all(Letter)} == {al, person(office, ref)}
    [kept] = office.file(ref).having(Person, id=al)
    assert (kept.has_parental_responsibility, kept.letter_reason) == (False, "Isla spends weekends with him.")


# E11: parents who do not come


def test_e11_two_missed_meetings_stop_no_clock_and_lead_to_an_early_gateway(at: At) -> None:
    office, ref = at(journeys.letters_out)
    for on in (FIRST_MEETING, day("Thu 29 Jan 2026")):
        office.do("sam", record_ineffective_first_meeting, ref, on=on, reason="Nobody came.", cause=Cause.FAMILY)
    assert clock(office, ref, "K08") == ["due Fri 30 Jan 2026"]
    failed = [(one.effective, one.ineffective_reason, one.cause) for one in office.file(ref).all(Meeting)]
    assert failed == [(False, "Nobody came.", "family")] * 2
    monday = day("Mon 2 Feb 2026")
    swept(office, monday)
    assert ("first_meeting_held", "sam") in reminded(office, ref)
    office.do(
        "tess", list_gateway_review, ref, on=monday, review_reason=ReviewReason.EARLY, sitting_on=day("Tue 10 Feb 2026")
    )
    assert office.file(ref).case.stage == "gateway_review"
    assert clock(office, ref, "K02") == ["due Tue 20 Jan 2026, satisfied Tue 13 Jan 2026", "due Mon 16 Feb 2026"]
    assert clock(office, ref, "K14") == ["due Tue 5 May 2026"]
    assert clock(office, ref, "K13") == ["due Tue 21 Apr 2026"]
    assert_clocks_agree(office, ref)


# E16: another worker


def test_e16_a_change_of_worker_needs_a_handover_and_moves_no_date(at: At) -> None:
    office, ref = at(journeys.decided_to_enter)
    changed_on, before = day("Mon 19 Jan 2026"), running(office, ref)

    def change(note: str, next_actions: str, joint_visit_on: date | None) -> object:
        return office.do(
            "tess", change_worker, ref, on=changed_on, part=Part.SOCIAL_WORKER, staff="sasha", handover_note=note,
            next_actions=next_actions, joint_visit_on=joint_visit_on,
        )  # fmt: skip

    note, actions, visit_on = "Isla trusts her gran.", "Send the letter.", day("Thu 22 Jan 2026")
    for missing in ((" ", actions, visit_on), (note, "", visit_on), (note, actions, None)):
        with pytest.raises(NotGiven):
            change(*missing)
    assert office.file(ref).case.social_worker == "sam"
    change(note, actions, visit_on)
    assert office.file(ref).case.social_worker == "sasha"
    assert running(office, ref) == before
    last = office.file(ref).all(Allocation)[-1]
    assert (last.staff_key, last.next_actions, last.joint_visit_on) == (
        "sasha", "Send the letter.", day("Thu 22 Jan 2026"),
    )  # fmt: skip
    workers = [one.staff_key for one in office.file(ref).having(Allocation, part=Part.SOCIAL_WORKER)]
    assert workers == ["sam", "sasha"]
    swept(office, day("Wed 21 Jan 2026"))
    assert ("letter_sent", "sasha") in reminded(office, ref)
    assert_clocks_agree(office, ref)


# E17: another solicitor


def test_e17_a_parents_solicitors_stay_on_record_and_the_letter_can_go_to_the_next(at: At) -> None:
    office, ref = at(journeys.letters_out)
    jo, [letter] = person(office, ref), office.file(ref).all(Letter)
    first, then = day("Mon 19 Jan 2026"), day("Thu 22 Jan 2026")
    office.do("sam", record_representation, ref, on=first, person=jo, solicitor="A Sample", firm="Sample & Co")
    office.do("ben", record_letter_delivered, ref, on=first, letter=letter.id, evidence="Signed for.")
    before = running(office, ref)
    office.do("sam", record_representation, ref, on=then, person=jo, solicitor="B Mock", firm="Mock LLP")
    office.do("ben", record_letter_sent, ref, on=then, letter=letter.id, how="with the papers, to Mock LLP")
    acted = [(one.solicitor, one.happened_on, one.until_on) for one in office.file(ref).all(Representation)]
    assert acted == [("A Sample", first, then), ("B Mock", then, None)]
    assert [one.how for one in office.file(ref).having(Posting, event="sent")] == [
        "by hand", "with the papers, to Mock LLP",
    ]  # fmt: skip
    assert running(office, ref) == before
    assert_clocks_agree(office, ref)


# E18: accommodation by agreement


def test_e18_accommodation_by_agreement_records_who_agreed_and_ends_nothing(at: At) -> None:
    office, ref = at(journeys.plan_under_way)
    isla, jo, on = child(office, ref), person(office, ref), day("Mon 2 Feb 2026")
    al = father(office, ref, gets_letter=False, reason="No contact since birth.")

    def accommodate(*consents: int) -> int:
        kept: int = office.do(
            "sam", record_section_twenty, ref, on=on, child=isla, consents=list(consents), capacity_checked=True,
            review_on=day("Mon 2 Mar 2026"), exit_plan="Home when the grandmother moves in.",
        ).value  # fmt: skip
        return kept

    for nobody_who_may in ((), (al,), (jo, al)):
        with pytest.raises(NotGiven, match=r"those who have parental responsibility"):
            accommodate(*nobody_who_may)
    before = running(office, ref)
    kept = accommodate(jo)
    [record], [consent] = office.file(ref).all(SectionTwenty), office.file(ref).all(SectionTwentyConsent)
    assert (record.child_id, record.review_on, record.ended_on) == (isla, day("Mon 2 Mar 2026"), None)
    assert (consent.section_twenty_id, consent.person_id, consent.capacity_checked) == (kept, jo, True)
    case = office.file(ref).case
    assert (case.stage, case.open, [one.id for one in office.file(ref).open_children]) == ("active_plan", True, [isla])
    assert running(office, ref) == before
    home = day("Mon 23 Feb 2026")
    office.do("sam", end_section_twenty, ref, on=home, accommodation=kept)
    assert [one.ended_on for one in office.file(ref).all(SectionTwenty)] == [home]
    assert "end_section_twenty" in [one.command for one in history(office, ref)]


# E19: relatives who might care


def test_e19_possible_carers_are_on_a_register_with_how_each_stands_and_stood(at: At) -> None:
    office, ref = at(journeys.plan_under_way)
    put_forward, decided = day("Mon 2 Feb 2026"), day("Fri 6 Mar 2026")
    ida = grandmother(office, ref, on=put_forward)
    for on, status in (
        (day("Mon 9 Feb 2026"), CarerStatus.BEING_ASSESSED),
        (decided, CarerStatus.ASSESSED_SUITABLE),
    ):
        office.do("sam", record_carer_status, ref, on=on, person=ida, status=status)
    carers = [(p.name, p.carer_status) for p in office.file(ref).all(Person) if p.carer_status]
    assert carers == [("Ida Merrow", "assessed_suitable")]
    stood = office.rows(
        "SELECT carer_status, withdrawn_why FROM people WHERE replaced_by_id = :ida ORDER BY id", ida=ida
    )
    assert [tuple(row) for row in stood] == [
        ("put_forward", "as a carer from 9 February 2026"),
        ("being_assessed", "as a carer from 6 March 2026"),
    ]
