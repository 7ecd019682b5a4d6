"""The worklist: which cases somebody should look at, the most pressing first. What is due was stored by the commands.

Whether it is overdue is worked out from the day that is given, so a list is right with no scheduler running.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, func, join, select
from sqlalchemy.orm import Session

from plo_workflow.clocks import CLOCKS
from plo_workflow.models import Case, Child, RunningClock, Staff
from plo_workflow.store import table_of

PAGE = 50
CASE, CLOCK, STAFF = table_of(Case), table_of(RunningClock), table_of(Staff)


@dataclass(frozen=True)
class Wanted:
    """Which cases are wanted: any of these left out means all. `words` are looked for in reference and family name."""

    social_worker: str | None = None
    team: str | None = None
    stage: str | None = None
    closed: bool = False
    overdue_on: date | None = None
    words: str = ""


class Line(NamedTuple):
    """One case on a worklist, with what is due next and how many things are overdue on the day."""

    ref: str
    family_name: str
    stage: str
    stage_since_on: date
    open: bool
    closed_on: date | None
    next_due_on: date | None
    urgent: bool
    paused_until_on: date | None
    team: str | None
    worker: str | None
    children: int
    next_clock: str | None
    overdue: int
    limit_on: date | None

    @property
    def next_due(self) -> str | None:
        """What is due next, in words."""
        return CLOCKS[self.next_clock].label if self.next_clock else None


OF_THE_CASE = Line._fields[: Line._fields.index("worker")]
"""The columns of the case that a line shows."""


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
    return session.scalar(cases_wanted(wanted).with_only_columns(func.count())) or 0


def worklist(session: Session, wanted: Wanted, *, today: date, page: int = 1, size: int = PAGE) -> list[Line]:
    """One page of the worklist, what is due first on top. `today` is the day in London."""
    given = {"today": today, "after": (page - 1) * size, "size": size}
    return [Line._make(row) for row in session.connection().execute(_lines(wanted), given).all()]


@lru_cache(maxsize=256)
def _lines(wanted: Wanted) -> Select[Any]:
    """The columns of `Line`, in its order. The page is cut out first, so that clocks are read for its cases only."""
    first = (Case.next_due_on.nulls_last(), Case.id)
    page = cases_wanted(wanted).with_only_columns(Case.id).order_by(*first)
    on_page = page.offset(bindparam("after")).limit(bindparam("size")).subquery("page")
    joined = (
        join(on_page, CASE, CASE.c.id == on_page.c.id)
        .outerjoin(CLOCK, and_(CLOCK.c.case_id == CASE.c.id, CLOCK.c.outcome.is_(None)))
        .outerjoin(STAFF, STAFF.c.key == CASE.c.social_worker)
    )
    columns = (*(CASE.c[name] for name in OF_THE_CASE), func.coalesce(STAFF.c.name, CASE.c.social_worker))
    lines = select(*columns, _children(), *_of_the_clocks()).select_from(joined)
    return lines.group_by(CASE.c.id, STAFF.c.key).order_by(*first)


def _children() -> ScalarSelect[int]:
    return select(func.count()).where(Child.case_id == CASE.c.id, Child.withdrawn_at.is_(None)).scalar_subquery()


def _of_the_clocks() -> tuple[ColumnElement[Any], ...]:
    """Which clock is due next, how many are overdue, and the day of the limit."""
    following = and_(CLOCK.c.chased, CLOCK.c.due_on == CASE.c.next_due_on)
    late = and_(CLOCK.c.chased, CLOCK.c.due_on < bindparam("today"))
    return (
        func.min(CLOCK.c.clock).filter(following),
        func.count().filter(late),
        func.min(CLOCK.c.due_on).filter(CLOCK.c.clock == "headline_limit"),
    )


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
