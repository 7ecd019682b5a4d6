"""Nobody looked for an hour, for days, for a month: on the return each thing is told once, on the rung it has reached
by then, and nobody gets two digests on one day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta

import pytest

from benchmarks.caseload import fill
from plo_workflow.reminders.sweeping import DATES, sweep
from schedules.delivery import deliver
from schedules.mail import MailServer, MailSettings
from tests.databases import Databases
from tests.office import Office
from tests.schedules.conftest import Post
from tests.year.facts import Reader
from tests.year.living import SITE, at_hour, by_line, mails_of, tellings_since
from tests.year.oracle import Oracle
from tests.year.rules import Rules

ITEMS = 10_000
BACK_ON = date(2026, 6, 10)
BACK_AT = at_hour(BACK_ON, 0, 45)
DAY = timedelta(days=1)
Settings = Callable[..., MailSettings]


def prepare_items(url: str) -> None:
    """Make an authority with so many things to be done, five to a case, and five hundred social workers."""
    with closing(fill(url, open_cases=ITEMS // 5)):
        pass


def fall_due(office: Office, first: date) -> None:
    """Everything is due on one of the days from the first up to the day before the return."""
    days = (BACK_ON - first).days
    with office.store.changing_many() as connection:
        for number in range(days):
            due_on = first + number * DAY
            connection.exec_driver_sql(f"UPDATE clocks SET due_on = '{due_on}' WHERE mod(id / 5, {days}) = {number}")


@pytest.mark.parametrize("away", [timedelta(hours=1), timedelta(days=3), timedelta(days=30)], ids=str)
def test_whatever_fell_due_while_nobody_looked_is_told_once_on_its_highest_rung(
    databases: Databases, post: Post, settings_for: Settings, away: timedelta
) -> None:
    office, oracle, carrier = (
        Office(databases.fresh(prepare_items)),
        Oracle(Rules()),
        MailServer(settings_for(post.port)),
    )

    def look(at: datetime) -> Counter[object]:
        expected = oracle.morning(Reader(office.rows).read(at.date()).with_dates_alone, at.date())
        last = office.rows("SELECT coalesce(max(id), 0) FROM reminders")[0][0]
        sweep(office.store, on=at.date(), at=at, kinds=(DATES,))
        found, _ = tellings_since(office, last)
        assert not (expected - found) + (found - expected)
        return Counter((one.ref, one.cause) for one in found)

    def send(at: datetime) -> list[str]:
        post.mails.clear()
        deliver(office.store, carrier, lambda: at, site=SITE)
        return [mail.address for mail in mails_of(post).elements() if mail.digest]

    gone_at = BACK_AT - away
    fall_due(office, gone_at.date())
    look(gone_at)
    assert not send(BACK_AT)

    found = look(BACK_AT)
    eight = at_hour(BACK_ON, 8, 0)
    expected = oracle.post(Reader(office.rows).read(BACK_ON).with_dates_alone, BACK_ON)
    digests = send(eight)
    assert by_line(mails_of(post)) == by_line(expected)
    assert len(found) == ITEMS
    assert len(digests) == len(set(digests)) > 100
    for later in (timedelta(minutes=15), timedelta(hours=4)):
        assert not look(eight + later)
        assert not send(eight + later)
    assert office.rows("SELECT count(*) FROM outbox WHERE state IN ('waiting', 'failed')")[0][0] == 0
