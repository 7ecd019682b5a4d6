"""The tracker that the project ships reads as its comments say, and is what its own module would write."""

from datetime import date
from pathlib import Path

import openpyxl

from plo_workflow.interchange.tracker import read_tracker
from plo_workflow.interchange.tracker.example import EXAMPLE_TRACKER, write_example_tracker

AS_OF = date(2026, 7, 1)


def test_the_shipped_example_is_what_its_module_writes(tmp_path: Path) -> None:
    write_example_tracker(tmp_path / "anew.xlsx")
    shipped, anew = (openpyxl.load_workbook(path) for path in (EXAMPLE_TRACKER, tmp_path / "anew.xlsx"))
    assert [list(sheet.values) for sheet in shipped] == [list(sheet.values) for sheet in anew]


def test_every_row_of_the_example_is_a_family_or_in_error() -> None:
    reading = read_tracker(EXAMPLE_TRACKER, as_of=AS_OF)
    assert (reading.rows, len(reading.families), reading.rows_in_error) == (15, 9, 6)
    assert (reading.children, reading.queries) == (13, 2)
    assert {family.stage for family in reading.families} == {
        "gateway_requested", "gateway_listed", "not_entered", "letter_preparation", "letter_issued",
        "active_plan", "application_preparation", "application_lodged", "stepped_down",
    }  # fmt: skip


def test_the_example_is_plainly_made_up() -> None:
    reading = read_tracker(EXAMPLE_TRACKER, as_of=AS_OF)
    assert all(family.reference.startswith("SYN-") for family in reading.families)
