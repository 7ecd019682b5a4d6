"""What the gateway has before it in the next weeks, what is booked, and how many places there are."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from plo_workflow.cases.gateway import approve
from plo_workflow.cases.migrating import adopt_policy
from plo_workflow.cases.oversight import restrict_case
from plo_workflow.cases.requesting import defer_gateway
from plo_workflow.kinds import ApprovalKind
from plo_workflow.measures.capacity import AWAITING, WEEKS, Week, gateway_weeks, waiting_to_be_accepted
from plo_workflow.models import GatewayListing, GatewaySitting
from plo_workflow.policy import read_policy
from tests import journeys
from tests.databases import Databases
from tests.journeys import At
from tests.office import Office, noon
from tests.plo_workflow.caseload.test_sittings import ALDER
from tests.plo_workflow.demo.test_loading import AS_OF, with_sixty
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME, fill_pack, lodge
from tests.stories.test_edge_cases_court import FRIDAY, agree_that_it_is_urgent, issue

ONE_WEEK = timedelta(weeks=1)
LISTED = ON_TIME.listed
DUE = day("Tue 20 Jan 2026")
"""Ten working days after the case was listed."""


def weeks(office: Office, on: date) -> list[Week]:
    with office.store.reading() as session:
        return gateway_weeks(session, on=on)


def in_hand(office: Office, on: date) -> dict[date, tuple[int, int, int]]:
    """What is due, booked and taken in each week in which there is anything."""
    return {
        week.monday: (week.due, week.booked, week.taken)
        for week in weeks(office, on)
        if (week.due, week.taken) != (0, 0)
    }


def test_the_clocks_that_only_a_sitting_stops() -> None:
    assert set(AWAITING) == {
        "gateway_held", "exit_gateway_listed", "prebirth_gateway_held", "urgent_gateway_held",
        "court_return_gateway_held", "transfer_in_gateway_held",
    }  # fmt: skip


def test_eight_weeks_begin_with_the_monday_of_this_one(office: Office) -> None:
    found = weeks(office, day("Wed 14 Jan 2026"))
    assert len(found) == WEEKS == 8
    assert found[0] == Week(day("Mon 12 Jan 2026"), due=0, overdue=0, booked=0, taken=0, places=None)
    assert [later.monday - week.monday for week, later in pairwise(found)] == [ONE_WEEK] * 7


def test_a_case_counts_where_it_is_due_and_its_place_where_the_sitting_is(at: At) -> None:
    office, _ = at(journeys.listed)
    assert in_hand(office, LISTED) == {
        day("Mon 12 Jan 2026"): (0, 0, 1),
        day("Mon 19 Jan 2026"): (1, 1, 0),
    }


def test_a_place_at_a_sitting_whose_day_has_passed_is_none(at: At) -> None:
    office, _ = at(journeys.listed)
    assert in_hand(office, ON_TIME.entered)[day("Mon 19 Jan 2026")] == (1, 1, 0)
    assert in_hand(office, ON_TIME.entered + timedelta(days=1)) == {day("Mon 19 Jan 2026"): (1, 0, 0)}


def test_a_case_that_was_put_off_has_its_later_place(at: At) -> None:
    office, ref = at(journeys.listed)
    later = day("Tue 27 Jan 2026")
    office.do(
        "cara", defer_gateway, ref, on=ON_TIME.entered, sitting_on=later, reason="A paper is out of date.",
        still_to_supply="The chronology.",
    )  # fmt: skip
    assert in_hand(office, ON_TIME.entered) == {
        day("Mon 19 Jan 2026"): (1, 1, 0),
        day("Mon 26 Jan 2026"): (0, 0, 1),
    }


def test_what_is_overdue_stands_in_this_week(at: At) -> None:
    office, _ = at(journeys.listed)
    first, *others = weeks(office, DUE + ONE_WEEK)
    assert (first.due, first.overdue, first.booked, first.short) == (1, 1, 0, 1)
    assert not any(week.due or week.overdue for week in others)
    assert weeks(office, DUE)[0].overdue == 0


def test_a_place_for_the_exit_is_booked_at_the_first_meeting(at: At) -> None:
    office, _ = at(journeys.plan_under_way)
    exit_week = ON_TIME.exit - timedelta(days=ON_TIME.exit.weekday())
    assert in_hand(office, ON_TIME.review) == {exit_week: (1, 1, 1)}


def test_without_a_place_for_the_exit_more_is_due_than_booked(at: At) -> None:
    office, _ = at(journeys.letters_out)
    [short] = [week for week in weeks(office, ON_TIME.review) if week.short]
    assert (short.due, short.booked) == (1, 0)


def test_a_place_is_used_up_once_the_gateway_has_sat_though_its_day_is_not_over(at: At) -> None:
    office, ref = at(journeys.letters_out)
    assert [one.sitting_on for one in office.file(ref).all(GatewayListing)] == [ON_TIME.entered]
    assert all(week.taken == 0 for week in weeks(office, ON_TIME.entered))


def test_a_case_that_two_dates_send_to_the_gateway_counts_once_for_the_earlier(at: At) -> None:
    office, _ = at(journeys.back_at_gateway)
    running = office.rows(
        "SELECT clock FROM clocks WHERE outcome IS NULL AND clock IN ('gateway_held', 'exit_gateway_listed')"
    )
    assert len(running) == 2
    assert sum(week.due for week in weeks(office, ON_TIME.relisted)) == 1


def test_a_request_is_not_due_before_it_is_accepted_but_is_counted_beside(at: At) -> None:
    office, _ = at(journeys.requested)
    assert in_hand(office, ON_TIME.requested) == {}
    with office.store.reading() as session:
        assert waiting_to_be_accepted(session) == 1


def test_a_restricted_case_needs_its_place_as_well(at: At) -> None:
    office, ref = at(journeys.listed)
    before = weeks(office, LISTED)
    office.do("hugh", restrict_case, ref, on=LISTED, restricted=True, reason="A colleague's family.")
    assert weeks(office, LISTED) == before


@pytest.mark.parametrize("ended", [journeys.stepped_down, journeys.lodged])
def test_a_case_that_has_ended_needs_none(at: At, ended: journeys.Builder) -> None:
    office, _ = at(ended)
    assert in_hand(office, ON_TIME.exit) == {}


def test_an_urgent_decision_still_waits_for_its_gateway_when_the_application_is_lodged(at: At) -> None:
    office, ref = at(journeys.reviewed)
    agree_that_it_is_urgent(office, ref)
    issue(office, ref)
    fill_pack(office, ref, on=FRIDAY)
    office.do("hugh", approve, ref, on=FRIDAY, what=ApprovalKind.URGENT_RATIFIED)
    lodge(office, ref, on=FRIDAY, no_letter_reason="He would run.")
    assert not office.file(ref).case.open
    assert in_hand(office, FRIDAY) == {day("Mon 27 Apr 2026"): (1, 0, 0)}


def sitting_every(office: Office, *sittings: tuple[str, int]) -> None:
    """Have the policy name the regular sittings of a week."""
    named = ", ".join(f'{{ weekday = "{weekday}", cases = {cases} }}' for weekday, cases in sittings)
    adopt_policy(office.store, read_policy(f"[gateway]\nsittings = [{named}]"), at=noon(ON_TIME.requested))


def test_the_places_of_a_week_are_those_of_its_sittings(office: Office) -> None:
    sitting_every(office, ("tuesday", 4), ("thursday", 2), ("tuesday", 1))
    assert [week.places for week in weeks(office, day("Mon 12 Jan 2026"))] == [7] * WEEKS


def test_there_is_no_sitting_on_a_bank_holiday_or_on_a_day_that_has_passed(office: Office) -> None:
    sitting_every(office, ("monday", 3), ("wednesday", 2))
    found = {week.monday: week.places for week in weeks(office, day("Tue 31 Mar 2026"))}
    assert [found[day(monday)] for monday in ("Mon 30 Mar 2026", "Mon 6 Apr 2026", "Mon 13 Apr 2026")] == [2, 2, 5]


def test_a_week_in_which_more_places_are_taken_than_there_are_says_how_many(office: Office) -> None:
    sitting_every(office, ("tuesday", 1))
    journeys.listed(office)
    assert not any(week.over for week in weeks(office, LISTED))
    journeys.listed(office, family=ALDER)
    assert [(week.monday, week.over) for week in weeks(office, LISTED) if week.over] == [(day("Mon 12 Jan 2026"), 1)]


def test_the_made_up_caseload_is_counted_as_one_would_case_by_case(databases: Databases) -> None:
    office = Office(databases.fresh(with_sixty))
    refs = [ref for (ref,) in office.rows("SELECT ref FROM cases")]
    due, places = {}, {}
    for ref in refs:
        wanted = _due_on(office, ref)
        if wanted:
            due[ref] = max(wanted, AS_OF)
        if place := _place(office, ref):
            places[ref] = place
    assert len(due) > 10 < len(places)
    for week in weeks(office, AS_OF):
        days = [week.monday + timedelta(days=number) for number in range(7)]
        here = [ref for ref, on in due.items() if on in days]
        assert (week.due, week.booked) == (len(here), len([ref for ref in here if ref in places]))
        assert week.taken == len([place for place in places.values() if place in days])


def _due_on(office: Office, ref: str) -> date | None:
    clocks = office.rows(
        "SELECT clock, due_on FROM clocks JOIN cases ON cases.id = case_id WHERE ref = :ref AND outcome IS NULL",
        ref=ref,
    )
    return min((date.fromisoformat(str(due_on)) for clock, due_on in clocks if clock in AWAITING), default=None)


def _place(office: Office, ref: str) -> date | None:
    file = office.file(ref)
    listings, sittings = file.all(GatewayListing), file.all(GatewaySitting)
    if not file.case.open or not listings or listings[-1].sitting_on < AS_OF:
        return None
    made = (listings[-1].happened_on, listings[-1].recorded_at)
    return None if any((one.happened_on, one.recorded_at) > made for one in sittings) else listings[-1].sitting_on
