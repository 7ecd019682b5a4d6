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
from plo_workflow.policy import calendar_for, default_policy
from plo_workflow.reminders.ladder import OVERDUE, spans
from plo_workflow.reminders.sweeping import DATES, Sweep, sweep
from plo_workflow.store import Store
from plo_workflow.working_days import with_weekday
from tests.databases import Databases

GOAL = Goal(1.5)
SECOND_GOAL = Goal(1.2)
WARM_UP = 1
YESTERDAY = TODAY - timedelta(days=1)

LATE = f"k.outcome IS NULL AND k.chased = TRUE AND k.due_on <= '{YESTERDAY}'"
COUNT_SQL = f"SELECT count(*) FROM clocks AS k WHERE {LATE}"
REMINDERS_SQL = f"""
INSERT INTO reminders (case_id, clock_id, cause, subject, rung, due_on, counted_on, recipient, told_as, raised_on,
  recorded_at, recorded_by)
SELECT c.id, k.id, k.clock, k.subject, t.rung, k.due_on, k.due_on,
  CASE t.told_as WHEN 'social_worker' THEN c.social_worker WHEN 'team_manager' THEN c.team_manager ELSE t.person END,
  t.told_as, '{TODAY}', '<at>', 'system'
FROM clocks AS k JOIN cases AS c ON c.id = k.case_id
JOIN bench_tellings AS t ON t.clock = k.clock AND k.due_on BETWEEN t.first_on AND t.last_on
WHERE {LATE} AND c.legal_hold = FALSE ON CONFLICT DO NOTHING"""
OUTBOX_SQL = """
INSERT INTO outbox (message_key, kind, reminder_id, bundled, case_ref, recipient, subject, body, about_on, state, tries,
  not_before_at, recorded_at, recorded_by)
SELECT 'reminder:' || r.case_id || ':' || r.cause || ':' || r.subject || ':' || r.counted_on || ':' || r.rung || ':'
  || r.recipient, 'reminder', r.id, t.bundled, c.ref, r.recipient, t.what || d.in_words || t.by_whom, t.why, r.due_on,
  'waiting', 0, '<at>', '<at>', 'system'
FROM reminders AS r JOIN cases AS c ON c.id = r.case_id
JOIN (SELECT DISTINCT clock, rung, bundled, what, by_whom, why FROM bench_tellings) AS t
  ON t.clock = r.cause AND t.rung = r.rung
JOIN bench_days_in_words AS d ON d.due_on = r.due_on ON CONFLICT DO NOTHING"""
WORDS = (
    ("letter_sent", "Letter before proceedings sent", "social_worker"),
    ("child_seen", "Child seen", "social_worker"),
    ("case_supervision", "Case supervision", "team_manager"),
    ("headline_limit", "Pre-proceedings limit", "team_manager"),
    ("exit_gateway_listed", "Exit gateway held", "team_manager"),
)
HOLDERS = {"service_manager": ("cara", "sue"), "head_of_service": ("hugh",), "director": ("dora",)}
TELLINGS = "clock, rung, first_on, last_on, told_as, person, bundled, what, by_whom, why"
WRITTEN = (
    "SELECT case_id, clock_id, cause, subject, rung, due_on, counted_on, recipient, told_as, stands_in_for, raised_on, "
    "recorded_at, recorded_by FROM reminders ORDER BY clock_id, recipient",
    "SELECT message_key, kind, bundled, sent_with, case_ref, recipient, subject, body, about_on, state, tries, "
    "not_before_at, sent_at, fault, recorded_at, recorded_by FROM outbox ORDER BY message_key",
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
    return sweep(store, on=TODAY, at=AT, kinds=(DATES,))


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
    """The bare statements, with whom and what they tell at hand in temporary tables."""
    columns = TELLINGS.replace("bundled", "bundled BOOLEAN").replace("_on", "_on DATE")
    driver.run(f"CREATE TEMPORARY TABLE bench_tellings ({', '.join(_typed(one) for one in columns.split(', '))})")
    driver.run("CREATE TEMPORARY TABLE bench_days_in_words (due_on DATE PRIMARY KEY, in_words VARCHAR)")
    days = [TODAY - timedelta(days=number) for number in range(1, 60)]
    mark = driver.mark
    row = ", ".join([mark] * len(TELLINGS.split(", ")))
    filled: list[Statement] = [(f"INSERT INTO bench_tellings VALUES ({row})", told) for told in _tellings()]
    filled += [
        (f"INSERT INTO bench_days_in_words VALUES ({mark}, {mark})", (day.isoformat(), with_weekday(day)))
        for day in days
    ]
    driver.write(filled)
    if database != "SQLite":
        driver.run("ANALYZE bench_tellings, bench_days_in_words")
    at = "2026-06-03 11:00:00.000000" + ("" if database == "SQLite" else "+00")
    statements: list[Statement] = [(sql.replace("<at>", at), ()) for sql in (REMINDERS_SQL, OUTBOX_SQL)]
    return partial(driver.write, statements)


def _typed(column: str) -> str:
    return column if " " in column else f"{column} VARCHAR"


def _tellings() -> Iterator[tuple[object, ...]]:
    """Who is told of which clock on which rung, and the words around the date."""
    policy = default_policy()
    for span in spans(policy.reminders, calendar_for(policy), TODAY):
        for clock, what, owner in WORDS if span.ladder == OVERDUE else ():
            told_as = owner if span.to == "owner" else span.to
            role = told_as.replace("_", " ")
            why = f"You are told as {role}{'' if told_as in HOLDERS else ' on this case'}."
            words = (f"{what} – overdue since ", f", for the {owner.replace('_', ' ')}", why)
            for person in HOLDERS.get(told_as, ("",)):
                dates = (span.first_on.isoformat(), span.last_on.isoformat())
                yield (clock, span.rung, *dates, told_as, person, not span.at_once, *words)


def _expect_alike(ours: BareSqlite | BarePostgresql, by_hand: BareSqlite | BarePostgresql) -> int:
    """How many were told; a measurement in which the two sides did not write the very same rows is refused."""
    for sql in WRITTEN:
        written = ours.rows(sql)
        if written != by_hand.rows(sql):
            raise AssertionError("The bare statements did not write the same rows as the sweep.")
    return len(written)
