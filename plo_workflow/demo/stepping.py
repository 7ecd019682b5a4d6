"""What a made-up journey is made of: steps that people take on days, and what a family knows of itself meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from plo_workflow.cases.requesting import NewChild
from plo_workflow.demo.chances import SPANS
from plo_workflow.demo.colleagues import Office, Team
from plo_workflow.demo.dice import Dice
from plo_workflow.demo.words import Theme
from plo_workflow.working_days import Calendar, listed


@dataclass(frozen=True)
class Step:
    """One person does one thing: when it happened, and when it was written down if that was later."""

    on: date
    who: str
    command: Callable[..., Any]
    said: dict[str, Any]
    written_on: date | None = None
    opens_case: bool = False

    @property
    def recorded_on(self) -> date:
        """The day on which it is recorded."""
        return self.written_on or self.on


Journey = Generator[Step, Any, None]


@dataclass
class Parent:
    """An adult of the family, by their id on the case."""

    id: int
    name: str
    found: bool = True
    letter: int = 0


@dataclass
class Family:
    """One made-up family on its way: who they are, who works with them, and what is on their case so far."""

    number: int
    name: str
    dice: Dice
    office: Office
    team: Team
    calendar: Calendar
    start_on: date
    children: list[NewChild]
    themes: list[Theme]
    worker: str
    lawyer: str
    chair: str
    ref: str | None = None
    child_ids: list[int] = field(default_factory=list)
    parents: list[Parent] = field(default_factory=list)
    needs: list[int] = field(default_factory=list)
    concerns: list[int] = field(default_factory=list)
    alongside: list[Journey] = field(default_factory=list)
    beginning: list[tuple[Family, Journey]] = field(default_factory=list)
    sitting_on: date = date.min
    entered_on: date = date.min
    limit_on: date = date.min
    reviewed_on: date = date.min
    all_born_on: date = date.min
    family_meeting_open: bool = False
    over: bool = False

    def later(self, day: date, key: str) -> date:
        """The working day on which something in SPANS comes after a day."""
        length = self.dice.length(key)
        if SPANS[key].unit == "working_days":
            return self.calendar.add_working_days(day, length)
        return self.worked(day + timedelta(days=length))

    def worked(self, day: date) -> date:
        """The day itself if it is worked, else the next that is."""
        return self.calendar.working_day_on_or_after(day)

    def step(self, on: date, who: str, command: Callable[..., Any], **said: Any) -> Step:
        """Somebody does something on a day."""
        return Step(on, who, command, {"on": on, **said})

    def in_case(self, ref: str, start_on: date) -> Family:
        """The same family in another case of theirs; who is on that case is looked up when it begins there."""
        fresh: dict[str, Any] = {name: [] for name in ("child_ids", "parents", "needs", "alongside", "beginning")}
        return replace(self, ref=ref, start_on=start_on, over=False, concerns=[], **fresh)

    @property
    def children_unborn(self) -> list[int]:
        """The places of the children who are expected."""
        return [place for place, child in enumerate(self.children) if child.born_on is None]

    @property
    def child_names(self) -> str:
        """The children as they are spoken of."""
        return listed([child.given_name for child in self.children])
