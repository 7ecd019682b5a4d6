"""Dice: every choice of a made-up family comes from here, and the same seed always falls the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

from plo_workflow.demo.chances import CHANCES, SPANS

T = TypeVar("T")


class Dice:
    """Dice thrown for one family, in order."""

    def __init__(self, *seed: object) -> None:
        self._random = Random("/".join(map(str, seed)))  # noqa: S311 - it guards nothing, it makes up families

    def happens(self, key: str) -> bool:
        """Whether something in CHANCES happens this time."""
        return self._random.random() < CHANCES[key].often

    def length(self, key: str) -> int:
        """How long something in SPANS takes this time, in the unit given there."""
        span = SPANS[key]
        return self.between(*(span.drifted if self._random.random() < span.drifts else span.usual))

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self._random.randint(least, most)

    def one_of(self, choices: Sequence[T]) -> T:
        """One of several, each as likely."""
        return self._random.choice(choices)

    def some_of(self, choices: Sequence[T], number: int) -> list[T]:
        """Several different ones, in the order in which they stand."""
        chosen = set(self._random.sample(range(len(choices)), min(number, len(choices))))
        return [choice for place, choice in enumerate(choices) if place in chosen]

    def weighed(self, shares: Mapping[T, float]) -> T:
        """One of several, as likely as its share says."""
        return self._random.choices(list(shares), weights=list(shares.values()))[0]

    def counts_days(self, key: str) -> bool:
        """Whether something in SPANS is counted in calendar days, and not in working days."""
        return SPANS[key].unit == "days"
