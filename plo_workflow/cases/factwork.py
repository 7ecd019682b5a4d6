"""Writing facts: what a command recorded, corrected or withdrew goes into the tables in the order it was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    return [
        _write_new(pen, change.fact, ids) if change.columns is None else _write(pen, change.fact, change.columns, ids)
        for change in queue
    ]


def _write(pen: Pen, fact: Fact, columns: dict[str, Any], ids: Mapping[int, int]) -> dict[str, Any]:
    pointing = references(type(fact))
    columns = {name: ids.get(value, value) if name in pointing else value for name, value in columns.items()}
    pen.update(type(fact), fact.id, columns)
    return {"changed": table_of(type(fact)).name, "id": fact.id, **kept(fact, columns)}


def _write_new(pen: Pen, fact: Fact, ids: Mapping[int, int]) -> dict[str, Any]:
    held = fact.__dict__
    for name in references(type(fact)):
        held[name] = ids.get(held[name], held[name])
    for name in reference_lists(type(fact)):
        held[name] = {place: ids.get(value, value) for place, value in held[name].items()}
    held["id"] = ids[fact.id]
    columns = columns_of(fact)
    pen.insert(type(fact), {**columns, "id": fact.id})
    return {"fact": table_of(type(fact)).name, "id": fact.id, **kept(fact, columns)}
