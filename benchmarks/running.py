"""Every measurement, at the sizes that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from benchmarks import drift, mail, moves, sweep, worklist
from benchmarks.measuring import Result
from tests.databases import Databases


@dataclass(frozen=True)
class Sizes:
    """How many cases and rounds; `histories` are numbers of cases of which `steady` are open."""

    moves: int
    open_cases: int
    rounds: int
    sweeps: int
    steady: int
    histories: tuple[int, ...]
    mails: int


FULL = Sizes(
    moves=60,
    open_cases=100_000,
    rounds=60,
    sweeps=9,
    steady=5_000,
    histories=(10_000, 100_000, 1_000_000),
    mails=10_000,
)
QUICK = Sizes(
    moves=8, open_cases=10_000, rounds=20, sweeps=3, steady=1_000, histories=(2_000, 20_000, 100_000), mails=200
)

Measure = Callable[[str, Databases, Sizes], list[Result]]


def _moves(database: str, place: Databases, sizes: Sizes) -> list[Result]:
    return moves.measure(database, place, sizes.moves)


def _worklist(database: str, place: Databases, sizes: Sizes) -> list[Result]:
    return [
        *worklist.measure(database, place, sizes.open_cases, sizes.rounds),
        *worklist.measure_growth(database, place, sizes.steady, sizes.histories, sizes.rounds),
    ]


def _sweep(database: str, place: Databases, sizes: Sizes) -> list[Result]:
    return sweep.measure(database, place, sizes.open_cases, sizes.sweeps)


def _drift(database: str, place: Databases, sizes: Sizes) -> list[Result]:
    return drift.measure(database, place, sizes.open_cases, sizes.sweeps)


def _mail(database: str, place: Databases, sizes: Sizes) -> list[Result]:
    return mail.measure(database, place, sizes.mails, min(sizes.sweeps, 3))


MEASURES: dict[str, Measure] = {
    "moves": _moves,
    "worklist": _worklist,
    "sweep": _sweep,
    "drift": _drift,
    "mail": _mail,
}


def run(places: Mapping[str, Databases], sizes: Sizes, only: str | None = None) -> Iterator[Result]:
    """Each result as soon as it is there; `only` names one of MEASURES."""
    for name, measure in MEASURES.items():
        if only in (None, name):
            for database, place in places.items():
                yield from measure(database, place, sizes)
