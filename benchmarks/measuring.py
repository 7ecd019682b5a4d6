"""Measuring by turns: ours and the bare statements one after the other in the same run, so that both see the same
machine. What is measured is in the modules beside this one."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any


@dataclass(frozen=True)
class Goal:
    """How many times what the bare statements take is allowed, and what is aimed at."""

    at_most: float
    aim: float | None = None


@dataclass(frozen=True)
class Result:
    """What one measurement found; times are medians in milliseconds."""

    what: str
    database: str
    ours_ms: float
    bare_ms: float
    ratio: float
    rounds: int
    goal: Goal
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio <= self.goal.at_most

    def as_json(self) -> dict[str, Any]:
        """The result in plain values."""
        return {
            "what": self.what, "database": self.database, "ours_ms": round(self.ours_ms, 3),
            "bare_ms": round(self.bare_ms, 3), "ratio": round(self.ratio, 2), "at_most": self.goal.at_most,
            "aim": self.goal.aim, "met": self.met, "rounds": self.rounds, "note": self.note,
        }  # fmt: skip


def milliseconds(do: Callable[[], object]) -> float:
    """How long something takes once."""
    began = perf_counter()
    do()
    return (perf_counter() - began) * 1000


def by_turns(
    what: str, database: str, goal: Goal, pairs: Iterable[tuple[Callable[[], object], Callable[[], object]]],
    note: str = "", *, warm_up: int = 0,
) -> Result:  # fmt: skip
    """Time each pair (ours, bare), the first of the two changing from pair to pair; the ratio is the median of pairs.

    The first `warm_up` pairs fill the caches of both and are not counted.
    """
    gc.collect()
    times = [_timed(pair, bare_first=number % 2 == 1) for number, pair in enumerate(pairs)][warm_up:]
    ours, bare = [one for one, _ in times], [other for _, other in times]
    ratio = median(one / other for one, other in times)
    return Result(what, database, median(ours), median(bare), ratio, len(times), goal, note)


def _timed(pair: tuple[Callable[[], object], Callable[[], object]], *, bare_first: bool) -> tuple[float, float]:
    ours, bare = pair
    if bare_first:
        bare_took = milliseconds(bare)
        return milliseconds(ours), bare_took
    return milliseconds(ours), milliseconds(bare)
