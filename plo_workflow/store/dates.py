"""Comparing and looking up dates inside a statement, alike on both databases. No date is added to in SQL.

A sum of days, working days or months is worked out beforehand for each day there may be; SQL looks it up.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, func, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

LONG_AGO = literal(date(1900, 1, 1), Date)
"""Before any date on a case."""
Dated = ColumnElement[date] | ColumnElement[date | None]


class looked_up(GenericFunction[date]):
    """The date that stands in a JSON object of dates under the date of a column; nothing where there is none."""

    type = Date()
    inherit_cache = True


class _latest(GenericFunction[date]):
    type = Date()
    inherit_cache = True


@compiles(looked_up, "sqlite")
def _in_sqlite(element: looked_up, compiler: SQLCompiler, **how: Any) -> str:
    dates, column = (compiler.process(one, **how) for one in element.clauses)
    return f"""json_extract({dates}, '$."' || {column} || '"')"""


@compiles(looked_up, "postgresql")
def _in_postgresql(element: looked_up, compiler: SQLCompiler, **how: Any) -> str:
    dates, column = (compiler.process(one, **how) for one in element.clauses)
    return f"CAST(CAST({dates} AS JSONB) ->> to_char({column}, 'YYYY-MM-DD') AS DATE)"


@compiles(_latest, "sqlite")
def _latest_in_sqlite(element: _latest, compiler: SQLCompiler, **how: Any) -> str:
    return f"max({compiler.process(element.clause_expr.element, **how)})"


@compiles(_latest, "postgresql")
def _latest_in_postgresql(element: _latest, compiler: SQLCompiler, **how: Any) -> str:
    return f"greatest({compiler.process(element.clause_expr.element, **how)})"


def latest_of(*dates: Dated) -> ColumnElement[date]:
    """The latest of several dates, of which one is there and the others may be missing."""
    return _latest(*(func.coalesce(one, LONG_AGO) for one in dates))
