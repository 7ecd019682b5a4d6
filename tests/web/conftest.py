"""A website with two people, pages that fail on purpose, and a visitor with a browser's habits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Blueprint, Flask, abort, flash, redirect, render_template_string, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from plo_workflow.cases import Desk
from plo_workflow.kinds import Role
from plo_workflow.store import Store
from tests.office import prepare
from web import create_app
from web.pages import PAGES, Page
from web.staff import StaffMember

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


class Everybody(list[StaffMember]):
    """Who can sign in, filled anew for each test by `people`."""

    def everybody(self) -> Sequence[StaffMember]:
        return self

    def find(self, key: str) -> StaffMember | None:
        return next((person for person in self if person.key == key), None)


@pytest.fixture(scope="session")
def everybody() -> Everybody:
    return Everybody()


@pytest.fixture(scope="session")
def empty_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An authority without a case."""
    path: Path = tmp_path_factory.mktemp("web") / "empty.sqlite3"
    prepare(f"sqlite:///{path}")
    desk = Desk(Store(f"sqlite:///{path}"))
    yield desk
    desk.store.close()


@pytest.fixture(scope="session")
def website(everybody: Everybody, empty_desk: Desk) -> Flask:
    return create_app(
        empty_desk,
        people=everybody,
        secret_key=b"a key for tests",
        https=False,
        hosts=["localhost"],
        pages=(*PAGES, Page(pages_for_tests(), "Trial")),
    )


@pytest.fixture
def people(everybody: Everybody) -> Everybody:
    everybody[:] = [
        StaffMember("ada", "Ada Sampleton", "North team", frozenset({Role.SOCIAL_WORKER})),
        StaffMember("ben", "Ben <Exampleby>", "", frozenset({Role.TEAM_MANAGER})),
    ]
    return everybody


@pytest.fixture
def visitor(website: Flask, people: Everybody) -> Iterator[Visitor]:
    with website.test_client() as client:
        yield Visitor(client)


@pytest.fixture
def worker(visitor: Visitor) -> Visitor:
    """A visitor who is signed in as Ada."""
    visitor.sign_in()
    return visitor
