"""Which made-up families there are, and when their stories begin: spread over the years before a day, and some of them
placed so that on that day every stage has cases in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, count, repeat

from plo_workflow.cases import COMMANDS
from plo_workflow.demo.dice import Dice
from plo_workflow.demo.family import Family, Step, Told, World
from plo_workflow.demo.household import make_up
from plo_workflow.demo.journeys import story
from plo_workflow.stages import MOVES, STAGES

PAST_LIMIT = "past_limit"
PLACES = (*STAGES, PAST_LIMIT)
AFTER_ENTRY = ("letter_preparation", "letter_issued", "active_plan", "gateway_review")
FOR_EACH_PLACE = 2
"""So many families are placed at each stage and past their limit; the others stand wherever their story has come to."""
TRIES = 60
"""How often a family is made up anew until it can be placed; after that it stands wherever it stands."""
DAYS_REMEMBERED = 150
"""How long after its end a case counts as lately ended."""


@dataclass(frozen=True)
class Casting:
    """The families of one caseload: the same numbers give the same families."""

    world: World
    as_of: date
    begin_on: date
    cases: int
    seed: int

    def families(self) -> Iterator[Family]:
        """Each family at the beginning of its story; no child of one is a child of another."""
        taken: set[tuple[str, str, date | None]] = set()
        places = chain(PLACES * FOR_EACH_PLACE, repeat(None))
        for number, place in zip(range(self.cases), places, strict=False):
            family = next(one for one in self._candidates(number, place) if taken.isdisjoint(one.home.identities))
            taken |= family.home.identities
            yield family

    def _candidates(self, number: int, place: str | None) -> Iterator[Family]:
        for attempt in count():
            dice = Dice(self.seed, number, attempt, "start")
            days = max(1, (self.as_of - self.begin_on).days)
            tried_on = self.begin_on + timedelta(days=dice.between(0, days - 1))
            if place and attempt < TRIES:
                start_on = self._start_to_stand_at(place, number, attempt, tried_on, dice)
            else:
                start_on = tried_on
            if start_on:
                yield self._family(self.world, number, attempt, start_on)

    def _family(self, world: World, number: int, attempt: int, start_on: date) -> Family:
        dice = Dice(self.seed, number, attempt)
        return Family(world, make_up(number, start_on, dice), start_on, dice)

    def _start_to_stand_at(self, place: str, number: int, attempt: int, tried_on: date, dice: Dice) -> date | None:
        """When the story must begin so that the case is at that place on the day, if it ever comes there."""
        there = [stay for stay in self._stays(number, attempt, tried_on) if stay.place == place and stay.days > 0]
        if not there:
            return None
        stay = dice.one_of(there)
        start_on = tried_on + (self.as_of - stay.since - timedelta(days=dice.between(1, stay.days)))
        if not self.begin_on <= start_on < self.as_of:
            return None
        stays = self._stays(number, attempt, start_on)  # not quite the same: working days and the law fall otherwise
        return start_on if any(stay.holds(place, self.as_of) for stay in stays) else None

    def _stays(self, number: int, attempt: int, start_on: date) -> list[Stay]:
        world = replace(self.world, alongside=lambda journey: None)
        return rehearse(self._family(world, number, attempt, start_on))


@dataclass(frozen=True)
class Stay:
    """How long a case is at one place, from the day after it was recorded until the day on which it moves on."""

    place: str
    since: date
    until: date

    @property
    def days(self) -> int:
        """How many mornings it stands there."""
        return (self.until - self.since).days

    def holds(self, place: str, day: date) -> bool:
        """Whether the case is at that place in the morning of a day."""
        return place == self.place and self.since < day <= self.until


def imagined(family: Family) -> Iterator[Step]:
    """A family's story step by step, as if each were recorded; what is told beside it in a second case is left out."""
    telling = story(family)
    told: Told | None = None
    for number in count(1):
        try:
            step = telling.send(told) if told else next(telling)
        except StopIteration:
            return
        yield step
        children = step.said.get("children") or ()
        adults = family.home.adults
        told = Told(number, "imagined", tuple(range(1, len(children) + 1)), tuple(range(1, len(adults) + 1)))


def rehearse(family: Family) -> list[Stay]:
    """Where the case of a family stands, from when until when, known without a database."""
    stays: list[Stay] = []
    here, since = "", family.today
    for step in imagined(family):
        move, day = COMMANDS[step.command.__name__].move, step.at.date()
        if move and MOVES[move].target != here:
            stays += _left(family, Stay(here, since, day))
            here, since = MOVES[move].target, day
    return [*stays, Stay(here, since, since + timedelta(days=DAYS_REMEMBERED))]


def _left(family: Family, stay: Stay) -> list[Stay]:
    """A stay that has ended, and the part of it that was past the limit."""
    late = Stay(PAST_LIMIT, max(stay.since, family.limit_on), stay.until)
    return [stay, late] if stay.place in AFTER_ENTRY and late.days > 0 else [stay]
