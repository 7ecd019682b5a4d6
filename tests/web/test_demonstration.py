"""Anybody can move the day of a demonstration and see at once what has become of the cases; nobody can beside a real
family."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from plo_workflow.cases.office import give_address
from tests.databases import Databases
from tests.office import Office, make_real, noon, prepare
from tests.plo_workflow.cases.test_demonstration_clock import made_up_case
from tests.web.offices import Colleague, Website

TODAY = date(2026, 1, 13)
PAGE, STEP, BACK = "/demonstration", "/demonstration/step", "/demonstration/back"
OVERDUE = re.compile(r'plo-numbers__count">(\d+)</span> with something overdue')


@pytest.fixture
def website(databases: Databases) -> Iterator[Website]:
    office = Office(databases.fresh(prepare))
    made_up_case(office)
    yield Website(office, TODAY)
    office.store.close()


def moves_the_day(colleague: Colleague, days: int) -> str:
    """They press the button and read the page that comes."""
    response = colleague.send(STEP, {"days": days}, colleague.hidden(PAGE))
    assert (response.status_code, response.location) == (303, PAGE)
    return colleague.read(PAGE)


def overdue(colleague: Colleague) -> int:
    found = OVERDUE.search(colleague.read("/"))
    assert found
    return int(found[1])


def test_every_page_says_which_day_it_is_and_leads_to_where_it_is_moved(website: Website) -> None:
    with website.signed_in("sam") as sam:
        for path in ("/", "/reminders", "/cases/SYN-2026-00001"):
            page = sam.read(path)
            assert "It is Tuesday 13 January 2026 here." in page
            assert f'href="{PAGE}"' in page
        page = sam.read(PAGE)
    assert "It is Tuesday 13 January 2026 in this demonstration" in page
    assert "That is the real day." in page
    assert "Back to today" not in page


def test_a_day_or_a_week_on_everybodys_pages_stand_on_the_later_day(website: Website) -> None:
    with website.signed_in("sam") as sam:
        page = moves_the_day(sam, 1)
        assert "It is Wednesday 14 January 2026 now." in page
        assert "That is 1 day ahead of the real day." in page
    with website.signed_in("dora") as dora:
        assert "It is Wednesday 21 January 2026 in this demonstration" in moves_the_day(dora, 7)
    with website.signed_in("sam") as sam:
        assert "It is Wednesday 21 January 2026 here." in sam.read("/")
    steps = website.office.rows("SELECT recorded_by FROM history WHERE command = 'step_clock' ORDER BY seq")
    assert steps == [("sam",), ("dora",)]


def test_what_nobody_looks_after_is_overdue_once_its_day_has_passed(website: Website) -> None:
    [(due,)] = website.office.rows("SELECT next_due_on FROM cases")
    assert date.fromisoformat(str(due)) - TODAY < timedelta(days=7)
    with website.signed_in("sam") as sam:
        assert overdue(sam) == 0
        moves_the_day(sam, 7)
        assert overdue(sam) == 1
        assert "overdue" in sam.read("/cases/SYN-2026-00001")


def test_what_is_done_on_the_later_day_is_recorded_on_it_and_holds_it_there(website: Website) -> None:
    with website.signed_in("sam") as sam:
        moves_the_day(sam, 7)
        note = {"on": TODAY + timedelta(days=7), "text": "Seen at school."}
        sam.do("SYN-2026-00001", "write_note", note)
        page = sam.read(PAGE)
        assert "Back to today" not in page
        assert "Something was recorded on days that have not come yet, the first on Tuesday 20 January 2026" in page
        response = sam.send(BACK, {}, sam.hidden(PAGE))
        assert response.status_code == 303
        assert "so the demonstration cannot go back" in sam.read(response.location or "")
    [(recorded,)] = website.office.rows("SELECT recorded_at FROM notes")
    assert str(recorded).startswith("2026-01-20 12:00")


def test_it_comes_back_to_today_while_nothing_was_recorded_later(website: Website) -> None:
    with website.signed_in("sam") as sam:
        assert "Back to today" in moves_the_day(sam, 7)
        assert sam.send(BACK, {}, sam.hidden(PAGE)).status_code == 303
        page = sam.read(PAGE)
        assert "It is Tuesday 13 January 2026 now." in page
        assert "That is the real day." in page


def test_beside_a_real_family_there_is_no_such_page_and_the_day_is_the_real_one(website: Website) -> None:
    with website.signed_in("sam") as sam:
        hidden = sam.hidden(PAGE)
        moves_the_day(sam, 7)
        make_real(website.office, "SYN-2026-00001")
        page = sam.read("/")
        assert PAGE not in page
        assert "here." not in page.split("<main")[0]
        assert sam.get(PAGE).status_code == 404
        assert sam.send(STEP, {"days": 1}, hidden).status_code == 404
        assert sam.send(BACK, {}, hidden).status_code == 404
    assert website.office.rows("SELECT days_ahead FROM demonstration_clock") == [(7,)]


def test_where_there_is_no_family_at_all_there_is_nothing_to_demonstrate(databases: Databases) -> None:
    website = Website(Office(databases.fresh(prepare)), TODAY)
    with website.signed_in("sam") as sam:
        assert PAGE not in sam.read("/")
        assert sam.get(PAGE).status_code == 404


@pytest.mark.parametrize("days", ["0", "-1", "30", "many", ""])
def test_only_the_steps_that_are_offered_can_be_taken(website: Website, days: str) -> None:
    with website.signed_in("sam") as sam:
        assert sam.send(STEP, {"days": days}, sam.hidden(PAGE)).status_code == 400


def test_nobody_moves_the_day_from_another_site_or_without_signing_in(website: Website) -> None:
    with website.signed_in("sam") as sam:
        assert sam.send(STEP, {"days": 1}, {}).status_code == 400
    with website.app.test_client() as stranger:
        page = stranger.get("/sign-in").text
        assert PAGE not in page
        assert stranger.get(PAGE).location == "/sign-in"
    assert website.office.rows("SELECT * FROM demonstration_clock") == []


def test_the_commands_of_an_office_know_the_later_day_too(website: Website) -> None:
    with website.signed_in("sam") as sam:
        moves_the_day(sam, 1)
        give_address(website.office.store, at=noon(TODAY), key="tess", address="t@council.example")
        assert "Back to today" in sam.read(PAGE), "what was recorded on the real day is in nobody's way"
