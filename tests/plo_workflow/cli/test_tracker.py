"""`plo import-tracker`: a look first, the import with --commit, and a plain sentence where it is refused."""

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
import time_machine
from click.testing import CliRunner, Result

from plo_workflow.cli.tracker import import_tracker
from plo_workflow.interchange.tracker.example import EXAMPLE_TRACKER
from tests.databases import Databases
from tests.office import Office, prepare
from tests.plo_workflow.interchange.workbooks import tracker, workbook

NOW = "2026-07-01T09:00:00+00:00"
COUNTS = {"rows": 15, "in_error": 6, "families": 9, "children": 13, "queries": 8}


@pytest.fixture
def url(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> str:
    url = databases.fresh(prepare)
    monkeypatch.setenv("PLO_DATABASE_URL", url)
    return url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLE_TRACKER, tmp_path / "tracker.xlsx"))


def plo(*arguments: str | Path) -> Result:
    with time_machine.travel(NOW, tick=False):
        return CliRunner().invoke(import_tracker, [str(one) for one in arguments], catch_exceptions=False)


def counts(result: Result) -> dict[str, object]:
    assert result.exit_code == 0, result.output
    facts: dict[str, object] = json.loads(result.stdout)
    return facts


def cases(url: str) -> int:
    office = Office(url)
    [(number,)] = office.rows("SELECT count(*) FROM cases")
    office.store.close()
    return int(number)


def test_without_commit_it_says_what_it_understood_and_changes_nothing(url: str, file: Path) -> None:
    result = plo(file)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:3] == [
        "Sheet PLO tracker: 15 rows, 9 of them good and 6 in error.",
        "Understood: 9 families, 13 children, 47 dates.",
        "9 would be imported, 0 updated, 0 unchanged; 8 queries to look into.",
    ]
    assert f"6 problems are listed in {file}.errors.xlsx." in result.stdout
    assert "Add --commit" in result.stdout
    assert cases(url) == 0


def test_the_problems_lie_beside_the_file_one_to_a_row(url: str, file: Path) -> None:
    plo(file)
    rows = list(openpyxl.load_workbook(f"{file}.errors.xlsx")["Problems"].iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == [13, 14, 15, 16, 17, 18]


def test_a_commit_imports_the_good_rows_and_a_second_one_finds_them_unchanged(url: str, file: Path) -> None:
    first = counts(plo(file, "--commit", "--json"))
    assert {name: first[name] for name in COUNTS} == COUNTS
    assert (first["imported"], first["updated"], first["unchanged"]) == (9, 0, 0)
    second = counts(plo(file, "--commit", "--json"))
    assert (second["imported"], second["updated"], second["unchanged"]) == (0, 0, 9)
    assert cases(url) == 9


def test_a_clash_with_another_case_is_in_the_errors_file_too(url: str, tmp_path: Path) -> None:
    row = {"PLO Ref": "PLO/1", "Family": "Merrow", "Children (DOB)": "Isla (01/02/2016)"}
    two = tracker(tmp_path / "two.xlsx", row, {**row, "PLO Ref": "PLO/2"})
    facts = counts(plo(two, "--commit", "--json"))
    assert (facts["rows"], facts["imported"], facts["in_error"]) == (2, 1, 1)
    problems = openpyxl.load_workbook(f"{two}.errors.xlsx")["Problems"]
    assert "is in another open case, PLO/1" in str(problems["E2"].value)


def test_somebody_can_sign_for_the_import(url: str, file: Path) -> None:
    counts(plo(file, "--commit", "--json", "--by", "pam"))
    office = Office(url)
    assert office.rows("SELECT DISTINCT recorded_by FROM cases") == [("pam",)]
    office.store.close()


def test_a_day_other_than_today_says_how_the_tracker_stood(url: str, file: Path) -> None:
    facts = counts(plo(file, "--json", "--as-of", "2026-06-23"))
    assert facts["families"] == 8, "SYN-009 was asked for on 24 June"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--as-of", "2026-07-02"], "The tracker is dated 2 July 2026, which has not come yet."),
        (["--sheet", "Old"], "There is no sheet called 'Old'."),
        (["--map", "no-such.toml"], "The mapping file no-such.toml cannot be read."),
        (["--commit", "--by", "sam"], "Importing a tracker is for"),
        (["--commit", "--by", "nobody"], "Nobody who works here now is known as “nobody”."),
    ],
)
def test_a_refusal_is_a_sentence_and_exit_code_two(url: str, file: Path, arguments: list[str], sentence: str) -> None:
    result = plo(file, *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(sentence)
    assert result.stdout == ""
    assert cases(url) == 0


def test_a_file_that_is_no_tracker_is_refused(url: str, tmp_path: Path) -> None:
    result = plo(workbook(tmp_path / "x.xlsx", {"Budget": [["Year", "Sum"], [2026, 3]]}), "--commit")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("No sheet has headings that are known.")
    assert plo(tmp_path / "not there.xlsx").exit_code == 2


def test_where_the_problems_cannot_be_written_nothing_is_imported(url: str, file: Path) -> None:
    Path(f"{file}.errors.xlsx").mkdir()
    result = plo(file, "--commit")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"The list of problems cannot be written to {file}.errors.xlsx")
    assert cases(url) == 0


def test_a_look_needs_no_database_and_a_commit_does(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLO_DATABASE_URL", f"sqlite:///{tmp_path / 'no folder' / 'plo.sqlite3'}")
    facts = counts(plo(file, "--json"))
    assert (facts["imported"], facts["refused"]) == (9, None)
    assert plo(file, "--commit").exit_code == 2


def test_a_look_says_beforehand_that_it_could_not_be_imported_here(url: str, file: Path, tmp_path: Path) -> None:
    counts(plo(file, "--commit", "--json"))
    real = tracker(tmp_path / "real.xlsx", {"PLO Ref": "PLO/1"})
    result = plo(real)
    assert result.exit_code == 0
    assert "It cannot be imported here: The database holds made-up families." in result.stdout
    assert plo(real, "--commit").exit_code == 2


ONE = {
    "PLO Ref": "PLO/1", "Family": "Merrow", "Children (DOB)": "Isla (01/02/2016)", "Social worker": "Zoe Ainsley",
}  # fmt: skip


def test_one_of_anything_is_said_as_one_and_no_problems_are_no_file(url: str, tmp_path: Path) -> None:
    file = tracker(tmp_path / "one.xlsx", ONE)
    said = plo(file, "--commit").stdout.splitlines()
    assert said[0].endswith(": 1 row, 1 of them good and 0 in error.")
    assert said[1].startswith("Understood: 1 family, 1 child, ")
    assert said[2].startswith("1 was imported, 0 updated, 0 unchanged; 1 query to look into.")
    assert "There are no problems." in said
    assert not Path(f"{file}.errors.xlsx").exists()


def test_one_problem_is_said_as_one(url: str, tmp_path: Path) -> None:
    file = tracker(tmp_path / "one.xlsx", ONE, {**ONE, "PLO Ref": "PLO/2"})
    assert f"1 problem is listed in {file}.errors.xlsx." in plo(file).stdout


def test_a_list_of_problems_is_gone_once_they_are_mended(url: str, tmp_path: Path) -> None:
    file = tracker(tmp_path / "one.xlsx", ONE, {**ONE, "PLO Ref": "PLO/2"})
    assert counts(plo(file, "--json"))["errors_file"] == f"{file}.errors.xlsx"
    mended = tracker(file, ONE)
    assert counts(plo(mended, "--json"))["errors_file"] is None
    assert not Path(f"{file}.errors.xlsx").exists()


def test_it_is_said_who_was_registered_without_an_address_and_how_to_give_one(url: str, tmp_path: Path) -> None:
    file = tracker(tmp_path / "one.xlsx", ONE)
    addressless = (
        "registered without an e-mail address and told nothing by mail until `plo staff email KEY ADDRESS` gives an "
        "address; `plo staff list` has the keys."
    )
    assert f"1 person would be {addressless}" in plo(file).stdout.splitlines()
    facts = counts(plo(file, "--json"))
    assert facts["registered_without_email"] == ["zoe-ainsley"]
    assert f"1 person was {addressless}" in plo(file, "--commit").stdout.splitlines()
    assert "registered without" not in plo(file, "--commit").stdout, "everybody is registered by now"
