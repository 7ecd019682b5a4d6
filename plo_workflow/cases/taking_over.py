"""How one item of an imported record becomes a fact of a case, and how what it asks becomes queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from plo_workflow.cases.family_record import FamilyRecord, Item
from plo_workflow.cases.requesting import NewChild, enter_child, met_before
from plo_workflow.cases.work import Work
from plo_workflow.kinds import QueryKind
from plo_workflow.models import Child, Fact, Query, TrackerRow

HOLDERS = ("social_worker", "team_manager", "lawyer")
"""The columns of a case that say who holds it."""


def enter(work: Work, item: Item, fact_ids: Mapping[str, int], on: date) -> Fact:
    """Record an item; `fact_ids` says where what it points to stands, `on` when it happened if nothing else does."""
    if item.kind is Child:
        return _enter_child(work, item, on)
    pointers = {column: fact_ids[place] for column, place in item.points_to.items()}
    return work.record(item.kind(happened_on=item.on or on, **item.columns, **pointers))


def _enter_child(work: Work, item: Item, on: date) -> Child:
    """A child of the case already, or one who may be known from other cases."""
    said = item.columns
    child = NewChild(said["given_name"], said["family_name"], said.get("born_on"), said.get("expected_on"))
    for standing in work.file.having(Child, given_name=child.given_name, born_on=child.born_on):
        if child.born_on or standing.expected_on == child.expected_on:
            return standing
    known = met_before(work, child, said["family_name"])
    return enter_child(
        work, child, known, on=item.on or on, family_name=said["family_name"], joined_later=said["joined_later"]
    )


def ask(work: Work, record: FamilyRecord, questions: Iterable[str], on: date) -> None:
    """Raise each question as a query on the case."""
    for question in questions:
        kind = QueryKind.NOT_ASKED if question == record.not_asked else QueryKind.TRACKER
        work.record(Query(happened_on=on, kind=kind, text=question))


def keep_row(work: Work, record: FamilyRecord, fact_ids: Mapping[str, int], on: date) -> None:
    """Keep the record as it was imported, with where each of its facts stands now."""
    work.record(TrackerRow(happened_on=on, digest=record.digest, content=record.content, fact_ids=dict(fact_ids)))
