"""The `plo` command as a test gives it: in this process, on a database of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from plo_workflow.cli import main
from plo_workflow.store import Store
from tests.databases import Databases
from tests.office import Office, prepare


@dataclass
class Plo:
    """Gives commands with these settings in the environment."""

    settings: dict[str, str | None]

    def __call__(self, *words: str) -> Result:
        """Give a command; what it wrote and its exit code."""
        return CliRunner(env=self.settings).invoke(main, words)

    def said(self, *words: str) -> str:
        """What a command that was carried out printed."""
        result = self(*words)
        assert (result.exit_code, result.stderr) == (0, ""), result.output
        return result.stdout

    def facts(self, *words: str) -> Any:
        """The facts that a command printed with --json."""
        return json.loads(self.said(*words, "--json"))

    def refused(self, *words: str) -> str:
        """The one sentence with which a command was refused."""
        result = self(*words)
        assert (result.exit_code, result.stdout) == (2, ""), result.output
        assert result.stderr.count("\n") == 1, result.stderr
        return result.stderr.strip()


@pytest.fixture
def plo(tmp_path: Path) -> Plo:
    """The command with no database; what needs none, works."""
    return Plo({"PLO_FOLDER": str(tmp_path / "var"), "PLO_DATABASE_URL": None})


@pytest.fixture
def empty(plo: Plo, database_url: str) -> Plo:
    """The command on a database that holds nothing, not even tables."""
    plo.settings["PLO_DATABASE_URL"] = database_url
    return plo


@pytest.fixture
def office(databases: Databases) -> Office:
    """An authority with its staff, whose database the command finds (see `authority`)."""
    return Office(databases.fresh(prepare))


@pytest.fixture
def authority(plo: Plo, office: Office) -> Plo:
    """The command on the database of the authority `office`."""
    plo.settings["PLO_DATABASE_URL"] = office.store.url.render_as_string(hide_password=False)
    return plo


def change(url: str | None, statement: str) -> None:
    """Change a database behind the program's back."""
    assert url
    store = Store(url)
    with store.changing_many() as connection:
        connection.execute(text(statement))
    store.close()
