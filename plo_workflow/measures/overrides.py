"""How often a requirement was passed over, for which move, by whom: lawful, but counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
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
    """Every override that a move relied on (one that was recorded and not needed is not among them), oldest first.

    What a case brought along from the one it was split off from is counted there.
    """
    query = (
        select(Move, Case.ref, Override)
        .join_from(Override, Case, Case.id == Override.case_id)
        .join(Move, (Move.case_id == Override.case_id) & (Move.move == Override.move))
        .where(Override.withdrawn_at.is_(None), Move.withdrawn_at.is_(None), Move.recorded_at >= Case.recorded_at)
        .order_by(Move.happened_on, Move.id, Override.id)
    )
    if since:
        query = query.where(Move.happened_on >= since)
    return list(_each_once(session.execute(query)))


def _each_once(found: Iterable[tuple[Move, str, Override]]) -> Iterator[Passed]:
    """Each move with the one override that it relied on for a requirement, though another has the same reason."""
    relied, spent = set(), set()
    for move, ref, override in found:
        place = (move.id, override.requirement)
        free = place not in relied and override.id not in spent
        if free and move.overrides.get(override.requirement) == override.reason:
            relied.add(place)
            spent.add(override.id)
            yield Passed(ref, override.requirement, move.move, move.happened_on, override.reason, override.recorded_by)


def overrides_by_requirement(passed: list[Passed]) -> Counter[str]:
    """How often each requirement was passed over."""
    return Counter(one.requirement for one in passed)
