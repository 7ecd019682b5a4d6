"""Setting up an authority's database, checking its history, adopting bank holidays; and databases that are refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import text

from plo_workflow.cases.office import shipped_calendar
from plo_workflow.migrations import newest_version
from plo_workflow.policy import default_policy, read_policy
from plo_workflow.store import Store
from tests.journeys import requested
from tests.ledgers import assert_clocks_agree, clock
from tests.office import Office
from tests.plo_workflow.cli.conftest import Plo, change
from tests.steps import ON_TIME

EVERY_READER = [
    ("verify",),
    ("case", "list"),
    ("case", "show", "PLO-2026-00001"),
    ("case", "moves", "PLO-2026-00001"),
    ("case", "history", "PLO-2026-00001"),
]


# init


def test_init_makes_the_database_and_run_again_leaves_it_as_it_is(empty: Plo) -> None:
    first = empty.facts("init")
    assert (first["from"], first["schema"]) == (None, newest_version())
    assert empty.facts("verify") == {"entries": 1, "good": True, "first_bad": None}
    assert empty.said("init") == ""
    assert empty.facts("init")["from"] == newest_version()
    assert empty.facts("verify")["entries"] == 1


def test_init_says_that_the_database_is_ready_and_keeps_its_password_to_itself(empty: Plo) -> None:
    said = empty.said("init")
    assert said.startswith("The database is ready: ")
    assert said.endswith(f"(schema {newest_version()}).\n")


def test_without_a_setting_the_database_is_in_the_installations_folder(plo: Plo, tmp_path: Path) -> None:
    plo.said("init")
    assert (tmp_path / "var" / "plo.sqlite3").is_file()


def test_init_adopts_the_authoritys_own_policy_once(empty: Plo, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("[clocks.headline_limit]\nlength = 140\n")
    empty.settings["PLO_POLICY"] = str(file)
    empty.said("init")
    entries = empty.facts("verify")["entries"]
    empty.said("init")
    assert empty.facts("verify")["entries"] == entries
    store = Store(empty.settings["PLO_DATABASE_URL"] or "")
    with store.reading() as session:
        current = session.scalar(text("SELECT version FROM policy_versions WHERE current"))
    store.close()
    assert current == read_policy(file).version != default_policy().version


# Databases that are refused


@pytest.mark.parametrize("words", EVERY_READER)
def test_an_empty_database_is_refused_with_what_to_do(empty: Plo, words: tuple[str, ...]) -> None:
    sentence = empty.refused(*words)
    assert sentence == f"The database is empty and this program needs {newest_version()}. Run `plo init` first."


@pytest.mark.parametrize("words", [("init",), *EVERY_READER])
def test_a_database_of_a_newer_program_is_refused_and_left_alone(empty: Plo, words: tuple[str, ...]) -> None:
    empty.said("init")
    change(empty.settings["PLO_DATABASE_URL"], "UPDATE alembic_version SET version_num = '9999'")
    assert empty.refused(*words) == (
        "The database has schema 9999, which this version of the program does not know. "
        "Use the newer version; nothing was changed."
    )


READ_ONLY = "The database is read-only, so nothing was saved. Tell whoever looks after the system."


def test_a_read_only_database_can_be_read_and_refuses_to_be_changed(
    authority: Plo, office: Office, tmp_path: Path
) -> None:
    requested(office)
    office.store.close()
    url = authority.settings["PLO_DATABASE_URL"] or ""
    if url.startswith("sqlite"):
        url = url.replace("sqlite:///", "sqlite:///file:") + "?mode=ro&uri=true"
    else:
        url += "&options=-c%20default_transaction_read_only%3Don"
    authority.settings["PLO_DATABASE_URL"] = url
    assert [line["ref"] for line in authority.facts("case", "list")] == ["PLO-2026-00001"]
    file = tmp_path / "policy.toml"
    file.write_text("[clocks.headline_limit]\nlength = 140\n")
    assert authority.refused("policy", "adopt", str(file)) == READ_ONLY


def test_a_folder_that_cannot_be_made_is_named(plo: Plo, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    plo.settings["PLO_FOLDER"] = str(tmp_path / "file" / "var")
    assert plo.refused("init") == f"The folder {tmp_path / 'file' / 'var'} cannot be made: Not a directory."


CANNOT_BE_REACHED = "The database cannot be reached, so nothing was saved. Please try again shortly."
NO_ADDRESS = "PLO_DATABASE_URL is not the address of a SQLite or PostgreSQL database."


@pytest.mark.parametrize("command", ["init", "verify"])
@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:////nowhere/plo.sqlite3", CANNOT_BE_REACHED),
        ("postgresql://nobody@127.0.0.1:1/plo", CANNOT_BE_REACHED),
        ("the database", NO_ADDRESS),
        ("oracle://somewhere/plo", NO_ADDRESS),
    ],
)
def test_a_database_that_cannot_be_reached_is_refused_in_one_sentence(
    plo: Plo, command: str, url: str, sentence: str
) -> None:
    plo.settings["PLO_DATABASE_URL"] = url
    assert plo.refused(command) == sentence


def test_a_file_that_is_no_database_is_refused(plo: Plo, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ms Example, " * 100)
    plo.settings["PLO_DATABASE_URL"] = f"sqlite:///{tmp_path / 'letter.txt'}"
    assert plo.refused("verify") == "The file is not a SQLite database, so it was left alone."


# verify


def test_a_whole_history_is_said_to_be_whole(authority: Plo, office: Office) -> None:
    requested(office)
    entries = office.rows("SELECT seq FROM history_head")[0].seq
    assert authority.said("verify") == f"The history is whole: {entries} entries.\n"


def test_the_first_spoilt_entry_is_named_and_the_command_fails(authority: Plo) -> None:
    change(authority.settings["PLO_DATABASE_URL"], "UPDATE history SET payload = '{}' WHERE seq IN (7, 9)")
    result = authority("verify")
    assert (result.exit_code, result.stdout) == (2, "Entry 7 is not as it was written: its content was changed.\n")
    result = authority("verify", "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout) == {
        "entries": 6,
        "good": False,
        "first_bad": {"seq": 7, "what": "its content was changed"},
    }


# adopt-bank-holidays


def more_holidays(tmp_path: Path, on: date) -> str:
    """A file of the shipped bank holidays with one more."""
    content = json.loads(shipped_calendar())
    content["england-and-wales"]["events"].append({"title": "Declared holiday", "date": on.isoformat()})
    file = tmp_path / "bank-holidays.json"
    file.write_text(json.dumps(content))
    return str(file)


@time_machine.travel("2026-06-12 09:00:00+01:00", tick=False)
def test_a_bank_holiday_declared_in_june_moves_what_is_still_to_come(
    authority: Plo, office: Office, tmp_path: Path
) -> None:  # E30, golden 47
    ref = requested(office, replace(ON_TIME, requested=date(2026, 6, 10)))
    file = more_holidays(tmp_path, date(2026, 6, 15))
    adopted = authority.facts("adopt-bank-holidays", file)
    assert adopted["cases"] == 1
    assert clock(office, ref, "K01") == ["due Thu 18 Jun 2026"]
    assert_clocks_agree(office, ref)
    assert authority.said("adopt-bank-holidays", file) == (
        f"Calendar {adopted['version']} is in force. Dates moved on 0 cases.\n"
    )


@pytest.mark.parametrize("content", ["no JSON", "{}", "[]", '{"england-and-wales": {"events": [{"title": "x"}]}}'])
def test_a_file_that_is_no_list_of_bank_holidays_is_refused(authority: Plo, tmp_path: Path, content: str) -> None:
    file = tmp_path / "holidays.json"
    file.write_text(content)
    assert authority.refused("adopt-bank-holidays", str(file)) == (
        f"{file} is not a list of bank holidays in GOV.UK's shape, with confirmed_from and confirmed_to beside it."
    )


def test_a_list_of_bank_holidays_that_is_not_there_is_named(authority: Plo) -> None:
    sentence = authority.refused("adopt-bank-holidays", "nowhere.json")
    assert sentence == "nowhere.json cannot be read: No such file or directory."
