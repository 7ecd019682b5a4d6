"""One family of a tracker as it is being laid out: its children by their places, its moves, days for what has none.

What becomes of the columns is in `items` and `remarks`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from plo_workflow.interchange.tracker.children import TrackerChild
from plo_workflow.interchange.tracker.family import TrackerFamily
from plo_workflow.interchange.tracker_import.steps import Step, since
from plo_workflow.stages import STAGES
from plo_workflow.working_days import gestation_date

NOT_SAID = "Not in the tracker."


@dataclass(frozen=True)
class Laying:
    """One family being laid out: its children by their places, its moves, and the day for what has no date.

    `undated_on` is none while the family is open: what has no date is then as of the import.
    """

    family: TrackerFamily
    steps: tuple[Step, ...]
    children: dict[str, TrackerChild]
    surname: str

    @property
    def undated_on(self) -> date | None:
        """The day of something that the tracker does not date: no later than the end of an ended case."""
        return None if STAGES[self.steps[-1].to_stage].open else since(self.steps)

    @property
    def decided_on(self) -> date | None:
        """The day of the gateway's decision."""
        gateway = self.family.gateway
        return gateway.held_on if gateway and self.family.gateway_decision else None

    def concerned(self, on: date | None) -> list[str]:
        """The places of the children whom a decision of a day could be about: born by then, or on the way."""
        return [place for place, child in self.children.items() if on and conceived_by(child, on)]


def conceived_by(child: TrackerChild, on: date) -> bool:
    """Whether a child was born by a day or, still unborn, was expected then."""
    if child.born_on:
        return child.born_on <= on
    return child.expected_on is not None and gestation_date(child.expected_on, 0) <= on


def places_of(children: tuple[TrackerChild, ...]) -> dict[str, TrackerChild]:
    """Each child under a place that stays when the date is corrected: the name, numbered where two share it."""
    places, names = {}, Counter[str]()
    for child in children:
        name = child.name.casefold()
        names[name] += 1
        places[f"child {name}" + (f" {names[name]}" if names[name] > 1 else "")] = child
    return places
