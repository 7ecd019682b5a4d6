"""The pages people use most, checked by axe at the width of a desk and of a phone (WCAG 2.2, level AA)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from plo_workflow.cases.requesting import NewChild
from tests.browser.conftest import WIDTHS, Site
from tests.journeys import listed, plan_under_way
from tests.office import Office
from tests.plo_workflow.cases.test_demonstration_clock import made_up_case
from tests.steps import ON_TIME, Family

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALDER = Family("Alder", (NewChild("Wren", born_on=date(2019, 5, 6)),), ("Kit Alder",))


def faults_of(page: Page) -> list[str]:
    """Every rule that the page breaks, with where."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("levels => axe.run(document, {runOnly: levels})", LEVELS)
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_breaks_a_rule(site: Site, office: Office, width: str) -> None:
    ref, under_way = listed(office), plan_under_way(office, family=ALDER)
    site.on(ON_TIME.review)
    with site.signed_in("Cara", WIDTHS[width]) as page:
        faults = {}
        for path in (
            "/", "/?words=nobody", "/gateway", "/outlook", "/reminders", "/rules", f"/cases/{ref}",
            f"/cases/{under_way}", f"/cases/{ref}/gateway", f"/cases/{ref}/family", f"/cases/{ref}/all",
            f"/cases/{ref}/history", f"/cases/{ref}/do/record_decision_enter", f"/cases/{ref}/do/record_sitting",
        ):  # fmt: skip
            page.goto(site.address + path)
            faults[path] = faults_of(page)
        page.goto(f"{site.address}/cases/{ref}")
        page.locator(".plo-why summary").first.click()
        page.get_by_role("link", name="Day by day").first.click()
        faults["clock"] = faults_of(page)
        page.goto(f"{site.address}/cases/{ref}/do/record_decision_enter")
        page.get_by_role("button", name="Save and continue").click()
        assert page.locator(".govuk-error-summary").is_visible()
        faults["refused"] = faults_of(page)
    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_screen(site: Site, office: Office, width: str) -> None:
    ref = listed(office)
    with site.signed_in("Sam", WIDTHS[width]) as page:
        for path in (
            "/",
            f"/cases/{ref}",
            f"/cases/{ref}/family",
            f"/cases/{ref}/history",
            "/new",
            "/gateway",
            "/outlook",
        ):
            page.goto(site.address + path)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


@pytest.mark.parametrize("width", WIDTHS)
def test_the_day_of_a_demonstration_is_moved_on_without_breaking_a_rule(site: Site, office: Office, width: str) -> None:
    made_up_case(office)
    site.on(date(2026, 1, 13))
    with site.signed_in("Sam", WIDTHS[width]) as page:
        page.get_by_role("link", name="Move the day").click()
        assert (
            page.get_by_role("heading", level=1).inner_text() == "It is Tuesday 13 January 2026 in this demonstration"
        )
        page.get_by_role("button", name="One week on").click()
        assert (
            page.get_by_role("heading", level=1).inner_text() == "It is Tuesday 20 January 2026 in this demonstration"
        )
        assert page.get_by_role("button", name="Back to today").is_visible()
        assert faults_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_broken_rule_would_be_found(site: Site) -> None:
    with site.signed_in("Sam") as page:
        page.locator("main").evaluate("main => main.append(document.createElement('img'))")
        assert [fault.split(":")[0] for fault in faults_of(page)] == ["image-alt"]
