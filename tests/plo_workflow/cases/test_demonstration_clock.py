"""The day of a demonstration is moved on by anybody and is on the record; a real family's never moves."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from plo_workflow.cases.chain import verify
from plo_workflow.cases.demonstration_clock import (
    check_day_given,
    days_ahead,
    is_demonstration,
    set_clock_back,
    step_clock,
    why_not_back,
)
from plo_workflow.cases.office import give_address
from plo_workflow.cases.requesting import NewChild, request_gateway
from plo_workflow.errors import ClockStays
from plo_workflow.kinds import LegalStatus
from tests.databases import Databases
from tests.journeys import requested
from tests.office import Office, make_real, prepare
from tests.steps import ON_TIME

NOW = datetime(2026, 2, 3, 9, tzinfo=UTC)


@pytest.fixture
def office(databases: Databases) -> Office:
    return Office(databases.fresh(prepare))


@pytest.fixture
def demonstration(office: Office) -> Office:
    made_up_case(office)
    return office


def made_up_case(office: Office) -> str:
    """A gateway was asked for, for a family that is made up."""
    done = office.do(
        "sam", request_gateway, on=date(2026, 1, 12), family_name="Sampleton", synthetic=True, concerns="Cold.",
        children=[NewChild("Wren", born_on=date(2019, 5, 6))], legal_status=LegalStatus.CHILD_IN_NEED,
        fgdm_position="To be offered.", social_worker="sam",
    )  # fmt: skip
    assert done.case
    return done.case


def ahead(office: Office) -> int:
    with office.store.reading() as session:
        return days_ahead(session)


def test_each_step_takes_the_demonstration_further_and_is_in_the_history(demonstration: Office) -> None:
    office = demonstration
    assert ahead(office) == 0
    assert step_clock(office.store, days=1, at=NOW, by="sam") == 1
    assert step_clock(office.store, days=7, at=NOW + timedelta(days=1), by="tess") == 8
    assert ahead(office) == 8
    steps = office.rows(
        "SELECT recorded_by, happened_on, payload FROM history WHERE command = 'step_clock' ORDER BY seq"
    )
    assert [(by, str(on), json.loads(said)["days_ahead"]) for by, on, said in steps] == [
        ("sam", "2026-02-03", 1), ("tess", "2026-02-04", 8),
    ]  # fmt: skip
    with office.store.reading() as session:
        assert verify(session)[1] is None


def test_it_comes_back_while_nothing_was_recorded_ahead(demonstration: Office) -> None:
    store = demonstration.store
    step_clock(store, days=7, at=NOW, by="sam")
    step_clock(store, days=1, at=NOW + timedelta(days=7), by="sam")
    with store.reading() as session:
        assert why_not_back(session, to=NOW) == ""
    set_clock_back(store, to=NOW, at=NOW + timedelta(days=8), by="tess")
    assert ahead(demonstration) == 0
    assert demonstration.rows("SELECT recorded_by FROM history WHERE command = 'set_clock_back'") == [("tess",)]


def test_it_does_not_come_back_once_something_was_and_says_what(demonstration: Office) -> None:
    store = demonstration.store
    step_clock(store, days=7, at=NOW, by="sam")
    give_address(store, at=NOW + timedelta(days=7), key="sam", address="sam.s@council.example", by="tess")
    why = "Something was recorded on days that have not come yet, the first on Tuesday 10 February 2026"
    with pytest.raises(ClockStays, match=why):
        set_clock_back(store, to=NOW, at=NOW + timedelta(days=7), by="sam")
    give_address(store, at=NOW + timedelta(days=8), key="sam", address="sam@council.example", by="tess")
    with store.reading() as session:
        assert why_not_back(session, to=NOW).startswith("2 things were recorded on days that have not come yet")
        assert why_not_back(session, to=NOW + timedelta(days=8)) == "", "by then they have"
    assert ahead(demonstration) == 7


def nothing(office: Office) -> None:
    """Leave it without a case."""


def made_up_and_real(office: Office) -> None:
    requested(office, ON_TIME)
    made_up_case(office)


@pytest.mark.parametrize("filled", [nothing, requested, made_up_and_real])
def test_without_made_up_families_or_beside_a_real_one_nothing_moves(
    office: Office, filled: Callable[[Office], object]
) -> None:
    filled(office)
    with office.store.reading() as session:
        assert not is_demonstration(session)
    before = office.rows("SELECT seq FROM history_head")
    with pytest.raises(ClockStays, match="only be moved where there are made-up families and no others"):
        step_clock(office.store, days=1, at=NOW, by="sam")
    with pytest.raises(ClockStays, match="only be moved"):
        set_clock_back(office.store, to=NOW, at=NOW, by="sam")
    assert ahead(office) == 0
    assert office.rows("SELECT seq FROM history_head") == before


def test_a_real_family_is_never_ahead_of_the_real_day(demonstration: Office) -> None:
    step_clock(demonstration.store, days=7, at=NOW, by="sam")
    make_real(demonstration, requested(demonstration, ON_TIME))
    assert ahead(demonstration) == 0


def test_it_goes_a_year_ahead_and_no_further_and_only_forward(demonstration: Office) -> None:
    store = demonstration.store
    step_clock(store, days=366, at=NOW, by="sam")
    with pytest.raises(ClockStays, match="a year ahead already"):
        step_clock(store, days=1, at=NOW, by="sam")
    with pytest.raises(ClockStays, match="one or more"):
        step_clock(store, days=-1, at=NOW, by="sam")
    assert ahead(demonstration) == 366


def test_a_day_that_is_given_is_refused_beside_a_real_case_only(office: Office) -> None:
    given = date(2026, 12, 24)
    with office.store.reading() as session:
        check_day_given(session, given)
    made_up_case(office)
    with office.store.reading() as session:
        check_day_given(session, given)
    make_real(office, requested(office))
    with office.store.reading() as session:
        check_day_given(session, None)
        with pytest.raises(ClockStays, match="PLO_TODAY is set, and this database holds real cases"):
            check_day_given(session, given)
