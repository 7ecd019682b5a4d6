"""Every call that a command makes on the database's driver, in order, with a chance to interfere before each.

The connections are the driver's own, with a hook; nothing of the program is replaced.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any, Self

import psycopg
from sqlalchemy import event

from plo_workflow.store import Store

COMMIT, COMMITTED = "COMMIT", "committed"
PING = ";"
"""What asks whether a connection that was kept is still alive; it is not one of the command's own calls."""
Interfere = Callable[[int, str], None]
"""What is done before a call: given its number from 1 and its statement, COMMIT, or COMMITTED just after a commit."""


class Calls:
    """The calls on every connection of one store from `watch` to `leave`, whoever makes them."""

    def __init__(self, store: Store) -> None:
        self.made: list[str] = []
        self._interfere: Interfere | None = None
        self._connect = _sqlite_connect if store.on_sqlite else _postgresql_connect
        event.listen(store.engine, "do_connect", self._hooked)
        store.close()
        with store.reading() as session:
            session.connection()

    def watch(self, interfere: Interfere = lambda number, what: None) -> None:
        """Number the calls from here on, and interfere before each."""
        self.made, self._interfere = [], interfere

    def leave(self) -> None:
        """Interfere no more."""
        self._interfere = None

    def about_to(self, what: str) -> None:
        """Called by a connection before it does something."""
        if self._interfere is not None and what != PING:
            self.made.append(what)
            self._interfere(len(self.made), what)

    def _hooked(self, _dialect: object, _record: object, given: list[Any], named: dict[str, Any]) -> Any:
        return self._connect(self, given, named)


def _sqlite_connect(calls: Calls, given: list[Any], named: dict[str, Any]) -> sqlite3.Connection:
    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, *values: Any) -> Self:
            calls.about_to(sql)
            return super().execute(sql, *values)

        def executemany(self, sql: str, rows: Iterable[Any], /) -> Self:
            calls.about_to(sql)
            return super().executemany(sql, rows)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def commit(self) -> None:
            calls.about_to(COMMIT)
            super().commit()
            calls.about_to(COMMITTED)

    return sqlite3.connect(*given, **named, factory=Connection)


def _postgresql_connect(calls: Calls, given: list[Any], named: dict[str, Any]) -> psycopg.Connection[Any]:
    class Cursor(psycopg.Cursor[Any]):
        def execute(self, query: Any, *values: Any, **how: Any) -> Any:
            calls.about_to(str(query))
            return super().execute(query, *values, **how)

        def executemany(self, query: Any, *values: Any, **how: Any) -> None:
            calls.about_to(str(query))
            super().executemany(query, *values, **how)

    class Connection(psycopg.Connection[Any]):
        def commit(self) -> None:
            calls.about_to(COMMIT)
            super().commit()
            calls.about_to(COMMITTED)

    return Connection.connect(*given, **named, cursor_factory=Cursor)
