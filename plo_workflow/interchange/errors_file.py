"""Writes the problems of a spreadsheet as a workbook to work through; no text in it is ever a formula."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xlsxwriter import Workbook

from plo_workflow.interchange.problems import Problem

COLUMNS = {"Sheet": 18, "Row": 7, "Column": 22, "Value": 32, "What is wrong": 60, "How to fix it": 60}
"""The headings, each with its width in characters."""
MAX_LISTED = 100_000
MAX_TEXT = 1_000  # characters of a cell that are repeated here; Excel's own limit is 32,767


def write_errors(path: Path, problems: Sequence[Problem]) -> None:
    """Write one row per problem to a workbook at `path`, replacing what is there.

    Beyond 100,000 problems the last row says how many more there are. Raises OSError where it cannot write.
    """
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with path.open("wb") as file, Workbook(file, plain) as book:
        sheet = book.add_worksheet("Problems")
        sheet.freeze_panes(1, 0)
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for position, (heading, width) in enumerate(COLUMNS.items()):
            sheet.set_column(position, position, width, wrapped)
            sheet.write_string(0, position, heading, bold)
        for number, problem in enumerate(_listed(problems), start=1):
            sheet.write_number(number, 1, problem.row)
            for position, text in _texts(problem):
                sheet.write_string(number, position, text[:MAX_TEXT])


def _texts(problem: Problem) -> tuple[tuple[int, str], ...]:
    return ((0, problem.sheet), (2, problem.column), (3, problem.value), (4, problem.what), (5, problem.fix))


def _listed(problems: Sequence[Problem]) -> list[Problem]:
    listed = list(problems[:MAX_LISTED])
    if unlisted := len(problems) - len(listed):
        last = listed[-1]
        listed.append(
            Problem(
                last.sheet,
                last.row,
                "",
                "",
                f"{unlisted:,} more problems are not listed.",
                "Mend these first.",
            )
        )
    return listed
