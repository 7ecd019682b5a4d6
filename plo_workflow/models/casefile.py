"""The case file: one case with the facts that stand on it, read table by table as they are asked for.

Requirements, clocks and pages all look at this one object; in a test it is built in memory, with no database.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar, cast

from plo_workflow.models.case import Case, Child, ChildOutcome
from plo_workflow.models.record import Fact

F = TypeVar("F", bound=Fact)
Load = Callable[[type[Fact]], Sequence[Fact]]


def _nothing_more(_: type[Fact]) -> Sequence[Fact]:
    return ()


class CaseFile:
    """A case and its standing facts, oldest first (by the day they happened, then as recorded).

    `load` gives the facts of one kind in that order when they are first asked for.
    """

    def __init__(self, case: Case, load: Load = _nothing_more, facts: Sequence[Fact] = ()) -> None:
        self.case = case
        self._load = load
        self._held: dict[type[Fact], list[Fact]] = {}
        for fact in facts:
            self.add(fact)

    def all(self, kind: type[F]) -> list[F]:
        """The standing facts of one kind, in order of happening."""
        held = self._held.get(kind)
        if held is None:
            held = self._held[kind] = list(self._load(kind))
        return cast(list[F], held)

    def last(self, kind: type[F], /, **having: Any) -> F | None:
        """The latest standing fact of one kind with these values, or none."""
        return next(reversed(self.having(kind, **having)), None)

    def first(self, kind: type[F], /, **having: Any) -> F | None:
        """The earliest standing fact of one kind with these values, or none."""
        return next(iter(self.having(kind, **having)), None)

    def having(self, kind: type[F], /, **having: Any) -> list[F]:
        """The standing facts of one kind with these values."""
        wanted = having.items()
        return [fact for fact in self.all(kind) if wanted <= vars(fact).items()]

    def add(self, fact: Fact) -> None:
        """Put a fact that is being recorded into the file, so that requirements see it before it is written."""
        insort(self.all(type(fact)), fact, key=_in_order)

    def take_out(self, fact: Fact) -> None:
        """Take out a fact that is being withdrawn."""
        self.all(type(fact)).remove(fact)

    def put_in_order(self, kind: type[Fact]) -> None:
        """Sort the facts of one kind again, because the date of one has been corrected."""
        self.all(kind).sort(key=_in_order)

    def read_all(self, kinds: Iterable[type[Fact]]) -> None:
        """Read every one of these kinds now, while the database is at hand."""
        for kind in kinds:
            self.all(kind)

    @property
    def open_children(self) -> list[Child]:
        """The children of the case who have no outcome yet."""
        done = {outcome.child_id for outcome in self.all(ChildOutcome)}
        return [child for child in self.all(Child) if child.id not in done]


def _in_order(fact: Fact) -> tuple[object, int]:
    """By day, then as recorded; a fact not yet written has a negative id and comes last."""
    return fact.happened_on, fact.id if fact.id > 0 else (1 << 62) - fact.id
