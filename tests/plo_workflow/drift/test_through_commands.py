"""Drift as people bring it about and cure it, through the commands; and what was withdrawn counts for nothing."""

from __future__ import annotations

from datetime import timedelta

from plo_workflow.caseload.casefiles import clocks_of, read_file
from plo_workflow.caseload.drifting import drift_of
from plo_workflow.cases.corrections import withdraw_fact
from plo_workflow.cases.gateway import list_gateway_review, share_gateway_record
from plo_workflow.cases.letters import record_letter_delivered
from plo_workflow.cases.meetings import record_ineffective_review, send_minutes
from plo_workflow.cases.ongoing import (
    change_worker,
    record_family_meeting,
    record_milestone,
    record_section_twenty,
    record_supervision,
    review_on_tracker,
    write_note,
)
from plo_workflow.cases.plan import complete_action
from plo_workflow.kinds import Cause, FamilyStep, Judgement, MilestoneKind, Part, ReviewReason
from plo_workflow.models import Action, Letter, Meeting
from tests.journeys import At, plan_under_way, requested, reviewed, stepped_down
from tests.office import Office
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME, Days, bring_papers, child, person, request, review, see_children

VISITS = ("Mon 26 Jan 2026", "Fri 6 Feb 2026", "Thu 19 Feb 2026", "Tue 3 Mar 2026")
REVIEW = ON_TIME.review
NEXT = day("Tue 21 Apr 2026")


def drifts(office: Office, ref: str, on: str) -> dict[str, str]:
    """What is drifting on a case on a day, and since when, in the words that people read."""
    with office.store.reading() as session:
        file = read_file(session, ref)
        found = drift_of(session, file, clocks_of(session, file.case), day(on))
    return {one.signal.key: f"{one.severity.label}: {one.sentence}" for one in found}


def worse_twice(office: Office) -> str:
    """Two reviews, at both of which things were worse."""
    ref = reviewed(office, judgement=Judgement.WORSE)
    review(office, ref, Judgement.WORSE, on=NEXT, next_on=NEXT + timedelta(days=28))
    return ref


def test_worse_twice_is_red_until_the_gateway_is_to_look_at_it(at: At) -> None:
    office, ref = at(worse_twice)
    found = drifts(office, ref, "Wed 29 Apr 2026")
    assert found["nothing_better"] == "Red: Nothing better over several reviews, since 21 April 2026."
    assert found["risk_worse_without_gateway"] == "Red: Risk worse and no gateway listed, since 18 March 2026."
    on = day("Wed 29 Apr 2026")
    bring_papers(office, ref, on=on)
    office.do("tess", list_gateway_review, ref, on=on, review_reason=ReviewReason.EARLY, sitting_on=on)
    assert "risk_worse_without_gateway" not in drifts(office, ref, "Wed 29 Apr 2026")


def test_a_review_that_failed_drifts_until_one_is_held_or_the_failure_is_withdrawn(at: At) -> None:
    office, ref = at(plan_under_way)
    office.do("sam", record_ineffective_review, ref, on=REVIEW, reason="Nobody came.", cause=Cause.FAMILY)
    assert drifts(office, ref, "Tue 10 Mar 2026")["meeting_booked_not_held"].startswith("Amber: Meeting with parents")
    failed = office.file(ref).having(Meeting, effective=False)[0]
    office.late(REVIEW, "tess", withdraw_fact, ref, kind="meetings", fact=failed.id, reason="another family's")
    assert "meeting_booked_not_held" not in drifts(office, ref, "Tue 10 Mar 2026")


def test_two_changes_of_worker_are_red_since_the_first(at: At) -> None:
    office, ref = at(plan_under_way)
    for on, who in (("Mon 2 Feb 2026", "sasha"), ("Mon 23 Feb 2026", "sam")):
        office.do(
            "tess", change_worker, ref, on=day(on), part=Part.SOCIAL_WORKER, staff=who, handover_note="All of it.",
            next_actions="Visit.", joint_visit_on=day(on),
        )  # fmt: skip
    assert drifts(office, ref, "Fri 20 Feb 2026")["social_worker_changed"].startswith("Amber")
    assert drifts(office, ref, "Mon 23 Feb 2026")["social_worker_changed"] == (
        "Red: Change of social worker, since 2 February 2026."
    )


def test_an_action_overdue_for_long_is_cured_by_doing_it(at: At) -> None:
    office, ref = at(plan_under_way)
    assert drifts(office, ref, "Wed 25 Mar 2026")["actions_overdue"] == "Red: Actions overdue, since 25 March 2026."
    action = office.file(ref).all(Action)[0]
    office.do("sam", complete_action, ref, on=day("Wed 25 Mar 2026"), action=action.id)
    assert "actions_overdue" not in drifts(office, ref, "Wed 25 Mar 2026")


def test_a_family_meeting_that_was_accepted_and_not_held_by_the_first_review_is_red(at: At) -> None:
    office, ref = at(reviewed)
    key = "family_meeting_not_offered_or_held"
    assert key not in drifts(office, ref, "Wed 11 Mar 2026"), "it was offered in the letter"
    office.do("sam", record_family_meeting, ref, on=REVIEW, step=FamilyStep.ACCEPTED)
    assert key in drifts(office, ref, "Wed 11 Mar 2026")
    office.do("sam", record_family_meeting, ref, on=day("Thu 12 Mar 2026"), step=FamilyStep.HELD)
    assert key not in drifts(office, ref, "Thu 12 Mar 2026")


def test_a_note_begins_the_silence_of_the_record_again(at: At) -> None:
    office, ref = at(plan_under_way)
    office.do("sam", write_note, ref, on=day("Fri 13 Feb 2026"), text="Seen at school.")
    assert "record_gap" not in drifts(office, ref, "Fri 6 Mar 2026")
    assert drifts(office, ref, "Mon 9 Mar 2026")["record_gap"] == "Amber: Gap in the record, since 7 March 2026."


def test_accommodation_by_agreement_without_an_end_in_sight_is_red_after_six_weeks(at: At) -> None:
    office, ref = at(plan_under_way)
    on = day("Mon 2 Feb 2026")
    office.do(
        "sam", record_section_twenty, ref, on=on, child=child(office, ref), consents=[person(office, ref)],
        capacity_checked=True, review_on=on + timedelta(days=28),
    )  # fmt: skip
    key = "section_twenty_without_exit_plan"
    assert key not in drifts(office, ref, "Mon 16 Mar 2026")
    assert (
        drifts(office, ref, "Tue 17 Mar 2026")[key] == "Red: Section 20 with no exit plan (Isla), since 17 March 2026."
    )


def test_a_child_protection_plan_may_have_started_long_before_the_case(at: At) -> None:
    office, ref = at(requested)
    started, today = day("Mon 2 Dec 2024"), ON_TIME.requested
    kind = MilestoneKind.CHILD_PROTECTION_PLAN_STARTED
    office.late(today, "sam", record_milestone, ref, on=started, kind=kind, child=child(office, ref))
    assert drifts(office, ref, "Mon 5 Jan 2026")["long_on_plan_without_gateway"].endswith("since 3 December 2025.")


def test_a_family_that_is_back_within_a_year_of_stepping_down_is_red_at_the_request(at: At) -> None:
    office, _ = at(stepped_down)
    later = Days(*(one + timedelta(days=180) for one in vars(ON_TIME).values()))
    again = request(office, later, acknowledged=True)
    assert drifts(office, again, "Sat 4 Jul 2026") == {
        "back_after_stepping_down": "Red: Back soon after stepping down (Isla), since 4 July 2026."
    }


def test_a_case_with_every_date_kept_and_no_meeting_for_long_is_quiet(at: At) -> None:
    """Feature 2: on time for every date, but with no parent meeting for the set days."""
    office, ref = at(plan_under_way)
    for on in VISITS:
        see_children(office, ref, day(on))
        office.do("pam", review_on_tracker, ref, on=day(on), note="Looked at.")
    office.do("tess", record_supervision, ref, on=day("Mon 9 Feb 2026"), note="Talked about.")
    meeting = office.file(ref).all(Meeting)[0]
    office.do("ben", send_minutes, ref, on=ON_TIME.first_meeting, meeting=meeting.id, sent_to="All.")
    office.do("ben", share_gateway_record, ref, on=ON_TIME.first_meeting)
    letter = office.file(ref).all(Letter)[0]
    office.do("ben", record_letter_delivered, ref, on=ON_TIME.letters, letter=letter.id, evidence="A receipt.")
    action = office.file(ref).all(Action)[0]
    office.do("sam", complete_action, ref, on=day("Mon 2 Mar 2026"), action=action.id)
    assert drifts(office, ref, "Tue 3 Mar 2026") == {}
    assert drifts(office, ref, "Wed 4 Mar 2026") == {
        "quiet_case": "Amber: Quiet case (no meeting with the parents), since 4 March 2026."
    }
