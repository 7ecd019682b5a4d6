"""The sweep for drift, which goes through every open case, against the sweep for dates over the same cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

from benchmarks.caseload import AT, TODAY, fill, tidy
from benchmarks.measuring import Goal, Result, by_turns
from plo_workflow.reminders.sweeping import DATES, DRIFT, Sweep, sweep
from plo_workflow.store import Store
from tests.databases import Databases

GOAL = Goal(10)
WARM_UP = 1


def measure(database: str, place: Databases, open_cases: int, rounds: int) -> list[Result]:
    """One sweep of each kind over so many open cases, on each of which some twenty facts were recorded."""
    with closing(fill(place.fresh(), open_cases=open_cases, worked_on=True)) as store:
        what = f"A sweep for drift, {open_cases:,} open cases, against one for dates"
        return [by_turns(what, database, GOAL, _pairs(store, rounds + WARM_UP), warm_up=WARM_UP)]


def _pairs(store: Store, number: int) -> Iterator[tuple[Callable[[], object], Callable[[], object]]]:
    """Each pair begins with nothing told."""
    for _ in range(number):
        with store.changing_many() as connection:
            for table in ("outbox", "reminders", "sweeps"):
                connection.exec_driver_sql(f"DELETE FROM {table}")
        tidy(store)
        yield partial(_sweep_of, store, DRIFT), partial(_sweep_of, store, DATES)


def _sweep_of(store: Store, kind: str) -> Sweep:
    """One sweep, which must have found somebody to tell."""
    swept = sweep(store, on=TODAY, at=AT, kinds=(kind,))
    if not swept.queued:
        raise AssertionError(f"The sweep for {kind} told nobody, so there was nothing to measure.")
    return swept
