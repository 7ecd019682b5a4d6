"""Opens a workbook or text table and hands out its sheets row by row, each cell as a plain value.

Text is tidied (spaces, line ends, invisible characters), not understood; formulas are marked, not computed.
"""

from __future__ import annotations

import csv
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.datetime import MAC_EPOCH

from plo_workflow.interchange.file_checks import UTF16_MARKS, FileKind, check_file
from plo_workflow.interchange.problems import TrackerUnreadable

LAST_ROW = 1_048_576  # Excel's own limit
MAX_LINE = 1_000_000  # characters in one line of a text table
SCOUTED_ROWS = 20
SEPARATORS = ",;\t"
ERROR_TEXTS = frozenset(
    ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA")
)
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2060\ufeff]")
ODD_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")
BAD_UNICODE = re.compile("[\ud800-\udfff]")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Computed:
    """A cell that holds a formula, or the error that a formula left behind, as text: never a fact."""

    text: str


CellValue = str | int | float | bool | datetime | date | time | timedelta | Computed | None
Row = tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, to be read as often as wanted. `expected_rows` is what the file says: for progress only."""

    name: str
    hidden: bool
    expected_rows: int
    read: Callable[[int | None], Iterator[Row]]

    def rows(self, width: int | None = None) -> Iterator[tuple[int, Row]]:
        """Each row, cut to `width` cells, with its number on screen; raises TrackerUnreadable at damage."""
        for number, row in enumerate(self.read(width), start=1):
            if number > LAST_ROW:
                raise TrackerUnreadable(f"Sheet {self.name} claims more rows than a spreadsheet can have.")
            yield number, row


@contextmanager
def open_sheets(path: Path) -> Iterator[tuple[Sheet, ...]]:
    """The sheets of a workbook (xlsx, xlsm) or the one of a text table (csv), open until the block ends.

    Raises TrackerUnreadable where the file is unsafe, locked, damaged or something else altogether.
    """
    if check_file(path) is FileKind.TEXT:
        yield (_text_sheet(path),)
        return
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.filterwarnings("ignore", module="openpyxl")  # styles and validation lists that it leaves out
        with _damage_in_words(path):
            book = load_workbook(file, read_only=True, keep_links=False)
        if book.epoch == MAC_EPOCH:
            raise TrackerUnreadable(
                f"{path.name} counts its dates from 1904, an old Mac setting. "
                "Copy the rows into a new workbook, check the dates, and try that."
            )
        yield tuple(_workbook_sheet(path, sheet) for sheet in book.worksheets)


def tidy(text: str) -> str:
    """The text with plain spaces and line ends, composed, without outer spaces and invisible characters."""
    plain = ODD_SPACES.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", BAD_UNICODE.sub("�", INVISIBLE.sub("", plain))).strip()


def as_text(value: CellValue) -> str:
    """A cell as a person would read it on screen; whole numbers without a decimal point, dates day first."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):  # a datetime is one too
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    return value.text if isinstance(value, Computed) else str(value)


def _cell(value: Any) -> CellValue:
    if isinstance(value, str):
        text = tidy(value)
        return Computed(text) if text.startswith("=") or text in ERROR_TEXTS else text or None
    if value is None or isinstance(value, int | float | date | time | timedelta):
        return value
    return Computed(str(getattr(value, "text", None) or "="))  # an array formula or a data table


def _workbook_sheet(path: Path, sheet: Any) -> Sheet:
    expected = min(sheet.max_row or 0, LAST_ROW)
    sheet.reset_dimensions()  # what a sheet claims to be is often wrong: formatted to the last row, say

    def read(width: int | None) -> Iterator[Row]:
        rows = sheet.iter_rows(max_col=width, values_only=True)
        return (tuple(map(_cell, row)) for row in _each(rows, path))

    return Sheet(sheet.title, sheet.sheet_state != "visible", expected, read)


def _text_sheet(path: Path) -> Sheet:
    encoding = _encoding(path)
    separator = _separator(path, encoding)

    def read(width: int | None) -> Iterator[Row]:
        rows = _each(_split(path, encoding, separator), path)
        return (tuple(map(_cell, row[:width])) for row in rows)

    with path.open(encoding=encoding, newline="") as lines:
        return Sheet(path.stem, False, sum(1 for _ in lines), read)


def _encoding(path: Path) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, or else what Excel on Windows writes."""
    with path.open("rb") as file:
        marked = file.read(2) in UTF16_MARKS
    for name in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            with path.open(encoding=name, newline="") as text:
                while text.read(1 << 20):
                    pass
            return name
        except UnicodeError:
            continue
    raise TrackerUnreadable(f"The letters in {path.name} cannot be read. Save it from Excel as 'CSV UTF-8'.")


def _separator(path: Path, encoding: str) -> str:
    """The separator that splits the first rows widest."""

    def width(separator: str) -> int:
        rows = _each(_split(path, encoding, separator), path)
        return max((len(row) for row, _ in zip(rows, range(SCOUTED_ROWS), strict=False)), default=0)

    return max(SEPARATORS, key=width)


def _split(path: Path, encoding: str, separator: str) -> Iterator[list[str]]:
    with path.open(encoding=encoding, newline="") as text:
        yield from csv.reader(_lines(text, path), delimiter=separator)


def _lines(text: Iterable[str], path: Path) -> Iterator[str]:
    for line in text:
        if len(line) > MAX_LINE:
            raise TrackerUnreadable(f"{path.name} has a line of over a million characters, so it is not a tracker.")
        yield line


def _each(rows: Iterable[T], path: Path) -> Iterator[T]:
    source = iter(rows)
    while True:
        with _damage_in_words(path):
            row = next(source, None)
        if row is None:
            return
        yield row


@contextmanager
def _damage_in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except TrackerUnreadable:
        raise
    except Exception as error:  # a parser trips over a damaged file in a hundred ways
        raise TrackerUnreadable(f"{path.name} {_damage(error)}") from error


def _damage(error: Exception) -> str:
    if isinstance(error, csv.Error):
        return "cannot be split into columns: a cell may open a quotation mark and never close it."
    if isinstance(error.__cause__ or error, DefusedXmlException):
        return "defines XML entities, which no spreadsheet program does, so it was not opened."
    return "is damaged. Open it in Excel, save it again, and try that copy."
