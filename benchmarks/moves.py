"""A move as a full command against the same rows by bare statements.

Three databases that begin alike: on the first each move is made once to see which rows it writes; then, move by move
and by turns, the second gets the commands and the third the bare rows. In the end both must hold the very same.
"""

from __future__ import annotations

from contextlib import closing
from functools import partial
from statistics import median

from benchmarks.bare import Writes, bare, contents, writes_between
from benchmarks.journey import Journey, Step
from benchmarks.measuring import Goal, Result, by_turns
from tests.databases import Databases
from tests.office import Office, prepare

GOALS = {"SQLite": Goal(3.0, 2.0), "PostgreSQL": Goal(1.8, 1.3)}
MOVES = {
    "accept_and_list": "Accept and list for the gateway (T02)",
    "issue_letters": "Send the letters before proceedings (T07)",
    "hold_review": "Record a review meeting (T09)",
}
WARM_UP = 10


def measure(database: str, place: Databases, cases: int) -> list[Result]:
    """Each move on so many cases of its own."""
    return [_measure(database, place, move, cases + WARM_UP) for move in MOVES]


def _measure(database: str, place: Databases, move: str, cases: int) -> Result:
    steps: list[Step] = []
    begin = partial(_begin, move=move, cases=cases, steps=steps)
    first, second, third = (place.fresh(begin) for _ in range(3))
    writes = _writes_of(first, steps)
    office = Office(second)
    with closing(office.store), closing(bare(third)) as driver:
        pairs = [
            (partial(step.make, office), partial(driver.write, w.statements))
            for step, w in zip(steps, writes, strict=True)
        ]
        rows = f"{median(w.rows for w in writes):.0f} rows"
        result = by_turns(MOVES[move], database, GOALS[database], pairs, rows, warm_up=WARM_UP)
    _expect_alike(second, third)
    return result


def _begin(url: str, *, move: str, cases: int, steps: list[Step]) -> None:
    """An authority with so many families, each with the move to be made next."""
    prepare(url)
    office = Office(url)
    office.store.check_safe()
    steps += [Journey(office, number).up_to(move) for number in range(cases)]
    office.store.close()


def _writes_of(url: str, steps: list[Step]) -> list[Writes]:
    """Make each move and see which rows it writes."""
    found = []
    office = Office(url)
    with closing(office.store), closing(bare(url)) as driver:
        before = contents(driver)
        for step in steps:
            step.make(office)
            after = contents(driver)
            found.append(writes_between(before, after, driver.mark))
            before = after
    return found


def _expect_alike(commands_url: str, bare_url: str) -> None:
    """Refuse a measurement in which the two sides did not write the very same rows."""
    with closing(bare(commands_url)) as commands, closing(bare(bare_url)) as by_hand:
        if contents(commands) != contents(by_hand):
            raise AssertionError("The bare statements did not write the same rows as the commands.")
