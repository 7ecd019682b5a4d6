"""A made-up family on its way: which day it is for them, who works with them, and what is still to come.

What happens to them is told by the modules beside this one; here is only how it is told: step by step, in order.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any, Concatenate, ParamSpec, TypeVar

from plo_workflow.cases import COMMANDS, Work
from plo_workflow.demo.colleagues import Office, Team
from plo_workflow.demo.dice import Dice
from plo_workflow.demo.household import Household
from plo_workflow.demo.words import Theme
from plo_workflow.kinds import PaperKind
from plo_workflow.policy import Policy
from plo_workflow.settings import LONDON
from plo_workflow.stages import MOVES, STAGES
from plo_workflow.working_days import Calendar
from plo_workflow.working_days import count as count_days

P = ParamSpec("P")
T = TypeVar("T")

DOORS_OPEN, MINUTES_FOR_ONE_ENTRY = time(9, 0), 4


@dataclass(frozen=True)
class Step:
    """One thing somebody records: who, when (aware, London), on which case, by which command, with what."""

    by: str
    at: datetime
    case: str | None
    command: Callable[..., Any]
    said: dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What came of a step: the value it gave; where it opened a case, its reference, children and people in order."""

    value: Any
    case: str
    children: tuple[int, ...] = ()
    people: tuple[int, ...] = ()


Telling = Generator[Step, Told, T]
Journey = Telling[None]
Job = Callable[[], Journey]


@dataclass(frozen=True)
class World:
    """What all families share: the authority's people, its rules, and where another case of a family begins."""

    office: Office
    policy: Policy
    calendar: Calendar
    alongside: Callable[[Journey], None]


@dataclass(frozen=True)
class KnownChild:
    """A child on the case, by id, with the name it goes by; `born` once the birth is on the record."""

    id: int
    name: str
    born: bool


@dataclass
class FamilyMeeting:
    """Where family group decision-making stands."""

    offered: bool = False
    accepted: bool = False
    settled: bool = False


@dataclass(frozen=True)
class Turning:
    """A day from which a family's story goes another way, if the case is then at one of these stages."""

    on: date
    stages: frozenset[str]
    course: Callable[[Family], Journey]


class CourseChanged(Exception):
    """Something has happened that overtakes what the family was on the way to."""

    def __init__(self, turning: Turning) -> None:
        super().__init__(turning.on)
        self.course = turning.course


class Family:
    """One family's case as it goes. Days only go forward; a day is always one on which people work."""

    def __init__(self, world: World, household: Household, start_on: date, dice: Dice) -> None:
        self.world, self.home, self.dice = world, household, dice
        self.team: Team = world.office.teams[household.number % len(world.office.teams)]
        self.worker = dice.one_of(self.team.workers)
        self.lawyer = dice.one_of(world.office.lawyers)
        self.chair = dice.one_of(world.office.chairs)
        self.getting_better = dice.happens("things_get_better")
        self.case: str | None = None
        self.stage = ""
        self.children: list[KnownChild] = []
        self.papers: dict[PaperKind, date] = {}
        self.concerns: list[tuple[int, Theme]] = []
        self.meeting = FamilyMeeting()
        self.entered_on = self.limit_on = self.booked_on = self.met_on = start_on
        self.extensions = 0
        self.turning: Turning | None = None
        self._to_come: list[tuple[date, int, bool, Job]] = []
        self._order = count()
        self.today = world.calendar.working_day_on_or_after(start_on)
        self._at = self._morning()

    # What day it is

    def working_days(self, number: int, after: date | None = None) -> date:
        """So many working days after a day (or today); none is the first working day from then on."""
        day = after or self.today
        calendar = self.world.calendar
        return calendar.add_working_days(day, number) if number else calendar.working_day_on_or_after(day)

    def days(self, number: int, after: date | None = None) -> date:
        """The first working day from so many days after a day (or today) on."""
        return self.world.calendar.working_day_on_or_after((after or self.today) + timedelta(days=number))

    def later(self, key: str, after: date | None = None) -> date:
        """The working day on which something that takes as long as SPANS says is done."""
        number = self.dice.length(key)
        return self.days(number, after) if self.dice.counts_days(key) else self.working_days(number, after)

    def limit(self, clock: str, from_on: date) -> date:
        """The day on which a clock of the policy would end."""
        return count_days(self.world.policy.clock(clock).timescale, from_on, self.world.calendar).due_on

    # What happens

    def do(
        self, by: str, command: Callable[Concatenate[Work, P], Any], /, *args: P.args, **said: P.kwargs
    ) -> Telling[Told]:
        """Have somebody record something now."""
        self._at += timedelta(minutes=MINUTES_FOR_ONE_ENTRY)
        told = yield Step(by, self._at, self.case, command, said)
        move = COMMANDS[command.__name__].move
        if move:
            self.stage = MOVES[move].target
        return told

    def plan(self, on: date, job: Job, *, when_over: bool = False) -> None:
        """Have something happen on a day; dropped if the case is over by then, unless said otherwise."""
        heappush(self._to_come, (on, next(self._order), when_over, job))

    def until(self, day: date) -> Journey:
        """Live on until a day: everything that was to come happens. Raises `CourseChanged` on the way."""
        while self._to_come and self._to_come[0][0] <= day:
            on, _, when_over, job = heappop(self._to_come)
            self._turn(on)
            self._go_to(on)
            if when_over or not self.over:
                yield from job()
        self._turn(day)
        self._go_to(day)

    def to_the_end(self) -> Journey:
        """Live on until nothing is to come any more."""
        while self._to_come:
            yield from self.until(self._to_come[0][0])

    @property
    def over(self) -> bool:
        """Whether the case has ended."""
        return bool(self.stage) and not STAGES[self.stage].open

    def _turn(self, day: date) -> None:
        if self.turning and self.turning.on <= day and self.stage in self.turning.stages:
            turning, self.turning = self.turning, None
            self._go_to(turning.on)
            raise CourseChanged(turning)

    def _go_to(self, day: date) -> None:
        if day > self.today:
            self.today = self.world.calendar.working_day_on_or_after(day)
            self._at = self._morning()

    def _morning(self) -> datetime:
        start = datetime.combine(self.today, DOORS_OPEN, LONDON)
        return start + timedelta(minutes=self.dice.between(0, 300))

    # Who they are

    def meet(self, told: Told) -> None:
        """Take up the case that was opened for the family."""
        self.case = told.case
        known = zip(told.children, self.home.children, strict=True)
        self.children = [KnownChild(number, child.given_name, child.born_on is not None) for number, child in known]

    def begin_again(self, told: Told) -> None:
        """Take up a second case, opened after the first one ended; what was to come in the first is let go."""
        self.case, self._to_come, self.meeting = told.case, [], FamilyMeeting()
        self.children = _renumbered(self.children, told)

    def parted(self, told: Told, going: list[KnownChild], seed: int) -> Family:
        """The family as it stands in the second case that some of its children went to."""
        other = copy.copy(self)
        other.dice, other.meeting, other.turning = Dice("parted", seed), replace(self.meeting), None
        other.case, other._to_come, other._order = told.case, [], count()
        other.children = _renumbered(going, told)
        people = zip(told.people, self.home.adults, strict=True)
        other.home = replace(self.home, adults=[replace(adult, id=number) for number, adult in people])
        return other

    @property
    def all_children(self) -> list[int]:
        """The ids of all children on the case."""
        return [child.id for child in self.children]

    @property
    def children_named(self) -> str:
        """The children's names as they stand in a letter."""
        told = [child.name if child.born else "your baby" for child in self.children]
        return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)


def _renumbered(children: list[KnownChild], told: Told) -> list[KnownChild]:
    return [replace(child, id=number) for number, child in zip(told.children, children, strict=True)]
