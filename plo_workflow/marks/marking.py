"""What a mark is: a date on a case that a clock can start from or stop at, and the fact that left it there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple

from plo_workflow.models import CaseFile, Fact, Letter, Meeting, Move, Posting
from plo_workflow.policy import Policy
from plo_workflow.stages import MOVES, STAGES


class Mark(NamedTuple):
    """A date on the case. `anchor_on` differs from `on` for clocks that count back from something to come.

    `days` and `due_on` override the policy's length where the fact itself says how long (an extension, an assessment).
    """

    on: date
    fact: tuple[str, int]
    recorded_at: datetime
    subject: str = ""
    anchor_on: date | None = None
    days: int | None = None
    due_on: date | None = None
    urgent: bool = False

    @property
    def counted_from_on(self) -> date:
        """The day the count begins at."""
        return self.anchor_on or self.on


Marks = Iterable[Mark]
Read = type[Fact] | tuple[type[Fact], str] | str
"""What a marker may look at: a kind of fact, one sort of a kind that has SORTS, or the moves with a key."""
SORTS: dict[type[Fact], str] = {Meeting: "kind", Letter: "kind", Posting: "event"}
"""The column that parts a kind of fact into sorts of which some marks look at one only."""


def looked_for(fact: Fact) -> set[Read]:
    """What a marker says that may look at this fact: any one of these."""
    if isinstance(fact, Move):
        return {fact.move}
    sort = SORTS.get(type(fact))
    return {type(fact), (type(fact), getattr(fact, sort))} if sort else {type(fact)}


class Marker:
    """A function from the case file to marks, with the kinds of fact and the moves that it may look at.

    A command works out again only the clocks whose marks read something that it touched.
    """

    def __init__(self, find: Callable[[CaseFile, Policy], Marks], reads: frozenset[Read]) -> None:
        self._find, self.reads, self.__name__, self.__doc__ = find, reads, find.__name__, find.__doc__

    def __call__(self, file: CaseFile, policy: Policy) -> list[Mark]:
        """The marks on the case, in the order in which they are found."""
        return list(self._find(file, policy))


def reads(*what: Read) -> Callable[[Callable[[CaseFile, Policy], Marks]], Marker]:
    """Say which kinds or sorts of fact, and which moves by key, a marker may look at; a test holds it to that."""
    return lambda find: Marker(find, frozenset(what))


def mark(
    fact: Fact,
    *,
    subject: str = "",
    on: date | None = None,
    anchor_on: date | None = None,
    days: int | None = None,
    due_on: date | None = None,
    urgent: bool = False,
) -> Mark:
    """The mark that a fact leaves on the day it happened (or `on`)."""
    return Mark(
        on or fact.happened_on,
        (fact.__tablename__, fact.id),
        fact.recorded_at,
        subject,
        anchor_on,
        days,
        due_on,
        urgent,
    )


def in_order(fact: Fact) -> tuple[date, datetime]:
    """The order in which things happened; on one day, in which they were recorded."""
    return fact.happened_on, fact.recorded_at


ENDING = tuple(key for key, move in MOVES.items() if move.target and not STAGES[move.target].open)
"""The moves with which a period of pre-proceedings ends."""


def moved(file: CaseFile, *keys: str) -> list[Move]:
    """The standing moves with these keys."""
    return [move for move in file.all(Move) if move.move in keys]
