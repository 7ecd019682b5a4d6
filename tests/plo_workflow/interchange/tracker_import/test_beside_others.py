"""What a tracker meets in the database: children in open cases, namesakes on the staff, made-up families."""

from pathlib import Path

import pytest
from sqlalchemy import text

from plo_workflow.cases.office import register
from plo_workflow.errors import DemoBesideRealCases
from plo_workflow.interchange.tracker import read_tracker
from plo_workflow.interchange.tracker_import import look
from plo_workflow.kinds import Role
from plo_workflow.models import Allocation, CaseLink, Query
from tests.journeys import requested
from tests.office import FOUNDED_ON, Office, noon
from tests.plo_workflow.interchange.tracker_import.trackers import ENTERED, bring_in_rows, ref_of
from tests.plo_workflow.interchange.workbooks import tracker
from tests.plo_workflow.weekdays import day

ON = day("Mon 2 Mar 2026")
AGAIN = {**ENTERED, "PLO Ref": "PLO/2"}
ENDED = {
    **ENTERED, "PLO Ref": "PLO/0", "LGM requested": "06/01/2025", "LGM date": "14/01/2025", "LBP sent": "16/01/2025",
    "First meeting": "24/01/2025", "Outcome": "Step down CIN", "Date of outcome": "25/04/2025",
}  # fmt: skip


def test_a_child_has_one_open_case_and_the_other_row_is_in_error(office: Office, tmp_path: Path) -> None:
    done = bring_in_rows(office, tmp_path, ON, ENTERED, AGAIN, {**ENTERED, "PLO Ref": "PLO/3", "Family": "Pellow"})
    assert (done.imported, done.families) == (2, 2)
    [problem] = done.problems
    assert (problem.row, problem.value) == (3, "PLO/2")
    assert problem.what == "Isla is in another open case, PLO/1. A child has one open case at a time."
    again = bring_in_rows(office, tmp_path, ON, ENTERED, AGAIN)
    assert (again.unchanged, [one.value for one in again.problems]) == (1, ["PLO/2"])


def test_a_child_in_a_case_that_was_opened_here_is_found_too(office: Office, tmp_path: Path) -> None:
    ref = requested(office)
    [(name, family, born_on)] = office.rows("SELECT given_name, family_name, born_on FROM children LIMIT 1")
    child = f"{name} ({str(born_on)[8:10]}/{str(born_on)[5:7]}/{str(born_on)[:4]})"
    row = {**ENTERED, "Children (DOB)": child, "Family": family}
    [problem] = bring_in_rows(office, tmp_path, day("Mon 1 Jun 2026"), row).problems
    assert problem.what == f"{name} is in another open case, {ref}. A child has one open case at a time."


def test_a_child_without_a_family_name_is_taken_for_nobody_else(office: Office, tmp_path: Path) -> None:
    nameless = {**ENTERED, "Family": None}
    done = bring_in_rows(office, tmp_path, ON, nameless, {**nameless, "PLO Ref": "PLO/2"})
    assert (done.imported, done.problems) == (2, [])
    assert office.rows("SELECT count(DISTINCT child_key) FROM children") == [(2,)]


def test_an_earlier_period_of_the_same_child_is_linked(office: Office, tmp_path: Path) -> None:
    done = bring_in_rows(office, tmp_path, ON, ENTERED, ENDED)
    assert (done.imported, done.problems) == (2, [])
    assert [link.other_ref for link in office.file(ref_of(office)).all(CaseLink)] == [ref_of(office, "PLO/0")]
    assert office.rows("SELECT count(DISTINCT child_key) FROM children") == [(1,)]


def test_when_one_period_ends_in_the_tracker_the_next_may_begin_there(office: Office, tmp_path: Path) -> None:
    open_one = {name: value for name, value in ENDED.items() if name not in ("Outcome", "Date of outcome")}
    bring_in_rows(office, tmp_path, day("Mon 3 Feb 2025"), open_one)
    done = bring_in_rows(office, tmp_path, ON, ENTERED, ENDED)
    assert (done.imported, done.updated, done.problems) == (1, 1, [])


def test_a_case_that_was_opened_here_under_the_reference_is_not_overwritten(office: Office, tmp_path: Path) -> None:
    ref = requested(office)
    with office.store.writing() as pen:
        pen.run("under a reference", lambda: text("UPDATE cases SET tracker_ref = 'PLO/1'"))
    [problem] = bring_in_rows(office, tmp_path, day("Mon 1 Jun 2026"), ENTERED).problems
    assert problem.what.startswith(f"The case {ref} was opened here under this reference")


def test_a_reference_is_the_same_however_it_is_spelt(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, ON, ENTERED)
    done = bring_in_rows(office, tmp_path, ON, {**ENTERED, "PLO Ref": "plo / 1", "Comments": "spelt otherwise"})
    assert (done.imported, done.updated) == (0, 1)


def test_staff_are_known_by_the_spelling_of_their_names(office: Office, tmp_path: Path) -> None:
    row = {**ENTERED, "Social worker": "SAM", "Team manager": "New-Manager, N.", "LA solicitor": "vacant"}
    bring_in_rows(office, tmp_path, ON, row)
    case = office.file(ref_of(office)).case
    assert (case.social_worker, case.team_manager, case.lawyer) == ("sam", "new-manager-n", None)
    [(roles, active)] = office.rows("SELECT roles, active FROM staff WHERE key = 'new-manager-n'")
    assert ("team_manager" in str(roles), bool(active)) == (True, True)
    assert [one.part for one in office.file(case.ref).all(Allocation)] == ["social_worker", "team_manager"]


def test_of_two_people_with_one_name_the_role_decides_and_else_it_is_asked(office: Office, tmp_path: Path) -> None:
    for key, role in (("lee2", Role.SOCIAL_WORKER), ("sam2", Role.SOCIAL_WORKER)):
        name = key[:3].title()
        register(office.store, at=noon(FOUNDED_ON), key=key, name=name, roles=(role,))
    bring_in_rows(office, tmp_path, ON, {**ENTERED, "Social worker": "Sam", "LA solicitor": "Lee"})
    file = office.file(ref_of(office))
    assert (file.case.social_worker, file.case.lawyer) == (None, "lee")
    assert "More than one member of staff is called Sam: who is the social worker here?" in [
        one.text for one in file.all(Query)
    ]


def test_made_up_families_and_real_ones_do_not_share_a_database(office: Office, tmp_path: Path) -> None:
    made_up = {**ENTERED, "PLO Ref": "SYN-1", "Family": "Samplewood"}
    bring_in_rows(office, tmp_path, ON, made_up)
    with pytest.raises(DemoBesideRealCases, match="holds made-up families"):
        bring_in_rows(office, tmp_path, ON, ENTERED)
    reading = read_tracker(tracker(tmp_path / "t.xlsx", ENTERED), as_of=ON)
    assert "holds made-up families" in str(look(reading, office.store, on=ON).refusal)
    assert office.rows("SELECT count(*) FROM cases") == [(1,)]


def test_made_up_families_are_not_put_beside_real_ones(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, ON, ENTERED)
    with pytest.raises(DemoBesideRealCases, match="holds real ones"):
        bring_in_rows(office, tmp_path, ON, {**ENTERED, "PLO Ref": "SYN-1", "Family": "Samplewood"})
    assert {bool(made_up) for (made_up,) in office.rows("SELECT synthetic FROM cases")} == {False}
