"""The smallest spreadsheets that a test needs, really written to disk."""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from xlsxwriter import Workbook

Rows = Sequence[Sequence[object]]

HEADINGS = ("PLO Ref", "Children (DOB)", "LGM requested", "LGM date", "LGM decision", "LBP sent", "Comments")


def workbook(path: Path, sheets: Mapping[str, Rows], *, hidden: Sequence[str] = ()) -> Path:
    """A workbook with these sheets; dates become real dates and text beginning with = becomes a formula."""
    with Workbook(str(path)) as book:
        dated = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for number, row in enumerate(rows):
                for position, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(number, position, value, dated)
                    elif value is not None:
                        sheet.write(number, position, value)
    return path


def tracker(path: Path, *rows: Mapping[str, object]) -> Path:
    """A tracker of one sheet, each row by heading; a row has a reference and a child unless it says not."""
    headings = list(dict.fromkeys([*HEADINGS, *(heading for row in rows for heading in row)]))
    whole = [
        {"PLO Ref": f"SYN-{n}", "Children (DOB)": f"Ava (0{n}/02/2016)", "LGM requested": "01/06/2026"} | dict(row)
        for n, row in enumerate(rows, start=1)
    ]
    return workbook(path, {"PLO": [headings, *([row.get(heading) for heading in headings] for row in whole)]})


def repacked(source: Path, target: Path, parts: Mapping[str, bytes]) -> Path:
    """A copy of a workbook in which these parts of the package are replaced or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return target


def part(path: Path, name: str) -> bytes:
    """One part of a workbook's package."""
    with zipfile.ZipFile(path) as package:
        return package.read(name)
