"""Who to sign in as to begin with, and whether the families are said to be made up."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date

from plo_workflow.cases.office import found
from plo_workflow.demo import load_demo
from plo_workflow.migrations import migrate
from plo_workflow.store import Store
from tests.databases import Databases
from tests.journeys import requested
from tests.office import FOUNDED_ON, Office, noon, prepare
from tests.web.offices import Website

AS_OF = date(2026, 3, 2)


def made_up(url: str) -> None:
    """A database with a few made-up families."""
    store = Store(url)
    migrate(store)
    found(store, at=noon(FOUNDED_ON))
    load_demo(store, as_of=AS_OF, at=noon(AS_OF), cases=2, seed=1, years=1)
    store.close()


def test_whoever_starts_the_demonstration_is_told_three_people_to_begin_with(databases: Databases) -> None:
    environment = os.environ | {"PLO_DATABASE_URL": databases.fresh(made_up)}
    ask = [sys.executable, "-m", "web.welcome"]
    asked = subprocess.run(ask, env=environment, check=False, capture_output=True, text=True)
    assert (asked.returncode, asked.stderr) == (0, "")
    assert asked.stdout.splitlines() == [
        "Priya Sampleton, social worker",
        "Tom Exampleby, team manager",
        "Grace Mockford, gateway chair",
    ]


def test_where_every_family_is_made_up_the_sign_in_page_says_so_and_begins_with_three_people(
    databases: Databases,
) -> None:
    office = Office(databases.fresh(made_up))
    with Website(office, AS_OF).app.test_client() as client:
        page = client.get("/sign-in").text
    office.store.close()
    assert "Demonstration with made-up families. Not yet for real data." in page
    assert "Everybody here is made up." in page
    names = re.findall(r'plo-people__name">([^<]+)', page)
    assert names[:3] == ["Priya Sampleton", "Tom Exampleby", "Grace Mockford"]
    assert len(names) == len(set(names))


def test_where_a_family_is_real_no_page_says_that_everybody_is_made_up(databases: Databases) -> None:
    office = Office(databases.fresh(prepare))
    requested(office)
    with Website(office, AS_OF).signed_in("sam") as sam:
        pages = [sam.read("/sign-in"), sam.read("/"), sam.get("/nowhere").text]
    office.store.close()
    for page in pages:
        assert "Demonstration. Not yet for real data." in page
        assert "made up" not in page
        assert "made-up" not in page
        assert "To begin with" not in page
