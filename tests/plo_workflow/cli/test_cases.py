"""`plo case`: the worklist, one case, what each move still lacks and the history, in words and as facts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from plo_workflow.cases.gateway import approve
from plo_workflow.cases.oversight import override_requirement
from plo_workflow.cases.requesting import NewChild
from plo_workflow.kinds import ApprovalKind
from tests.journeys import decided_to_enter, letters_approved, plan_under_way, stepped_down
from tests.office import Office
from tests.plo_workflow.cli.conftest import Plo
from tests.plo_workflow.interchange.tracker_import.trackers import bring_in_rows, ref_of
from tests.steps import Family

SAMPLETON = Family("Sampleton", (NewChild("Ewan", expected_on=date(2026, 7, 1)),), ("Ada Sampleton",))


def test_the_worklist_has_what_is_due_first_on_top(authority: Plo, office: Office) -> None:
    later, sooner = plan_under_way(office), decided_to_enter(office, family=SAMPLETON)
    lines = authority.facts("case", "list", "--on", "2026-01-21")
    assert [line["ref"] for line in lines] == [sooner, later]
    assert lines[0] == {
        "ref": sooner, "stage": "letter_preparation", "since": "2026-01-13", "next_due_on": "2026-01-14",
        "next_due": "Pre-birth assessment started", "overdue": 3, "limit_on": "2026-05-05", "children": 1,
        "worker": "Sam", "team": "North",
    }  # fmt: skip


def test_the_worklist_reads_in_columns(authority: Plo, office: Office) -> None:
    ref = decided_to_enter(office)
    heading, line = authority.said("case", "list", "--on", "2026-01-21").splitlines()
    assert heading.split() == ["case", "stage", "next", "due", "what", "overdue", "limit", "worker"]
    assert line.startswith(f"{ref}  letter_preparation  2026-01-20  Full gateway record shared")


@pytest.mark.parametrize(
    ("words", "families"),
    [
        ((), ["Merrow", "Sampleton"]),
        (("--stage", "active_plan"), ["Merrow"]),
        (("--worker", "sasha"), []),
        (("--worker", "sam"), ["Merrow", "Sampleton"]),
        (("--team", "North"), ["Merrow", "Sampleton"]),
        (("--team", "South"), []),
        (("--closed",), []),
        (("--overdue", "--on", "2026-01-15"), ["Sampleton"]),
        (("--limit", "1", "--on", "2026-01-15"), ["Sampleton"]),
    ],
)
def test_the_worklist_can_be_narrowed(
    authority: Plo, office: Office, words: tuple[str, ...], families: list[str]
) -> None:
    refs = {"Merrow": plan_under_way(office), "Sampleton": decided_to_enter(office, family=SAMPLETON)}
    found = {line["ref"] for line in authority.facts("case", "list", *words)}
    assert found == {refs[family] for family in families}


def test_cases_that_ended_are_listed_apart(authority: Plo, office: Office) -> None:
    ref = stepped_down(office)
    assert authority.facts("case", "list") == []
    assert [line["ref"] for line in authority.facts("case", "list", "--closed")] == [ref]


def test_a_case_shows_its_stage_its_children_and_why_each_date_is_what_it_is(authority: Plo, office: Office) -> None:
    ref = plan_under_way(office)
    shown = authority.facts("case", "show", ref, "--on", "2026-02-11")
    assert (shown["ref"], shown["family"], shown["stage"], shown["since"]) == (
        ref, "Merrow", "active_plan", "2026-01-27",
    )  # fmt: skip
    assert shown["children"] == [{"name": "Isla", "born_on": "2018-03-04", "expected_on": None, "outcome": None}]
    clocks = {clock["id"]: clock for clock in shown["clocks"] if clock["outcome"] is None}
    assert clocks["K25"]["tone"] == "overdue"
    assert clocks["K14"] == {
        "id": "K14", "clock": "headline_limit", "about": "", "due_on": "2026-05-05", "provisional": False,
        "outcome": None, "stopped_on": None, "tone": "later",
        "sentence": "Pre-proceedings limit: due Tuesday 5 May 2026, 112 days after Tuesday 13 January 2026. "
        "Counted from the decision to enter.",
    }  # fmt: skip


def test_a_case_reads_in_words(authority: Plo, office: Office) -> None:
    ref = stepped_down(office)
    said = authority.said("case", "show", ref)
    assert said.startswith(f"{ref}  Merrow  Stepped down since 23 April 2026\n")
    assert "Isla   2018-03-04            child_in_need_plan" in said
    assert "satisfied" in said


def test_a_case_shows_what_is_drifting_and_since_when(authority: Plo, office: Office) -> None:
    ref = plan_under_way(office)
    drift = {one["signal"]: one for one in authority.facts("case", "show", ref, "--on", "2026-02-11")["drift"]}
    assert drift["child_not_seen"] == {
        "id": "D04", "signal": "child_not_seen", "about": "Isla", "since_on": "2026-01-28", "severity": "red",
        "meaning": "A child was not seen as often as planned.",
    }  # fmt: skip
    lines = authority.said("case", "show", ref, "--on", "2026-02-11").splitlines()
    assert "Red: Child not seen (Isla), since 28 January 2026." in lines
    before = authority.facts("case", "show", ref, "--on", "2026-01-27")["drift"]
    assert "child_not_seen" not in {one["signal"] for one in before}


def test_the_moves_of_a_case_say_all_that_each_still_lacks(authority: Plo, office: Office) -> None:
    ref = letters_approved(office)
    found = {one["id"]: one for one in authority.facts("case", "moves", ref, "--as", "sam", "--on", "2026-01-16")}
    assert set(found) == {"T06", "T07", "T10", "T18", "T20"}
    assert found["T07"]["may"] is True
    assert found["T18"]["may"] is False
    requirements = {one["key"]: one for one in found["T07"]["requirements"]}
    assert requirements["letters_approved"]["met"] is True
    assert requirements["every_addressee_written_to"]["sentence"] == "The letter to Jo Merrow is not recorded as sent."


def test_whoever_names_nobody_is_not_said_to_have_asked_for_what_was_imported(
    authority: Plo, office: Office, tmp_path: Path
) -> None:
    bring_in_rows(office, tmp_path, date(2026, 6, 10), {"PLO Ref": "PLO/1", "Family": "Merrow"})
    said = authority.said("case", "moves", ref_of(office), "--on", "2026-06-10")
    assert "T02" in said
    assert "You asked" not in said
    assert said.endswith("Nobody is named: `--as KEY` says how it stands for somebody who works here.\n")
    named = authority.said("case", "moves", ref_of(office), "--on", "2026-06-10", "--as", "sue")
    assert "Nobody is named" not in named


def test_a_requirement_reads_as_met_missing_asked_or_passed_over(authority: Plo, office: Office) -> None:
    ref = letters_approved(office)
    office.do(
        "sue", override_requirement, ref, on=date(2026, 1, 23), move="issue_letters",
        requirement="meeting_gives_enough_notice", reason="The parents ask for it.",
    )  # fmt: skip
    said = authority.said("case", "moves", ref, "--on", "2026-01-23")
    assert "T07  Send the letters before proceedings (for social worker, business support)\n" in said
    assert "     met          Every letter is approved.\n" in said
    assert "     passed over  The first meeting may not be before 28 January 2026" in said
    assert "     asked        Say why the case goes back to the gateway.\n" in said
    assert "     missing  " in said


def test_the_history_has_everything_that_was_done_newest_first(authority: Plo, office: Office) -> None:
    ref = decided_to_enter(office)
    office.late(date(2026, 1, 22), "hugh", approve, ref, on=date(2026, 1, 14), what=ApprovalKind.ISSUE)
    told = authority.facts("case", "history", ref)
    assert [told[0]["command"], told[1]["command"], told[-1]["command"]] == [
        "approve", "record_decision_enter", "request_gateway",
    ]  # fmt: skip
    assert (told[0]["on"], told[0]["at"][:10], told[0]["by"], told[0]["late_by"]) == (
        "2026-01-14", "2026-01-22", "Hugh", 6,
    )  # fmt: skip
    line = authority.said("case", "history", ref).splitlines()[1]
    assert line.split()[1:5] == ["2026-01-14", "2026-01-22", "12:00", "Hugh"]
    assert line.endswith("Agree as a second person")


@pytest.mark.parametrize("command", ["show", "moves", "history"])
def test_a_case_that_is_not_there_is_refused_in_one_sentence(authority: Plo, command: str) -> None:
    assert authority.refused("case", command, "PLO-2026-00099") == "There is no case PLO-2026-00099."


def test_somebody_who_does_not_work_here_is_refused(authority: Plo, office: Office) -> None:
    ref = letters_approved(office)
    assert authority.refused("case", "moves", ref, "--as", "nobody") == (
        "Nobody who works here now is known as “nobody”."
    )
