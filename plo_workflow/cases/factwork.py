"""Writing facts: what a command recorded, corrected or withdrew goes into the tables in the order it was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from plo_workflow.cases.columns import columns_of, kept, reference_lists, references
from plo_workflow.models import Fact
from plo_workflow.store import Pen, table_of


@dataclass
class Change:
    """A row to be written: a new fact, or the columns of a written one that change."""

    fact: Fact
    columns: dict[str, Any] | None = None


def write_facts(pen: Pen, queue: Sequence[Change]) -> list[dict[str, Any]]:
    """Write every change; gives what the history says of them. Drafts that point to one another get their real ids."""
    new = [change.fact for change in queue if change.columns is None]
    ids = dict(zip((fact.id for fact in new), pen.new_ids([type(fact) for fact in new]), strict=True))
    written = []
    for (kind, is_new), changes in groupby(queue, key=_alike):
        write = _insert if is_new else _update
        written += write(pen, kind, list(changes), ids)
    return written


def _alike(change: Change) -> tuple[type[Fact], bool]:
    return type(change.fact), change.columns is None


def _update(pen: Pen, kind: type[Fact], changes: list[Change], ids: Mapping[int, int]) -> list[dict[str, Any]]:
    said, pointing = [], references(kind)
    for change in changes:
        given = (change.columns or {}).items()
        columns = {name: ids.get(value, value) if name in pointing else value for name, value in given}
        pen.update(kind, change.fact.id, columns)
        said.append({"changed": table_of(kind).name, "id": change.fact.id, **kept(change.fact, columns)})
    return said


def _insert(pen: Pen, kind: type[Fact], changes: list[Change], ids: Mapping[int, int]) -> list[dict[str, Any]]:
    rows = [_settled(change.fact, ids) for change in changes]
    pen.insert(kind, *rows)
    table = table_of(kind).name
    return [{"fact": table, **kept(change.fact, row)} for change, row in zip(changes, rows, strict=True)]


def _settled(fact: Fact, ids: Mapping[int, int]) -> dict[str, Any]:
    """The row of a new fact, which points to others by the ids they have got."""
    held = fact.__dict__
    for name in references(type(fact)):
        held[name] = ids.get(held[name], held[name])
    for name in reference_lists(type(fact)):
        held[name] = {place: ids.get(value, value) for place, value in held[name].items()}
    held["id"] = ids[fact.id]
    return {**columns_of(fact), "id": fact.id}
