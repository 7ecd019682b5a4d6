"""One case as it stands, for pages and printing: its file, its rules, its clocks, and what each move still lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from plo_workflow.access import Actor, may_make
from plo_workflow.errors import CaseNotFound, UnknownPerson
from plo_workflow.models import CalendarVersion, Case, CaseFile, Fact, PolicyVersion, RunningClock, Staff
from plo_workflow.policy import Policy, policy_from_stored
from plo_workflow.requirements import Ask, Verdict, verdicts
from plo_workflow.stages import MOVES, Move, moves_from
from plo_workflow.working_days import Calendar, read_calendar


def read_file(session: Session, ref: str) -> CaseFile:
    """The case file with this reference, its facts read as they are asked for. Raises `CaseNotFound`."""
    case = session.scalar(select(Case).where(Case.ref == ref))
    if case is None:
        raise CaseNotFound(f"There is no case {ref}.")

    def load(kind: type[Fact]) -> Sequence[Fact]:
        if kind.__tablename__ not in case.holds:
            return ()
        standing = select(kind).where(kind.case_id == case.id, kind.withdrawn_at.is_(None))
        return session.scalars(standing.order_by(kind.happened_on, kind.id)).all()

    return CaseFile(case, load)


def read_actor(session: Session, key: str) -> Actor:
    """A member of staff as they stand now. Raises `UnknownPerson`."""
    staff = session.get(Staff, key)
    if staff is None or not staff.active:
        raise UnknownPerson(f"Nobody who works here now is known as “{key}”.")
    return Actor(staff.key, staff.name, frozenset(staff.roles))


def rules_for(session: Session, case: Case) -> tuple[Policy, Calendar]:
    """The policy a case is pinned to, and the calendar in force with that policy's closures."""
    return _with_calendar(session, session.get_one(PolicyVersion, case.policy_version))


def rules_in_force(session: Session) -> tuple[Policy, Calendar]:
    """The policy that new cases are pinned to, and the calendar in force with its closures."""
    return _with_calendar(session, session.scalars(select(PolicyVersion).where(PolicyVersion.current)).one())


def _with_calendar(session: Session, version: PolicyVersion) -> tuple[Policy, Calendar]:
    policy = policy_from_stored(version.content)
    current = session.scalars(select(CalendarVersion).where(CalendarVersion.current)).one()
    closures = {closure.on: closure.why for closure in policy.calendar.closures}
    return policy, read_calendar(current.content).with_closures(closures)


def clocks_of(session: Session, case: Case) -> list[RunningClock]:
    """Every clock of a case: those that run by due date, then those that are only watched, then those that ended."""
    rows = session.scalars(select(RunningClock).where(RunningClock.case_id == case.id)).all()
    return sorted(rows, key=_running_first)


def _running_first(clock: RunningClock) -> tuple[bool, bool, date, str, int]:
    ended = clock.outcome is not None
    return ended, not (ended or clock.chased), clock.due_on, clock.clock, clock.turn


def cases_beside(session: Session, case: Case) -> list[tuple[str, str]]:
    """The cases that this one came from, and those that came from it: how, and the reference (E1, E15)."""
    came_from = [one for one in (case.split_from_id, case.previous_case_id) if one]
    related = or_(Case.id.in_(came_from), Case.split_from_id == case.id, Case.previous_case_id == case.id)
    found = session.scalars(select(Case).where(related).order_by(Case.id))
    return [(_how(one, case), one.ref) for one in found]


def _how(other: Case, case: Case) -> str:
    if other.id in (case.split_from_id, case.previous_case_id):
        return "Split from" if other.id == case.split_from_id else "Earlier period"
    return "Split off" if other.split_from_id == case.id else "Later period"


@dataclass(frozen=True)
class OpenMove:
    """A move that leads on from here, whether this person may make it, and the answer of every requirement."""

    move: Move
    may: bool
    verdicts: tuple[Verdict, ...]

    @property
    def missing(self) -> list[Verdict]:
        """What must be put right before the move; what is asked with the move itself is not among it."""
        return [verdict for verdict in self.verdicts if verdict.holds_up and not verdict.with_the_move]

    @property
    def asked(self) -> list[Verdict]:
        """What will be asked with the move."""
        return [verdict for verdict in self.verdicts if verdict.holds_up and verdict.with_the_move]


def open_moves(session: Session, file: CaseFile, actor: Actor, on: date) -> list[OpenMove]:
    """Every move that leads on from the case's stage, as it would be answered on a day."""
    policy, calendar = rules_for(session, file.case)
    ask = Ask(file, policy, calendar, on, actor, {}, clocks_of(session, file.case))
    return [OpenMove(move, may_make(actor, move), tuple(verdicts(move, ask))) for move in moves_from(file.case.stage)]


def move_named(key: str) -> Move | None:
    """The move with this key or id (T07), or none."""
    return next((move for move in MOVES.values() if key.lower() in (move.key, move.id.lower())), None)
