"""The tracker of 140 families with the mess of a real one: every row is either in or in the errors file."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from plo_workflow.interchange.errors_file import write_errors
from plo_workflow.interchange.tracker import TrackerReading, read_tracker

COUNCIL_TRACKER = Path(__file__).parents[5] / "shared" / "data" / "tracker_example.xlsx"
AS_OF = date(2026, 11, 24)


@pytest.fixture(scope="module")
def reading() -> TrackerReading:
    return read_tracker(COUNCIL_TRACKER, as_of=AS_OF)


def test_every_row_is_in_or_in_the_errors_file(reading: TrackerReading, tmp_path: Path) -> None:
    write_errors(tmp_path / "t.errors.xlsx", reading.problems)
    listed = openpyxl.load_workbook(tmp_path / "t.errors.xlsx")["Problems"]
    in_error = {row[1] for row in listed.iter_rows(min_row=2, values_only=True)}
    taken = {family.row for family in reading.families}
    assert taken.isdisjoint(in_error)
    assert taken | in_error == set(range(4, 144))
    print(f"rows {reading.rows}, families {len(taken)}, in error {len(in_error)}, queries {reading.queries}")


def test_the_counts(reading: TrackerReading) -> None:
    assert (reading.sheet, reading.heading_row, reading.rows) == ("PLO tracker", 3, 140)
    assert (len(reading.families), reading.rows_in_error) == (118, 22)


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        ("PLO/25/002", [5, 6, 82]),
        ("??/05/26", [4, 9]),
        ("w/c 3rd", [81, 116]),
        ("03/2026", [78]),
        ("31/02/2026", [49, 127]),
        ("10/04/2027", [10]),
        ("17/04/2027", [80]),
    ],
)
def test_what_is_wrong_is_found_where_it_stands(reading: TrackerReading, value: str, rows: list[int]) -> None:
    assert [problem.row for problem in reading.problems if problem.value == value] == rows


def test_spelling_variants_come_down_to_the_teams_and_managers_there_are(reading: TrackerReading) -> None:
    assert {family.team for family in reading.families} == {
        "Safeguarding North", "Safeguarding South", "Disabled Children",
    }  # fmt: skip
    assert {family.team_manager for family in reading.families} == {"K Brightwell", "L Sandoval"}
