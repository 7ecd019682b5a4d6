"""The sweep for overdue reminders against the bare `INSERT ... SELECT` that writes the same rows; and a second sweep,
with nothing new to tell, against an indexed count of what is overdue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial

from benchmarks.bare import BarePostgresql, BareSqlite, Statement, bare
from benchmarks.caseload import AT, TODAY, fill, tidy
from benchmarks.measuring import Goal, Result, by_turns
from plo_workflow.cases.reminding import Sweep, sweep
from plo_workflow.store import Store
from plo_workflow.working_days import with_weekday
from schedules.reminders import REMINDERS
from tests.databases import Databases

GOAL = Goal(1.5)
SECOND_GOAL = Goal(1.2)
WARM_UP = 1
SITE = "http://127.0.0.1:5000"
YESTERDAY = TODAY - timedelta(days=1)

LATE = f"k.outcome IS NULL AND k.chased = TRUE AND k.due_on <= '{YESTERDAY}'"
COUNT_SQL = f"SELECT count(*) FROM clocks AS k WHERE {LATE}"
WORKERS_OWN = "('letter_sent', 'child_seen')"
REMINDERS_SQL = f"""
INSERT INTO reminders (case_id, clock_id, rung, due_on, recipient, told_as, raised_on, recorded_at, recorded_by)
SELECT c.id, k.id, 'overdue_first', k.due_on,
  CASE WHEN k.clock IN {WORKERS_OWN} THEN c.social_worker ELSE c.team_manager END,
  CASE WHEN k.clock IN {WORKERS_OWN} THEN 'social_worker' ELSE 'team_manager' END, '{TODAY}', '<at>', 'system'
FROM clocks AS k JOIN cases AS c ON c.id = k.case_id WHERE {LATE} AND c.legal_hold = FALSE
ON CONFLICT DO NOTHING"""
OUTBOX_SQL = f"""
INSERT INTO outbox (message_key, reminder_id, case_ref, recipient, subject, body, state, tries, not_before_at,
  recorded_at, recorded_by)
SELECT 'reminder:' || r.clock_id || ':' || r.rung || ':' || r.due_on || ':' || r.recipient, r.id, c.ref, r.recipient,
  c.ref || ' overdue: ' || w.what,
  'Overdue since ' || d.in_words || ': ' || w.what || '\nCase: ' || c.ref || '\n\nIf it has been done, record it on '
  || 'the case and these reminders stop. If it has not, the case shows what is missing.\n\n{SITE}/cases/' || c.ref
  || '\n\nYou are told as ' || w.told_as || ' on this case.\n', 'waiting', 0, '<at>', '<at>', 'system'
FROM reminders AS r JOIN cases AS c ON c.id = r.case_id JOIN clocks AS k ON k.id = r.clock_id
JOIN bench_words AS w ON w.clock = k.clock JOIN bench_days_in_words AS d ON d.due_on = r.due_on
ON CONFLICT DO NOTHING"""
WORDS = (
    ("letter_sent", "Letter before proceedings sent", "social worker"),
    ("child_seen", "Child seen", "social worker"),
    ("case_supervision", "Case supervision", "team manager"),
    ("headline_limit", "Pre-proceedings limit", "team manager"),
    ("exit_gateway_listed", "Exit gateway held", "team manager"),
)
WRITTEN = (
    "SELECT case_id, clock_id, rung, due_on, recipient, told_as, raised_on, recorded_at, recorded_by FROM reminders "
    "ORDER BY clock_id, recipient",
    "SELECT message_key, case_ref, recipient, subject, body, state, tries, not_before_at, sent_at, fault, recorded_at, "
    "recorded_by FROM outbox ORDER BY message_key",
)


def measure(database: str, place: Databases, open_cases: int, rounds: int) -> list[Result]:
    """The first sweep and the second over so many open cases, on two databases that begin alike."""
    urls = [place.fresh(), place.fresh()]
    with (
        closing(fill(urls[0], open_cases=open_cases)) as store,
        closing(fill(urls[1], open_cases=open_cases)) as other,
        closing(bare(urls[0])) as counting,
        closing(bare(urls[1])) as writing,
    ):
        by_hand = _by_hand(writing, database)
        over = f"{open_cases:,} open cases with five clocks each"
        pairs = _pairs((store, other), by_hand, rounds + WARM_UP)
        first = by_turns(f"A sweep, {over}", database, GOAL, pairs, warm_up=WARM_UP)
        rows = _expect_alike(counting, writing)
        again = [(partial(sweep_once, store), partial(counting.rows, COUNT_SQL))] * (rounds + WARM_UP)
        what = f"A second sweep with nothing new, {over}, against counting what is overdue"
        second = by_turns(what, database, SECOND_GOAL, again, f"{rows:,} overdue", warm_up=WARM_UP)
    return [first, second]


def sweep_once(store: Store) -> Sweep:
    """One sweep for TODAY."""
    return sweep(store, REMINDERS.values(), on=TODAY, at=AT, site=SITE)


def _pairs(
    stores: tuple[Store, Store], by_hand: Callable[[], None], number: int
) -> Iterator[tuple[Callable[[], object], Callable[[], object]]]:
    """Each pair begins with nothing told on either side."""
    for _ in range(number):
        for store in stores:
            with store.changing_many() as connection:
                for table in ("outbox", "reminders", "sweeps"):
                    connection.exec_driver_sql(f"DELETE FROM {table}")
            tidy(store)
        yield partial(sweep_once, stores[0]), by_hand


def _by_hand(driver: BareSqlite | BarePostgresql, database: str) -> Callable[[], None]:
    """The bare statements, with the words that they join at hand in temporary tables."""
    driver.run("CREATE TEMPORARY TABLE bench_words (clock VARCHAR PRIMARY KEY, what VARCHAR, told_as VARCHAR)")
    driver.run("CREATE TEMPORARY TABLE bench_days_in_words (due_on DATE PRIMARY KEY, in_words VARCHAR)")
    days = [TODAY - timedelta(days=number) for number in range(1, 60)]
    mark = driver.mark
    filled: list[Statement] = [(f"INSERT INTO bench_words VALUES ({mark}, {mark}, {mark})", words) for words in WORDS]
    filled += [
        (f"INSERT INTO bench_days_in_words VALUES ({mark}, {mark})", (day.isoformat(), with_weekday(day)))
        for day in days
    ]
    driver.write(filled)
    if database != "SQLite":
        driver.run("ANALYZE bench_words, bench_days_in_words")
    at = "2026-06-03 11:00:00.000000" + ("" if database == "SQLite" else "+00")
    statements: list[Statement] = [(sql.replace("<at>", at), ()) for sql in (REMINDERS_SQL, OUTBOX_SQL)]
    return partial(driver.write, statements)


def _expect_alike(ours: BareSqlite | BarePostgresql, by_hand: BareSqlite | BarePostgresql) -> int:
    """How many were told; a measurement in which the two sides did not write the very same rows is refused."""
    for sql in WRITTEN:
        written = ours.rows(sql)
        if written != by_hand.rows(sql):
            raise AssertionError("The bare statements did not write the same rows as the sweep.")
    return len(written)
