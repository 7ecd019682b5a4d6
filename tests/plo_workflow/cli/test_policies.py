"""`plo policy`: a council's numbers are checked, shown, compared, adopted, and running cases moved to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plo_workflow.clocks import CLOCKS
from plo_workflow.policy import default_policy, read_policy
from tests.journeys import plan_under_way
from tests.ledgers import assert_clocks_agree, clock
from tests.office import Office
from tests.plo_workflow.cli.conftest import Plo

GOOD = """name = "Example council"

[clocks.headline_limit]
length = 140
source = "Our practice standards, page 3"
"""
BAD = """name = ""

[clocks.headline_limit]
length = "sixteen weeks"
unit = "fortnights"

[clocks.letter_snet]
length = 5

[gateway]
quorum = [["chair"], ["mayor"]]
"""


@pytest.fixture
def good(tmp_path: Path) -> str:
    """A council's policy."""
    file = tmp_path / "good.toml"
    file.write_text(GOOD)
    return str(file)


@pytest.fixture
def bad(tmp_path: Path) -> str:
    """A policy with a fault in every part."""
    file = tmp_path / "bad.toml"
    file.write_text(BAD)
    return str(file)


# check, show, diff


def test_a_good_policy_is_said_to_be_good_with_its_version(plo: Plo, good: str) -> None:
    version = read_policy(GOOD).version
    assert plo.said("policy", "check", good) == f"{good} is good. Its version is {version}.\n"
    assert plo.facts("policy", "check", good) == {"good": True, "version": version, "faults": []}


def test_every_fault_of_a_policy_is_printed_with_its_line_and_path(plo: Plo, bad: str) -> None:
    result = plo("policy", "check", bad)
    assert (result.exit_code, result.stdout) == (2, "")
    faults = result.stderr.splitlines()
    assert [fault.split(": ")[:2] for fault in faults] == [
        ["line 1", "name"],
        ["line 4", "clocks.headline_limit.length"],
        ["line 5", "clocks.headline_limit.unit"],
        ["line 7", "clocks.letter_snet"],
        ["line 11", "gateway.quorum.2.1"],
    ]


def test_the_faults_come_as_facts_too(plo: Plo, bad: str) -> None:
    result = plo("policy", "check", bad, "--json")
    assert result.exit_code == 2
    assert '"path": "clocks.headline_limit.unit",\n      "line": 5' in result.stdout


@pytest.mark.parametrize("command", ["check", "show", "diff"])
def test_a_file_that_is_not_there_is_named(plo: Plo, command: str) -> None:
    assert plo.refused("policy", command, "nowhere.toml") == "nowhere.toml cannot be read: No such file or directory."


def test_every_number_is_shown_beside_the_default(plo: Plo, good: str) -> None:
    shown = plo.facts("policy", "show", good)
    assert shown["version"] == read_policy(GOOD).version
    assert shown["numbers"]["clocks.headline_limit.length"] == {"value": 140, "default": 112}
    assert shown["numbers"]["clocks.hard_ceiling.length"] == {"value": 168, "default": 168}
    line = next(
        x for x in plo.said("policy", "show", good).splitlines() if x.startswith("clocks.headline_limit.length")
    )
    assert line.split() == ["clocks.headline_limit.length", "140", "112"]


def test_without_a_file_the_default_is_shown(plo: Plo) -> None:
    shown = plo.facts("policy", "show")
    assert shown["version"] == default_policy().version
    assert all(number["value"] == number["default"] for number in shown["numbers"].values())


def test_only_what_differs_is_printed_by_diff(plo: Plo, good: str) -> None:
    differences = {one["path"]: (one["default"], one["value"]) for one in plo.facts("policy", "diff", good)}
    assert differences["clocks.headline_limit.length"] == (112, 140)
    assert set(differences) == {"name", "clocks.headline_limit.length", "clocks.headline_limit.source"}
    assert plo.said("policy", "diff", good).splitlines()[0].split() == ["path", "default", "value"]


# adopt, migrate


def decisions(every: str, **others: str) -> list[str]:
    """The words that decide for every clock there is."""
    decided = {one.id: every for one in CLOCKS.values()} | others
    return [word for clock_id, decision in decided.items() for word in ("--decide", f"{clock_id}={decision}")]


def test_a_policy_is_adopted_for_new_cases_and_says_how_running_ones_follow(authority: Plo, good: str) -> None:
    version = read_policy(GOOD).version
    said = authority.said("policy", "adopt", good)
    assert said == f"New cases follow policy {version}. To move running cases: plo policy migrate --to {version}\n"
    assert authority.facts("policy", "adopt", good) == {"version": version}


def test_a_policy_with_faults_is_not_adopted(authority: Plo, office: Office, bad: str) -> None:
    assert authority("policy", "adopt", bad).exit_code == 2
    assert len(office.rows("SELECT 1 FROM policy_versions")) == 1


def test_undecided_clocks_are_all_named_and_nothing_is_moved(authority: Plo, office: Office, good: str) -> None:
    plan_under_way(office)
    version = authority.facts("policy", "adopt", good)["version"]
    sentence = authority.refused("policy", "migrate", "--to", version, "--decide", "K14=recompute", "--commit")
    assert sentence.startswith("Say what becomes of every running clock. Not decided: K05, K07,")
    assert office.rows("SELECT 1 FROM cases WHERE policy_version = :version", version=version) == []


def test_a_look_with_nothing_decided_prints_every_running_clock_and_then_what_is_not_decided(
    authority: Plo, office: Office, good: str
) -> None:
    ref = plan_under_way(office)
    version = authority.facts("policy", "adopt", good)["version"]
    looked = authority("policy", "migrate", "--to", version)
    assert looked.exit_code == 2
    lines = [line.split() for line in looked.stdout.splitlines()]
    assert [ref, "K14", "not", "decided", "2026-05-05"] in lines
    assert len(lines) == 1 + len(office.rows("SELECT 1 FROM clocks WHERE outcome IS NULL"))
    assert looked.stderr == (
        "Say what becomes of every running clock. Not decided: K05, K07, K10, K11, K13, K14, K16, K24, K25, K26, S03.\n"
    )


def test_what_is_decided_already_has_its_new_date_beside_what_is_not(authority: Plo, office: Office, good: str) -> None:
    ref = plan_under_way(office)
    version = authority.facts("policy", "adopt", good)["version"]
    looked = authority("policy", "migrate", "--to", version, "--decide", "K14=recompute", "--json")
    assert looked.exit_code == 2
    report = {line["clock"]: line for line in json.loads(looked.stdout)["clocks"]}
    assert (report["headline_limit"]["ref"], report["headline_limit"]["new_due_on"]) == (ref, "2026-06-02")
    assert (report["child_seen"]["decision"], report["child_seen"]["new_due_on"]) == ("not decided", None)
    assert looked.stderr.startswith("Say what becomes of every running clock. Not decided: K05, K07,")


def test_a_look_prints_each_clock_with_both_dates_and_only_a_commit_moves_it(
    authority: Plo, office: Office, good: str
) -> None:
    ref = plan_under_way(office)
    version = authority.facts("policy", "adopt", good)["version"]
    words = ["policy", "migrate", "--to", version, *decisions("keep-date", K14="recompute", K26="stop")]
    looked = authority.said(*words)
    assert looked.splitlines()[0].split() == ["case", "clock", "about", "decision", "old", "date", "new", "date"]
    assert any(line.split() == [ref, "K14", "recompute", "2026-05-05", "2026-06-02"] for line in looked.splitlines())
    assert any(line.split()[-1] == "stops" and "K26" in line for line in looked.splitlines())
    assert looked.endswith("Nothing was changed. Add --commit to do it.\n")
    assert clock(office, ref, "K14") == ["due Tue 5 May 2026"]
    assert authority.said(*words, "--commit").endswith("Done, in one transaction.\n")
    assert clock(office, ref, "K14") == ["due Tue 2 Jun 2026"]
    assert_clocks_agree(office, ref)


def test_the_report_comes_as_facts_too(authority: Plo, office: Office, good: str) -> None:
    ref = plan_under_way(office)
    version = authority.facts("policy", "adopt", good)["version"]
    report = authority.facts("policy", "migrate", "--to", version, *decisions("recompute"))
    assert report["committed"] is False
    assert {
        "ref": ref, "clock": "headline_limit", "subject": "", "decision": "recompute", "old_due_on": "2026-05-05",
        "new_due_on": "2026-06-02",
    } in report["clocks"]  # fmt: skip


def test_a_decision_says_for_which_clock(authority: Plo) -> None:
    sentence = authority.refused("policy", "migrate", "--to", "x", "--decide", "stop")
    assert sentence == "“stop” is not a decision. Write it like K14=keep-date."
