"""Every page says so when nobody looks for what is overdue any more, and only then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest

from plo_workflow.reminders.sweeping import sweep
from plo_workflow.settings import LONDON
from tests.databases import Databases
from tests.journeys import requested
from tests.office import FOUNDED_ON, Office, noon, prepare
from tests.steps import ON_TIME
from tests.web.offices import Website

TODAY = ON_TIME.requested
WARNING = "Reminders have not been looked for {}. Dates on these pages are right all the same; tell your administrator."
PAGES = ("/", "/reminders", "/gateway", "/rules", "/cases/PLO-2026-00001", "/sign-in")


@pytest.fixture
def website(databases: Databases) -> Iterator[Website]:
    office = Office(databases.fresh(prepare))
    yield Website(office, TODAY)
    office.store.close()


def looked_at(website: Website, hour: int, minute: int = 0) -> datetime:
    """Somebody looks for what is overdue at this time of the day; noon is when pages are read."""
    at = datetime.combine(TODAY, time(hour, minute), LONDON)
    sweep(website.office.store, on=TODAY, at=at)
    return at


def warned(website: Website, path: str = "/") -> str:
    """The warning on a page, if there is one."""
    with website.signed_in("sam") as sam:
        page = " ".join(sam.read(path).split())
    return page.partition("Warning</span>")[2].partition("</strong>")[0].strip()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_when_nobody_has_looked_for_what_is_overdue_yet(website: Website, path: str) -> None:
    requested(website.office)
    assert warned(website, path) == WARNING.format("yet")


def test_a_page_that_is_not_there_says_so_too(website: Website) -> None:
    requested(website.office)
    with website.signed_in("sam") as sam:
        assert WARNING.format("yet") in " ".join(sam.get("/nowhere").text.split())


def test_where_there_is_no_case_nobody_need_look(website: Website) -> None:
    assert warned(website) == ""


def test_in_the_first_hour_of_a_database_nobody_need_have_looked_yet(website: Website) -> None:
    requested(website.office)
    clock = website.app.extensions
    for after, words in ((timedelta(minutes=60), ""), (timedelta(minutes=61), WARNING.format("yet"))):
        clock["plo_clock"] = lambda after=after: noon(FOUNDED_ON) + after
        assert warned(website) == words


def test_somebody_who_looked_in_the_last_hour_is_enough(website: Website) -> None:
    requested(website.office)
    looked_at(website, 11)
    assert warned(website) == ""


def test_after_more_than_an_hour_every_page_says_since_when(website: Website) -> None:
    requested(website.office)
    looked_at(website, 9, 14)
    for path in PAGES:
        assert warned(website, path) == WARNING.format("since 9:14am today")


def test_on_another_day_the_day_is_said(website: Website) -> None:
    requested(website.office)
    looked_at(website, 9, 14)
    website.today += timedelta(days=1)
    assert warned(website) == WARNING.format(f"since {TODAY:%-d %B %Y} at 9:14am")


def test_whoever_watches_the_service_is_told_what_is_wrong_on_a_line_each(website: Website) -> None:
    with website.app.test_client() as watcher:
        assert watcher.get("/readyz").text == "ready\n"
        requested(website.office)
        assert watcher.get("/readyz").text == "ready\nnobody has looked for what is overdue yet\n"
        looked_at(website, 9, 14)
        late = f"ready\nnobody has looked for what is overdue since {TODAY:%-d %B %Y} 09:14 UTC\n"
        assert watcher.get("/readyz").text == late
        looked_at(website, 11)
        assert watcher.get("/readyz").text == "ready\n"


def test_without_its_database_the_website_is_alive_and_not_ready(website: Website) -> None:
    with website.office.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE outbox")
    with website.app.test_client() as watcher:
        assert (watcher.get("/healthz").status_code, watcher.get("/readyz").status_code) == (200, 503)
        assert watcher.get("/readyz").text == "the database does not answer\n"
