"""The same rows by bare statements: what a command changed in a database is found by comparing every table before and
after, and written again through the driver alone, in one transaction as durable as the command's."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import psycopg
from sqlalchemy import Table
from sqlalchemy.engine import make_url

from plo_workflow.models import Row
from plo_workflow.store import SQLITE_SETTINGS

Rows = dict[tuple[Any, ...], tuple[Any, ...]]
Contents = dict[str, Rows]
Statement = tuple[str, Sequence[Any]]

TABLES = Row.metadata.sorted_tables


class Driver(Protocol):
    """One connection of a database's own driver."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Every row of a query, with values as the driver gives them."""

    def write(self, statements: Sequence[Statement]) -> None:
        """All the statements in one durable transaction."""

    def run(self, sql: str) -> None:
        """One statement, committed."""

    def close(self) -> None:
        """Give back the connection."""


class BareSqlite:
    """sqlite3 with the settings that the store insists on."""

    mark = "?"

    def __init__(self, url: str) -> None:
        self._connection = sqlite3.connect(make_url(url).database or "", isolation_level=None)
        for name, value in SQLITE_SETTINGS.items():
            self._connection.execute(f"PRAGMA {name} = {value}")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Every row of a query."""
        return self._connection.execute(sql).fetchall()

    def write(self, statements: Sequence[Statement]) -> None:
        """All the statements in one transaction; sqlite3 keeps them prepared."""
        execute = self._connection.cursor().execute
        execute("BEGIN IMMEDIATE")
        for sql, values in statements:
            execute(sql, values)
        execute("COMMIT")

    def run(self, sql: str) -> None:
        """One statement, committed at once."""
        self._connection.execute(sql)

    def close(self) -> None:
        """Give back the connection."""
        self._connection.close()


class BarePostgresql:
    """psycopg, every statement prepared from its first use."""

    mark = "%s"

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(False))
        self._connection.prepare_threshold = 0

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Every row of a query."""
        with self._connection.transaction():
            return self._connection.execute(sql).fetchall()

    def write(self, statements: Sequence[Statement]) -> None:
        """All the statements in one transaction, one after the other."""
        execute = self._connection.cursor().execute
        for sql, values in statements:
            execute(sql, values)
        self._connection.commit()

    def run(self, sql: str) -> None:
        """One statement, committed."""
        self._connection.execute(sql)
        self._connection.commit()

    def close(self) -> None:
        """Give back the connection."""
        self._connection.close()


def bare(url: str) -> BareSqlite | BarePostgresql:
    """The driver's own connection to a database."""
    return BareSqlite(url) if url.startswith("sqlite") else BarePostgresql(url)


def contents(driver: Driver) -> Contents:
    """Every row of every table, by its key."""
    return {table.name: _rows(driver, table) for table in TABLES}


def _rows(driver: Driver, table: Table) -> Rows:
    keys = [place for place, column in enumerate(table.c) if column.primary_key]
    names = ", ".join(f'"{column.name}"' for column in table.c)
    found = driver.rows(f'SELECT {names} FROM "{table.name}"')
    return {tuple(row[place] for place in keys): row for row in found}


@dataclass(frozen=True)
class Writes:
    """The statements that make the same rows, and how many rows that is."""

    statements: tuple[Statement, ...]

    @property
    def rows(self) -> int:
        """How many rows are written or changed."""
        return len(self.statements)


def writes_between(before: Contents, after: Contents, mark: str) -> Writes:
    """The statements that lead from one state to the other: new rows first, then changed columns."""
    new, changed = [], []
    for table in TABLES:
        held = before[table.name]
        for key, row in after[table.name].items():
            if key not in held:
                new.append(_insert(table, row, mark))
            elif held[key] != row:
                changed.append(_update(table, key, held[key], row, mark))
    return Writes((*new, *changed))


def _insert(table: Table, row: tuple[Any, ...], mark: str) -> Statement:
    names = ", ".join(f'"{column.name}"' for column in table.c)
    marks = ", ".join([mark] * len(row))
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', [_given(value) for value in row]


def _update(table: Table, key: tuple[Any, ...], was: tuple[Any, ...], now: tuple[Any, ...], mark: str) -> Statement:
    differ = [(c.name, new) for c, old, new in zip(table.c, was, now, strict=True) if old != new]
    keys = [column.name for column in table.primary_key]
    sets = ", ".join(f'"{name}" = {mark}' for name, _ in differ)
    where = " AND ".join(f'"{name}" = {mark}' for name in keys)
    return f'UPDATE "{table.name}" SET {sets} WHERE {where}', [*(_given(value) for _, value in differ), *key]


def _given(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value
