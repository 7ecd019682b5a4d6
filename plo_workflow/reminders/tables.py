"""The temporary tables of a sweep: what is known before it looks, and what it has found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, Integer, MetaData, Select, String, Table, delete, insert
from sqlalchemy.schema import CreateTable

FOR_THE_SWEEP = MetaData()


def _temporary(name: str, *columns: Column[Any]) -> Table:
    return Table(f"sweep_{name}", FOR_THE_SWEEP, *columns, prefixes=["TEMPORARY"], postgresql_on_commit="DELETE ROWS")


SPANS = _temporary(
    "spans",
    Column("ladder", String),
    Column("rung", String),
    Column("first_on", Date),
    Column("last_on", Date),
    Column("begun_before", Date),
)
"""The rung on which each date is today."""
KINDS = _temporary(
    "kinds",
    Column("rung", String, primary_key=True),
    Column("cause", String, primary_key=True),
    Column("sentence", String),
    Column("bundled", Boolean),
    Column("role", String),
    Column("first_part", String),
    Column("second_part", String),
)
"""For each rung and cause: what is said, which role is told, and the parts in the case that it is told through."""
PEOPLE = _temporary(
    "people",
    Column("role", String, primary_key=True),
    Column("person", String, primary_key=True),
    Column("told_as", String),
    Column("stands_in_for", String),
)
"""Who is told for a role where nobody is who takes one of those parts."""
AWAY = _temporary("away", Column("person", String, primary_key=True), Column("cover", String))
"""Who is away today and who stands in: nobody where it goes to the level above."""
WHYS = _temporary(
    "whys",
    Column("role", String, primary_key=True),
    Column("told_as", String, primary_key=True),
    Column("why", String),
)
"""The sentence that says why somebody is told."""
DAYS = _temporary("days", Column("due_on", Date, primary_key=True), Column("in_words", String))
ANSWERS = _temporary(
    "answers",
    Column("case_id", Integer, primary_key=True),
    Column("cause", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("due_on", Date, primary_key=True),
    Column("clock_id", Integer),
    Column("quiet_until_on", Date),
    Column("waits_until_on", Date),
    Column("handed_by", String),
    Column("handed_to", String),
)
"""What was answered to alerts: until when they are quiet, from when the ladder counts, and to whom they were handed.
`clock_id` is the clock that still runs, if it is one."""
RAISED = _temporary(
    "raised",
    Column("case_id", Integer),
    Column("cause", String),
    Column("subject", String),
    Column("since_on", Date),
    Column("ladder", String),
)
"""The drift signals that are true today."""
TELLINGS = _temporary(
    "tellings",
    Column("case_id", Integer),
    Column("clock_id", Integer),
    Column("ref", String),
    Column("cause", String),
    Column("subject", String),
    Column("rung", String),
    Column("due_on", Date),
    Column("counted_on", Date),
    Column("role", String),
    Column("told_as", String),
    Column("person", String),
    Column("stands_in_for", String),
    Column("had", Integer),
)
"""All that there is to tell: a row for each person, or one with nobody. `had` is their reminder of it, if any."""


def empty_tables(connection: Connection) -> None:
    """Make the tables, or empty them if they are there already."""
    for table in FOR_THE_SWEEP.sorted_tables:
        connection.execute(CreateTable(table, if_not_exists=True))
        connection.execute(delete(table))


def fill(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> None:
    """Put rows into one of the temporary tables."""
    filled = [dict(zip(table.c.keys(), row, strict=True)) for row in rows]
    if filled:
        connection.execute(insert(table), filled)


def fill_from(connection: Connection, table: Table, rows: Select[Any], **given: Any) -> None:
    """Put what a query gives into one of the temporary tables."""
    connection.execute(insert(table).from_select(rows.selected_columns.keys(), rows), given)
