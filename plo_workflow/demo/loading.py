"""Loading the made-up caseload: every family's steps, merged day by day and carried out through the real commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from plo_workflow.cases import Desk, Done, Order
from plo_workflow.cases.office import SYSTEM, register
from plo_workflow.cases.requesting import NewChild
from plo_workflow.demo import words
from plo_workflow.demo.chances import CHILDREN as HOW_MANY
from plo_workflow.demo.colleagues import Office, office_for
from plo_workflow.demo.dice import Dice
from plo_workflow.demo.journeys import journey
from plo_workflow.demo.names import CHILDREN, FAMILY_SURNAMES
from plo_workflow.demo.stepping import Family, Journey, Parent, Step
from plo_workflow.errors import DemoBesideRealCases
from plo_workflow.kinds import Role
from plo_workflow.models import Case, Child, Concern, Person, Staff
from plo_workflow.policy import calendar_for, default_policy
from plo_workflow.settings import LONDON
from plo_workflow.store import Store
from plo_workflow.working_days import Calendar


@dataclass(frozen=True)
class DemoLoaded:
    """What was loaded: numbers of cases, children, colleagues and commands."""

    cases: int
    children: int
    staff: int
    commands: int


def is_empty(session: Session) -> bool:
    """Whether the database holds no case at all."""
    return not session.scalar(select(func.count()).select_from(Case))


def demo_people(session: Session) -> list[tuple[str, str, str, str | None]]:
    """Everybody who can sign in to the demonstration: key, name, role in words, team."""
    rows = session.scalars(
        select(Staff).where(Staff.active, Staff.key != SYSTEM).order_by(Staff.recorded_at, Staff.name)
    )
    return [(one.key, one.name, Role(one.roles[0]).label if one.roles else "", one.team) for one in rows]


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
    """Make up a caseload as it stands on a day; the same seed makes the same families.

    Raises `DemoBesideRealCases` where the database holds a case that is not made up.
    """
    with store.reading() as session:
        real = session.scalar(select(func.count()).select_from(Case).where(Case.synthetic.is_(False)))
        known = set(session.scalars(select(Staff.key)))
    if real:
        raise DemoBesideRealCases("This database holds real cases. Made-up families are never loaded beside them.")
    office = office_for(cases)
    for one in office.colleagues:
        if one.key not in known:
            register(store, at=at, key=one.key, name=one.name, roles=[one.role], email=one.email, team=one.team)
    families = list(_families(office, calendar_for(default_policy()), as_of, cases, seed, years))
    commands = _Merging(store, as_of).run(families, progress or (lambda done, of: None))
    children = sum(len(family.children) for family in families)
    return DemoLoaded(len(families), children, len(office.colleagues), commands)


def _families(office: Office, calendar: Calendar, as_of: date, cases: int, seed: int, years: float) -> Iterator[Family]:
    order = Random(seed)  # noqa: S311 - it guards nothing, it makes up families
    spread = max(int(365 * years), 30)
    for number in range(cases):
        dice = Dice(seed, number)
        start = calendar.working_day_on_or_before(as_of - timedelta(days=order.randint(1, spread)))
        team = office.teams[number % len(office.teams)]
        yield Family(
            number, FAMILY_SURNAMES[number % len(FAMILY_SURNAMES)], dice, office, team, calendar, start,
            _children(dice, start), dice.some_of(words.THEMES, dice.between(1, 2)),
            worker=team.workers[(number // len(office.teams)) % len(team.workers)],
            lawyer=dice.one_of(office.lawyers), chair=dice.one_of(office.chairs),
        )  # fmt: skip


def _children(dice: Dice, start: date) -> list[NewChild]:
    names = dice.some_of(CHILDREN, dice.weighed(HOW_MANY))
    children = [NewChild(name, born_on=start - timedelta(days=dice.between(60, 14 * 365))) for name in names]
    if dice.happens("unborn"):
        expected = start + timedelta(days=dice.between(40, 160))
        children.append(NewChild("Unborn", expected_on=expected, removal_planned=dice.happens("removal_planned")))
    return children


class _Merging:
    """Carries out the steps of all families in the order in which they are recorded."""

    def __init__(self, store: Store, as_of: date) -> None:
        self._store, self._desk, self._as_of = store, Desk(store), as_of
        self._heap: list[tuple[date, int, Family, Journey, Step]] = []
        self._order = count()
        self._commands = 0

    def run(self, families: list[Family], progress: Callable[[int, int], None]) -> int:
        """Run every journey up to the day; gives the number of commands."""
        for family in families:
            self._put(family, journey(family), None)
        opened = 0
        while self._heap:
            _, _, family, thread, step = heappop(self._heap)
            done = self._perform(family, step)
            if not family.child_ids:
                self._look_up(family)
                opened += 1
                progress(opened, len(families))
            self._put(family, thread, done)
            while family.alongside:
                self._put(family, family.alongside.pop(), None)
            while family.beginning:
                other, thread = family.beginning.pop()
                self._look_up(other)
                self._put(other, thread, None)
        return self._commands

    def _put(self, family: Family, thread: Journey, answer: object) -> None:
        """Ask a journey for its next step, and keep it if it comes before the day the caseload stands at."""
        try:
            step = thread.send(answer)
        except StopIteration:
            return
        if step.recorded_on <= self._as_of:
            heappush(self._heap, (step.recorded_on, next(self._order), family, thread, step))

    def _perform(self, family: Family, step: Step) -> Done:
        at = datetime.combine(step.recorded_on, time(16, 30), LONDON)
        self._commands += 1
        done = self._desk.perform(Order(by=step.who, at=at, case=family.ref), step.command, **step.said)
        family.ref = family.ref or done.case
        return done

    def _look_up(self, family: Family) -> None:
        """Read who and what is on the family's case by now."""
        with self._store.reading() as session:
            case_id = session.scalars(select(Case.id).where(Case.ref == family.ref)).one()
            family.child_ids = list(
                session.scalars(select(Child.id).where(Child.case_id == case_id).order_by(Child.id))
            )
            people = select(Person).where(Person.case_id == case_id).order_by(Person.id)
            family.parents = [Parent(one.id, one.name, one.whereabouts_known) for one in session.scalars(people)]
            concerns = select(Concern.id).where(Concern.case_id == case_id).order_by(Concern.id)
            family.concerns = list(session.scalars(concerns))
