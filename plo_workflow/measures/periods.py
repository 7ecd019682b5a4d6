"""Periods of pre-proceedings from the decision to enter: those that are still to end, and those that were decided.

One query for each; no case is read by itself.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from plo_workflow.kinds import Outcome
from plo_workflow.ledger.words import SATISFIED
from plo_workflow.marks.decisions import TO_ENTER, TO_EXIT
from plo_workflow.models import Case, ChildOutcome, Move, RunningClock

LIMIT = "headline_limit"
"""The clock of the limit. An extension moves it, so its date is that of the extension where there is one."""

ENTERED = (
    select(Move.case_id, func.min(Move.happened_on).label("on"))
    .where(Move.move.in_(TO_ENTER), Move.withdrawn_at.is_(None))
    .group_by(Move.case_id)
    .subquery("entered")
)
"""When each case entered pre-proceedings. A family that came from a tracker without that date is not among them."""


class Finished(NamedTuple):
    """A period of which the exit was decided: when, and the limit as it stood then."""

    made_up: bool
    entered_on: date
    decided_on: date
    limit_on: date

    @property
    def days(self) -> int:
        """How long it took until the exit was decided, in calendar days."""
        return (self.decided_on - self.entered_on).days

    @property
    def limit_days(self) -> int:
        """How long it was allowed to take, with every extension."""
        return (self.limit_on - self.entered_on).days

    @property
    def passed(self) -> bool:
        """Whether the exit was decided after the limit."""
        return self.decided_on > self.limit_on


class Running(NamedTuple):
    """A case in pre-proceedings of which the exit is not decided, with the day until which it is in time."""

    ref: str
    stage: str
    made_up: bool
    entered_on: date
    limit_on: date


def finished_periods(session: Session) -> list[Finished]:
    """Every period that entered and of which the exit was decided here: to step down or to apply to court.

    Not among them: what ended without such a decision (closed, moved away, died), what was recorded in error, what
    has no date of entry, and what a case that was split off only brought along. A decision that was withdrawn does
    not count. A restricted case does, because nobody can be known by a number.
    """
    in_error = select(ChildOutcome.id).where(
        ChildOutcome.case_id == Case.id,
        ChildOutcome.outcome == Outcome.RECORDED_IN_ERROR,
        ChildOutcome.withdrawn_at.is_(None),
    )
    decided_here = select(Move.id).where(
        Move.case_id == Case.id,
        Move.move.in_(TO_EXIT),
        Move.withdrawn_at.is_(None),
        Move.recorded_at >= Case.recorded_at,
    )
    query = _limits(Case.synthetic, ENTERED.c.on, RunningClock.stopped_on, RunningClock.due_on).where(
        RunningClock.outcome == SATISFIED, decided_here.exists(), ~in_error.exists()
    )
    return [Finished(*row) for row in session.execute(query)]


def running_periods(session: Session, *, on: date, case: Case | None = None) -> list[Running]:
    """Every open case that had entered by a day and whose limit runs, or one case if it is such a one.

    A restricted case is in no list, but it is its own.
    """
    query = _limits(Case.ref, Case.stage, Case.synthetic, ENTERED.c.on, RunningClock.due_on).where(
        RunningClock.outcome.is_(None), Case.open, ENTERED.c.on <= on
    )
    query = query.where(Case.restricted.is_(False)) if case is None else query.where(Case.id == case.id)
    return [Running(*row) for row in session.execute(query)]


def _limits(*columns: Any) -> Select[Any]:
    """The limits of all cases that entered."""
    limits = select(*columns).join_from(RunningClock, Case, Case.id == RunningClock.case_id)
    return limits.join(ENTERED, ENTERED.c.case_id == Case.id).where(RunningClock.clock == LIMIT)
