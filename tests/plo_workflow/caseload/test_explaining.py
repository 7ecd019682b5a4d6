"""The sentence for a date is true whatever brought the date about: a count, a decision, or an import."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from plo_workflow.caseload.casefiles import clocks_of, rules_for
from plo_workflow.caseload.explaining import Explained, explain_all
from plo_workflow.cases.migrating import adopt_policy, migrate_policy
from plo_workflow.cases.ongoing import record_visit
from plo_workflow.clocks import CLOCKS
from plo_workflow.models import Child, Query
from plo_workflow.policy import read_policy
from tests.databases import Databases
from tests.journeys import plan_under_way
from tests.office import Office, noon, prepare
from tests.plo_workflow.interchange.tracker_import.trackers import UNDER_WAY, bring_in_rows, ref_of
from tests.plo_workflow.weekdays import day

TODAY = day("Mon 2 Feb 2026")


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    """An authority of its own for each test."""
    office = Office(databases.fresh(prepare))
    yield office
    office.store.close()


def explained(office: Office, ref: str) -> dict[str, Explained]:
    """The last turn of every clock of a case with its explanation, by clock id."""
    file = office.file(ref)
    with office.store.reading() as session:
        found = explain_all(file, clocks_of(session, file.case), *rules_for(session, file.case))
        return {one.clock.id: one for one in sorted(found, key=lambda one: one.stored.turn)}


def move_all(office: Office, decision: str, on: date = TODAY, text: str = 'name = "Ours"\n') -> None:
    """Move every case to another policy with the same decision for every clock."""
    version = adopt_policy(office.store, read_policy(text), at=noon(on))
    decide = {one.id: decision for one in CLOCKS.values()}
    migrate_policy(office.store, to=version, decide=decide, at=noon(on), today=on, commit=True)


def test_a_date_kept_at_a_change_of_policy_says_what_was_decided_when_and_by_whom(office: Office) -> None:
    ref = plan_under_way(office)
    move_all(office, "keep-date")
    dates = explained(office, ref)
    assert dates["K25"].sentence == (
        "Case supervision: due Tuesday 10 February 2026, the date it had before the policy changed, as decided on "
        "Monday 2 February 2026 by system. It was counted from the decision to enter, Tuesday 13 January 2026."
    )
    assert dates["K14"].sentence == (
        "Pre-proceedings limit: due Tuesday 5 May 2026, the date it had before the policy changed, as decided on "
        "Monday 2 February 2026 by system. This policy counts it from the decision to enter, Tuesday 13 January 2026."
    )


@pytest.mark.parametrize("decision", ["keep-date", "keep-remaining"])
def test_a_date_that_was_provisional_stays_so_when_it_is_kept(office: Office, decision: str) -> None:
    ref = plan_under_way(office)
    before = explained(office, ref)
    move_all(office, decision)
    after = explained(office, ref)
    assert before["S03"].stored.provisional
    assert {key: one.stored.provisional for key, one in after.items()} == {
        key: one.stored.provisional for key, one in before.items()
    }
    assert "provisional, because bank holidays are known only from" in after["S03"].sentence


def test_what_is_left_of_a_clock_is_said_to_be_what_was_left(office: Office) -> None:
    ref = plan_under_way(office)
    move_all(office, "keep-remaining")
    assert (
        "with the time that was left when the policy changed, as decided on" in explained(office, ref)["K25"].sentence
    )


def test_a_clock_stopped_at_a_change_of_policy_says_so(office: Office) -> None:
    ref = plan_under_way(office)
    move_all(office, "stop")
    assert explained(office, ref)["K26"].sentence == (
        "Tracker review: due Tuesday 27 January 2026, and stopped when the policy changed, as decided on "
        "Monday 2 February 2026 by system. It was counted from the decision to enter, Tuesday 13 January 2026."
    )


def test_what_comes_round_again_is_counted_from_the_decision_and_then_from_the_last_time(office: Office) -> None:
    ref = plan_under_way(office)
    assert explained(office, ref)["K24"].sentence.endswith("Counted from the decision to enter.")
    [child] = office.file(ref).all(Child)
    office.do("sam", record_visit, ref, on=TODAY, children=[child.id], seen_alone=True)
    assert explained(office, ref)["K24"].sentence.endswith("Counted from the last visit.")


def test_an_imported_case_is_counted_from_the_import_because_a_tracker_has_no_visits(
    office: Office, tmp_path: Path
) -> None:
    bring_in_rows(office, tmp_path, day("Mon 2 Mar 2026"), UNDER_WAY)
    dates = explained(office, ref_of(office))
    assert dates["K24"].sentence == (
        "Child seen: due Monday 16 March 2026, 10 working days after Monday 2 March 2026; Saturday 7, Sunday 8, "
        "Saturday 14 and Sunday 15 March not counted. Counted from the import, because the tracker holds no visits."
    )
    assert dates["K25"].sentence.endswith("Counted from the import, because the tracker holds no supervision.")
    assert dates["K26"].sentence.endswith("Counted from the import, because the tracker holds no reviews.")


def test_a_child_born_after_the_import_is_counted_from_the_birth(office: Office, tmp_path: Path) -> None:
    on, row = day("Mon 2 Mar 2026"), "Isla (01/02/2016), Ben (05/03/2026)"
    bring_in_rows(office, tmp_path, on, {**UNDER_WAY, "Children (DOB)": "Isla (01/02/2016), Unborn (EDD 05/03/2026)"})
    bring_in_rows(office, tmp_path, day("Mon 9 Mar 2026"), {**UNDER_WAY, "Children (DOB)": row})
    file = office.file(ref_of(office))
    born = [f"child:{child.id}" for child in file.all(Child) if child.given_name == "Ben"]
    with office.store.reading() as session:
        clocks = [one for one in clocks_of(session, file.case) if one.clock == "child_seen" and one.subject in born]
        seen = explain_all(file, clocks, *rules_for(session, file.case))
    assert {one.sentence.rpartition(" Counted from ")[2] for one in seen} == {
        "the child being born or joining the case."
    }


def test_an_imported_case_asks_when_each_child_was_last_seen(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, day("Mon 2 Mar 2026"), UNDER_WAY)
    asked = [query.text for query in office.file(ref_of(office)).all(Query)]
    assert any("when was each child last seen?" in text for text in asked)
