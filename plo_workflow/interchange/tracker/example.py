"""The example tracker that the project ships: made-up families with the mess of a real spreadsheet.

`python -m plo_workflow.interchange.tracker.example` writes example_tracker.xlsx anew; a test compares them.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from xlsxwriter import Workbook

EXAMPLE_TRACKER = Path(__file__).with_name("example_tracker.xlsx")

TITLE = "EXAMPLE PRE-PROCEEDINGS TRACKER - made-up families, for trying out the import"
HEADINGS = (
    "PLO Reference",
    "Family",
    "Children & DOB",
    "Team",
    "Allocated worker",
    "Practice manager",
    "LA Solicitor",
    "LPM requested",
    "LPM date",
    "LPM outcome",
    "Letter before proceedings sent",
    "1st PLO meeting",
    "Mid-point review",
    "Final PLO meeting",
    "Days in PLO",
    "Extended to",
    "FGDM offered",
    "Parents represented",
    "Assessments",
    "Outcome",
    "Date of outcome",
    "Court application date",
    "Court number",
    "RAG",
    "Notes",
)
D = date

Cell = str | date | None
ROWS: tuple[dict[str, Cell], ...] = (
    {  # everything on time, stepped down
        "PLO Reference": "SYN-001",
        "Family": "Samplewood",
        "Children & DOB": "Ava (04/05/2019); Leo (17/10/2021)",
        "Allocated worker": "R Testwell",
        "LPM requested": D(2026, 1, 12),
        "LPM date": D(2026, 1, 22),
        "LPM outcome": "Enter PLO",
        "Letter before proceedings sent": D(2026, 1, 28),
        "1st PLO meeting": D(2026, 2, 9),
        "Mid-point review": D(2026, 3, 23),
        "Final PLO meeting": D(2026, 5, 5),
        "FGDM offered": "offered - accepted",
        "Parents represented": "Both",
        "Outcome": "Step down CIN",
        "Date of outcome": D(2026, 5, 7),
    },
    {  # dates typed in every way, a cancelled review, still under way
        "PLO Reference": "SYN-002",
        "Family": "Testerby",
        "Children & DOB": "Mia (11/05/2021)\nunborn baby Testerby edd 12.1.27",
        "Allocated worker": "vacant",
        "LPM requested": "  04/05/2026 ",
        "LPM date": "18.5.26",
        "LPM outcome": "enter plo",
        "Letter before proceedings sent": "22 May 26",
        "1st PLO meeting": "8 June 2026",
        "Mid-point review": "CANCELLED - parent unwell 20/07/26",
        "FGDM offered": "no",
        "Parents represented": "mother only",
        "Assessments": "Parenting - due 14/08/2026",
        "Notes": "3rd worker since January",
    },
    {  # no meeting yet
        "PLO Reference": "SYN-003",
        "Family": "Exampleton",
        "Children & DOB": "Noah (14/08/2016), Noah (02/03/2020)",
        "Allocated worker": "J Placeholder (agency)",
        "LPM requested": D(2026, 5, 28),
        "LPM date": D(2026, 6, 8),
        "LPM outcome": "Enter PLO",
        "Letter before proceedings sent": D(2026, 6, 12),
        "1st PLO meeting": "tbc",
        "FGDM offered": "Y",
        "Parents represented": "N",
    },
    {  # no letter yet
        "PLO Reference": "SYN-004",
        "Family": "Fabledon",
        "Children & DOB": "Orla (01/08/2023)",
        "Allocated worker": "R Testwell",
        "LPM requested": D(2026, 6, 1),
        "LPM date": D(2026, 6, 15),
        "LPM outcome": "Enter PLO",
    },
    {
        "PLO Reference": "SYN-005",
        "Family": "Inventham",
        "Children & DOB": "Zofia (11/02/2018), Ben (30/09/2013)",
        "Allocated worker": "J Placeholder (agency)",
        "LPM requested": D(2026, 2, 2),
        "LPM date": D(2026, 2, 19),
        "LPM outcome": "Remain CP",
        "FGDM offered": "offered - declined",
    },
    {
        "PLO Reference": "SYN-006",
        "Family": "Mockingdale",
        "Children & DOB": "Harri (15/06/2024)",
        "Allocated worker": "S Specimen",
        "LPM requested": D(2026, 6, 10),
        "LPM date": D(2026, 6, 22),
        "LPM outcome": "Deferred",
        "1st PLO meeting": "-",
    },
    {  # issued at once
        "PLO Reference": "SYN-007",
        "Family": "Placeholm",
        "Children & DOB": "Isla (20/12/2025)",
        "Allocated worker": "S Specimen",
        "LPM requested": "9 Mar 26",
        "LPM date": "10/03/2026",
        "LPM outcome": "Issue",
        "Outcome": "Issue",
        "Date of outcome": "10 Mar 26",
        "Court application date": D(2026, 3, 11),
        "Court number": "ZZ26C00007",
    },
    {  # decided to issue, not lodged yet; the letter is dated before the decision, which is a query
        "PLO Reference": "SYN-008",
        "Family": "Pretendon",
        "Children & DOB": "Grace (24/06/2017)",
        "Allocated worker": "R Testwell",
        "LPM requested": D(2025, 12, 1),
        "LPM date": D(2025, 12, 11),
        "LPM outcome": "Enter PLO",
        "Letter before proceedings sent": D(2025, 12, 4),
        "1st PLO meeting": D(2026, 1, 8),
        "Mid-point review": D(2026, 2, 19),
        "Final PLO meeting": D(2026, 4, 2),
        "Extended to": D(2026, 4, 30),
        "Outcome": "Issue",
        "Date of outcome": D(2026, 4, 28),
    },
    {  # just asked for
        "PLO Reference": "SYN-009",
        "Family": "Trialby",
        "Children & DOB": "Yusuf (24/10/2022)",
        "Allocated worker": "not allocated",
        "LPM requested": D(2026, 6, 24),
    },
    {  # in error: no such day
        "PLO Reference": "SYN-010",
        "Family": "Draftcombe",
        "Children & DOB": "Poppy (20/09/2021)",
        "Allocated worker": "S Specimen",
        "LPM requested": D(2026, 2, 9),
        "LPM date": D(2026, 2, 19),
        "LPM outcome": "Enter PLO",
        "Letter before proceedings sent": "31/02/2026",
    },
    {  # in error: no one day
        "PLO Reference": "SYN-011",
        "Family": "Stubfield",
        "Children & DOB": "Finn (03/01/2016)",
        "Allocated worker": "R Testwell",
        "LPM requested": D(2026, 4, 20),
        "LPM date": "w/c 4th",
        "LPM outcome": "Enter PLO",
    },
    {  # in error: a child without a date of birth
        "PLO Reference": "SYN-012",
        "Family": "Blankley",
        "Children & DOB": "Ella, Jude (08/04/2022)",
        "Allocated worker": "S Specimen",
        "LPM requested": D(2026, 5, 11),
    },
    {  # in error: a gateway has passed, and nobody wrote down what was decided
        "PLO Reference": "SYN-013",
        "Family": "Gapworth",
        "Children & DOB": "Dylan (22/11/2018)",
        "Allocated worker": "R Testwell",
        "LPM requested": D(2026, 5, 11),
        "LPM date": D(2026, 5, 21),
    },
    {  # in error, like the next: one reference for two families
        "PLO Reference": "SYN-014",
        "Family": "Doublet",
        "Children & DOB": "Reuben (28/02/2021)",
        "Allocated worker": "R Testwell",
        "LPM requested": D(2026, 6, 16),
    },
    {
        "PLO Reference": "SYN-014",
        "Family": "Copyford",
        "Children & DOB": "Kayla (09/02/2019)",
        "Allocated worker": "S Specimen",
        "LPM requested": D(2026, 6, 17),
    },
)
TEAMS = ("Northbank Safeguarding", "northbank  safeguarding", "Southbank S/guarding")
MANAGERS = ("P Dummer", "p dummer", "K Mocksworth")


def write_example_tracker(path: Path) -> None:
    """Write the example as a workbook with two sheets, replacing what is at `path`."""
    with Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2026, 6, 30)})  # noqa: DTZ001 (a workbook's times have no zone)
        sheet, teams = book.add_worksheet("PLO tracker"), book.add_worksheet("Teams")
        dated = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.set_column(0, len(HEADINGS), 18)
        sheet.write_string(0, 0, TITLE)
        sheet.write_row(2, 0, HEADINGS)
        for number, row in enumerate(ROWS, start=3):
            whole = row | {
                "Team": TEAMS[number % 3],
                "Practice manager": MANAGERS[number % 3],
                "RAG": "amber",
            }
            for position, heading in enumerate(HEADINGS):
                value = whole.get(heading)
                if isinstance(value, date):
                    sheet.write_datetime(number, position, value, dated)
                elif value:
                    sheet.write_string(number, position, value)
            sheet.write_formula(number, HEADINGS.index("Days in PLO"), f"=TODAY()-I{number + 1}")
        teams.write_column(0, 0, ("Teams", *TEAMS))


if __name__ == "__main__":
    write_example_tracker(EXAMPLE_TRACKER)
