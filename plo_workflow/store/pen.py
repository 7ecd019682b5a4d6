"""The pen of one command: statements compiled once and handed to the driver, because a move writes many small rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar, cast

from sqlalchemy import Engine, Table, bindparam, insert, select, update
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, class_mapper
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import Executable

T = TypeVar("T", bound=DeclarativeBase)


class Statement:
    """A statement compiled for one dialect, with the conversions its values need on the way in and out."""

    def __init__(self, statement: Executable, engine: Engine) -> None:
        compiled = statement.compile(dialect=engine.dialect)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        self.sql = compiled.string
        self._order: Sequence[str] | None = compiled.positiontup
        self._in = cast("dict[str, Callable[[Any], Any]]", dict(compiled._bind_processors))
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        self.columns = [column.name for column in compiled._result_columns]
        self._out = [
            (place, process)
            for place, column in enumerate(compiled._result_columns)
            if (process := column.type._cached_result_processor(engine.dialect, None)) is not None
        ]

    def values(self, given: Mapping[str, Any]) -> Any:
        """The parameters as the driver wants them."""
        merged = {**self._fixed, **given}
        for name, process in self._in.items():
            merged[name] = process(merged.get(name))
        return merged if self._order is None else [merged.get(name) for name in self._order]

    def row(self, found: Sequence[Any]) -> list[Any]:
        """One row as Python values."""
        row = list(found)
        for place, process in self._out:
            row[place] = process(row[place])
        return row


class Statements(Protocol):
    """Where compiled statements are kept from one command to the next."""

    def statement(self, key: object, build: Callable[[], Executable]) -> Statement:
        """The statement built for `key`."""


class Pen:
    """Writes and reads inside one command's transaction."""

    def __init__(self, statements: Statements, raw: DBAPIConnection) -> None:
        self._statements = statements
        self._raw = raw
        self._cursor = raw.cursor()

    def run(self, name: object, build: Callable[[], Executable], /, **given: Any) -> int:
        """Run a writing statement; gives the number of rows it changed."""
        statement = self._statements.statement(name, build)
        self._cursor.execute(statement.sql, statement.values(given))
        return int(self._cursor.rowcount)

    def fetch(self, name: object, build: Callable[[], Executable], /, **given: Any) -> list[list[Any]]:
        """Run a reading statement; gives every row as a list of Python values."""
        statement = self._statements.statement(name, build)
        self._cursor.execute(statement.sql, statement.values(given))
        return [statement.row(found) for found in self._cursor.fetchall()]

    def load(self, kind: type[T], name: object, build: Callable[[], Executable], /, **given: Any) -> list[T]:
        """Rows as objects of `kind`, for reading only: they belong to no session and their attributes are not
        tracked."""
        statement = self._statements.statement(name, build)
        self._cursor.execute(statement.sql, statement.values(given))
        class_mapper(kind)  # sets up the attributes, which a constructor would have done
        objects = []
        for found in self._cursor.fetchall():
            made = kind.__new__(kind)
            made.__dict__.update(zip(statement.columns, statement.row(found), strict=True))
            objects.append(made)
        return objects

    def insert(self, kind: type[DeclarativeBase], values: Mapping[str, Any]) -> int:
        """Insert one row and give its id (0 where the table has none)."""
        table = table_of(kind)
        statement = self._statements.statement(("insert", table), lambda: _insert(table))
        self._cursor.execute(statement.sql, statement.values(values))
        found = self._cursor.fetchone() if "id" in table.c else None
        return int(found[0]) if found else 0

    def insert_many(self, kind: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert several rows whose ids nobody needs."""
        table = table_of(kind)
        statement = self._statements.statement(("insert many", table), lambda: insert(table).values(_without_id(table)))
        if rows:
            self._cursor.executemany(statement.sql, [statement.values(row) for row in rows])

    def update(self, kind: type[DeclarativeBase], row_id: int, changes: Mapping[str, Any]) -> None:
        """Change columns of one row."""
        table = table_of(kind)
        self.run(
            ("update", table, tuple(changes)),
            lambda: (
                update(table)
                .where(table.c.id == bindparam("row_id"))
                .values({name: bindparam(name, type_=table.c[name].type) for name in changes})
            ),
            row_id=row_id,
            **changes,
        )


def table_of(kind: type[DeclarativeBase]) -> Table:
    """The table of a mapped class."""
    table = kind.__table__
    assert isinstance(table, Table)
    return table


def _insert(table: Table) -> Executable:
    built = insert(table).values(_without_id(table))
    return built.returning(table.c.id) if "id" in table.c else built


def _without_id(table: Table) -> dict[str, Any]:
    return {c.name: bindparam(c.name, type_=c.type) for c in table.c if not (c.name == "id" and c.autoincrement)}


def standing_facts(table: Table) -> Executable:
    """The facts of one case (`:case_id`) that have not been withdrawn."""
    return select(table).where(table.c.case_id == bindparam("case_id"), table.c.withdrawn_at.is_(None))
