"""Commands as the engine has them, for the tests of forms: every kind of parameter once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from plo_workflow.cases.asks import Choose
from web.forms import Choices

CHILDREN = [(1, "Amara"), (2, "Jonah")]
STAFF = [(f"worker-{n}", f"Worker {n}") for n in range(1, 9)]
CHOICES: Choices = {"children": CHILDREN, "staff": STAFF}

Child = Annotated[int, Choose("children")]


class Kind(StrEnum):
    """A closed list with labels of its own."""

    FIRST = "first"
    FINAL = "final"

    @property
    def label(self) -> str:
        return f"The {self.value} meeting"


@dataclass(frozen=True)
class ChildDecision:
    """One row for each child."""

    child: Child
    decision: Literal["enter", "not_entered"]
    reasons: str = ""


@dataclass(frozen=True)
class Attendee:
    """A row that may be left blank."""

    name: str
    attended: bool = True
    invited_on: date | None = None

    def __post_init__(self) -> None:
        if self.name == "Nobody":
            raise ValueError("Somebody must have come")


def hold_meeting(
    case: object,
    *,
    by: str,
    held_on: date,
    opened_at: datetime | None = None,
    kind: Kind,
    way: Literal["in_person", "by_video"] = "in_person",
    chair: Annotated[str, Choose("staff")],
    note_taker: Annotated[str, Choose("staff")] | None = None,
    effective: bool,
    quorate: bool = False,
    minutes_long: int = 60,
    place: str | None,
    summary: str,
    children: Sequence[Child],
) -> None:
    """A meeting was held."""


def record_decisions(*, decisions: list[ChildDecision], attendees: tuple[Attendee, ...] = ()) -> None:
    """Decisions were made."""


def measure(*, weight: float) -> None:
    """A command that no form can ask for."""
