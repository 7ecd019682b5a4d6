"""The golden dates of the field that are more than a count, each played as a case to the day and the hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from plo_workflow.caseload.casefiles import rules_for
from plo_workflow.cases import Order
from plo_workflow.cases.gateway import record_decision_enter
from plo_workflow.cases.letters import Sent, draft_letter_before_proceedings, issue_letters, record_letter_sent
from plo_workflow.cases.meetings import hold_first_meeting, record_ineffective_first_meeting, send_minutes
from plo_workflow.cases.plan import record_contingency
from plo_workflow.errors import DateOutOfOrder
from plo_workflow.interchange.tracker.children import TrackerChild
from plo_workflow.interchange.tracker.family import TrackerFamily, TrackerMeeting
from plo_workflow.interchange.tracker.queries import queries
from plo_workflow.interchange.tracker.words import MeetingState, TrackerDecision
from plo_workflow.kinds import Cause, Decision, LetterKind
from plo_workflow.models import Lodging, Meeting, Posting
from plo_workflow.settings import LONDON
from tests import journeys
from tests.ledgers import assert_clocks_agree, clock
from tests.office import Office
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME, SECTIONS, came, fill_pack, letters, lodge, make_plan, person, sit, tell_parents
from tests.stories.witness import later, reminded, swept

FEBRUARY = replace(
    later(ON_TIME, 3),
    letters=day("Tue 10 Feb 2026"),
    first_meeting=day("Tue 24 Feb 2026"),
    review=day("Tue 7 Apr 2026"),
)
"""Decided on Tuesday 3 February, with letters and first meeting on the last day of each."""


def send_at(office: Office, ref: str, on: date, hour: time, recorded: date | None = None) -> None:
    """Send the letters, recorded at an hour in London."""
    at = datetime.combine(recorded or on, hour, LONDON)
    sent = [Sent(letter, "by hand") for letter in letters(office, ref)]
    office.desk.perform(Order(by="ben", at=at, case=ref), issue_letters, on=on, sent=sent)


def test_a_letter_sent_at_the_last_minute_of_its_last_day_is_on_time(office: Office) -> None:  # golden 1, 42
    ref = journeys.letters_approved(office, FEBRUARY)
    assert clock(office, ref, "K06") == ["due Tue 10 Feb 2026"]
    send_at(office, ref, day("Tue 10 Feb 2026"), time(23, 59))
    assert clock(office, ref, "K06") == ["due Tue 10 Feb 2026, satisfied Tue 10 Feb 2026"]
    swept(office, day("Wed 11 Feb 2026"))
    assert "letter_sent" not in [key for key, _ in reminded(office, ref)]


def test_a_letter_that_was_not_sent_by_midnight_is_late_the_next_day(office: Office) -> None:  # golden 42
    ref = journeys.letters_approved(office, FEBRUARY)
    swept(office, day("Tue 10 Feb 2026"))
    assert ("letter_sent", "sam") not in reminded(office, ref)
    swept(office, day("Wed 11 Feb 2026"))
    assert ("letter_sent", "sam") in reminded(office, ref)


def test_a_letter_sent_half_an_hour_after_midnight_in_summer_is_of_the_new_day(office: Office) -> None:  # golden 34
    days = replace(later(ON_TIME, 10), letters=day("Tue 31 Mar 2026"))
    ref = journeys.letters_approved(office, days)
    send_at(office, ref, day("Tue 31 Mar 2026"), time(0, 30))
    [posting] = office.file(ref).all(Posting)
    assert posting.recorded_at.isoformat() == "2026-03-30T23:30:00+00:00"
    assert posting.happened_on == day("Tue 31 Mar 2026")
    assert clock(office, ref, "K06") == ["due Tue 31 Mar 2026, satisfied Tue 31 Mar 2026"]
    assert clock(office, ref, "K07", f"letter:{posting.letter_id}") == ["due Tue 7 Apr 2026"]


def test_a_first_meeting_that_works_only_at_the_second_attempt_stops_its_clock_then(
    office: Office,
) -> None:  # golden 2, 3, 45
    ref = journeys.letters_out(office, FEBRUARY)
    failed, held = day("Tue 24 Feb 2026"), day("Tue 3 Mar 2026")
    assert clock(office, ref, "K08") == ["due Tue 24 Feb 2026"]
    office.do(
        "sam", record_ineffective_first_meeting, ref, on=failed, reason="Her lawyer was ill.", cause=Cause.EXTERNAL
    )
    assert clock(office, ref, "K08") == ["due Tue 24 Feb 2026"]
    make_plan(office, ref, on=held, due_on=FEBRUARY.review)
    office.do(
        "sam", hold_first_meeting, ref, on=held, came=came(office, ref), next_review_on=FEBRUARY.review,
        exit_gateway_on=FEBRUARY.exit,
    )  # fmt: skip
    assert clock(office, ref, "K08") == ["due Tue 24 Feb 2026, satisfied Tue 3 Mar 2026"]
    with office.store.reading() as session:
        _, calendar = rules_for(session, office.file(ref).case)
    assert calendar.working_days_between(failed, held) == 5
    [_, effective] = office.file(ref).all(Meeting)
    assert clock(office, ref, "K10", f"meeting:{effective.id}") == ["due Tue 10 Mar 2026"]
    office.do("ben", send_minutes, ref, on=day("Tue 10 Mar 2026"), meeting=effective.id, sent_to="Jo Merrow")
    assert clock(office, ref, "K11") == ["due Tue 14 Apr 2026"]
    assert_clocks_agree(office, ref)


def test_a_letter_dated_the_day_before_the_decision_is_refused(office: Office) -> None:  # golden 39
    ref = journeys.listed(office, later(ON_TIME, 8))
    monday = day("Mon 9 Mar 2026")
    letter = office.do(
        "sam", draft_letter_before_proceedings, ref, on=monday, person=person(office, ref), fgdm_offered=True,
        child=None, solicitor_list_on=monday, **dict.fromkeys(SECTIONS, "In plain words."),
    ).value  # fmt: skip
    entered = later(ON_TIME, 8).entered
    office.do("sam", record_contingency, ref, on=entered, plan="Apply.", early_return_trigger="A night alone.")
    sit(office, ref, Decision.ENTER, on=entered)
    office.do("cara", record_decision_enter, ref, on=entered)
    with pytest.raises(DateOutOfOrder, match="cannot have been sent on 9 March 2026: pre-proceedings were decided"):
        office.late(day("Thu 12 Mar 2026"), "ben", record_letter_sent, ref, on=monday, letter=letter, how="by hand")
    assert office.file(ref).all(Posting) == []
    assert clock(office, ref, "K06") == ["due Tue 17 Mar 2026"]


def test_a_tracker_in_which_the_letter_is_dated_before_the_decision_is_asked_about() -> None:  # golden 39
    family = TrackerFamily(
        row=4, reference="SYN-1", children=(TrackerChild("Ava", born_on=date(2020, 1, 1)),),
        gateway=TrackerMeeting(MeetingState.HELD, day("Tue 10 Mar 2026")), gateway_decision=TrackerDecision.ENTER,
        letter_sent_on=day("Mon 9 Mar 2026"),
    )  # fmt: skip
    assert "The letter before proceedings is dated 9 March 2026, before the gateway of 10 March 2026." in queries(
        family, day("Thu 12 Mar 2026")
    )


def test_an_application_dated_before_its_decision_is_refused(office: Office) -> None:  # golden 40
    days = replace(later(ON_TIME, 8), exit=day("Mon 15 Jun 2026"))
    ref = journeys.preparing_application(office, days)
    fill_pack(office, ref, on=days.exit)
    tell_parents(office, ref, LetterKind.OF_ISSUE, on=days.exit)
    with pytest.raises(DateOutOfOrder, match="is dated 12 June 2026, before the case reached"):
        lodge(office, ref, on=day("Fri 12 Jun 2026"))
    assert office.file(ref).case.stage == "application_preparation"
    assert office.file(ref).all(Lodging) == []


def test_a_letter_of_issue_two_days_before_lodging_is_accepted_as_it_is(office: Office) -> None:  # golden 41
    days = later(ON_TIME, 7)
    ref = journeys.preparing_application(office, days)
    fill_pack(office, ref, on=days.exit)
    told, lodged = day("Wed 10 Jun 2026"), day("Fri 12 Jun 2026")
    tell_parents(office, ref, LetterKind.OF_ISSUE, on=told)
    lodge(office, ref, on=lodged)
    [of_issue] = letters(office, ref, LetterKind.OF_ISSUE)
    assert [one.happened_on for one in office.file(ref).having(Posting, letter_id=of_issue)] == [told]
    assert [one.happened_on for one in office.file(ref).all(Lodging)] == [lodged]
    assert clock(office, ref, "K19") == ["due Thu 11 Jun 2026, satisfied Wed 10 Jun 2026"]
    assert clock(office, ref, "K18") == ["due Tue 23 Jun 2026, satisfied Fri 12 Jun 2026"]
    assert_clocks_agree(office, ref)
