"""What may and may not change how long a case runs: more time, a pause, late entries, holidays: E13, E14, E25, E30."""

from __future__ import annotations

import json
from datetime import date
from functools import partial

import pytest

from plo_workflow.caseload.casefiles import clocks_of, rules_for
from plo_workflow.caseload.explaining import explain_all
from plo_workflow.caseload.late_entries import late_entry
from plo_workflow.cases.court import record_court_step
from plo_workflow.cases.gateway import decide_extend, list_gateway_review
from plo_workflow.cases.letters import draft_letter
from plo_workflow.cases.migrating import adopt_calendar
from plo_workflow.cases.office import shipped_calendar
from plo_workflow.cases.ongoing import record_visit
from plo_workflow.cases.oversight import end_pause, pause, request_extension
from plo_workflow.cases.requesting import NewChild
from plo_workflow.errors import DateOutOfOrder, NotGiven, NotYourRole
from plo_workflow.kinds import Cause, CourtStepKind, Decision, GatewayKind, LetterKind, ReviewReason
from plo_workflow.models import Extension, ExtensionRequest, Pause, Visit
from tests import journeys
from tests.journeys import At
from tests.ledgers import assert_clocks_agree, clock, replayed, stored
from tests.office import Office, noon
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME, Family, addressees, child, sit
from tests.stories.witness import entries, history, reminded, running, sentences, swept, unmet

EXIT = ON_TIME.exit
LIMIT, FIRST_LIMIT, SECOND_LIMIT = day("Tue 5 May 2026"), day("Tue 2 Jun 2026"), day("Tue 30 Jun 2026")


# E13: more time


def ask_for_more(
    office: Office, ref: str, new_limit_on: date, *, on: date = EXIT, who: str = "sam", cause: Cause = Cause.FAMILY,
    why: str = "Isla sleeps through.",
) -> None:  # fmt: skip
    """Ask for more time, with a letter to each parent that tells them."""
    office.do(
        who, request_extension, ref, on=on, what_changed="He left.", why_this_child=why, current_risk="Lower.",
        new_limit_on=new_limit_on, cause=cause,
    )  # fmt: skip
    for to in addressees(office, ref):
        office.do("sam", draft_letter, ref, on=on, person=to, kind=LetterKind.EXTENSION, text="You have more time.")


def at_review(at: At) -> tuple[Office, str]:
    """A sitting that may extend."""
    office, ref = at(journeys.back_at_gateway)
    sit(office, ref, Decision.EXTEND, on=EXIT, kind=GatewayKind.REVIEW)
    return office, ref


def test_e13_more_time_needs_the_case_for_it_and_a_letter_to_each_parent(at: At) -> None:
    office, ref = at_review(at)
    extend = partial(office.do, "hugh", decide_extend, ref, on=EXIT)
    assert unmet(extend) == ["extension_case_made", "extension_within_policy", "extension_letter_prepared"]
    ask_for_more(office, ref, FIRST_LIMIT, why=" ")
    assert unmet(extend) == ["extension_case_made"]


@pytest.mark.parametrize(
    ("new_limit_on", "sentence"),
    [
        (day("Wed 3 Jun 2026"), "it asks for 29 days and at most 28 may be granted"),
        (LIMIT, "it asks for 0 days"),
    ],
)
def test_e13_more_time_is_at_most_twenty_eight_days_from_the_limit(at: At, new_limit_on: date, sentence: str) -> None:
    office, ref = at_review(at)
    ask_for_more(office, ref, new_limit_on)
    extend = partial(office.do, "hugh", decide_extend, ref, on=EXIT)
    assert unmet(extend) == ["extension_within_policy"]
    assert sentence in sentences(extend)
    assert clock(office, ref, "K14") == ["due Tue 5 May 2026"]


def test_e13_who_asked_does_not_decide_and_who_decides_is_senior(at: At) -> None:
    office, ref = at_review(at)
    ask_for_more(office, ref, FIRST_LIMIT)
    with pytest.raises(NotYourRole):
        office.do("tess", decide_extend, ref, on=EXIT)
    assert unmet(partial(office.do, "anna", decide_extend, ref, on=EXIT)) == ["approver_is_senior_enough"]
    assert office.file(ref).case.stage == "gateway_review"


def test_e13_where_the_authority_was_late_itself_an_assistant_director_sees_it_first(at: At) -> None:
    office, ref = at_review(at)
    ask_for_more(office, ref, FIRST_LIMIT, cause=Cause.AUTHORITY)
    assert unmet(partial(office.do, "hugh", decide_extend, ref, on=EXIT)) == ["authority_delay_seen"]


def extend_twice(at: At) -> tuple[Office, str]:
    """The head of service gives 28 days and the assistant director 28 more (golden 16 and 17)."""
    office, ref = at_review(at)
    ask_for_more(office, ref, FIRST_LIMIT)
    office.do("hugh", decide_extend, ref, on=EXIT)
    again = day("Tue 26 May 2026")
    list_again(office, ref, day("Tue 19 May 2026"), again)
    ask_for_more(office, ref, SECOND_LIMIT, on=again)
    assert unmet(partial(office.do, "hugh", decide_extend, ref, on=again)) == ["approver_is_senior_enough"]
    office.do("anna", decide_extend, ref, on=again)
    return office, ref


def list_again(office: Office, ref: str, on: date, sitting_on: date) -> None:
    office.do("tess", list_gateway_review, ref, on=on, review_reason=ReviewReason.EXTENSION, sitting_on=sitting_on)
    sit(office, ref, Decision.EXTEND, on=sitting_on, kind=GatewayKind.REVIEW)


def test_e13_a_second_extension_is_more_senior_and_ends_at_the_ceiling_on_day_168(at: At) -> None:  # golden 16, 17
    office, ref = extend_twice(at)
    assert [(one.from_limit_on, one.days) for one in office.file(ref).all(Extension)] == [
        (LIMIT, 28),
        (FIRST_LIMIT, 28),
    ]
    assert clock(office, ref, "K14") == ["due Tue 30 Jun 2026"]
    assert clock(office, ref, "K15") == [
        "due Tue 2 Jun 2026, superseded Tue 26 May 2026",
        "due Tue 30 Jun 2026",
    ]
    assert clock(office, ref, "K16") == ["due Tue 30 Jun 2026"]
    assert entries(office, ref, "headline_limit") == ["started", "extended", "extended"]
    assert [one.what_changed for one in office.file(ref).all(ExtensionRequest)] == ["He left.", "He left."]
    assert_clocks_agree(office, ref)


def test_e13_there_is_no_third_extension_and_none_past_the_ceiling(at: At) -> None:
    office, ref = extend_twice(at)
    third = day("Tue 16 Jun 2026")
    list_again(office, ref, day("Tue 9 Jun 2026"), third)
    ask_for_more(office, ref, day("Wed 1 Jul 2026"), on=third)
    said = sentences(partial(office.do, "anna", decide_extend, ref, on=third))
    assert "the case has been extended 2 times already" in said
    assert "the new date is after the ceiling on 30 June 2026" in said


# E14: a pause


def test_e14_a_pause_of_ten_days_leaves_every_date_where_it_was(at: At) -> None:  # golden 37
    office, ref = at(journeys.plan_under_way)
    before = running(office, ref)
    start, end = day("Tue 10 Feb 2026"), day("Fri 20 Feb 2026")
    office.do("tess", pause, ref, on=start, reason="The family is away for a funeral.", until_on=end)
    assert office.file(ref).case.paused_until_on == end
    assert running(office, ref) == before
    assert clock(office, ref, "K14") == ["due Tue 5 May 2026"]
    assert office.file(ref).case.stage == "active_plan"
    swept(office, day("Thu 12 Feb 2026"))
    assert ("child_seen", "hugh") in reminded(office, ref)  # twelve working days late
    office.do("tess", end_pause, ref, on=day("Mon 16 Feb 2026"))
    assert office.file(ref).case.paused_until_on is None
    assert [one.until_on for one in office.file(ref).all(Pause)] == [day("Mon 16 Feb 2026")]
    assert running(office, ref) == before
    assert_clocks_agree(office, ref)


def test_e14_a_pause_has_a_reason_a_manager_and_an_end_within_a_fortnight(at: At) -> None:
    office, ref = at(journeys.plan_under_way)
    on = day("Tue 10 Feb 2026")
    with pytest.raises(NotYourRole):
        office.do("sam", pause, ref, on=on, reason="Away.", until_on=day("Fri 20 Feb 2026"))
    with pytest.raises(NotGiven):
        office.do("tess", pause, ref, on=on, reason=" ", until_on=day("Fri 20 Feb 2026"))
    with pytest.raises(DateOutOfOrder, match="A pause lasts from 1 to 14 days"):
        office.do("tess", pause, ref, on=on, reason="Away.", until_on=day("Wed 25 Feb 2026"))
    office.do("tess", pause, ref, on=on, reason="Away.", until_on=day("Tue 24 Feb 2026"))
    with pytest.raises(NotGiven, match="paused until 24 February 2026 already"):
        office.do("tess", pause, ref, on=on, reason="Away.", until_on=day("Fri 20 Feb 2026"))


def test_e14_a_pause_does_not_stop_the_courts_twenty_six_weeks(at: At) -> None:
    office, ref = at(journeys.lodged)
    issued = day("Fri 24 Apr 2026")
    office.do("lee", record_court_step, ref, on=issued, step=CourtStepKind.ISSUED)
    assert clock(office, ref, "S01") == ["due Thu 22 Oct 2026"]
    office.do("tess", pause, ref, on=day("Tue 28 Apr 2026"), reason="Away.", until_on=day("Fri 8 May 2026"))
    assert clock(office, ref, "S01") == ["due Thu 22 Oct 2026"]
    assert_clocks_agree(office, ref)


# E20: a seventeenth birthday is seen coming


@pytest.mark.parametrize(
    ("on", "tone"),
    [
        (day("Mon 29 Dec 2025"), "later"),
        (day("Tue 30 Dec 2025"), "soon"),
        (day("Mon 19 Oct 2026"), "soon"),
        (day("Tue 20 Oct 2026"), "today"),
        (day("Wed 21 Oct 2026"), "overdue"),
    ],
)
def test_e20_a_seventeenth_birthday_is_warned_of_from_forty_two_weeks_before(
    office: Office, on: date, tone: str
) -> None:  # golden 38
    isla = Family(children=(NewChild("Isla", born_on=day("Tue 20 Oct 2009")),))
    ref = journeys.requested(office, family=isla)
    with office.store.reading() as session:
        file = office.file(ref)
        clocks = [one for one in clocks_of(session, file.case) if one.clock == "age_17_wall"]
        [wall] = explain_all(file, clocks, *rules_for(session, file.case))
    assert (wall.clock.id, wall.stored.due_on, wall.tone(on)) == ("S03", day("Tue 20 Oct 2026"), tone)


# E25: what was recorded late


@pytest.mark.parametrize(("recorded", "late"), [(day("Mon 26 Jan 2026"), 0), (day("Tue 27 Jan 2026"), 6)])
def test_e25_a_clock_counts_from_the_event_and_a_late_entry_says_how_late(at: At, recorded: date, late: int) -> None:
    office, ref = at(journeys.letters_out)
    seen, isla = day("Mon 19 Jan 2026"), child(office, ref)
    office.late(recorded, "sam", record_visit, ref, on=seen, children=[isla], seen_alone=True)
    [visit] = office.file(ref).all(Visit)
    assert (visit.happened_on, visit.recorded_at) == (seen, noon(recorded))
    assert clock(office, ref, "K24", f"child:{isla}")[-1] == "due Mon 2 Feb 2026"
    with office.store.reading() as session:
        policy, calendar = rules_for(session, office.file(ref).case)
    assert late_entry(visit, policy, calendar) == late
    told = history(office, ref)[-1]
    assert (told.command, told.on, told.at) == ("record_visit", seen, noon(recorded))
    assert_clocks_agree(office, ref)


# E30: a bank holiday that is declared in the middle of the year


def test_e30_a_holiday_declared_mid_year_moves_what_is_still_due_and_keeps_the_old_date(office: Office) -> None:
    past = journeys.decided_to_enter(office)
    declared_on, holiday = day("Wed 14 Jan 2026"), day("Fri 16 Jan 2026")
    content = json.loads(shipped_calendar())
    content["england-and-wales"]["events"].append({"title": "Declared holiday", "date": holiday.isoformat()})
    before = running(office, past)
    assert before["letter_sent"] == day("Tue 20 Jan 2026")
    version, moved = adopt_calendar(office.store, json.dumps(content), at=noon(declared_on), today=declared_on)
    assert moved == 1
    assert clock(office, past, "K06") == ["due Wed 21 Jan 2026"]
    assert clock(office, past, "K14") == ["due Tue 5 May 2026"]
    assert clock(office, past, "K02") == ["due Tue 20 Jan 2026, satisfied Tue 13 Jan 2026"]
    assert entries(office, past, "letter_sent") == ["started", "re-projected"]
    why = office.rows("SELECT DISTINCT why, calendar_version FROM clock_ledger WHERE entry = 're-projected'")
    assert [tuple(row) for row in why] == [("bank holidays changed", version)]
    assert replayed(office, past) == stored(office, past)
