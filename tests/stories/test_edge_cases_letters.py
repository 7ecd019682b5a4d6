"""Letters that cannot reach everybody, and parents who need more than a letter to take part: E5 to E8."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from plo_workflow.cases.family import meet_need, record_need, record_tracing, record_whereabouts
from plo_workflow.cases.gateway import approve
from plo_workflow.cases.letters import (
    Sent,
    draft_letter,
    issue_letters,
    leave_letter_on_file,
    record_letter_delivered,
    record_letter_returned,
    record_letter_sent,
)
from plo_workflow.cases.meetings import hold_first_meeting, record_ineffective_first_meeting
from plo_workflow.cases.ongoing import commission_assessment
from plo_workflow.cases.outcomes import ChildEnd, confirm_step_down
from plo_workflow.cases.oversight import override_requirement
from plo_workflow.cases.plan import record_plan_agreement
from plo_workflow.errors import NotYourRole
from plo_workflow.kinds import AgreementHow, ApprovalKind, Cause, LetterKind, NeedKind, Outcome
from plo_workflow.measures.overrides import overrides_by_requirement, overrides_used
from plo_workflow.models import Assessment, Letter, Move, PlanAgreement, Posting, TracingAttempt
from tests import journeys
from tests.journeys import At
from tests.ledgers import assert_clocks_agree, clock
from tests.office import Office
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME, Family, came, child, make_plan, person, review
from tests.stories.witness import reminded, sentences, swept, unmet

LETTERS, FIRST_MEETING = ON_TIME.letters, ON_TIME.first_meeting
BOTH = Family(parents=("Jo Merrow", "Al Merrow"))


# E5: a parent who cannot be found


def al_is_gone(office: Office) -> tuple[str, int, int, int]:
    """Letters to both parents are approved and Al cannot be found: the case, Al, the letter to Jo, the one to Al."""
    ref = journeys.letters_approved(office, family=BOTH)
    al = person(office, ref, "Al Merrow")
    office.do("sam", record_whereabouts, ref, on=ON_TIME.written, person=al, known=False)
    to = {letter.person_id: letter.id for letter in office.file(ref).all(Letter)}
    return ref, al, to[person(office, ref)], to[al]


def trace(office: Office, ref: str, al: int, *methods: str) -> None:
    for method in methods:
        office.do("sam", record_tracing, ref, on=ON_TIME.written, person=al, method=method, result="Not found.")


def test_e05_going_on_without_a_parent_takes_three_ways_of_tracing_the_chair_and_the_letter_on_file(
    office: Office,
) -> None:
    ref, al, to_jo, to_al = al_is_gone(office)

    def send() -> object:
        return office.do("ben", issue_letters, ref, on=LETTERS, sent=[Sent(to_jo, "by hand")])

    trace(office, ref, al, "Electoral roll", "electoral roll", "Grandmother")
    assert unmet(send) == ["every_addressee_written_to"]
    assert "Al Merrow has not been found, and 2 of at least 3 ways of tracing were tried." in sentences(send)
    trace(office, ref, al, "Benefits office")
    assert "The gateway chair has not approved going on without finding Al Merrow." in sentences(send)
    with pytest.raises(NotYourRole):
        office.do("sue", approve, ref, on=LETTERS, what=ApprovalKind.PROCEED_WITHOUT_LETTER, person=al)
    office.do("cara", approve, ref, on=LETTERS, what=ApprovalKind.PROCEED_WITHOUT_LETTER, person=al)
    assert "The letter to Al Merrow is not left on file." in sentences(send)
    office.do("ben", leave_letter_on_file, ref, on=LETTERS, letter=to_al, evidence="Three ways of tracing failed.")
    send()
    assert office.file(ref).case.stage == "letter_issued"
    assert len(office.file(ref).having(TracingAttempt, person_id=al)) == 4
    assert_clocks_agree(office, ref)


def excused(office: Office) -> tuple[str, int, int]:
    """Al was traced in vain and excused on Thursday; the letter to Jo went out on Friday."""
    ref, al, to_jo, to_al = al_is_gone(office)
    trace(office, ref, al, "Electoral roll", "Grandmother", "Benefits office")
    thursday = day("Thu 15 Jan 2026")
    office.do("cara", approve, ref, on=thursday, what=ApprovalKind.PROCEED_WITHOUT_LETTER, person=al)
    office.do("ben", leave_letter_on_file, ref, on=thursday, letter=to_al, evidence="Tracing failed.")
    office.do("ben", issue_letters, ref, on=LETTERS, sent=[Sent(to_jo, "by hand")])
    return ref, to_jo, to_al


def test_e05_an_excused_addressee_holds_no_clock_up_and_has_none_of_their_own(office: Office) -> None:
    ref, to_jo, to_al = excused(office)
    assert clock(office, ref, "K06") == ["due Tue 20 Jan 2026, satisfied Fri 16 Jan 2026"]
    assert clock(office, ref, "K08") == ["due Fri 30 Jan 2026"]
    assert clock(office, ref, "K07", f"letter:{to_jo}") == ["due Wed 21 Jan 2026"]
    assert clock(office, ref, "K07", f"letter:{to_al}") == []
    assert_clocks_agree(office, ref)


def test_e05_an_excused_addressee_who_is_found_is_written_to_after_all(office: Office) -> None:
    ref, _, to_al = excused(office)
    found_on = day("Mon 19 Jan 2026")
    office.do("sam", record_whereabouts, ref, on=found_on, person=person(office, ref, "Al Merrow"), known=True)
    office.do("ben", record_letter_sent, ref, on=found_on, letter=to_al, how="by hand")
    assert clock(office, ref, "K07", f"letter:{to_al}") == ["due Thu 22 Jan 2026"]
    assert clock(office, ref, "K08") == ["due Fri 30 Jan 2026"]
    assert [one.event for one in office.file(ref).having(Posting, letter_id=to_al)] == ["left_on_file", "sent"]
    assert_clocks_agree(office, ref)


def test_e05_the_closing_letter_of_a_parent_who_is_lost_meanwhile_is_left_on_file(office: Office) -> None:
    ref = journeys.stepping_down(office, family=BOTH)
    jo, al, on = person(office, ref), person(office, ref, "Al Merrow"), day("Thu 23 Apr 2026")
    office.do("sam", record_whereabouts, ref, on=on, person=al, known=False)
    to_jo, to_al = (
        office.do("sam", draft_letter, ref, on=on, person=to, kind=LetterKind.CLOSING, text="It ends.").value
        for to in (jo, al)
    )
    end = [ChildEnd(child(office, ref), Outcome.CHILD_IN_NEED_PLAN)]
    confirm = partial(office.do, "tess", confirm_step_down, ref, on=on, outcomes=end)
    assert "No closing letter was sent to Jo Merrow." in sentences(confirm)
    office.do("ben", record_letter_sent, ref, on=on, letter=to_jo, how="by hand")
    assert "closing_letters_sent" not in unmet(confirm)
    assert clock(office, ref, "K20") == ["due Tue 28 Apr 2026"]
    office.do("ben", leave_letter_on_file, ref, on=on, letter=to_al, evidence="Gone since Monday.")
    assert clock(office, ref, "K20") == ["due Tue 28 Apr 2026, satisfied Thu 23 Apr 2026"]
    assert_clocks_agree(office, ref)


# E6: a letter comes back


def test_e06_a_letter_that_came_back_is_served_again_and_the_time_for_its_receipt_runs_on(at: At) -> None:
    office, ref = at(journeys.letters_out)
    [letter] = [one.id for one in office.file(ref).all(Letter)]
    came_back, again = day("Tue 20 Jan 2026"), day("Thu 22 Jan 2026")
    office.do("ben", record_letter_returned, ref, on=came_back, letter=letter, evidence="Addressee gone away.")
    assert clock(office, ref, "K07", f"letter:{letter}") == ["due Wed 21 Jan 2026"]
    swept(office, again)
    assert ("letter_receipt_confirmed", "ben") in reminded(office, ref)
    office.do("ben", record_letter_sent, ref, on=again, letter=letter, how="by hand at her mother's")
    assert clock(office, ref, "K07", f"letter:{letter}") == ["due Wed 21 Jan 2026"]
    assert clock(office, ref, "K08") == ["due Fri 30 Jan 2026"]
    office.do("ben", record_letter_delivered, ref, on=day("Fri 23 Jan 2026"), letter=letter, evidence="Signed for.")
    assert clock(office, ref, "K07", f"letter:{letter}") == ["due Wed 21 Jan 2026, satisfied Fri 23 Jan 2026"]
    assert clock(office, ref, "K06") == ["due Tue 20 Jan 2026, satisfied Fri 16 Jan 2026"]
    events = [one.event for one in office.file(ref).having(Posting, letter_id=letter)]
    assert events == ["sent", "returned", "sent", "delivered"]
    assert_clocks_agree(office, ref)


# E7: a parent whose capacity is in question


def hold(office: Office, ref: str, on: date = FIRST_MEETING) -> None:
    office.do(
        "sam", hold_first_meeting, ref, on=on, came=came(office, ref), next_review_on=ON_TIME.review,
        exit_gateway_on=ON_TIME.exit,
    )  # fmt: skip


def needing(office: Office, kind: NeedKind) -> tuple[str, int]:
    """The letters are out, the plan is ready for the first meeting, and Jo needs something to take part."""
    ref = journeys.letters_approved(office)
    need: int = office.do(
        "sam", record_need, ref, on=ON_TIME.written, person=person(office, ref), kind=kind, details="As she asked."
    ).value
    [letter] = office.file(ref).all(Letter)
    office.do("ben", issue_letters, ref, on=LETTERS, sent=[Sent(letter.id, "by hand")])
    make_plan(office, ref, on=FIRST_MEETING, due_on=ON_TIME.review)
    return ref, need


def test_e07_a_parent_whose_capacity_is_in_question_is_assessed_and_helped_and_nothing_stops(office: Office) -> None:
    ref, capacity = needing(office, NeedKind.CAPACITY)
    jo = person(office, ref)
    assert office.file(ref).case.stage == "letter_issued"
    written = day("Mon 19 Jan 2026")
    advocate = office.do("sam", record_need, ref, on=written, person=jo, kind=NeedKind.ADVOCATE).value
    assessment = office.do(
        "lee", commission_assessment, ref, on=written, kind="Capacity", about="Jo Merrow", due_on=day("Fri 20 Feb 2026")
    ).value
    assert unmet(lambda: hold(office, ref)) == ["needs_met"]
    for need in (capacity, advocate):
        office.do("sam", meet_need, ref, on=day("Mon 26 Jan 2026"), need=need, how="An advocate comes with her.")
    hold(office, ref)
    office.do("sam", record_plan_agreement, ref, on=FIRST_MEETING, person=jo, how=AgreementHow.CAPACITY_IN_QUESTION)
    file = office.file(ref)
    assert file.case.stage == "active_plan"
    assert [(one.person_id, one.how) for one in file.all(PlanAgreement)] == [(jo, "capacity_in_question")]
    assert [(one.kind, one.about) for one in file.all(Assessment)] == [("Capacity", "Jo Merrow")]
    assert clock(office, ref, "K28", f"assessment:{assessment}") == ["due Fri 20 Feb 2026"]
    assert clock(office, ref, "K08") == ["due Fri 30 Jan 2026, satisfied Tue 27 Jan 2026"]
    assert clock(office, ref, "K14") == ["due Tue 5 May 2026"]
    assert_clocks_agree(office, ref)


# E8: a parent who needs an interpreter


def pass_over(office: Office, ref: str, move: str, reason: str, on: date, who: str = "cara") -> None:
    office.do(who, override_requirement, ref, on=on, move=move, requirement="needs_met", reason=reason)


def test_e08_no_meeting_is_effective_without_the_interpreter_until_one_is_there(office: Office) -> None:
    ref, need = needing(office, NeedKind.INTERPRETER)
    assert unmet(lambda: hold(office, ref)) == ["needs_met"]
    assert "Jo Merrow: interpreter" in sentences(lambda: hold(office, ref))
    assert clock(office, ref, "K08") == ["due Fri 30 Jan 2026"]
    office.do("sam", meet_need, ref, on=day("Mon 26 Jan 2026"), need=need, how="A registered interpreter is booked.")
    hold(office, ref)
    assert clock(office, ref, "K08") == ["due Fri 30 Jan 2026, satisfied Tue 27 Jan 2026"]
    assert_clocks_agree(office, ref)


def test_e08_the_interpreter_of_the_first_meeting_is_not_there_at_the_review(office: Office) -> None:
    ref, need = needing(office, NeedKind.INTERPRETER)
    office.do("sam", meet_need, ref, on=FIRST_MEETING, need=need, how="A registered interpreter came.")
    hold(office, ref)
    hold_review = partial(review, office, ref, on=ON_TIME.review, next_on=ON_TIME.exit)
    assert unmet(hold_review) == ["needs_met"]
    assert "Needs not yet met for this meeting: Jo Merrow: interpreter." in sentences(hold_review)
    office.do("sam", meet_need, ref, on=ON_TIME.review, need=need, how="The same interpreter came.")
    hold_review()


def test_e08_nor_is_the_one_who_was_booked_for_a_meeting_that_failed(office: Office) -> None:
    ref, need = needing(office, NeedKind.INTERPRETER)
    failed, held = day("Mon 26 Jan 2026"), FIRST_MEETING
    office.do("sam", meet_need, ref, on=failed, need=need, how="A registered interpreter came.")
    office.do("sam", record_ineffective_first_meeting, ref, on=failed, reason="Nobody came.", cause=Cause.FAMILY)
    assert unmet(lambda: hold(office, ref)) == ["needs_met"]
    office.do("sam", meet_need, ref, on=held, need=need, how="The interpreter came again.")
    hold(office, ref)


def test_e08_an_interpreter_who_came_when_the_meeting_was_over_does_not_count(office: Office) -> None:
    ref, need = needing(office, NeedKind.INTERPRETER)
    after = day("Wed 28 Jan 2026")
    office.do("sam", meet_need, ref, on=after, need=need, how="The minutes were read to her in Polish.")
    assert unmet(
        lambda: office.late(
            after,
            "sam",
            hold_first_meeting,
            ref,
            on=FIRST_MEETING,
            came=came(office, ref),
            next_review_on=ON_TIME.review,
            exit_gateway_on=ON_TIME.exit,
        )
    ) == ["needs_met"]


def test_e08_the_chair_may_go_on_without_the_interpreter_for_a_reason_once_and_it_is_counted(office: Office) -> None:
    ref, _ = needing(office, NeedKind.INTERPRETER)
    with pytest.raises(NotYourRole):
        pass_over(office, ref, "hold_first_meeting", "She reads English.", FIRST_MEETING, who="tess")
    pass_over(office, ref, "hold_first_meeting", "She chose to go on.", FIRST_MEETING)
    hold(office, ref)
    [made] = office.file(ref).having(Move, move="hold_first_meeting")
    assert made.overrides == {"needs_met": "She chose to go on."}

    first, second = day("Tue 10 Mar 2026"), day("Tue 24 Mar 2026")
    for on, next_on in ((first, second), (second, ON_TIME.exit)):
        hold_it = partial(review, office, ref, on=on, next_on=next_on)
        assert unmet(hold_it) == ["needs_met"]
        pass_over(office, ref, "hold_review", "The interpreter is ill.", on)
        hold_it()
    with office.store.reading() as session:
        used = overrides_used(session)
    assert [(one.ref, one.requirement, one.move, one.on, one.by) for one in used] == [
        (ref, "needs_met", "hold_first_meeting", FIRST_MEETING, "cara"),
        (ref, "needs_met", "hold_review", first, "cara"),
        (ref, "needs_met", "hold_review", second, "cara"),
    ]
    assert overrides_by_requirement(used) == {"needs_met": 3}
