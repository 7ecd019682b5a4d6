"""Reads a whole tracker: which sheet, which rows, which of them can be taken, what is wrong with the others.

Nothing is written and nothing decided here; the commit into the database is a command of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path

from plo_workflow.interchange.problems import Problem, TrackerUnreadable
from plo_workflow.interchange.sheet import Row, Sheet, open_sheets
from plo_workflow.interchange.tracker.columns import Column, Headings, in_plain_words
from plo_workflow.interchange.tracker.dates import Unclear
from plo_workflow.interchange.tracker.family import TrackerFamily
from plo_workflow.interchange.tracker.mapping import load_mapping
from plo_workflow.interchange.tracker.names import preferred_spellings
from plo_workflow.interchange.tracker.row import Layout, RowReader, read_row
from plo_workflow.interchange.tracker.sheet_choice import choose_sheet
from plo_workflow.working_days import listed

MAX_ROWS = 50_000
PROGRESS_EVERY = 500  # rows

Progress = Callable[[int, int], None]
"""Told how many rows are done, and how many there seem to be."""


@dataclass(frozen=True, slots=True)
class TrackerReading:
    """What a tracker holds. Every row is a family here or has problems, never both.

    `problems` also has what is wrong with the headings, under the number of the heading row.
    """

    sheet: str
    heading_row: int
    rows: int
    families: tuple[TrackerFamily, ...]
    problems: tuple[Problem, ...]
    ignored_columns: tuple[str, ...]

    @property
    def rows_in_error(self) -> int:
        """How many rows have problems and are kept out."""
        return len({problem.row for problem in self.problems} - {self.heading_row})

    @property
    def children(self) -> int:
        """How many children were understood, the unborn included."""
        return sum(len(family.children) for family in self.families)

    @property
    def dates(self) -> int:
        """How many dates were understood."""
        return sum(family.dates for family in self.families)

    @property
    def queries(self) -> int:
        """How many things about the families a person should look into."""
        return sum(len(family.queries) for family in self.families)


@dataclass(slots=True)
class _Row:
    """What is kept of a row until all are read; its cells are not, so memory follows the families alone."""

    number: int
    reference: str
    content: bytes
    family: TrackerFamily | None
    problems: list[Problem]


def read_tracker(
    path: Path,
    *,
    as_of: date,
    mapping: Path | None = None,
    sheet: str | None = None,
    progress: Progress | None = None,
) -> TrackerReading:
    """Read a tracker (xlsx, xlsm or csv) as it stood on the day `as_of`; dates after it have not come yet.

    `mapping` is a council's own mapping file, `sheet` the one to read where several could be the tracker.
    Raises TrackerUnreadable, with one sentence, where the file as a whole cannot be read.
    """
    known = load_mapping(mapping)
    with open_sheets(path) as sheets:
        chosen, headings = choose_sheet(sheets, known, sheet)
        layout = Layout(chosen.name, headings, known, as_of)
        rows = [_read(layout, number, cells) for number, cells in _filled_rows(chosen, headings, progress)]
    _settle_references(rows, layout)
    problems = [*_doubled_headings(layout), *(problem for row in rows for problem in row.problems)]
    families = _spelt_alike([row.family for row in rows if row.family])
    return TrackerReading(chosen.name, headings.row, len(rows), families, tuple(problems), headings.ignored)


def _filled_rows(sheet: Sheet, headings: Headings, progress: Progress | None) -> Iterator[tuple[int, Row]]:
    """The rows below the headings in which a column that is read has something in it."""
    positions, done = tuple(headings.positions.values()), 0
    expected = max(sheet.expected_rows - headings.row, 0)
    for number, cells in sheet.rows(width=len(headings.texts)):
        if number <= headings.row or not any(cells[at] is not None for at in positions if at < len(cells)):
            continue
        done += 1
        if done > MAX_ROWS:
            raise TrackerUnreadable(
                f"Sheet {sheet.name} has more than {MAX_ROWS:,} rows, the most that is read at once."
            )
        if progress and done % PROGRESS_EVERY == 0:
            progress(done, max(done, expected))
        yield number, cells
    if progress:
        progress(done, done)


def _read(layout: Layout, number: int, cells: Row) -> _Row:
    reader = RowReader(layout, number, cells)
    family = read_row(reader)
    content = repr([reader.cell(column) for column in layout.headings.positions])
    digest = blake2b(content.encode("utf-8", "replace"), digest_size=16).digest()
    return _Row(number, reader.key, digest, family, reader.problems)


def _settle_references(rows: Sequence[_Row], layout: Layout) -> None:
    """Keep one of several equal rows, and none of several different rows under one reference."""
    sharing: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        if row.reference:
            sharing["".join(row.reference.casefold().split())].append(row)
    for together in sharing.values():
        if len({row.content for row in together}) > 1:
            for row in together:
                _keep_out(row, _shared(row, together), layout)
        for row in together[1:] if len({row.content for row in together}) == 1 else ():
            _keep_out(row, Unclear(f"This row repeats row {together[0].number}.", "Delete one of the two."), layout)


def _shared(row: _Row, together: Sequence[_Row]) -> Unclear:
    others = [str(other.number) for other in together if other is not row]
    where = f"row {others[0]}" if len(others) == 1 else f"rows {listed(others)}"
    return Unclear(
        f"This reference is also on {where}, with other content.",
        "Give each family a reference of its own; delete rows that are out of date.",
    )


def _keep_out(row: _Row, unclear: Unclear, layout: Layout) -> None:
    heading = layout.headings.text(Column.REFERENCE)
    row.problems.append(Problem(layout.sheet, row.number, heading, row.reference, unclear.what, unclear.fix))
    row.family = None


def _doubled_headings(layout: Layout) -> Iterator[Problem]:
    for column, texts in layout.headings.doubled.items():
        what = f"{len(texts)} headings mean the same ({in_plain_words(column)}), so none of them was read."
        fix = "Keep one of them, or rename the others."
        yield Problem(layout.sheet, layout.headings.row, listed(texts), "", what, fix)


def _spelt_alike(families: Sequence[TrackerFamily]) -> tuple[TrackerFamily, ...]:
    """The families with one spelling for each team and for each person."""
    teams = preferred_spellings(family.team for family in families if family.team)
    people = preferred_spellings(
        name for one in families for name in (one.social_worker, one.team_manager, one.lawyer) if name
    )
    return tuple(
        replace(
            family,
            team=teams.get(family.team or ""),
            social_worker=people.get(family.social_worker or ""),
            team_manager=people.get(family.team_manager or ""),
            lawyer=people.get(family.lawyer or ""),
        )
        for family in families
    )
