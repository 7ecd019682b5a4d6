"""The outlook: who finds it in the menu, which cases it names first, and where more is due than booked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from plo_workflow.cases.migrating import adopt_policy
from plo_workflow.cases.requesting import NewChild
from plo_workflow.policy import read_policy
from tests.databases import SqliteFiles
from tests.journeys import letters_out, listed, plan_under_way, requested, stepping_down
from tests.office import STAFF, Office, noon, prepare
from tests.plo_workflow.caseload.test_sittings import ALDER, BEECH
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME, Family
from tests.web.offices import Website

TODAY = ON_TIME.review
CEDAR = Family("Cedar", (NewChild("Ivy", born_on=day("Sat 2 Mar 2019")),), ("Jo Cedar",))
DOGWOOD = Family("Dogwood", (NewChild("Ash", born_on=day("Sat 2 Mar 2019")),), ("Jo Dogwood",))
ELM = Family("Elm", (NewChild("Oak", born_on=day("Sat 2 Mar 2019")),), ("Jo Elm",))
FINISHED, BOOKED, UNBOOKED, OVERDUE = (f"PLO-2026-0000{number}" for number in range(1, 5))
WORKERS = {"sam", "sasha", "lee", "liz", "ben"}
"""Those who oversee no cases."""


def with_cases(url: str) -> None:
    """One finished case; one with a place for its exit and one without; one whose sitting never came; a request."""
    prepare(url)
    office = Office(url)
    stepping_down(office)
    plan_under_way(office, family=ALDER)
    letters_out(office, family=BEECH)
    listed(office, family=CEDAR)
    requested(office, family=DOGWOOD)
    office.store.close()


@pytest.fixture
def website(sqlite: SqliteFiles) -> Iterator[Website]:
    office = Office(sqlite.fresh(with_cases))
    yield Website(office, TODAY)
    office.store.close()


def read(website: Website, who: str = "tess", path: str = "/outlook") -> str:
    """A page as somebody reads it, with single spaces."""
    with website.signed_in(who) as colleague:
        return " ".join(colleague.read(path).split())


def adopt(website: Website, text: str) -> None:
    adopt_policy(website.office.store, read_policy(text), at=noon(TODAY))


def row(page: str, heading: str) -> str:
    """The cells of the row with this heading, as words."""
    found = next(cells for cells in page.split("<tr") if heading in cells.split("</th>")[0] and "<td" in cells)
    return " ".join(re.sub("<[^>]+>", " ", found.split("</th>", 1)[1].split("</tr>")[0]).split())


@pytest.mark.parametrize("who", STAFF)
def test_the_menu_has_it_for_those_who_oversee_cases_and_anybody_may_open_it(website: Website, who: str) -> None:
    in_menu = 'href="/outlook"' in read(website, who, "/")
    assert in_menu == (who not in WORKERS)
    assert "Cases that may pass their limit" in read(website, who)


def test_it_names_the_open_cases_with_their_limit_and_that_the_finished_ones_are_too_few(website: Website) -> None:
    page = read(website)
    assert re.findall(r'href="/cases/([^"]+)"', page) == [BOOKED, UNBOOKED]
    assert row(page, BOOKED) == (
        "Plan under way 5 May 2026 in 56 days Too few Too few to say how likely it is: "
        "1 finished case was still open and in time after 56 days, and it takes 30."
    )


def test_where_they_are_enough_it_says_the_chance_and_so_does_the_case_under_its_dates(website: Website) -> None:
    adopt(website, "[forecast]\nmin_cases = 1")
    sentence = "Of 1 finished case that was still open and in time after 56 days, 0 passed their limit (0%)."
    assert row(read(website), UNBOOKED) == f"Letter issued 5 May 2026 in 56 days 0% {sentence}"
    case = read(website, "sam", f"/cases/{UNBOOKED}")
    assert f'<p class="govuk-body" id="forecast">{sentence}</p>' in case
    assert case.index('id="dates"') < case.index(sentence) < case.index("dates that ended")


@pytest.mark.parametrize("ref", [FINISHED, OVERDUE])
def test_a_case_that_is_not_in_pre_proceedings_says_nothing_of_it(website: Website, ref: str) -> None:
    assert 'id="forecast"' not in read(website, "sam", f"/cases/{ref}")


def test_a_case_that_passed_its_limit_comes_first_and_says_so(website: Website) -> None:
    website.today = ON_TIME.entered + timedelta(days=113)
    page = read(website)
    assert row(page, BOOKED) == "Plan under way 5 May 2026 1 day overdue Passed The limit passed on 5 May 2026."


def test_the_weeks_in_which_more_is_due_than_booked_are_marked(website: Website) -> None:
    page = read(website)
    assert page.count("more due than booked</span>") == 2
    assert row(page, "9 March 2026") == "1 1 overdue 0 1 more due than booked 0 not set"
    assert row(page, "20 April 2026") == "2 1 1 more due than booked 1 not set"
    assert row(page, "16 March 2026") == "0 0 – 0 not set"
    assert "1 request not accepted yet is not among them." in page
    assert "How many cases the gateway takes in a week is not set." in page


def test_where_the_policy_names_its_sittings_the_places_are_counted(website: Website) -> None:
    adopt(website, '[gateway]\nsittings = [{ weekday = "monday", cases = 1 }]')
    website.today = day("Tue 31 Mar 2026")
    page = read(website)
    assert row(page, "30 March 2026").endswith("0 0")
    assert row(page, "6 April 2026").endswith("0 0")
    assert row(page, "20 April 2026").endswith("1 1")
    assert "is not set" not in page


def test_where_more_places_are_taken_than_there_are_it_says_how_many(website: Website) -> None:
    adopt(website, '[gateway]\nsittings = [{ weekday = "friday", cases = 1 }]')
    plan_under_way(website.office, family=ELM)
    assert row(read(website), "20 April 2026").endswith("2 1 1 more taken than there are")


def test_without_a_case_it_says_so(sqlite: SqliteFiles) -> None:
    office = Office(sqlite.fresh(prepare))
    page = read(Website(office, TODAY))
    assert "No case is in pre-proceedings with a limit that runs." in page
    assert "not accepted yet" not in page
    assert "more due than booked" not in page
    office.store.close()
