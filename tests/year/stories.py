"""The families of a year: the demonstration's stories, told day by day into an authority under test."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count

from plo_workflow.cases import Order
from plo_workflow.cases.office import found, register
from plo_workflow.demo.casting import Casting
from plo_workflow.demo.colleagues import office_for
from plo_workflow.demo.family import Journey, Step, Told, World
from plo_workflow.demo.journeys import story
from plo_workflow.demo.loading import OPENING
from plo_workflow.errors import Refused
from plo_workflow.kinds import Role
from plo_workflow.migrations import migrate
from plo_workflow.policy import default_policy
from plo_workflow.settings import LONDON
from plo_workflow.store import Store
from plo_workflow.working_days import load_calendar
from tests.office import FOUNDED_ON, Office, noon

PEOPLE = office_for(1)
TWO_HATS = (Role.SERVICE_MANAGER, Role.BUSINESS_SUPPORT)
EARLY = time(7)


def prepare_year(url: str) -> None:
    """Make an authority with the colleagues of a small demonstration, and one who holds two roles."""
    store = Store(url)
    migrate(store)
    at = noon(FOUNDED_ON)
    found(store, at=at)
    for one in PEOPLE.colleagues:
        register(store, at=at, key=one.key, name=one.name, roles=(one.role,), email=one.email, team=one.team)
    register(store, at=at, key="two.hats", name="Two Hats", roles=TWO_HATS, email="two.hats@council.example")
    store.close()


class Stories:
    """Tells many stories together. One that meets with a refusal is told no further: its case is left to drift."""

    def __init__(self, office: Office, *, families: int, first: date, last: date, seed: int) -> None:
        self._office = office
        self._next: list[tuple[datetime, int, Step, Journey]] = []
        self._order = count()
        self.steps = 0
        self.given_up: list[str] = []
        world = World(PEOPLE, default_policy(), load_calendar(), self._begin)
        for family in Casting(world, last, first, families, seed).families():
            self._begin(story(family))

    def tell(self, day: date, *, early: bool) -> None:
        """Record everything of a day: in the hours of work, or before eight in the morning."""
        for number in count():
            if not self._next or self._next[0][0].date() > day:
                return
            planned, _, step, journey = heappop(self._next)
            at = datetime.combine(day, EARLY, LONDON) + timedelta(seconds=number) if early else planned
            try:
                told = self._perform(step, at)
            except Refused as refusal:
                self.given_up.append(f"{day} {step.by} {step.command.__name__}: {refusal}")
            else:
                self._go_on(journey, told)

    def _begin(self, journey: Journey) -> None:
        self._go_on(journey, None)

    def _go_on(self, journey: Journey, told: Told | None) -> None:
        try:
            step = journey.send(told) if told else next(journey)
        except StopIteration:
            return
        heappush(self._next, (step.at, next(self._order), step, journey))

    def _perform(self, step: Step, at: datetime) -> Told:
        done = self._office.desk.perform(Order(by=step.by, at=at, case=step.case), step.command, **step.said)
        self.steps += 1
        if step.command not in OPENING:
            return Told(done.value, done.case or "")
        ref = done.value or done.case or ""
        return Told(done.value, ref, self._of_case("children", ref), self._of_case("people", ref))

    def _of_case(self, table: str, ref: str) -> tuple[int, ...]:
        sql = f"SELECT f.id FROM {table} f JOIN cases c ON c.id = f.case_id WHERE c.ref = :ref ORDER BY f.id"
        return tuple(number for (number,) in self._office.rows(sql, ref=ref))
