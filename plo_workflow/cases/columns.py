"""What the columns of a row are to a command: which point to other facts of the case, and which words are kept out of
the history. Read from the models once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Integer

from plo_workflow.models import Fact, Row
from plo_workflow.store import table_of

F = TypeVar("F", bound=Fact)


@lru_cache(maxsize=128)
def _names(kind: type[Row]) -> tuple[str, ...]:
    return tuple(column.name for column in table_of(kind).c if column.name != "id")


@lru_cache(maxsize=128)
def references(kind: type[Row]) -> tuple[str, ...]:
    """The columns that point to another fact of the same case, by its id."""
    return tuple(
        c.name
        for c in table_of(kind).c
        if c.name.endswith("_id") and isinstance(c.type, Integer) and c.name != "case_id"
    )


@lru_cache(maxsize=128)
def reference_lists(kind: type[Row]) -> tuple[str, ...]:
    """The columns that point to several other facts of the same case, each by its id under a name."""
    return tuple(c.name for c in table_of(kind).c if c.name.endswith("_ids"))


@lru_cache(maxsize=128)
def _privileged(kind: type[Row]) -> frozenset[str]:
    return frozenset(c.name for c in table_of(kind).c if c.info.get("privileged"))


@lru_cache(maxsize=128)
def _said_elsewhere(kind: type[Row]) -> frozenset[str]:
    said = (c.name for c in table_of(kind).c if c.info.get("said_elsewhere"))
    return frozenset(("case_id", "recorded_at", "recorded_by", *said))


def columns_of(row: Row) -> dict[str, Any]:
    """Every column of a row but its id."""
    held = row.__dict__
    return {name: held[name] for name in _names(type(row))}


def copy_of(fact: F) -> F:
    """The same fact a second time, for reading only."""
    copy = type(fact).__new__(type(fact))
    copy.__dict__.update({name: fact.__dict__[name] for name in (*_names(type(fact)), "id")})
    return copy


def kept(fact: Fact, columns: dict[str, Any]) -> dict[str, Any]:
    """What the history keeps of a fact: everything said, but never privileged words."""
    private, bare = _privileged(type(fact)), _said_elsewhere(type(fact))
    return {
        name: "(kept apart)" if name in private else value
        for name, value in columns.items()
        if value is not None and name not in bare
    }
