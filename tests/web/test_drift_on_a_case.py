"""What is drifting stands on the page of the case: how pressing, what, about whom, since when, and what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from plo_workflow.cases.ongoing import record_visit
from plo_workflow.cases.requesting import NewChild
from tests.databases import SqliteFiles
from tests.journeys import plan_under_way, stepped_down
from tests.office import Office, prepare
from tests.steps import ON_TIME, Family, children
from tests.web.offices import Website

BEECH = Family("Beech", (NewChild("Wren", born_on=date(2019, 1, 2)),))
UNDER_WAY, ENDED = "PLO-2026-00001", "PLO-2026-00002"
TODAY = ON_TIME.first_meeting + timedelta(days=1)
"""Isla should have been seen the day before."""


def with_cases(url: str) -> None:
    """A case whose plan is under way, and one that stepped down."""
    prepare(url)
    office = Office(url)
    plan_under_way(office)
    stepped_down(office, family=BEECH)
    office.store.close()


@pytest.fixture
def website(sqlite: SqliteFiles) -> Iterator[Website]:
    office = Office(sqlite.fresh(with_cases))
    yield Website(office, TODAY)
    office.store.close()


def drift_on(website: Website, ref: str) -> list[str]:
    """Each line of what is drifting, as somebody reads it on the page of a case."""
    with website.signed_in("tess") as colleague:
        page = colleague.read(f"/cases/{ref}")
    section = re.search(r'<section class="plo-section" aria-labelledby="drift">(.*?)</section>', page, re.DOTALL)
    items = re.findall(r"<li class=\"plo-drift__item\">(.*?)</li>", section[1], re.DOTALL) if section else []
    return [" ".join(re.sub("<[^>]+>", " ", item).split()) for item in items]


def test_the_case_says_what_is_drifting_and_how_pressing_it_is_in_words(website: Website) -> None:
    first, second, *_ = drift_on(website, UNDER_WAY)
    assert first == "Red Child not seen: Isla since 28 January 2026 A child was not seen as often as planned."
    assert second.startswith("Amber Overdue: Full gateway record shared since 21 January 2026 ")


def test_what_was_put_right_is_gone_from_the_page_at_once(website: Website) -> None:
    seen = children(website.office, UNDER_WAY)
    website.office.do("sam", record_visit, UNDER_WAY, on=TODAY, children=seen, seen_alone=True)
    assert not [line for line in drift_on(website, UNDER_WAY) if "Child not seen" in line]


def test_a_case_that_has_ended_has_no_such_section(website: Website) -> None:
    website.today = ON_TIME.exit + timedelta(days=90)
    assert drift_on(website, UNDER_WAY)
    assert drift_on(website, ENDED) == []
