"""What is late in an imported family, and what cannot be known to be: a tracker has no column for it."""

from pathlib import Path

from plo_workflow.cases.letters import record_letter_delivered
from plo_workflow.cases.ongoing import record_supervision, record_visit
from plo_workflow.models import Child, Letter, Posting, Query
from tests.ledgers import assert_clocks_agree, clock
from tests.office import Office
from tests.plo_workflow.interchange.tracker_import.trackers import ENTERED, UNDER_WAY, bring_in_rows, ref_of
from tests.plo_workflow.weekdays import day

ON = day("Mon 2 Mar 2026")
ENDED = {**UNDER_WAY, "Outcome": "Step down CIN", "Date of outcome": "20/02/2026"}


def test_the_limit_counts_from_the_decision_in_the_tracker(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, ON, UNDER_WAY)
    ref = ref_of(office)
    assert clock(office, ref, "K14") == ["due Thu 7 May 2026"]
    assert clock(office, ref, "K06") == ["due Thu 22 Jan 2026, satisfied Tue 20 Jan 2026"]
    assert clock(office, ref, "K08") == ["due Tue 3 Feb 2026, satisfied Fri 30 Jan 2026"]
    assert clock(office, ref, "K11") == ["due Fri 13 Mar 2026"]


def test_an_extension_in_the_tracker_moves_the_limit_to_its_date(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, ON, {**UNDER_WAY, "Extended to": "04/06/2026"})
    ref = ref_of(office)
    assert clock(office, ref, "K14") == ["due Thu 4 Jun 2026"]
    bring_in_rows(office, tmp_path, ON, {**UNDER_WAY, "Extended to": "18/06/2026"})
    assert clock(office, ref, "K14") == ["due Thu 18 Jun 2026"]
    assert_clocks_agree(office, ref)


def test_a_letter_that_is_late_is_late(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, ON, ENTERED)
    assert clock(office, ref_of(office), "K06") == ["due Thu 22 Jan 2026"]


def test_a_letter_that_a_tracker_dates_before_the_decision_is_asked_about_and_not_overdue(
    office: Office, tmp_path: Path
) -> None:
    bring_in_rows(office, tmp_path, ON, {**ENTERED, "LBP sent": "14/01/2026"})
    ref = ref_of(office)
    asked = [query.text for query in office.file(ref).all(Query)]
    assert any("is dated 14 January 2026, before the gateway of 15 January 2026" in one for one in asked)
    assert clock(office, ref, "K06") == ["due Thu 22 Jan 2026, satisfied Thu 15 Jan 2026"]
    assert clock(office, ref, "K08") == ["due Wed 28 Jan 2026"]
    [letter] = office.file(ref).all(Letter)
    assert (letter.happened_on, [one.happened_on for one in office.file(ref).all(Posting)]) == (
        day("Wed 14 Jan 2026"), [day("Wed 14 Jan 2026")],
    )  # fmt: skip
    assert_clocks_agree(office, ref)


def test_such_a_letter_can_still_arrive(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, ON, {**ENTERED, "LBP sent": "14/01/2026"})
    ref = ref_of(office)
    [letter] = office.file(ref).all(Letter)
    office.do("ben", record_letter_delivered, ref, on=ON, letter=letter.id, evidence="The solicitor has it.")
    assert office.file(ref).having(Posting, event="delivered")
    assert_clocks_agree(office, ref)


def test_papers_that_a_tracker_does_not_hold_are_let_go_if_they_were_due_before(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, ON, UNDER_WAY)
    ref = ref_of(office)
    [(sitting,)] = office.rows("SELECT id FROM gateway_sittings")
    [(meeting,)] = office.rows("SELECT id FROM meetings")
    assert clock(office, ref, "K04", f"sitting:{sitting}") == ["due Fri 16 Jan 2026, stopped Mon 2 Mar 2026"]
    assert clock(office, ref, "K10", f"meeting:{meeting}") == ["due Fri 6 Feb 2026, stopped Mon 2 Mar 2026"]
    why = office.rows("SELECT DISTINCT why FROM clock_ledger WHERE clock = 'minutes_sent' AND entry = 'stopped'")
    assert why == [("due before the case came from a tracker, which does not hold it",)]
    assert_clocks_agree(office, ref)


def test_minutes_of_a_meeting_just_before_the_import_are_still_due(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, day("Mon 2 Feb 2026"), UNDER_WAY)
    [(meeting,)] = office.rows("SELECT id FROM meetings")
    assert clock(office, ref_of(office), "K10", f"meeting:{meeting}") == ["due Fri 6 Feb 2026"]


def test_visits_and_supervision_are_counted_from_the_import(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, ON, UNDER_WAY)
    ref = ref_of(office)
    [child] = office.file(ref).all(Child)
    begun = "due Thu 29 Jan 2026, superseded Mon 2 Mar 2026"
    assert clock(office, ref, "K24", f"child:{child.id}") == [begun, "due Mon 16 Mar 2026"]
    assert clock(office, ref, "K25")[-1] == "due Mon 30 Mar 2026"
    office.do("sam", record_visit, ref, on=day("Thu 5 Mar 2026"), children=[child.id], seen_alone=True)
    office.do("tess", record_supervision, ref, on=day("Fri 6 Mar 2026"), note="Go on.")
    assert clock(office, ref, "K24", f"child:{child.id}")[1:] == [
        "due Mon 16 Mar 2026, satisfied Thu 5 Mar 2026", "due Thu 19 Mar 2026",
    ]  # fmt: skip
    assert_clocks_agree(office, ref)


def test_nothing_is_counted_anew_in_a_family_that_had_ended(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, ON, ENDED)
    ref = ref_of(office)
    [child] = office.file(ref).all(Child)
    assert clock(office, ref, "K24", f"child:{child.id}") == ["due Thu 29 Jan 2026, stopped Fri 20 Feb 2026"]
    running = office.rows("SELECT clock, due_on FROM clocks WHERE outcome IS NULL AND chased ORDER BY due_on")
    assert {key for key, _ in running} == {"final_meeting", "step_down_checkpoint"}, "they come due after the import"
    assert_clocks_agree(office, ref)


def test_a_child_born_after_the_end_is_not_waited_for(office: Office, tmp_path: Path) -> None:
    late = {**ENDED, "Children (DOB)": "Isla (01/02/2016), Ben (25/02/2026)"}
    bring_in_rows(office, tmp_path, ON, late)
    ref = ref_of(office)
    ben = next(child for child in office.file(ref).all(Child) if child.given_name == "Ben")
    assert clock(office, ref, "K24", f"child:{ben.id}") == []
