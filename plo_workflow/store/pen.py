"""The pen of one command: it reads and writes in the command's transaction, through the driver itself, because a move
writes many small rows.

On PostgreSQL nothing waits for an answer before the answer is needed: questions can be asked together, and writes are
sent off. A fault of a statement then shows at the next answer, at the latest before the commit.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import count, groupby
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, bindparam, func, insert, select, text, update
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql.expression import Executable

from plo_workflow.store.statement import Statement, Statements

T = TypeVar("T", bound=DeclarativeBase)
Build = Callable[[], Executable]
MOST_ROWS = 20
"""How many rows one statement inserts at most: one is compiled for each number of rows that occurs."""


class Asked:
    """A question that was asked of the database, and its answer when it is wanted."""

    def __init__(self, statement: Statement, answer: Callable[[], Sequence[Sequence[Any]]]) -> None:
        self._statement, self._answer = statement, answer

    def rows(self) -> list[list[Any]]:
        """Every row as a list of Python values; asked for once."""
        return [self._statement.row(found) for found in self._answer()]

    def objects(self, kind: type[T]) -> list[T]:
        """Rows as objects of `kind`, for reading only: they belong to no session and their attributes are not
        tracked."""
        objects = list[T]()
        for found in self._answer():
            made = kind.__new__(kind)
            made.__dict__ = self._statement.named(found)
            objects.append(made)
        return objects


class Pen(ABC):
    """Writes and reads inside one command's transaction; `waits` says whether each answer costs a trip to a server."""

    waits = False

    def __init__(self, statements: Statements, new_cursor: Callable[[], DBAPICursor]) -> None:
        self._statements, self._new_cursor = statements, new_cursor
        self._cursor = new_cursor()

    @abstractmethod
    def ask(self, name: object, build: Build, /, **given: Any) -> Asked:
        """Send a reading statement; its answer is waited for only when it is wanted."""

    def fetch(self, name: object, build: Build, /, **given: Any) -> list[list[Any]]:
        """Run a reading statement; gives every row as a list of Python values."""
        return self.ask(name, build, **given).rows()

    def load(self, kind: type[T], name: object, build: Build, /, **given: Any) -> list[T]:
        """Run a reading statement; gives its rows as objects of `kind`, for reading only."""
        return self.ask(name, build, **given).objects(kind)

    def run(self, name: object, build: Build, /, **given: Any) -> None:
        """Run a writing statement."""
        statement = self._statements.statement(name, build)
        self._cursor.execute(statement.sql, statement.values(given))

    def insert(self, kind: type[DeclarativeBase], *rows: Mapping[str, Any]) -> None:
        """Insert rows, with the ids they say or, where the table has ids and they say none, with new ones."""
        for with_id, alike in groupby(rows, key=_has_id):
            self._insert(table_of(kind), list(alike), with_id=with_id)

    def update(self, kind: type[DeclarativeBase], row_id: int, changes: Mapping[str, Any]) -> None:
        """Change columns of one row."""
        table = table_of(kind)
        names = tuple(changes)
        self.run(("update", table, names), lambda: _update(table, names), row_id=row_id, **changes)

    @abstractmethod
    def new_ids(self, kinds: Sequence[type[DeclarativeBase]]) -> list[int]:
        """An id that nobody else has for a new row of each of these kinds, in their order."""

    @abstractmethod
    def _insert(self, table: Table, rows: Sequence[Mapping[str, Any]], *, with_id: bool) -> None:
        """Insert rows of one table, all with the ids they say or all without."""


class SqlitePen(Pen):
    """The pen on SQLite, where the transaction is the only one that writes and an answer is there at once."""

    def ask(self, name: object, build: Build, /, **given: Any) -> Asked:
        """Read at once: a statement that is not read to its end would keep the database locked."""
        statement = self._statements.statement(name, build)
        found = self._cursor.execute(statement.sql, statement.values(given)).fetchall()
        return Asked(statement, lambda: found)

    def new_ids(self, kinds: Sequence[type[DeclarativeBase]]) -> list[int]:
        """The ids after the highest there is."""
        if not kinds:
            return []
        tables = tuple(dict.fromkeys(table_of(kind) for kind in kinds))
        [highest] = self.fetch(("highest", tables), lambda: select(*(_highest(table) for table in tables)))
        counts = {table: count(last + 1) for table, last in zip(tables, highest, strict=True)}
        return [next(counts[table_of(kind)]) for kind in kinds]

    def _insert(self, table: Table, rows: Sequence[Mapping[str, Any]], *, with_id: bool) -> None:
        build = partial(_insert, table, with_id=with_id)
        statement = self._statements.statement((_insert, table, with_id), build)
        if len(rows) == 1:
            self._cursor.execute(statement.sql, statement.values(rows[0]))
        else:
            self._cursor.executemany(statement.sql, [statement.values(row) for row in rows])


class PostgresqlPen(Pen):
    """The pen on PostgreSQL, where each answer that is waited for is a trip to the server."""

    waits = True

    def ask(self, name: object, build: Build, /, **given: Any) -> Asked:
        """Send a question, and go on."""
        statement, cursor = self._statements.statement(name, build), self._new_cursor()
        cursor.execute(statement.sql, statement.values(given))
        return Asked(statement, cursor.fetchall)

    def new_ids(self, kinds: Sequence[type[DeclarativeBase]]) -> list[int]:
        """The next ids of each table, all in one trip."""
        names = [table_of(kind).name for kind in kinds]
        return [new_id for (new_id,) in self.fetch("new ids", _new_ids, names=names)]

    def _insert(self, table: Table, rows: Sequence[Mapping[str, Any]], *, with_id: bool) -> None:
        """A statement for many rows, because each statement costs as much as several rows."""
        for first in range(0, len(rows), MOST_ROWS):
            several = rows[first : first + MOST_ROWS]
            build = partial(_insert, table, with_id=with_id, rows=len(several))
            statement = self._statements.statement((_insert, table, with_id, len(several)), build)
            given = {f"{name}{_at(place)}": value for place, row in enumerate(several) for name, value in row.items()}
            self._cursor.execute(statement.sql, statement.values(given))


def _highest(table: Table) -> ColumnElement[int]:
    return select(func.coalesce(func.max(table.c.id), 0)).scalar_subquery()


def _new_ids() -> Executable:
    return text("SELECT nextval(pg_get_serial_sequence(name, 'id')) FROM unnest(CAST(:names AS text[])) AS name")


def table_of(kind: type[DeclarativeBase]) -> Table:
    """The table of a mapped class."""
    table = kind.__table__
    assert isinstance(table, Table)
    return table


def _has_id(row: Mapping[str, Any]) -> bool:
    return "id" in row


def _insert(table: Table, *, with_id: bool, rows: int = 1) -> Executable:
    given = [column for column in table.c if with_id or not (column.name == "id" and column.autoincrement)]
    values = [{c.name: bindparam(f"{c.name}{_at(place)}", type_=c.type) for c in given} for place in range(rows)]
    return insert(table).values(values[0] if rows == 1 else values)


def _at(place: int) -> str:
    """What a value's name ends with in a statement for several rows."""
    return f"__{place}" if place else ""


def _update(table: Table, names: Sequence[str]) -> Executable:
    changes = {name: bindparam(name, type_=table.c[name].type) for name in names}
    return update(table).where(table.c.id == bindparam("row_id")).values(changes)


def standing_facts(table: Table) -> Executable:
    """The facts of one case (`:case_id`) that have not been withdrawn, in the order in which they happened."""
    of_case = select(table).where(table.c.case_id == bindparam("case_id"), table.c.withdrawn_at.is_(None))
    return of_case.order_by(table.c.happened_on, table.c.id)
