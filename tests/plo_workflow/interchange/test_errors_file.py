"""The errors file can be opened, reads in plain order, and never runs anything that stood in a tracker."""

from pathlib import Path

import openpyxl
import pytest

from plo_workflow.interchange import errors_file
from plo_workflow.interchange.errors_file import write_errors
from plo_workflow.interchange.problems import Problem

LIKE_FORMULAS = [
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1+1",
    '=HYPERLINK("http://x.invalid","x")',
    "{=1+1}",
    "=cmd|' /C calc'!A0",
    "http://x.invalid",
    "46056",
    "\uff1d1+1",
]


def problem(value: str, row: int = 4) -> Problem:
    return Problem("PLO", row, "LBP sent", value, "This is wrong.", "Mend it.")


def test_one_row_for_each_problem_under_a_frozen_heading(tmp_path: Path) -> None:
    write_errors(tmp_path / "t.errors.xlsx", [problem("31/02/2026", 49), problem("tomorrow", 50)])
    sheet = openpyxl.load_workbook(tmp_path / "t.errors.xlsx")["Problems"]
    assert list(sheet.values) == [
        ("Sheet", "Row", "Column", "Value", "What is wrong", "How to fix it"),
        ("PLO", 49, "LBP sent", "31/02/2026", "This is wrong.", "Mend it."),
        ("PLO", 50, "LBP sent", "tomorrow", "This is wrong.", "Mend it."),
    ]
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("value", LIKE_FORMULAS)
def test_what_looks_like_a_formula_stays_text(tmp_path: Path, value: str) -> None:
    write_errors(tmp_path / "t.errors.xlsx", [Problem(value, 1, value, value, value, value)])
    sheet = openpyxl.load_workbook(tmp_path / "t.errors.xlsx")["Problems"]
    row = [cell for cell in next(sheet.iter_rows(min_row=2)) if cell.column != 2]
    assert {cell.data_type for cell in row} == {"s"}
    assert {cell.value for cell in row} == {value}
    assert not any(cell.hyperlink for cell in row)


def test_a_text_longer_than_excel_holds_is_cut_not_lost(tmp_path: Path) -> None:
    write_errors(tmp_path / "t.errors.xlsx", [problem("x" * 40_000)])
    [_, row] = openpyxl.load_workbook(tmp_path / "t.errors.xlsx")["Problems"].values
    assert row[3] == "x" * errors_file.MAX_TEXT


def test_too_many_problems_end_in_a_row_that_counts_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors_file, "MAX_LISTED", 3)
    write_errors(tmp_path / "t.errors.xlsx", [problem("x")] * 10)
    sheet = openpyxl.load_workbook(tmp_path / "t.errors.xlsx")["Problems"]
    assert sheet.max_row == 5
    assert sheet["E5"].value == "7 more problems are not listed."


def test_no_problems_leave_the_headings_alone(tmp_path: Path) -> None:
    write_errors(tmp_path / "t.errors.xlsx", [])
    assert openpyxl.load_workbook(tmp_path / "t.errors.xlsx")["Problems"].max_row == 1


def test_a_place_that_cannot_be_written_to_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="Is a directory"):
        write_errors(tmp_path, [problem("x")])
