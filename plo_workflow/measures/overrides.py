"""How often a requirement was passed over, for which move, by whom: lawful, but counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from plo_workflow.models import Case, Move, Override


@dataclass(frozen=True)
class Passed:
    """One requirement that was passed over for one move of one case, with the reason and whose authority it was."""

    ref: str
    requirement: str
    move: str
    on: date
    reason: str
    by: str


def overrides_used(session: Session, *, since: date | None = None) -> list[Passed]:
    """Every override that a move relied on (one that was recorded and not needed is not among them), oldest first."""
    query = (
        select(Move, Case.ref, Override)
        .join_from(Override, Case, Case.id == Override.case_id)
        .join(Move, (Move.case_id == Override.case_id) & (Move.move == Override.move))
        .where(Override.withdrawn_at.is_(None), Move.withdrawn_at.is_(None))
        .order_by(Move.happened_on, Move.id)
    )
    if since:
        query = query.where(Move.happened_on >= since)
    return [
        Passed(ref, override.requirement, move.move, move.happened_on, override.reason, override.recorded_by)
        for move, ref, override in session.execute(query)
        if move.overrides.get(override.requirement) == override.reason
    ]


def overrides_by_requirement(passed: list[Passed]) -> Counter[str]:
    """How often each requirement was passed over."""
    return Counter(one.requirement for one in passed)
