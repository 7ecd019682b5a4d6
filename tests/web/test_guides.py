"""Who to sign in as to begin with, and whether the families are said to be made up."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from plo_workflow.cases.office import found
from plo_workflow.demo import load_demo
from plo_workflow.migrations import migrate
from plo_workflow.store import Store
from tests.office import FOUNDED_ON, noon

AS_OF = date(2026, 3, 2)


def made_up(folder: Path) -> str:
    """A database with a few made-up families; gives its address."""
    url = f"sqlite:///{folder / 'plo.sqlite3'}"
    store = Store(url)
    migrate(store)
    found(store, at=noon(FOUNDED_ON))
    load_demo(store, as_of=AS_OF, at=noon(AS_OF), cases=2, seed=1, years=1)
    store.close()
    return url


def test_whoever_starts_the_demonstration_is_told_three_people_to_begin_with(tmp_path: Path) -> None:
    environment = os.environ | {"PLO_DATABASE_URL": made_up(tmp_path)}
    ask = [sys.executable, "-m", "web.guides"]
    asked = subprocess.run(ask, env=environment, check=False, capture_output=True, text=True)
    assert (asked.returncode, asked.stderr) == (0, "")
    assert asked.stdout.splitlines() == [
        "Priya Sampleton, social worker",
        "Tom Exampleby, team manager",
        "Grace Mockford, gateway chair",
    ]
