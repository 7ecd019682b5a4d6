"""One family taken through pre-proceedings by clicking: each person signs in, sees what they can do, and does it."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.steps import ON_TIME
from tests.web.offices import fields

pytestmark = pytest.mark.browser
PAPERS = ("Chronology", "Child and family assessment", "Genogram", "Care plan options")
LETTER = ("worries", "help_given", "must_change", "help_offered", "assessments", "meeting", "free_lawyer", "family",
          "if_nothing_changes")  # fmt: skip


def fill(page: Page, /, **answers: object) -> None:
    """Answer the questions of the form on the page: type, choose or tick, whatever each asks for."""
    for name, value in fields(answers).items():
        answer = page.locator(f'[name="{name}"]')
        if answer.first.get_attribute("type") in ("radio", "checkbox"):
            page.locator(f'[name="{name}"][value="{value}"]').check()
        elif answer.first.evaluate("field => field.tagName") == "SELECT":
            answer.select_option(value=str(value))
        else:
            answer.fill(str(value))


def save(page: Page, /, **answers: object) -> None:
    """Fill in the form, save it, and see that it was saved."""
    fill(page, **answers)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text("Saved:")


def open_case(page: Page) -> None:
    """From the caseload to the case, by its link."""
    page.get_by_role("navigation").get_by_role("link", name="Caseload").click()
    page.get_by_role("link", name="PLO-2026-00001").click()


def do(page: Page, name: str, /, **answers: object) -> None:
    """Something the overview offers as to be done now."""
    page.locator(".plo-to-do").get_by_role("link", name=name, exact=True).click()
    save(page, **answers)


def make(page: Page, move: str, /, **answers: object) -> None:
    """A move, from its button on the overview."""
    page.locator(".plo-move").filter(has_text=move).first.get_by_role(
        "link", name=f"to {move[:1].lower()}{move[1:]}"
    ).click()
    save(page, **answers)


def record(page: Page, subject: str, name: str, /, **answers: object) -> None:
    """Something recorded from the page of its subject; ends on the overview."""
    pages = page.get_by_role("navigation", name="Pages of this case")
    pages.get_by_role("link", name=subject, exact=True).click()
    page.get_by_role("navigation", name="What you can record").get_by_role("link", name=name, exact=True).click()
    save(page, **answers)
    pages.get_by_role("link", name="Overview").click()


def stage(page: Page) -> str:
    return page.locator(".plo-identity__stage").inner_text().strip()


def ask_for_a_gateway(site: Site) -> None:
    with site.signed_in("Sam") as page:
        page.get_by_role("link", name="Ask for a gateway meeting").first.click()
        page.get_by_role("button", name="Save and continue").click()
        expect(page.locator(".govuk-error-summary")).to_contain_text("Enter family name")
        children = {"0": {"given_name": "Isla", "born_on": date(2018, 3, 4)}}
        save(page, family_name="Merrow", children=children, concerns="Left alone at night.",
             legal_status="child_in_need", fgdm_position="To be offered.", team_manager="tess")  # fmt: skip
        assert stage(page) == "Gateway requested"


def list_and_prepare(site: Site) -> None:
    site.on(ON_TIME.listed)
    with site.signed_in("Sue") as page:
        open_case(page)
        make(page, "Accept and list for the gateway", sitting_on=ON_TIME.entered, lawyer="lee")
    site.on(ON_TIME.papers)
    with site.signed_in("Sam") as page:
        open_case(page)
        for paper in PAPERS:
            record(
                page, "Gateway", "Add a gateway paper", kind=paper.lower().replace(" ", "_"), dated_on=ON_TIME.papers
            )
        record(page, "Family", "Add a person", name="Jo Merrow", relationship="mother",
               has_parental_responsibility="True", gets_letter="True")  # fmt: skip
        record(page, "Family", "Record what a person needs", person=1, kind="interpreter")
        do(page, "Record the contingency plan", plan="Apply.", early_return_trigger="A night alone.")


def decide_to_enter(site: Site) -> None:
    site.on(ON_TIME.entered)
    with site.signed_in("Cara") as page:
        open_case(page)
        do(page, "Record a gateway sitting", kind="entry", threshold_limb="care_given", threshold_view="In principle.",
           options_weighed="The grandmother.", action_plan="As minuted.")  # fmt: skip
    with site.signed_in("Lee") as lawyer:
        open_case(lawyer)
        do(lawyer, "Record legal advice", advice="Kept apart.")
    with site.signed_in("Cara") as page:
        open_case(page)
        do(page, "Record the decision for each child", decisions={"0": {"decision": "enter", "reasons": "The record."}})
        do(page, "Sign the decision record")
        do(page, "Decide to enter pre-proceedings")
        assert stage(page) == "Letter in preparation"


def send_the_letter(site: Site) -> None:
    site.on(ON_TIME.written)
    with site.signed_in("Sam") as page:
        open_case(page)
        record(page, "Letters", "Draft a letter before proceedings", person=1, **dict.fromkeys(LETTER, "Plain words."),
               fgdm_offered="True", solicitor_list_on=ON_TIME.written)  # fmt: skip
        do(page, "Book a meeting with parents: first", kind="first", meeting_on=ON_TIME.first_meeting)
    with site.signed_in("Tess") as manager:
        open_case(manager)
        do(manager, "Confirm that a letter reads plainly", letter=1)
        make(manager, "Approve a letter before proceedings", letter=1)
    with site.signed_in("Lee") as lawyer:
        open_case(lawyer)
        make(lawyer, "Approve a letter before proceedings", letter=1)
    site.on(ON_TIME.letters)
    with site.signed_in("Sam") as page:
        open_case(page)
        make(page, "Send the letters before proceedings", sent={"0": {"how": "by hand"}})
        assert stage(page) == "Letter issued"


def meet_the_parents(site: Site) -> None:
    site.on(ON_TIME.first_meeting)
    with site.signed_in("Sam") as page:
        open_case(page)
        do(page, "Add a concern", worry="Left alone", good_looks_like="An adult is there every night")
        do(page, "Add an action", what="A plan for nights", owner_kind="parent", owner="Jo", due_on=ON_TIME.review)
        do(page, "Record how a need was met", need=1, how="BSL interpreter booked")
        make(page, "Record the first meeting", came={"0": {"attended": "True"}}, next_review_on=ON_TIME.review,
             exit_gateway_on=ON_TIME.exit)  # fmt: skip
        assert stage(page) == "Plan under way"


def test_a_family_goes_from_the_request_to_its_plan_by_clicking(site: Site) -> None:
    ask_for_a_gateway(site)
    list_and_prepare(site)
    decide_to_enter(site)
    send_the_letter(site)
    meet_the_parents(site)
    with site.signed_in("Sam") as page:
        open_case(page)
        page.get_by_role("link", name="History").click()
        expect(page.locator(".plo-history__line").first).to_contain_text("Record the first meeting")
        assert page.locator(".plo-history__line").count() > 20
