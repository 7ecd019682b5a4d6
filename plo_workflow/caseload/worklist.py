"""The worklist: which cases somebody should look at, the most pressing first. What is due was stored by the commands.

Whether it is overdue is worked out from the day that is given, so a list is right with no scheduler running.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from plo_workflow.clocks import CLOCKS
from plo_workflow.models import Case, Child, RunningClock, Staff

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """Which cases are wanted: any of these left out means all. `words` are looked for in reference and family name."""

    social_worker: str | None = None
    team: str | None = None
    stage: str | None = None
    closed: bool = False
    overdue_on: date | None = None
    words: str = ""


@dataclass(frozen=True)
class Line:
    """One case on a worklist, with what is due next and how many things are overdue on the day."""

    case: Case
    children: int
    worker: str | None
    next_due: str | None
    overdue: int
    limit_on: date | None


def cases_wanted(wanted: Wanted) -> Select[Case]:
    """The cases that are wanted, in no order. A restricted case is in no list; it is counted all the same."""
    query = select(Case).where(Case.open.is_(not wanted.closed), Case.restricted.is_(False))
    if wanted.social_worker:
        query = query.where(Case.social_worker == wanted.social_worker)
    if wanted.team:
        query = query.where(Case.team == wanted.team)
    if wanted.stage:
        query = query.where(Case.stage == wanted.stage)
    if wanted.overdue_on:
        query = query.where(Case.next_due_on < wanted.overdue_on)
    if wanted.words.strip():
        pattern = f"%{wanted.words.strip()}%"
        query = query.where(Case.ref.ilike(pattern) | Case.family_name.ilike(pattern) | Case.tracker_ref.ilike(pattern))
    return query


def count_cases(session: Session, wanted: Wanted) -> int:
    """How many cases are wanted."""
    return session.scalar(select(func.count()).select_from(cases_wanted(wanted).subquery())) or 0


def worklist(session: Session, wanted: Wanted, *, today: date, page: int = 1, size: int = PAGE) -> list[Line]:
    """One page of the worklist, what is due first on top. `today` is the day in London."""
    query = cases_wanted(wanted).order_by(Case.next_due_on.is_(None), Case.next_due_on, Case.id)
    cases = session.scalars(query.offset((page - 1) * size).limit(size)).all()
    ids = [case.id for case in cases]
    clocks = _running(session, ids)
    children = _children(session, ids)
    names = {key: name for key, name in session.execute(select(Staff.key, Staff.name))}
    return [_line(case, clocks.get(case.id, []), children[case.id], names, today) for case in cases]


def _line(case: Case, clocks: Sequence[RunningClock], children: int, names: dict[str, str], today: date) -> Line:
    chased = [clock for clock in clocks if clock.chased]
    following = min(chased, key=lambda clock: clock.due_on, default=None)
    limits = [clock.due_on for clock in clocks if clock.clock == "headline_limit"]
    return Line(
        case=case,
        children=children,
        worker=names.get(case.social_worker or "", case.social_worker),
        next_due=CLOCKS[following.clock].label if following else None,
        overdue=sum(clock.due_on < today for clock in chased),
        limit_on=limits[0] if limits else None,
    )


def _running(session: Session, ids: Sequence[int]) -> dict[int, list[RunningClock]]:
    found: dict[int, list[RunningClock]] = {}
    query = select(RunningClock).where(RunningClock.case_id.in_(ids), RunningClock.outcome.is_(None))
    for clock in session.scalars(query):
        found.setdefault(clock.case_id, []).append(clock)
    return found


def _children(session: Session, ids: Sequence[int]) -> Counter[int]:
    query = select(Child.case_id, func.count()).where(Child.case_id.in_(ids), Child.withdrawn_at.is_(None))
    return Counter({case_id: number for case_id, number in session.execute(query.group_by(Child.case_id))})


@dataclass(frozen=True)
class Totals:
    """The numbers above the worklist: open cases by stage, and how many have something overdue."""

    by_stage: dict[str, int]
    overdue: int

    @property
    def open(self) -> int:
        """How many cases are open."""
        return sum(self.by_stage.values())


def totals(session: Session, *, today: date) -> Totals:
    """Open cases by stage and with something overdue; restricted ones are counted."""
    by_stage = session.execute(select(Case.stage, func.count()).where(Case.open).group_by(Case.stage)).all()
    overdue = session.scalar(select(func.count()).where(Case.open, Case.next_due_on < today)) or 0
    return Totals({stage: number for stage, number in by_stage}, overdue)
