"""A year of reminders, day by day, beside an oracle that works out from plain facts who should have been told what:
none missed, none doubled, none that was stale when it was sent."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from plo_workflow.drift import SIGNALS
from schedules.mail import MailServer, MailSettings
from tests.databases import Databases
from tests.office import Office
from tests.schedules.conftest import Post, serving
from tests.year import drifting, facts, files, oracle, overdue, rules
from tests.year.happenings import Happenings
from tests.year.living import Year
from tests.year.oracle import Oracle
from tests.year.rules import Rules
from tests.year.stories import Stories, prepare_year

FIRST, DAYS = date(2026, 1, 5), 365
NEW_RULES_ON = date(2026, 7, 1)
MAIL_AWAY = [date(2026, 2, number) for number in (10, 11, 12)]
NOBODY_LOOKED = [date(2026, 3, number) for number in (3, 4, 5, 18)]
FAMILIES = {"sqlite": 300, "postgresql": 100}
RARE = {"sqlite": set[str](), "postgresql": {"back_after_stepping_down"}}
"""The drift that does not occur among so few families."""
WEEKS = 42
CHANGED = """SELECT a.id FROM reminders r JOIN allocations a ON a.case_id = r.case_id AND a.happened_on = r.due_on
  WHERE r.cause = 'social_worker_changed' AND a.part = 'social_worker'"""
Begin = Callable[..., Year]


@pytest.fixture
def post() -> Iterator[Post]:
    with serving(Post()) as found:
        yield found


@pytest.fixture
def begin(post: Post, tmp_path: Path) -> Begin:
    """Begins a year in a fresh authority."""
    settings = MailSettings(tmp_path, "127.0.0.1", post.port, None, None, starttls=False, sender="plo@council.example")

    def year(databases: Databases, *, families: int, days: int, **more: Any) -> Year:
        office = Office(databases.fresh(prepare_year))
        last = FIRST + timedelta(days=days)
        stories = Stories(office, families=families, first=FIRST, last=last, seed=7)
        happenings = Happenings(office, seed=11)
        return Year(office, post, MailServer(settings), stories, happenings, Oracle(Rules()), **more)

    return year


def test_in_a_year_nothing_is_missed_nothing_is_doubled_and_nothing_is_told_in_vain(
    databases: Databases, begin: Begin, request: pytest.FixtureRequest
) -> None:
    database = request.node.callspec.params["databases"]
    families, occurring = FAMILIES[database], SIGNALS.keys() - RARE[database]
    year = begin(
        databases, families=families, days=DAYS, new_rules_on=NEW_RULES_ON, unposted=MAIL_AWAY, unswept=NOBODY_LOOKED
    )
    lived = year.live(FIRST, DAYS)
    assert not lived.differences, "\n".join(map(str, lived.differences[:20]))
    assert lived.most_digests == 1
    assert lived.told > 50 * families
    assert lived.lines > 50 * families
    assert {name for name, number in year.happenings.happened.items() if number} == set(year.happenings.names)
    assert {"done", "moved", "passed", "answered", "said again since", "no address"} <= set(year.oracle.kept_back)
    assert {signal for signal, _ in lived.drifted} == occurring, "each signal has been compared"
    told = {cause for (cause,) in year.office.rows("SELECT DISTINCT cause FROM reminders WHERE clock_id IS NULL")}
    assert told >= rules.DRIFT_OWNERS.keys() & occurring
    [(extended, over)] = year.office.rows(
        "SELECT (SELECT count(*) FROM extensions), (SELECT count(*) FROM cases WHERE legal_hold)"
    )
    assert extended
    assert over


ORACLE = (drifting, facts, files, oracle, overdue, rules)


@pytest.mark.parametrize("module", ORACLE)
def test_the_oracle_uses_nothing_of_the_engine(module: Any) -> None:
    found = ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8")))
    imported = {node.module for node in found if isinstance(node, ast.ImportFrom)}
    ours = {name for name in imported if name and name.startswith(("plo_workflow", "schedules", "tests"))}
    assert "__future__" in imported
    assert ours <= {one.__name__ for one in ORACLE}


# The oracle can fail


def faults_after(year: Year) -> set[str]:
    return {difference.fault for difference in year.live(FIRST, WEEKS).differences}


def first_told(office: Office) -> Any:
    rows = office.rows("SELECT id FROM reminders WHERE rung LIKE 'coming%' ORDER BY id LIMIT 1")
    return rows[0][0] if rows else None


def test_a_reminder_that_was_lost_is_missed_and_then_told_anew(sqlite: Databases, begin: Begin) -> None:
    def lose(office: Office, _: date) -> None:
        if not lost and (number := first_told(office)):
            lost.append(number)
            with office.store.changing_many() as connection:
                for table, column in (("outbox", "reminder_id"), ("reminders", "id")):
                    connection.exec_driver_sql(f"DELETE FROM {table} WHERE {column} = {number}")

    lost: list[int] = []
    assert "missed line" in faults_after(begin(sqlite, families=30, days=WEEKS, meddle=lose))
    assert lost


def test_a_message_that_is_there_twice_is_seen(sqlite: Databases, begin: Begin) -> None:
    def double(office: Office, _: date) -> None:
        if not doubled and (number := first_told(office)):
            doubled.append(number)
            columns = "kind, bundled, case_ref, recipient, subject, body, about_on, state, tries, not_before_at, "
            columns += "recorded_at, recorded_by"
            with office.store.changing_many() as connection:
                connection.exec_driver_sql(
                    f"INSERT INTO outbox (message_key, {columns}) SELECT 'again', {columns} FROM outbox "
                    f"WHERE reminder_id = {number}"
                )

    doubled: list[int] = []
    assert faults_after(begin(sqlite, families=30, days=WEEKS, meddle=double)) == {"doubled line"}


def test_what_is_sent_that_was_done_meanwhile_is_seen(sqlite: Databases, begin: Begin) -> None:
    def keep_it_told(office: Office, _: date) -> None:
        """What waits no longer knows of what it tells, so that nothing can overtake it."""
        with office.store.changing_many() as connection:
            connection.exec_driver_sql("UPDATE outbox SET reminder_id = NULL WHERE state = 'waiting'")

    faults = faults_after(begin(sqlite, families=30, days=WEEKS, early=lambda _: True, meddle=keep_it_told))
    assert "in vain line" in faults
    assert "missed line" not in faults


def test_drift_whose_cause_vanished_without_a_trace_is_seen(sqlite: Databases, begin: Begin) -> None:
    def forget_the_changes(office: Office, _: date) -> None:
        """Nothing says any more that another social worker took a case on; the case is as it was."""
        if found := office.rows(CHANGED):
            gone.extend(number for (number,) in found)
            with office.store.changing_many() as connection:
                connection.exec_driver_sql(f"DELETE FROM allocations WHERE id IN ({', '.join(map(str, gone))})")

    gone: list[int] = []
    faults = faults_after(begin(sqlite, families=30, days=WEEKS, meddle=forget_the_changes))
    assert gone
    assert {"missed line", "missed signal"} <= faults <= {"missed line", "missed signal", "missed telling"}


def test_an_oracle_that_looks_on_a_day_on_which_nobody_swept_says_so(sqlite: Databases, begin: Begin) -> None:
    year = begin(sqlite, families=30, days=WEEKS)
    year.live(FIRST, WEEKS)
    day = FIRST + timedelta(days=WEEKS + 7)
    expected = year.oracle.morning(year.reader.read(day), day)
    year.lived.compare(day, expected, type(expected)(), "telling")
    assert {difference.fault for difference in year.lived.differences} == {"missed telling"}
