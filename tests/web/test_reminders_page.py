"""The reminders page: what concerns whoever looks comes first, then what was found in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from plo_workflow.cases.requesting import NewChild
from plo_workflow.reminders.sweeping import sweep
from tests.databases import SqliteFiles
from tests.journeys import listed
from tests.office import Office, noon, prepare
from tests.steps import ON_TIME, Family
from tests.web.offices import Website

TODAY = ON_TIME.exit
YOURS, LOOKING = "Yours</h2>", "Looking for what is overdue</h2>"


def with_something_overdue(url: str) -> None:
    """A case of Sam's whose gateway meeting is long overdue, and a sweep that found it."""
    prepare(url)
    office = Office(url)
    listed(office, family=Family("Alder", (NewChild("Wren", born_on=date(2019, 5, 6)),), ("Kit Alder",)))
    sweep(office.store, on=TODAY, at=noon(TODAY))
    office.store.close()


@pytest.fixture
def website(sqlite: SqliteFiles) -> Iterator[Website]:
    office = Office(sqlite.fresh(with_something_overdue))
    yield Website(office, TODAY)
    office.store.close()


def yours(website: Website, who: str) -> str:
    """What the page says first, to somebody."""
    with website.signed_in(who) as colleague:
        page = colleague.read("/reminders")
    assert page.index(YOURS) < page.index(LOOKING) < page.index("Could not be sent</h2>")
    return page.split(YOURS)[1].split(LOOKING)[0]


def test_what_somebody_was_told_comes_first_with_the_way_to_the_case(website: Website) -> None:
    told = website.office.rows("SELECT recipient, subject FROM outbox WHERE state != 'dropped' AND kind != 'day'")
    assert {recipient for recipient, _ in told} > {"sam"}
    for who in {recipient for recipient, _ in told}:
        page = yours(website, who)
        assert 'href="/cases/PLO-2026-00001"' in page
        for recipient, subject in told:
            named = subject if "PLO-2026-00001" in subject else f"PLO-2026-00001: {subject}"
            assert recipient != who or named in page


def test_nobody_is_shown_what_only_others_were_told(website: Website) -> None:
    assert website.office.rows("SELECT count(*) FROM outbox WHERE recipient = 'sasha'") == [(0,)]
    assert "Nothing has been sent to you yet, Sasha." in yours(website, "sasha")


def test_the_last_look_is_told_in_plain_words(website: Website) -> None:
    [(found, queued)] = website.office.rows("SELECT found, queued FROM sweeps WHERE kind = 'reminders'")
    with website.signed_in("ben") as ben:
        page = " ".join(ben.read("/reminders").split(LOOKING)[1].split())
    assert "21 April 2026 at midday, for 21 April 2026" in page
    [(drifting,)] = website.office.rows("SELECT queued FROM sweeps WHERE kind = 'drift'")
    assert f"21 April 2026 at midday, {drifting} written</dd>" in page.split("Last looked for drift")[1][:160]
    for words, number in (("Reminders due, each of one date to one person", found), ("Written that time", queued)):
        assert f"{number}</dd>" in page.split(words)[1][:120]
