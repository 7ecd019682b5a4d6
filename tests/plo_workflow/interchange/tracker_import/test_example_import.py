"""The tracker that the project ships comes in: every family on the caseload at its stage, with its clocks."""

from plo_workflow.caseload.worklist import Wanted, totals, worklist
from plo_workflow.cases.chain import verify
from plo_workflow.interchange.tracker import read_tracker
from plo_workflow.interchange.tracker.example import EXAMPLE_TRACKER
from plo_workflow.interchange.tracker_import import look
from tests.ledgers import assert_clocks_agree
from tests.office import Office
from tests.plo_workflow.interchange.tracker_import.trackers import bring_in
from tests.plo_workflow.weekdays import day

AS_OF = day("Wed 1 Jul 2026")


def test_every_good_row_becomes_a_case_and_a_second_import_changes_nothing(office: Office) -> None:
    first = bring_in(office, EXAMPLE_TRACKER, AS_OF)
    assert (first.imported, first.updated, first.unchanged) == (9, 0, 0)
    assert (first.families, first.children, len(first.problems)) == (9, 13, 6)
    seq = office.rows("SELECT max(seq) FROM history")
    again = bring_in(office, EXAMPLE_TRACKER, AS_OF)
    assert (again.imported, again.updated, again.unchanged) == (0, 0, 9)
    assert office.rows("SELECT count(*) FROM cases") == [(9,)]
    assert office.rows("SELECT max(seq) FROM history") == [(seq[0][0] + 1,)], "one entry says that it was looked at"


def test_the_look_beforehand_says_the_same_and_writes_nothing(office: Office) -> None:
    reading = read_tracker(EXAMPLE_TRACKER, as_of=AS_OF)
    for store in (office.store, None):
        seen = look(reading, store, on=AS_OF)
        assert (seen.imported, seen.families, seen.children, seen.queries) == (9, 9, 13, 8)
    assert office.rows("SELECT count(*) FROM cases") == [(0,)]
    done = bring_in(office, EXAMPLE_TRACKER, AS_OF)
    assert (done.imported, done.dates, done.queries) == (9, seen.dates, seen.queries)


def test_each_family_is_on_the_caseload_at_its_stage_with_what_is_due(office: Office) -> None:
    bring_in(office, EXAMPLE_TRACKER, AS_OF)
    with office.store.reading() as session:
        counted = totals(session, today=AS_OF)
        lines = worklist(session, Wanted(), today=AS_OF)
    assert counted.by_stage == dict.fromkeys(
        ("gateway_requested", "gateway_listed", "letter_preparation", "letter_issued", "active_plan",
         "application_preparation"), 1,
    )  # fmt: skip
    late = {line.family_name: line.next_due for line in lines if line.overdue}
    assert late == {
        "Pretendon": "Application lodged",
        "Mockingdale": "Gateway meeting held",
        "Fabledon": "Letter before proceedings sent",
        "Exampleton": "First meeting held",
    }


def test_clocks_are_as_the_facts_and_the_ledger_have_them_and_the_history_is_whole(office: Office) -> None:
    bring_in(office, EXAMPLE_TRACKER, AS_OF)
    assert_clocks_agree(office, *(ref for (ref,) in office.rows("SELECT ref FROM cases")))
    with office.store.reading() as session:
        assert verify(session)[1] is None
    assert office.rows("SELECT count(*) FROM history WHERE command = 'import_family'") == [(9,)]


def test_made_up_families_are_marked_as_such(office: Office) -> None:
    bring_in(office, EXAMPLE_TRACKER, AS_OF)
    assert {bool(made_up) for (made_up,) in office.rows("SELECT synthetic FROM cases")} == {True}
    assert all(ref.startswith("SYN-") for (ref,) in office.rows("SELECT ref FROM cases"))
