"""Loading the made-up caseload: every family's story is told through the commands, all stories day by day together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from plo_workflow.cases import Desk, Order, Transaction
from plo_workflow.cases.office import found, register
from plo_workflow.cases.requesting import reopen, request_gateway
from plo_workflow.cases.splitting import split_case
from plo_workflow.demo.casting import Casting
from plo_workflow.demo.colleagues import Office, office_for
from plo_workflow.demo.family import Journey, Step, Told, World
from plo_workflow.demo.journeys import story
from plo_workflow.errors import DemoBesideRealCases, Refused
from plo_workflow.models import CalendarVersion, Case, Child, Move, Person, PolicyVersion, Staff
from plo_workflow.policy import policy_from_stored
from plo_workflow.reminders.outbox import drop_waiting
from plo_workflow.store import Store
from plo_workflow.working_days import read_calendar

OPENING = (request_gateway, reopen, split_case)
"""The commands that open a case."""


@dataclass(frozen=True)
class DemoLoaded:
    """How much was loaded: a family may have several cases, because of a split or a second period."""

    cases: int
    families: int
    children: int
    staff: int
    moves: int
    commands: int


def is_empty(session: Session) -> bool:
    """Whether the database holds no case at all."""
    return session.scalar(select(Case.id).limit(1)) is None


def load_demo(
    store: Store,
    *,
    as_of: date,
    at: datetime,
    cases: int = 60,
    seed: int = 1,
    years: float = 1.0,
    progress: Callable[[int, int], None] | None = None,
) -> DemoLoaded:
    """Load made-up families whose stories began in the years before `as_of` and stand as they do on its morning.

    Colleagues are registered `at` (aware) this instant; everything else is recorded on the day on which it would have
    been. `progress` is told how many of how many. Raises `DemoBesideRealCases` where there are real cases or the
    caseload is loaded already, and the refusal of any command, which would be a fault of the stories.
    """
    with store.reading() as session:
        _refuse_beside_others(session)
    found(store, at=at)
    office = office_for(cases)
    _register(store, office, at)
    with Desk(store).together() as transaction:
        telling = _Telling(transaction, as_of)
        began_on = as_of - timedelta(days=round(365.25 * years))
        for family in Casting(_world(store, office, telling), as_of, began_on, cases, seed).families():
            telling.begin(story(family))
        telling.tell(lambda share: progress(int(share * cases), cases) if progress else None)
    drop_waiting(store, fault="It belongs to the past of a made-up family, of which nobody need be told.")
    return _counted(store, families=cases, staff=len(office.colleagues), commands=telling.steps)


def _register(store: Store, office: Office, at: datetime) -> None:
    with store.reading() as session:
        known = set(session.scalars(select(Staff.key)))
    for one in office.colleagues:
        if one.key not in known:
            register(store, at=at, key=one.key, name=one.name, roles=(one.role,), email=one.email, team=one.team)


def _refuse_beside_others(session: Session) -> None:
    if session.scalar(select(Case.id).where(~Case.synthetic).limit(1)) is not None:
        raise DemoBesideRealCases(
            "This database holds real cases, so made-up families are not loaded into it. Use an empty database."
        )
    if not is_empty(session):
        raise DemoBesideRealCases("The made-up families are here already. To begin again, use an empty database.")


def _world(store: Store, office: Office, telling: _Telling) -> World:
    with store.reading() as session:
        policy = session.scalars(select(PolicyVersion).where(PolicyVersion.current)).one()
        calendar = session.scalars(select(CalendarVersion).where(CalendarVersion.current)).one()
        rules = policy_from_stored(policy.content)
        closures = {closure.on: closure.why for closure in rules.calendar.closures}
        return World(office, rules, read_calendar(calendar.content).with_closures(closures), telling.begin)


class _Telling:
    """Tells many stories together, each step on its day, up to the morning of a day."""

    def __init__(self, transaction: Transaction, as_of: date) -> None:
        self._transaction, self._as_of = transaction, as_of
        self._next: list[tuple[datetime, int, Step, Journey]] = []
        self._order = count()
        self.steps = 0

    def begin(self, journey: Journey) -> None:
        """Take up a story at its first step."""
        self._go_on(journey, None)

    def tell(self, progress: Callable[[float], None]) -> None:
        """Perform every step before the day; the rest of each story is left untold."""
        if not self._next:
            return
        first_on = self._next[0][0].date()
        days = max(1, (self._as_of - first_on).days)
        while self._next:
            at, _, step, journey = heappop(self._next)
            progress((at.date() - first_on).days / days)
            self._go_on(journey, self._perform(step))
        progress(1)

    def _go_on(self, journey: Journey, told: Told | None) -> None:
        try:
            step = journey.send(told) if told else next(journey)
        except StopIteration:
            return
        if step.at.date() < self._as_of:
            heappush(self._next, (step.at, next(self._order), step, journey))

    def _perform(self, step: Step) -> Told:
        try:
            done = self._transaction.perform(Order(by=step.by, at=step.at, case=step.case), step.command, **step.said)
        except Refused as refusal:
            refusal.add_note(f"{step.by} on {step.at:%d %B %Y} for {step.case}: {step.command.__name__} {step.said}")
            raise
        self.steps += 1
        if step.command not in OPENING:
            return Told(done.value, done.case or "")
        ref = done.value or done.case or ""
        file = self._transaction.file(ref)
        children, people = (tuple(sorted(one.id for one in file.all(kind))) for kind in (Child, Person))
        return Told(done.value, ref, children, people)


def _counted(store: Store, *, families: int, staff: int, commands: int) -> DemoLoaded:
    with store.reading() as session:
        cases, children, moves = (
            session.scalar(select(func.count()).select_from(kind)) or 0 for kind in (Case, Child, Move)
        )
    return DemoLoaded(cases, families, children, staff, moves, commands)
