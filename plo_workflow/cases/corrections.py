"""Correcting the record: a date or a word that was wrong, a fact that should not be there. The original is
always kept."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from plo_workflow.access import CASEWORKERS, LAWYERS, MANAGERS
from plo_workflow.cases.asks import Choose
from plo_workflow.cases.registry import command
from plo_workflow.cases.work import Work
from plo_workflow.errors import FactNotFound, NotGiven
from plo_workflow.models import Fact, Move

FACTS: dict[str, type[Fact]] = {kind.__tablename__: kind for kind in Fact.__subclasses__()}
"""Every kind of fact by the name of its table."""

WhichKind = Annotated[str, Choose("fact_kinds")]


@command("Correct a date", (*CASEWORKERS, *LAWYERS, *MANAGERS), "corrections")
def correct_date(work: Work, *, kind: WhichKind, fact: int, happened_on: date, reason: str) -> None:
    """Something happened on another day than was recorded. Every date counted from it is counted again."""
    _correct(work, kind, fact, reason, happened_on=happened_on)


@command("Correct what was recorded", (*CASEWORKERS, *LAWYERS, *MANAGERS), "corrections")
def correct_fact(work: Work, *, kind: WhichKind, fact: int, changes: dict[str, Any], reason: str) -> None:
    """Other columns of a fact were wrong; a move's stages cannot be rewritten this way."""
    if kind == Move.__tablename__ or not set(changes) <= {c.name for c in FACTS[kind].__table__.c} - _FIXED:
        raise NotGiven("That cannot be corrected here.")
    _correct(work, kind, fact, reason, **changes)


_FIXED = {
    "id",
    "case_id",
    "recorded_at",
    "recorded_by",
    "withdrawn_at",
    "withdrawn_by",
    "withdrawn_why",
    "replaced_by_id",
}


def _correct(work: Work, kind: str, fact_id: int, reason: str, **changes: Any) -> None:
    if not reason.strip():
        raise NotGiven("Say why it is corrected.")
    if kind not in FACTS:
        raise FactNotFound("There is no such kind of fact.")
    fact = work.find(FACTS[kind], fact_id)
    work.amend(fact, reason, **changes)
    if isinstance(fact, Move) and fact is work.file.all(Move)[-1]:
        work.set_case(stage_since_on=fact.happened_on)


@command("Withdraw what was recorded", (*CASEWORKERS, *LAWYERS, *MANAGERS), "corrections")
def withdraw_fact(work: Work, *, kind: WhichKind, fact: int, reason: str) -> None:
    """A fact should not be there. It stays on the record as withdrawn; a move is withdrawn by its own command."""
    if not reason.strip():
        raise NotGiven("Say why it is withdrawn.")
    if kind not in FACTS or kind == Move.__tablename__:
        raise NotGiven("A move is not withdrawn here: use the move that leads back.")
    work.withdraw(work.find(FACTS[kind], fact), reason)
