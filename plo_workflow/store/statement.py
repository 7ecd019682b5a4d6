"""A statement compiled once for one database, with the conversions its values need on the way in and out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from sqlalchemy import Boolean, ClauseElement, Date, Engine
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import Executable
from sqlalchemy.types import TypeEngine

Convert = Callable[[Any], Any]


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


_PLAINLY: dict[type[TypeEngine[Any]], Convert | None] = {Date: _day, Boolean: None}
"""How SQLite's driver is given what a command writes much of, more simply than SQLAlchemy does."""


class Statement:
    """A statement as the driver takes it."""

    def __init__(self, statement: Executable, engine: Engine) -> None:
        assert isinstance(statement, ClauseElement)  # as everything that can be executed is
        compiled = statement.compile(dialect=engine.dialect)
        assert isinstance(compiled, SQLCompiler)
        self.sql = compiled.string
        self.columns = [column.name for column in compiled._result_columns]
        self._by_place = compiled.positiontup is not None
        names = list(compiled.positiontup or compiled.params)
        converts: Mapping[str, Any] = compiled._bind_processors
        if engine.dialect.name == "sqlite":
            plain = {
                name: _PLAINLY[type(bind.type)] for name, bind in compiled.binds.items() if type(bind.type) in _PLAINLY
            }
            converts = {**converts, **plain}
        self._takes = [(name, compiled.params.get(name)) for name in names]
        self._converts = [(place, name, convert) for place, name in enumerate(names) if (convert := converts.get(name))]
        self._gives = [
            (place, column.name, convert)
            for place, column in enumerate(compiled._result_columns)
            if (convert := column.type._cached_result_processor(engine.dialect, None)) is not None
        ]

    def values(self, given: Mapping[str, Any]) -> Any:
        """The parameters as the driver wants them: by place on SQLite, by name on PostgreSQL."""
        if self._by_place:
            values = [given.get(name, fixed) for name, fixed in self._takes]
            for place, _, convert in self._converts:
                values[place] = convert(values[place])
            return values
        named = {name: given.get(name, fixed) for name, fixed in self._takes}
        for _, name, convert in self._converts:
            named[name] = convert(named[name])
        return named

    def row(self, found: Sequence[Any]) -> list[Any]:
        """One row as Python values; what is nothing in the database is nothing here."""
        row = list(found)
        for place, _, convert in self._gives:
            if row[place] is not None:
                row[place] = convert(row[place])
        return row

    def named(self, found: Sequence[Any]) -> dict[str, Any]:
        """The same by the names of the columns."""
        row = dict(zip(self.columns, found, strict=True))
        for _, name, convert in self._gives:
            if row[name] is not None:
                row[name] = convert(row[name])
        return row


class Statements(Protocol):
    """Where compiled statements are kept from one command to the next."""

    def statement(self, key: object, build: Callable[[], Executable]) -> Statement:
        """The statement built for `key`."""
