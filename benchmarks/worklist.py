"""The worklist against hand-written SQL that fetches the same rows, and whether closed cases make it slower."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import date
from functools import partial
from statistics import median
from typing import Any

from benchmarks.bare import Driver, bare
from benchmarks.caseload import TODAY, fill
from benchmarks.measuring import Goal, Result, by_turns, milliseconds
from plo_workflow.caseload.worklist import PAGE, Line, Wanted, count_cases, totals, worklist
from plo_workflow.store import Store
from tests.databases import Databases

GOAL = Goal(1.5)
NO_GROWTH = Goal(1.25)
WARM_UP = 5
ALL = Wanted()

PAGE_SQL = f"""
SELECT c.ref, c.family_name, c.stage, c.stage_since_on, c.open, c.closed_on, c.next_due_on, c.urgent, c.paused_until_on,
  c.team, coalesce(s.name, c.social_worker),
  (SELECT count(*) FROM children AS h WHERE h.case_id = c.id AND h.withdrawn_at IS NULL),
  min(k.clock) FILTER (WHERE k.chased AND k.due_on = c.next_due_on),
  count(*) FILTER (WHERE k.chased AND k.due_on < '{TODAY}'),
  min(k.due_on) FILTER (WHERE k.clock = 'headline_limit')
FROM (
  SELECT id FROM cases WHERE open = TRUE AND restricted = FALSE ORDER BY next_due_on NULLS LAST, id LIMIT {PAGE}
) AS p
JOIN cases AS c ON c.id = p.id
LEFT JOIN clocks AS k ON k.case_id = c.id AND k.outcome IS NULL
LEFT JOIN staff AS s ON s.key = c.social_worker
GROUP BY c.id, s.key ORDER BY c.next_due_on NULLS LAST, c.id
"""
COUNT_SQL = "SELECT count(*) FROM cases WHERE open = TRUE AND restricted = FALSE"
STAGES_SQL = "SELECT stage, count(*) FROM cases WHERE open = TRUE GROUP BY stage"
OVERDUE_SQL = f"SELECT count(*) FROM cases WHERE open = TRUE AND next_due_on < '{TODAY}'"


def measure(database: str, place: Databases, open_cases: int, rounds: int) -> list[Result]:
    """A page of the worklist, and all that the caseload page reads, over so many open cases."""
    url = place.fresh()
    with closing(fill(url, open_cases=open_cases)) as store, closing(bare(url)) as driver:
        _expect_alike(store, driver)
        over = f"{open_cases:,} open cases"
        asked: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
            (f"A page of the worklist, {over}", partial(page, store), partial(driver.rows, PAGE_SQL)),
            (f"All that the caseload page reads, {over}", partial(whole, store), partial(whole_by_hand, driver)),
        ]
        return [
            by_turns(what, database, GOAL, [(ours, by_hand)] * (rounds + WARM_UP), f"{PAGE} lines", warm_up=WARM_UP)
            for what, ours, by_hand in asked
        ]


def measure_growth(
    database: str, place: Databases, open_cases: int, histories: tuple[int, ...], rounds: int
) -> list[Result]:
    """All that the caseload page reads with the longest history, against the same with the shortest."""
    with ExitStack() as opened:
        stores = [
            opened.enter_context(
                closing(fill(place.fresh(), open_cases=open_cases, closed_cases=all_cases - open_cases))
            )
            for all_cases in histories
        ]
        least, most = partial(whole, stores[0]), partial(whole, stores[-1])
        between = [
            f"{median(milliseconds(partial(whole, store)) for _ in range(rounds)):.1f} ms with {all_cases:,}"
            for store, all_cases in zip(stores[1:-1], histories[1:-1], strict=True)
        ]
        what = f"The caseload page, {open_cases:,} of {histories[-1]:,} cases open, against {histories[0]:,}"
        pairs = [(most, least)] * (rounds + WARM_UP)
        return [by_turns(what, database, NO_GROWTH, pairs, "; ".join(between), warm_up=WARM_UP)]


def page(store: Store) -> list[Line]:
    """The first page of everybody's open cases."""
    with store.reading() as session:
        return worklist(session, ALL, today=TODAY)


def whole(store: Store) -> tuple[Any, ...]:
    """What one request for the caseload page reads of cases."""
    with store.reading() as session:
        lines = worklist(session, ALL, today=TODAY)
        return count_cases(session, ALL), totals(session, today=TODAY), lines


def whole_by_hand(driver: Driver) -> list[list[tuple[Any, ...]]]:
    """The same, by hand."""
    return [driver.rows(sql) for sql in (COUNT_SQL, STAGES_SQL, OVERDUE_SQL, PAGE_SQL)]


def _expect_alike(store: Store, driver: Driver) -> None:
    """Refuse a measurement in which the two sides did not read the very same."""
    found, numbers, lines = whole(store)
    counted, stages, overdue, by_hand = whole_by_hand(driver)
    said = [(found,)], sorted(numbers.by_stage.items()), [(numbers.overdue,)], _plain(lines)
    if said != (counted, sorted(stages), overdue, _plain(by_hand)):
        raise AssertionError("The hand-written SQL did not fetch the same rows as the worklist.")


def _plain(rows: Any) -> list[list[Any]]:
    """Dates as text and truth as 1 or 0, as SQLite's driver gives them."""
    return [[value.isoformat() if isinstance(value, date) else value for value in row] for row in rows]
