"""Drift over a whole caseload: one case and all cases say the same, and an independent count agrees."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from plo_workflow.demo import load_demo
from plo_workflow.drift import SIGNALS, Drift, day_in_force, drifting, everything
from plo_workflow.migrations import migrate
from plo_workflow.models import Case, Child, ChildOutcome
from plo_workflow.store import Store, table_of
from tests.databases import Databases
from tests.office import Office
from tests.plo_workflow.drift.oracle import COVERED, second_opinion

AS_OF = date(2026, 11, 24)
DAYS = (AS_OF, AS_OF + timedelta(days=45))
OVER_CHRISTMAS = DAYS[-1]


def with_families(url: str) -> None:
    """An authority with forty-five made-up families."""
    store = Store(url)
    migrate(store)
    load_demo(store, as_of=AS_OF, at=datetime(2026, 11, 24, 8, tzinfo=UTC), cases=45)
    store.close()


@pytest.fixture
def office(databases: Databases) -> Office:
    """That authority, on both databases."""
    return Office(databases.fresh(with_families))


def drift_on(office: Office, on: date, case_id: int | None = None) -> list[Drift]:
    """What is drifting on a day, on every case or on one."""
    with office.store.reading() as session:
        return drifting(session, day_in_force(session, on), case_id)


def test_the_page_of_a_case_says_what_the_sweep_over_all_cases_finds(office: Office) -> None:
    seen: set[str] = set()
    for on in DAYS:
        swept = drift_on(office, on)
        each = [one for (case_id,) in office.rows("SELECT id FROM cases") for one in drift_on(office, on, case_id)]
        assert sorted(each) == sorted(swept)
        seen |= {one.signal for one in swept}
        assert len({(one.case_id, one.signal, one.subject) for one in swept}) == len(swept), "each is found once"
    assert seen > COVERED


def test_a_sweep_takes_everything_as_one_statement(office: Office) -> None:
    with office.store.reading() as session:
        statement = everything(day_in_force(session, AS_OF))
        found = session.execute(statement, {"case_id": None}).all()
    assert statement.selected_columns.keys() == ["case_id", "signal", "subject", "since_on", "severity"]
    assert sorted(map(tuple, found)) == sorted(map(tuple, drift_on(office, AS_OF)))


def test_the_statement_is_built_once_for_a_day(office: Office) -> None:
    with office.store.reading() as session:
        assert everything(day_in_force(session, AS_OF)) is everything(day_in_force(session, AS_OF))


def test_a_signal_is_true_from_its_day_on_and_not_on_the_day_before(office: Office) -> None:
    with office.store.reading() as session:
        day = day_in_force(session, OVER_CHRISTMAS)
        by_day: dict[date, list[Drift]] = {}
        for one in drifting(session, day):
            by_day.setdefault(one.since_on, []).append(one)
        for since_on, begun in list(by_day.items())[::3]:  # every third day is enough, and quicker
            first = {found[:4] for found in drifting(session, replace(day, on=since_on))}
            before = {found[:3] for found in drifting(session, replace(day, on=since_on - timedelta(days=1)))}
            assert {one[:4] for one in begun} <= first
            assert before.isdisjoint(one[:3] for one in begun)


def test_an_independent_count_over_the_facts_agrees(office: Office) -> None:
    refs = dict(iter(office.rows("SELECT id, ref FROM cases")))
    for on in DAYS:
        found = [one for one in drift_on(office, on) if one.signal in COVERED]
        assert {(refs[one.case_id], one.signal, one.since_on, str(one.severity)) for one in found} == second_opinion(
            office, on
        )


def test_nothing_is_drifting_on_a_case_that_has_ended_or_is_under_legal_hold(office: Office) -> None:
    ended = {case_id for (case_id,) in office.rows("SELECT id FROM cases WHERE NOT open")}
    drifted = {one.case_id for one in drift_on(office, OVER_CHRISTMAS)}
    assert drifted
    assert not drifted & ended
    with office.store.changing_many() as connection:
        connection.execute(update(table_of(Case)).values(legal_hold=True))
    assert drift_on(office, OVER_CHRISTMAS) == []


def test_a_child_with_an_outcome_does_not_drift(office: Office) -> None:
    with office.store.reading() as session:
        done = {outcome.child_id for outcome in session.query(ChildOutcome)} & {c.id for c in session.query(Child)}
    about_children = {one.subject for one in drift_on(office, OVER_CHRISTMAS) if one.subject.startswith("child:")}
    assert about_children
    assert not about_children & {f"child:{child_id}" for child_id in done}


def test_every_signal_can_be_asked_for_by_itself(office: Office) -> None:
    with office.store.reading() as session:
        day = day_in_force(session, OVER_CHRISTMAS)
        alone = [(key, *row) for key, one in SIGNALS.items() for row in session.execute(one.find(day))]
    found = [(one.signal, one.case_id, one.subject, one.since_on, one.severity) for one in drift_on(office, day.on)]
    assert sorted(alone) == sorted(found)
