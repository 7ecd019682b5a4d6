"""The default policy: every clock of the field with its number, its source, and what may be changed."""

from datetime import date

import pytest

from plo_workflow.kinds import Cause, Role
from plo_workflow.policy import calendar_for, default_policy, policy_from_stored, policy_text, read_policy
from tests.plo_workflow.weekdays import day

ENGLAND = default_policy()

CLOCKS = {
    "gateway_request_booked": ("K01", "5 working days after"),
    "gateway_held": ("K02", "10 working days after"),
    "gateway_papers_in": ("K03", "3 working days before"),
    "decision_recorded": ("K04", "1 working day after"),
    "gateway_record_shared": ("K05", "5 working days after"),
    "letter_sent": ("K06", "5 working days after"),
    "letter_receipt_confirmed": ("K07", "3 working days after"),
    "first_meeting_held": ("K08", "10 working days after"),
    "minimum_notice": ("K09", "3 working days after"),
    "minutes_sent": ("K10", "5 working days after"),
    "midway_review": ("K11", "42 days after"),
    "later_review": ("K12", "42 days after"),
    "exit_gateway_listed": ("K13", "98 days after"),
    "headline_limit": ("K14", "112 days after"),
    "extension": ("K15", "28 days after"),
    "hard_ceiling": ("K16", "168 days after"),
    "final_meeting": ("K17", "10 working days after"),
    "application_lodged": ("K18", "10 working days after"),
    "letter_of_issue_sent": ("K19", "2 working days after"),
    "closing_letter_sent": ("K20", "5 working days after"),
    "step_down_plan_active": ("K21", "10 working days after"),
    "step_down_checkpoint": ("K22", "91 days after"),
    "reentry_watch": ("K23", "12 months after"),
    "child_seen": ("K24", "10 working days after"),
    "case_supervision": ("K25", "20 working days after"),
    "tracker_review": ("K26", "14 days after"),
    "fgdm_held": ("K27", "20 working days after"),
    "assessment_filed": ("K28", "on"),
    "prebirth_assessment_started": ("P01", "24 weeks before"),
    "prebirth_gateway_held": ("P02", "18 weeks before"),
    "prebirth_letter_and_meeting": ("P03", "14 weeks before"),
    "prebirth_conference": ("P04", "6 weeks before"),
    "birth_plan_shared": ("P05", "6 weeks before"),
    "newborn_application": ("N01", "5 days after"),
    "statutory_26_weeks": ("S01", "26 weeks beginning with"),
    "court_extension": ("S02", "56 days after"),
    "age_17_wall": ("S03", "17 years after"),
    "urgent_ratified": ("U01", "1 working day after"),
    "urgent_gateway_held": ("U02", "5 working days after"),
    "court_return_gateway_held": ("U03", "10 working days after"),
    "transfer_in_gateway_held": ("U04", "15 working days after"),
}


def test_every_clock_has_its_number() -> None:
    found = {key: (clock.id, clock.timescale.text) for key, clock in ENGLAND.clocks.items()}
    assert found == CLOCKS


def test_an_urgent_gateway_and_an_urgent_application_have_one_working_day() -> None:
    urgent = {key for key, clock in ENGLAND.clocks.items() if clock.urgent_timescale != clock.timescale}
    assert urgent == {"gateway_held", "application_lodged"}
    assert {ENGLAND.clock(key).urgent_timescale.text for key in urgent} == {"1 working day after"}


@pytest.mark.parametrize("key", CLOCKS)
def test_every_source_says_how_far_it_was_checked(key: str) -> None:
    assert any(mark in ENGLAND.clock(key).source for mark in ("[V", "[G]", "[D]", "(see ["))


@pytest.mark.parametrize("key", CLOCKS)
def test_every_clock_runs_on_through_a_pause_until_a_council_says_otherwise(key: str) -> None:
    assert ENGLAND.clock(key).pause == "runs_on"


def test_only_clocks_about_paperwork_may_stop_in_a_pause() -> None:
    may_stop = {key for key, clock in ENGLAND.clocks.items() if clock.may_stop}
    assert may_stop == {"gateway_record_shared", "minutes_sent", "tracker_review"}


def test_the_headline_limit_is_counted_from_the_decision() -> None:
    assert ENGLAND.clock("headline_limit").anchor == "decision"
    assert ENGLAND.clock("headline_limit").anchors == ("decision", "letter", "first_meeting")


def test_the_head_of_service_approves_the_first_extension_and_the_assistant_director_later_ones() -> None:
    approvers = [ENGLAND.extension.approver(number) for number in (1, 2, 3)]
    assert approvers == [Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.ASSISTANT_DIRECTOR]


def test_reminders_climb_from_the_owner_to_the_director() -> None:
    assert ENGLAND.reminders.due_in_working_days == (10, 5, 2, 0)
    assert [(rung.working_days, rung.to) for rung in ENGLAND.reminders.overdue] == [
        (1, "owner"),
        (3, "team_manager"),
        (5, "service_manager"),
        (10, "head_of_service"),
        (20, "director"),
    ]


def test_the_age_wall_is_looked_for_before_it_comes() -> None:
    born = day("Tue 20 Oct 2009")
    assert ENGLAND.age.blocked_from(born) == day("Tue 20 Oct 2026")  # golden 38
    assert ENGLAND.age.confirmed_from(born) == day("Sat 20 Jun 2026")
    assert ENGLAND.age.warned_from(born) == day("Tue 30 Dec 2025")


@pytest.mark.parametrize(
    ("married", "blocked"),
    [
        (day("Mon 1 Sep 2025"), day("Mon 20 Oct 2025")),
        (day("Mon 1 Jun 2026"), day("Mon 1 Jun 2026")),
        (day("Wed 21 Oct 2026"), day("Tue 20 Oct 2026")),
    ],
)
def test_for_a_child_who_is_married_the_wall_is_at_sixteen(married: date, blocked: date) -> None:
    assert ENGLAND.age.blocked_from(day("Tue 20 Oct 2009"), married) == blocked


def test_every_role_and_every_cause_has_a_name() -> None:
    assert set(ENGLAND.roles) == set(Role)
    assert set(ENGLAND.delays.causes) == set(Cause)


def test_a_stored_policy_is_read_back_with_its_version() -> None:
    for policy in (ENGLAND, read_policy("[clocks.letter_sent]\nlength = 3\n[extension]\nmax_days = 21")):
        stored = policy_from_stored(policy_text(policy))
        assert stored == policy
        assert stored.version == policy.version
        assert stored.clocks == policy.clocks


def test_different_numbers_are_a_different_version() -> None:
    assert read_policy("[clocks.letter_sent]\nlength = 3").version != ENGLAND.version
    assert read_policy("[clocks.letter_sent]\nlength = 3") != ENGLAND


def test_the_calendar_of_a_policy_has_the_councils_closures_on_top() -> None:
    closed = read_policy('[calendar]\nclosures = [{ on = 2026-12-29, why = "Christmas closure" }]')
    assert calendar_for(closed).why_not_counted(day("Tue 29 Dec 2026")) == "closed: Christmas closure"
    assert calendar_for(ENGLAND).is_working_day(day("Tue 29 Dec 2026"))


def test_how_many_cases_the_gateway_takes_is_not_set_until_a_council_names_its_sittings() -> None:
    assert ENGLAND.gateway.sittings == ()
    [sitting] = read_policy("gateway.sittings = [{ weekday = 'tuesday', cases = 6 }]").gateway.sittings
    assert [sitting.is_on(day(on)) for on in ("Tue 3 Mar 2026", "Wed 4 Mar 2026")] == [True, False]


def test_a_chance_is_said_from_thirty_finished_cases_on() -> None:
    assert ENGLAND.forecast.min_cases == 30
