"""A statement compiled once for one database, with the conversions its values need on the way in and out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from sqlalchemy import JSON, Boolean, ClauseElement, Date, Engine
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import Executable
from sqlalchemy.types import TypeEngine

Convert = Callable[[Any], Any]


def _day_said(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


_SAID_PLAINLY: dict[type[TypeEngine[Any]], Convert | None] = {Date: _day_said, Boolean: None}
_READ_PLAINLY: dict[type[TypeEngine[Any]], Convert] = {Date: date.fromisoformat, JSON: json.loads}
"""How SQLite's driver is given, and gives, what a command writes and reads much of, more simply than SQLAlchemy."""


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
        self._takes = [(name, compiled.params.get(name)) for name in names]
        said, read = (_SAID_PLAINLY, _READ_PLAINLY) if engine.dialect.name == "sqlite" else ({}, {})
        converts: dict[str, Any] = {**compiled._bind_processors} | {
            name: said[type(bind.type)] for name, bind in compiled.binds.items() if type(bind.type) in said
        }
        self._converts = [(place, name, convert) for place, name in enumerate(names) if (convert := converts.get(name))]
        results = [
            read.get(type(column.type)) or column.type._cached_result_processor(engine.dialect, None)
            for column in compiled._result_columns
        ]
        self._gives = [(place, convert) for place, convert in enumerate(results) if convert]

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
        for place, convert in self._gives:
            value = row[place]
            if value is not None:
                row[place] = convert(value)
        return row

    def named(self, found: Sequence[Any]) -> dict[str, Any]:
        """The same by the names of the columns."""
        return dict(zip(self.columns, self.row(found), strict=True))


class Statements(Protocol):
    """Where compiled statements are kept from one command to the next."""

    def statement(self, key: object, build: Callable[[], Executable]) -> Statement:
        """The statement built for `key`."""
