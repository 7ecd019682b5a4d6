"""The website on loopback and the machine's own Chromium, driven as a person would."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.databases import SqliteFiles
from tests.office import Office, prepare
from tests.steps import ON_TIME
from tests.web.offices import Website

CHROMIUM = shutil.which("chromium")
WIDTHS = {"desktop": 1280, "phone": 390}


@dataclass
class Site:
    """A website that answers on this machine, on the day that its clock says."""

    website: Website
    address: str
    browser: Browser

    @contextmanager
    def signed_in(self, who: str, width: int = WIDTHS["desktop"]) -> Iterator[Page]:
        """The page of somebody who has just signed in by clicking their name; no script error is let pass."""
        with self.browser.new_context(viewport={"width": width, "height": 900}) as context:
            page = context.new_page()
            faults: list[str] = []
            page.on("pageerror", lambda fault: faults.append(str(fault)))
            page.goto(f"{self.address}/sign-in")
            page.get_by_role("button", name=f"Sign in as {who}").click()
            yield page
            assert faults == []

    def on(self, day: date) -> None:
        """Set the clock to a day."""
        self.website.today = day


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without its sandbox where we are root."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed on this machine")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@pytest.fixture
def office(sqlite: SqliteFiles) -> Iterator[Office]:
    """An authority on a database of its own."""
    office = Office(sqlite.fresh(prepare))
    yield office
    office.store.close()


@pytest.fixture
def site(office: Office, browser: Browser) -> Iterator[Site]:
    """The website of that authority."""
    website = Website(office, ON_TIME.requested)
    website.app.config["TRUSTED_HOSTS"] = ["127.0.0.1"]
    server = make_server("127.0.0.1", 0, website.app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield Site(website, f"http://127.0.0.1:{server.server_port}", browser)
    server.shutdown()
    thread.join()
    server.server_close()
