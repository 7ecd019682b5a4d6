"""Which open cases will pass their limit, and which finished ones speak for it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from plo_workflow.cases.gateway import withdraw_decision
from plo_workflow.cases.migrating import adopt_policy
from plo_workflow.cases.outcomes import close_other
from plo_workflow.cases.oversight import restrict_case
from plo_workflow.cases.splitting import split_case
from plo_workflow.kinds import CloseReason, Outcome
from plo_workflow.measures.forecast import Forecast, forecast_of, forecasts
from plo_workflow.measures.periods import Finished, finished_periods
from plo_workflow.models import ChildOutcome, Extension, Move
from plo_workflow.policy import read_policy
from tests import journeys
from tests.databases import Databases
from tests.journeys import At
from tests.office import Office, noon
from tests.plo_workflow.caseload.test_sittings import ALDER
from tests.plo_workflow.demo.test_loading import AS_OF, with_sixty
from tests.plo_workflow.measures.families import TODAY, after, bring_in, period
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME, TWO, child
from tests.stories.test_edge_cases_time import FIRST_LIMIT, SECOND_LIMIT, extend_twice

LIMIT = 112
EXIT, AFTER = ON_TIME.exit, ON_TIME.exit + timedelta(days=2)


def speak(office: Office) -> list[tuple[int, bool]]:
    """The finished periods that are counted: how long each took, and whether it passed its limit."""
    with office.store.reading() as session:
        return sorted((one.days, one.passed) for one in finished_periods(session))


def seen(office: Office, on: date) -> list[Forecast]:
    with office.store.reading() as session:
        return forecasts(session, on=on)


def seen_of(office: Office, ref: str, on: date) -> Forecast | None:
    with office.store.reading() as session:
        return forecast_of(session, office.file(ref).case, on=on)


def say_from(office: Office, cases: int) -> None:
    """Have the policy say a chance from so many finished cases on."""
    adopt_policy(office.store, read_policy(f"[forecast]\nmin_cases = {cases}"), at=noon(TODAY))


# The finished cases


def test_a_period_is_finished_when_the_exit_is_decided(at: At) -> None:
    office, _ = at(journeys.stepping_down)
    assert speak(office) == [((EXIT - ON_TIME.entered).days, False)]


def test_it_is_late_when_that_is_after_the_limit(office: Office) -> None:
    bring_in(
        office, period(1, after(LIMIT)), period(2, after(LIMIT + 1)), period(3, after(200), exit_by="decide_issue")
    )
    assert speak(office) == [(LIMIT, False), (LIMIT + 1, True), (200, True)]


def test_a_period_that_is_still_open_does_not_speak(at: At) -> None:
    office, _ = at(journeys.back_at_gateway)
    assert speak(office) == []


def test_a_decision_that_was_withdrawn_does_not_speak_and_the_limit_runs_again(at: At) -> None:
    office, ref = at(journeys.stepping_down)
    assert seen_of(office, ref, EXIT) is None
    office.do("cara", withdraw_decision, ref, on=EXIT, reason="He is back.")
    assert speak(office) == []
    assert [one.ref for one in seen(office, EXIT)] == [ref]


def test_a_case_that_was_closed_for_another_reason_does_not_speak(at: At) -> None:
    office, ref = at(journeys.plan_under_way)
    close(office, ref, CloseReason.MOVED_ABROAD, ON_TIME.review)
    assert speak(office) == []


def test_what_was_recorded_in_error_does_not_speak_though_an_exit_was_decided(at: At) -> None:
    office, ref = at(journeys.stepping_down)
    assert len(speak(office)) == 1
    close(office, ref, CloseReason.RECORDED_IN_ERROR, AFTER)
    assert speak(office) == []


def test_a_case_that_was_closed_after_its_exit_was_decided_speaks(at: At) -> None:
    office, ref = at(journeys.stepping_down)
    close(office, ref, CloseReason.MOVED_ABROAD, AFTER)
    assert len(speak(office)) == 1


def close(office: Office, ref: str, why: CloseReason, on: date) -> None:
    office.do("hugh", close_other, ref, on=on, close_reason=why, reason="As it is.", evidence="Seen.")


def test_a_family_without_a_date_of_entry_in_its_tracker_does_not_speak(office: Office) -> None:
    bring_in(office, period(1, after(90)), period(2, after(130), entered=False))
    assert speak(office) == [(90, False)]


def test_a_case_that_was_split_off_does_not_speak_of_what_it_brought_along(office: Office) -> None:
    ref = journeys.stepping_down(office, family=TWO)
    office.do("cara", split_case, ref, on=AFTER, children=[child(office, ref)], reason="Isla goes another way.")
    assert office.rows("SELECT count(*) FROM clocks WHERE clock = 'headline_limit'") == [(2,)]
    assert len(speak(office)) == 1


def test_a_restricted_case_speaks_but_is_in_no_list(office: Office) -> None:
    finished, running = journeys.stepping_down(office), journeys.plan_under_way(office, family=ALDER)
    for ref in (finished, running):
        office.do("hugh", restrict_case, ref, on=EXIT, restricted=True, reason="A colleague's family.")
    assert len(speak(office)) == 1
    assert seen(office, EXIT) == []
    assert seen_of(office, running, EXIT) is not None


def test_made_up_families_do_not_speak_for_real_ones(office: Office) -> None:
    bring_in(
        office, *(period(number, after(120), made_up=True) for number in range(1, 4)), period(4, after(90)),
        period(5, made_up=True, entered_on=TODAY), period(6, entered_on=TODAY),
    )  # fmt: skip
    say_from(office, 1)
    assert {one.chance.of for one in seen(office, TODAY) if one.chance} == {3, 1}
    real = office.rows("SELECT ref FROM cases WHERE open AND tracker_ref = 'PLO/6'")[0][0]
    found = seen_of(office, real, TODAY)
    assert found
    assert found.sentence == (
        "Of 1 finished case that was still open and in time after 0 days, 0 passed their limit (0%)."
    )


# The open cases


def test_a_case_passes_its_limit_at_the_end_of_the_day_on_which_it_stands(at: At) -> None:
    office, ref = at(journeys.plan_under_way)
    limit_on = ON_TIME.entered + timedelta(days=LIMIT)
    [found] = seen(office, limit_on)
    assert (found.ref, found.stage, found.limit_on, found.days_left, found.passed) == (
        ref, "active_plan", limit_on, 0, False,
    )  # fmt: skip
    [found] = seen(office, limit_on + timedelta(days=1))
    assert (found.passed, found.chance, found.sentence) == (True, None, "The limit passed on 5 May 2026.")


def test_where_a_case_was_given_more_time_its_limit_is_that_of_the_extension(at: At) -> None:
    office, ref = extend_twice(at)
    [found] = seen(office, day("Wed 27 May 2026"))
    assert found.limit_on == SECOND_LIMIT > FIRST_LIMIT
    extended = office.rows("SELECT due_on FROM clocks WHERE clock = 'extension' AND outcome IS NULL")
    assert [str(due_on) for (due_on,) in extended] == [str(SECOND_LIMIT)]
    assert seen_of(office, ref, day("Wed 27 May 2026")) == found


@pytest.mark.parametrize("stage", [journeys.requested, journeys.listed, journeys.stepped_down, journeys.lodged])
def test_a_case_outside_pre_proceedings_has_no_forecast(at: At, stage: journeys.Builder) -> None:
    office, ref = at(stage)
    assert seen(office, AFTER) == []
    assert seen_of(office, ref, AFTER) is None


def test_before_it_entered_a_case_has_no_forecast(at: At) -> None:
    office, _ = at(journeys.plan_under_way)
    assert len(seen(office, ON_TIME.entered)) == 1
    assert seen(office, ON_TIME.entered - timedelta(days=1)) == []


def test_the_most_at_risk_come_first(office: Office) -> None:
    quick, late = [period(n, after(60)) for n in range(1, 31)], [period(n, after(130)) for n in range(31, 51)]
    ages = {"new": 0, "in the middle": 70, "passed long ago": 200, "passed lately": 120, "slower": 20}
    running = [
        period(number, entered_on=TODAY - timedelta(days=age)) for number, age in enumerate(ages.values(), start=51)
    ]
    bring_in(office, *quick, *late, *running)
    tracker = {ref: name for (ref, _), name in zip(_open(office), ages, strict=True)}
    say_from(office, 25)
    found = seen(office, TODAY)
    assert [(tracker[one.ref], one.chance and one.chance.percent) for one in found] == [
        ("passed long ago", None),
        ("passed lately", None),
        ("in the middle", "too few"),
        ("slower", "40%"),
        ("new", "40%"),
    ]


def _open(office: Office) -> list[tuple[str, str]]:
    found = "SELECT ref, tracker_ref FROM cases WHERE open AND stage = 'active_plan' ORDER BY id"
    return [(ref, tracker) for ref, tracker in office.rows(found)]


# Over a whole caseload


def test_the_made_up_caseload_is_counted_as_one_would_case_by_case(databases: Databases) -> None:
    office = Office(databases.fresh(with_sixty))
    refs = [ref for (ref,) in office.rows("SELECT ref FROM cases ORDER BY id")]
    with office.store.reading() as session:
        counted = sorted(finished_periods(session))
    by_hand = sorted(one for ref in refs if (one := _by_hand(office, ref)))
    assert len(by_hand) > 20
    assert counted == by_hand
    for forecast in seen(office, AS_OF):
        age = AS_OF - _entered_on(office, forecast.ref)
        undecided = [one for one in by_hand if one.decided_on - one.entered_on > age]
        alike = [one for one in undecided if one.limit_on - one.entered_on >= age]
        found = (len(alike), sum(one.decided_on > one.limit_on for one in alike))
        chance = forecast.chance
        assert (chance and (chance.of, chance.passed)) == (None if forecast.limit_on < AS_OF else found)


def _entered_on(office: Office, ref: str) -> date:
    entering = ("record_decision_enter", "decide_return_to_letters")
    return min(one.happened_on for one in office.file(ref).all(Move) if one.move in entering)


def _by_hand(office: Office, ref: str) -> Finished | None:
    file = office.file(ref)
    entering = [one.happened_on for one in file.all(Move) if one.move == "record_decision_enter"]
    exits = ("decide_step_down", "decide_issue", "record_decision_issue", "issue_urgently")
    deciding = [one for one in file.all(Move) if one.move in exits]
    here = [one for one in deciding if one.recorded_at >= file.case.recorded_at]
    if not (entering and here) or file.having(ChildOutcome, outcome=Outcome.RECORDED_IN_ERROR):
        return None
    decided_on = min(one.happened_on for one in deciding)
    more = sum(one.days for one in file.all(Extension) if one.happened_on <= decided_on)
    return Finished(True, entering[0], decided_on, entering[0] + timedelta(days=LIMIT + more))
