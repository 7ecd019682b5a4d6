"""Cases to measure on, inserted by the hundred thousand: a fixture of the benchmarks, never of the product.

Each open case has two children and five running clocks, one clock in a hundred overdue and none coming due soon;
each closed one a child and a clock that was stopped. The same statements serve both databases.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import JSON, Connection, Date, bindparam, text

from benchmarks.casework import casework
from plo_workflow.store import Store
from tests.office import noon, prepare

TODAY = date(2026, 6, 3)
AT = noon(TODAY)
DAY = bindparam("day", type_=Date())
HOLDS = bindparam("holds", type_=JSON())
RUNNING = ("letter_sent", "child_seen", "case_supervision", "headline_limit", "exit_gateway_listed")
WORKERS = 500
CLOSED_OVER = 3650
"""So many days of history: the closed cases lie in the ten years before TODAY."""

NUMBERS = """
WITH RECURSIVE numbers(n) AS (SELECT CAST(:first AS INTEGER) UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)
"""
PLANNED = f"""{NUMBERS}, planned AS (
  SELECT n, kind.number AS k, kind.clock, day.day AS due_on FROM numbers CROSS JOIN bench_kinds AS kind
  JOIN bench_days AS day ON day.number = CASE WHEN (n * 7 + kind.number * 13) % 100 = 0
    THEN -1 - (n * 11) % 40 ELSE 20 + (n * 17 + kind.number * 41) % 120 END
)"""
CASE_COLUMNS = """id, ref, family_name, stage, stage_since_on, open, opened_on, closed_on, revision, next_due_on,
  policy_version, team, social_worker, team_manager, lawyer, urgent, transfer_pending, restricted, legal_hold,
  synthetic, holds, recorded_at, recorded_by"""
CASE_FACTS = """(SELECT version FROM policy_versions WHERE current), 'Team ' || (n % 40), 'worker-' || (n % :workers),
  'tess', 'lee', FALSE, FALSE, FALSE, FALSE, TRUE, :holds, recorded_at, 'sam'"""
FOUNDED = "CROSS JOIN (SELECT recorded_at FROM staff WHERE key = 'sam') AS founded"

OPEN_CASES = f"""INSERT INTO cases ({CASE_COLUMNS}) {PLANNED}
SELECT n, 'BEN-' || n, 'Family ' || n, 'active_plan', opened.day, TRUE, opened.day, NULL, 1, next.due_on, {CASE_FACTS}
FROM (SELECT n, min(due_on) AS due_on FROM planned GROUP BY n) AS next
JOIN bench_days AS opened ON opened.number = -90 - n % 60 {FOUNDED} ORDER BY n"""
OPEN_CLOCKS = f"""INSERT INTO clocks (case_id, clock, subject, turn, anchor_on, due_on, provisional, chased) {PLANNED}
SELECT n, clock, '', 1, anchor.day, due_on, FALSE, TRUE FROM planned
JOIN bench_days AS anchor ON anchor.number = -60 ORDER BY n, k"""
CLOSED_CASES = f"""INSERT INTO cases ({CASE_COLUMNS}) {NUMBERS}
SELECT n, 'BEN-' || n, 'Family ' || n, 'stepped_down', closed.day, FALSE, opened.day, closed.day, 1, NULL, {CASE_FACTS}
FROM numbers JOIN bench_days AS closed ON closed.number = -1 - n % {CLOSED_OVER}
JOIN bench_days AS opened ON opened.number = closed.number - 150 {FOUNDED}"""
CLOSED_CLOCKS = f"""INSERT INTO clocks (case_id, clock, subject, turn, anchor_on, due_on, provisional, chased,
  stopped_on, outcome) {NUMBERS}
SELECT n, 'headline_limit', '', 1, day.day, day.day, FALSE, TRUE, day.day, 'met' FROM numbers
JOIN bench_days AS day ON day.number = -1 - n % {CLOSED_OVER}"""
CHILDREN = f"""INSERT INTO children (case_id, happened_on, recorded_at, recorded_by, child_key, given_name, family_name,
  born_on, removal_planned, joined_later) {NUMBERS}
SELECT n, day.day, recorded_at, 'sam', 'child-' || n || '-' || :child, 'Child ' || :child, 'Family ' || n,
  day.day, FALSE, FALSE FROM numbers JOIN bench_days AS day ON day.number = -1 - n % {CLOSED_OVER} {FOUNDED}"""
STAFF = f"""INSERT INTO staff (key, name, email, team, roles, active, recorded_at, recorded_by) {NUMBERS}
SELECT 'worker-' || n, 'Worker ' || n, 'worker-' || n || '@council.example', 'Team ' || (n % 40), roles, TRUE,
  recorded_at, 'sam' FROM numbers CROSS JOIN (SELECT roles, recorded_at FROM staff WHERE key = 'sam') AS sam"""


def fill(url: str, *, open_cases: int, closed_cases: int = 0, worked_on: bool = False) -> Store:
    """Make an authority with so many cases, its statistics as up to date as a running database keeps them."""
    prepare(url)
    store = Store(url)
    store.check_safe()
    with store.changing_many() as connection:
        _lists(connection)
        _insert(connection, (STAFF,), 0, WORKERS - 1)
        _insert(connection, (OPEN_CASES, OPEN_CLOCKS, *_children(2)), 1, open_cases)
        for statement in casework() if worked_on else ():
            connection.execute(text(statement))
        _insert(connection, (CLOSED_CASES, CLOSED_CLOCKS, *_children(1)), open_cases + 1, open_cases + closed_cases)
    tidy(store)
    return store


def tidy(store: Store) -> None:
    """What both databases do by themselves in quiet hours, so that neither side of a measurement pays for it."""
    statements = ("PRAGMA wal_checkpoint(TRUNCATE)",) if store.on_sqlite else ("VACUUM ANALYZE", "CHECKPOINT")
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))


def _children(number: int) -> list[str]:
    return [CHILDREN.replace(":child", str(child)) for child in range(1, number + 1)]


def _insert(connection: Connection, statements: Iterable[str], first: int, last: int) -> None:
    if first > last:
        return
    for statement in statements:
        given = {"first": first, "last": last, "workers": WORKERS, "holds": ["children"]}
        query = text(statement)
        wanted = {name: given[name] for name in query.compile().params}
        connection.execute(query.bindparams(*[HOLDS] if "holds" in wanted else []), wanted)


def _lists(connection: Connection) -> None:
    """Days by number, counted from TODAY, and the kinds of clock: what dates and clocks are picked from."""
    connection.execute(text("CREATE TEMPORARY TABLE bench_days (number INTEGER PRIMARY KEY, day DATE)"))
    connection.execute(text("CREATE TEMPORARY TABLE bench_kinds (number INTEGER PRIMARY KEY, clock VARCHAR)"))
    days = [{"number": number, "day": TODAY + timedelta(days=number)} for number in range(-CLOSED_OVER - 200, 200)]
    connection.execute(text("INSERT INTO bench_days VALUES (:number, :day)").bindparams(DAY), days)
    kinds = [{"number": number, "clock": clock} for number, clock in enumerate(RUNNING)]
    connection.execute(text("INSERT INTO bench_kinds VALUES (:number, :clock)"), kinds)
