"""A website with two people, pages that fail on purpose, and a visitor with a browser's habits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from flask import Blueprint, Flask, abort, flash, redirect, render_template_string, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from web import create_app
from web.demo_people import DemoPerson
from web.pages import PAGES, Page

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Visitor:
    """Somebody at a browser: keeps cookies, and sends the token of the page they are on."""

    client: FlaskClient

    def get(self, path: str, **rest: str) -> TestResponse:
        return self.client.get(path, headers=rest, buffered=True)

    def post(self, path: str, data: Mapping[str, str], on_page: str = "/sign-in", **rest: str) -> TestResponse:
        token = TOKEN.search(self.client.get(on_page).text)
        assert token
        return self.client.post(path, data={"csrf_token": token[1], **data}, headers=rest)

    def sign_in(self, key: str = "ada") -> TestResponse:
        return self.post("/sign-in", {"person": key})


def pages_for_tests() -> Blueprint:
    """Pages that fail in each way, one that saves, and one that shows what it is given."""
    pages = Blueprint("trial", __name__)

    @pages.get("/trial")
    def index() -> str:
        return render_template_string('{% extends "layout.html" %}{% set title = "Trial" %}')

    @pages.get("/trial/<int:case>")
    def case(case: int) -> str:
        return render_template_string('{% extends "layout.html" %}{% set title = case %}', case=case)

    @pages.get("/trial/fails")
    def fails() -> str:
        raise ValueError("Amara Sampleton was born on 3 May 2019")

    @pages.get("/trial/refuses/<int:code>")
    def refuses(code: int) -> Response:
        abort(code)

    @pages.post("/trial/saves")
    def saves() -> Response:
        flash(f"Saved {request.form['word']}", "success")
        return redirect("/trial", 303)

    return pages


@pytest.fixture(scope="session")
def everybody() -> list[DemoPerson]:
    """Who can sign in, filled anew for each test by `people`."""
    return []


@pytest.fixture(scope="session")
def website(everybody: list[DemoPerson]) -> Flask:
    return create_app(
        lambda: everybody,
        secret_key=b"a key for tests",
        https=False,
        hosts=["localhost"],
        pages=(*PAGES, Page(pages_for_tests(), "Trial")),
    )


@pytest.fixture
def people(everybody: list[DemoPerson]) -> list[DemoPerson]:
    everybody[:] = [
        DemoPerson("ada", "Ada Sampleton", "Social worker", "North team"),
        DemoPerson("ben", "Ben <Exampleby>", "Team manager", ""),
    ]
    return everybody


@pytest.fixture
def visitor(website: Flask, people: list[DemoPerson]) -> Iterator[Visitor]:
    with website.test_client() as client:
        yield Visitor(client)


@pytest.fixture
def worker(visitor: Visitor) -> Visitor:
    """A visitor who is signed in as Ada."""
    visitor.sign_in()
    return visitor
