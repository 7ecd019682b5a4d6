"""What holds on every page: who may see it, what its responses carry, how it refuses and fails."""

from __future__ import annotations

import logging
import re

import pytest
from flask import Flask

from plo_workflow.cases import Desk
from tests.web.conftest import Everybody, Visitor
from web import create_app
from web.people import OPEN, current_person
from web.security import FIRST_SCRIPT, HEADERS

BANNER = "Demonstration with made-up families. Not yet for real data."
ARGUMENTS = {
    "about": "family",
    "case": 7,
    "clock_id": 1,
    "code": 404,
    "fact_id": 1,
    "filename": "plo.css",
    "name": "write_note",
    "ref": "PLO-2026-00001",
    "table": "children",
}
ADDRESSES = (
    "/",
    "/sign-in",
    "/healthz",
    "/trial",
    "/nowhere",
    "/trial/fails",
    "/trial/saves",
    "/trial/refuses/503",
)


def addresses_by_endpoint(website: Flask, method: str) -> dict[str, str]:
    """One address of each view that answers to the method."""
    with website.test_request_context():
        adapter = website.url_map.bind("localhost")
        return {
            rule.endpoint: adapter.build(rule.endpoint, {key: ARGUMENTS[key] for key in rule.arguments})
            for rule in website.url_map.iter_rules()
            if method in (rule.methods or ())
        }


# Who may see what


def test_every_view_that_is_not_named_as_open_asks_for_sign_in(website: Flask, visitor: Visitor) -> None:
    closed = {**addresses_by_endpoint(website, "GET"), **addresses_by_endpoint(website, "POST")}.keys() - OPEN
    assert {"caseload.index", "case.index", "doing.do", "sign_in.sign_out"} <= closed
    for endpoint in closed:
        for method in ("GET", "POST"):
            address = addresses_by_endpoint(website, method).get(endpoint)
            if address:
                response = visitor.client.open(address, method=method)
                assert (response.status_code, response.location) == (303, "/sign-in"), endpoint


def test_the_open_views_are_views_and_answer_anybody(website: Flask, visitor: Visitor) -> None:
    assert website.view_functions.keys() >= OPEN
    for endpoint, address in addresses_by_endpoint(website, "GET").items():
        if endpoint in OPEN:
            assert visitor.get(address).status_code == 200, endpoint


def test_somebody_who_signs_in_arrives_where_they_were_going(visitor: Visitor) -> None:
    visitor.get("/trial/7?late=yes")
    assert visitor.sign_in().location == "/trial/7?late=yes"
    page = visitor.get("/trial/7").text
    assert "Ada Sampleton, social worker" in page
    assert "Sign out" in page


def test_signing_in_without_a_page_in_mind_leads_to_the_caseload(visitor: Visitor) -> None:
    response = visitor.sign_in()
    assert response.location == "/"
    assert "<h1" in visitor.get("/").text


def test_the_sign_in_page_lists_people_by_role(visitor: Visitor) -> None:
    page = visitor.get("/sign-in").text
    assert page.index("Social worker") < page.index("Ada Sampleton") < page.index("Team manager") < page.index("Ben")
    assert "Ben &lt;Exampleby&gt;" in page
    assert "<Exampleby>" not in page


def test_somebody_unknown_cannot_sign_in(visitor: Visitor) -> None:
    assert visitor.sign_in("nobody").status_code == 400
    assert visitor.get("/trial").status_code == 303


def test_somebody_who_has_left_is_signed_out_at_their_next_step(worker: Visitor, people: Everybody) -> None:
    assert worker.get("/trial").status_code == 200
    people.pop(0)
    assert worker.get("/trial").location == "/sign-in"


def test_signing_out_forgets_everything(worker: Visitor) -> None:
    response = worker.post("/sign-out", {}, on_page="/trial")
    assert response.location == "/sign-in"
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert worker.get("/trial").location == "/sign-in"


def test_signing_in_starts_a_new_session(visitor: Visitor) -> None:
    visitor.get("/trial")
    visitor.sign_in()
    with visitor.client.session_transaction() as session:
        assert set(session) == {"_permanent", "person"}


def test_nobody_is_the_current_person_on_an_open_page(website: Flask) -> None:
    with website.test_request_context("/sign-in"), pytest.raises(LookupError):
        current_person()


# What every response carries


def test_every_response_carries_the_headers(worker: Visitor) -> None:
    for address in ADDRESSES:
        response = worker.get(address)
        assert {name: response.headers[name] for name in HEADERS} == HEADERS, address
        assert response.headers["Cache-Control"] == "no-store", address


def test_the_headers_of_a_request_for_another_host_are_no_weaker(visitor: Visitor) -> None:
    response = visitor.get("/sign-in", Host="council.example")
    assert response.status_code == 400
    assert response.mimetype == "text/plain"
    assert {name: response.headers[name] for name in HEADERS} == HEADERS


def test_static_files_have_their_version_in_the_path_and_are_kept(visitor: Visitor) -> None:
    links = re.findall(r'(?:href|src)="(/static/[^"]+)"', visitor.get("/sign-in").text)
    assert len(links) == 6
    for link in links:
        response = visitor.get(link)
        assert response.status_code == 200, link
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert {name: response.headers[name] for name in HEADERS} == HEADERS
        assert re.match(r"/static/[0-9a-f]{12}/", link)
    assert visitor.get(f"{links[0]}.map").headers["Cache-Control"] == "no-store"


def test_pages_hold_no_script_or_style_that_the_policy_refuses(worker: Visitor) -> None:
    for address in ADDRESSES:
        page = worker.get(address).text
        assert set(re.findall(r"<script>(.*?)</script>", page)) <= {FIRST_SCRIPT}, address
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page), address
    assert "<script>" in worker.get("/trial").text


def test_every_page_says_that_it_is_a_demonstration(worker: Visitor) -> None:
    for address in ADDRESSES:
        assert (BANNER in worker.get(address).text) == (address != "/healthz"), address


def test_the_menu_marks_the_page_in_hand(worker: Visitor) -> None:
    menu = re.findall(
        r'<a class="govuk-service-navigation__link" href="([^"]+)"( aria-current)?', worker.get("/trial").text
    )
    assert menu[0] == ("/", "")
    assert [address for address, current in menu if current] == ["/trial"]
    assert "Caseload" not in worker.get("/sign-in").text


def test_a_page_has_a_language_a_title_and_a_way_past_the_menu(worker: Visitor) -> None:
    page = worker.get("/trial").text
    assert '<html lang="en"' in page
    assert "<title>Trial – PLO Workflow</title>" in page
    assert 'href="#main-content"' in page
    assert 'id="main-content"' in page


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(visitor: Visitor) -> None:
    cookie = visitor.sign_in().headers["Set-Cookie"]
    assert cookie.startswith("plo=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_over_https_the_session_cookie_never_leaves_it(people: Everybody, empty_desk: Desk) -> None:
    website = create_app(empty_desk, people=people, secret_key=b"a key for tests")
    with website.test_client() as client:
        cookie = client.get("/", base_url="https://localhost").headers["Set-Cookie"]
    assert cookie.startswith("__Host-plo=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


# Forged requests


def test_every_view_that_can_change_something_refuses_a_request_without_its_token(
    website: Flask, worker: Visitor
) -> None:
    addresses = addresses_by_endpoint(website, "POST")
    assert {"sign_in.enter_as", "sign_in.sign_out", "trial.saves"} <= addresses.keys()
    for endpoint, address in addresses.items():
        response = worker.client.post(address, data={"person": "ben", "word": "x"})
        assert response.status_code == 400, endpoint
        assert "This page was open for too long" in response.text
    assert "Ada Sampleton" in worker.get("/trial").text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_sent_by_another_site_is_refused_even_with_a_token(worker: Visitor, site: str) -> None:
    sent = {"Sec-Fetch-Site": site}
    assert worker.post("/trial/saves", {"word": "x"}, on_page="/trial", **sent).status_code == 403
    assert worker.get("/trial", **sent).status_code == 200


def test_a_request_with_its_token_is_taken_and_the_next_page_says_so(worker: Visitor) -> None:
    assert worker.post("/trial/saves", {"word": "<b>"}, on_page="/trial").status_code == 303
    page = worker.get("/trial").text
    assert "Saved &lt;b&gt;" in page
    assert "Saved" not in worker.get("/trial").text


# Refusals and failures


@pytest.mark.parametrize(
    ("address", "code", "heading"),
    [
        ("/nowhere", 404, "Page not found"),
        ("/trial/saves", 405, "Page not found"),
        ("/trial/refuses/400", 400, "The page could not be understood"),
        ("/trial/refuses/403", 403, "You cannot do this here"),
        ("/trial/refuses/503", 503, "Sorry, the service is unavailable"),
        ("/trial/refuses/418", 418, "Sorry, there is a problem with the service"),
    ],
)
def test_a_refusal_is_a_page_in_plain_words(worker: Visitor, address: str, code: int, heading: str) -> None:
    response = worker.get(address)
    assert response.status_code == code
    assert f'<h1 class="govuk-heading-l">{heading}</h1>' in response.text
    assert "Caseload" in response.text


def test_a_refused_method_still_says_which_are_allowed(worker: Visitor) -> None:
    assert "POST" in worker.get("/trial/saves").headers["Allow"]


def test_more_than_ten_megabytes_are_refused(worker: Visitor) -> None:
    response = worker.client.post("/trial/saves", data={"word": "x" * (10 * 1024 * 1024 + 1)})
    assert response.status_code == 413
    assert "What you sent is too large" in response.text


def test_a_failure_shows_an_id_and_logs_where_it_happened_without_its_words(
    worker: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        response = worker.get("/trial/fails")
    assert response.status_code == 500
    assert "Sorry, there is a problem with the service" in response.text
    assert "Traceback" not in response.text
    shown = re.search(r"<strong>([0-9a-f]{8})</strong>", response.text)
    assert shown
    assert f"failure {shown[1]}: ValueError in fails (" in caplog.text
    assert "Amara" not in response.text + caplog.text


def test_a_failure_to_look_people_up_is_still_a_page(empty_desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Everybody):
        def everybody(self) -> Everybody:
            raise OSError("The database cannot be read")

    website = create_app(empty_desk, people=Broken(), secret_key=b"a key for tests", https=False)
    with website.test_client() as client:
        response = client.get("/sign-in")
    assert response.status_code == 500
    assert "Sorry, there is a problem with the service" in response.text
    assert "The database cannot be read" not in response.text + caplog.text
