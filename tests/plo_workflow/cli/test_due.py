"""`plo due` says when something is due and why, with no database; `plo clocks` lists everything that can be."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest

from plo_workflow.clocks import CLOCKS
from tests.plo_workflow.cli.conftest import Plo
from tests.plo_workflow.weekdays import day

GOLDEN = [
    ("K06", "letter_sent", "Tue 3 Feb 2026", "Tue 10 Feb 2026"),
    ("K08", "first_meeting_held", "Tue 10 Feb 2026", "Tue 24 Feb 2026"),
    ("K10", "minutes_sent", "Tue 24 Feb 2026", "Tue 3 Mar 2026"),
    ("K06", "letter_sent", "Tue 31 Mar 2026", "Thu 9 Apr 2026"),
    ("K06", "letter_sent", "Mon 21 Dec 2026", "Wed 30 Dec 2026"),
    ("K06", "letter_sent", "Wed 22 Dec 2027", "Fri 31 Dec 2027"),
    ("K06", "letter_sent", "Sat 2 May 2026", "Mon 11 May 2026"),
    ("K03", "gateway_papers_in", "Wed 2 Sep 2026", "Thu 27 Aug 2026"),
    ("K02", "gateway_held", "Thu 20 Aug 2026", "Fri 4 Sep 2026"),
    ("K14", "headline_limit", "Tue 13 Jan 2026", "Tue 5 May 2026"),
    ("K13", "exit_gateway_listed", "Tue 13 Jan 2026", "Tue 21 Apr 2026"),
    ("K16", "hard_ceiling", "Tue 13 Jan 2026", "Tue 30 Jun 2026"),
    ("K14", "headline_limit", "Mon 21 Dec 2026", "Mon 12 Apr 2027"),
    ("K11", "midway_review", "Fri 13 Nov 2026", "Fri 25 Dec 2026"),
    ("K18", "application_lodged", "Tue 19 May 2026", "Wed 3 Jun 2026"),
    ("S01", "statutory_26_weeks", "Wed 3 Jun 2026", "Tue 1 Dec 2026"),
    ("S02", "court_extension", "Tue 1 Dec 2026", "Tue 26 Jan 2027"),
    ("P01", "prebirth_assessment_started", "Mon 14 Sep 2026", "Mon 30 Mar 2026"),
    ("P02", "prebirth_gateway_held", "Mon 14 Sep 2026", "Mon 11 May 2026"),
    ("P03", "prebirth_letter_and_meeting", "Mon 14 Sep 2026", "Mon 8 Jun 2026"),
    ("P04", "prebirth_conference", "Mon 14 Sep 2026", "Mon 3 Aug 2026"),
    ("P05", "birth_plan_shared", "Mon 14 Sep 2026", "Mon 3 Aug 2026"),
    ("N01", "newborn_application", "Thu 24 Dec 2026", "Tue 29 Dec 2026"),
    ("K24", "child_seen", "Wed 16 Dec 2026", "Mon 4 Jan 2027"),
    ("S03", "age_17_wall", "Tue 20 Oct 2009", "Tue 20 Oct 2026"),
    ("U01", "urgent_ratified", "Fri 5 Jun 2026", "Mon 8 Jun 2026"),
]


def iso(words: str) -> str:
    """A date with its weekday as the command takes it."""
    return day(words).isoformat()


@pytest.mark.parametrize(("clock_id", "key", "from_on", "due_on"), GOLDEN)
def test_the_answer_is_the_same_by_id_in_any_case_and_by_readable_key(
    plo: Plo, clock_id: str, key: str, from_on: str, due_on: str
) -> None:
    answers = [plo.facts("due", name, "--from", iso(from_on)) for name in (clock_id, clock_id.lower(), key)]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["clock"] == key
    assert answers[0]["due_on"] == iso(due_on)


def test_the_answer_holds_everything_that_explains_the_date(plo: Plo) -> None:
    assert plo.facts("due", "letter_sent", "--from", "2026-02-03") == {
        "clock": "letter_sent",
        "from": "2026-02-03",
        "due_on": "2026-02-10",
        "latest_working_day": "2026-02-10",
        "provisional": False,
        "sentence": "Letter before proceedings sent: due Tuesday 10 February 2026, 5 working days after Tuesday "
        "3 February 2026; Saturday 7 and Sunday 8 February not counted.",
        "excluded": [{"date": "2026-02-07", "why": "Saturday"}, {"date": "2026-02-08", "why": "Sunday"}],
    }


def test_without_json_the_answer_is_one_sentence(plo: Plo) -> None:
    said = plo.said("due", "K06", "--from", "2026-03-31")
    assert said == (
        "Letter before proceedings sent: due Thursday 9 April 2026, 5 working days after Tuesday 31 March 2026; "
        "Friday 3 (Good Friday), Saturday 4, Sunday 5 and Monday 6 April (Easter Monday) not counted.\n"
    )


def test_a_due_day_that_is_not_worked_is_kept_and_the_last_day_to_do_it_stands_beside_it(plo: Plo) -> None:  # golden 20
    answer = plo.facts("due", "K11", "--from", "2026-11-13")
    assert (answer["due_on"], answer["latest_working_day"]) == ("2026-12-25", "2026-12-24")


class Words(Protocol):
    """The two ways of giving several values."""

    def __call__(self, option: str, *values: str) -> list[str]:
        """The words of the command line."""


def in_a_row(option: str, *values: str) -> list[str]:
    """--extension 28 28"""
    return [option, *values]


def one_by_one(option: str, *values: str) -> list[str]:
    """--extension 28 --extension 28"""
    return [word for value in values for word in (option, value)]


@pytest.mark.parametrize("words", [in_a_row, one_by_one])
def test_extensions_are_counted_each_from_the_limit_before_it(plo: Plo, words: Words) -> None:  # golden 16, 17
    asked = ("due", "K14", "--from", iso("Tue 13 Jan 2026"))
    assert plo.facts(*asked, *words("--extension", "28"))["due_on"] == iso("Tue 2 Jun 2026")
    assert plo.facts(*asked, *words("--extension", "28", "28"))["due_on"] == iso("Tue 30 Jun 2026")
    assert "extended by 28 days, then 28 days" in plo.said(*asked, *words("--extension", "28", "28"))


@pytest.mark.parametrize("words", [in_a_row, one_by_one])
def test_days_on_which_the_council_is_closed_are_not_counted(plo: Plo, words: Words) -> None:
    closed = words("--closed", "2026-02-04", "2026-02-05")
    answer = plo.facts("due", "K06", "--from", "2026-02-03", *closed)
    assert answer["due_on"] == iso("Thu 12 Feb 2026")
    assert {"date": "2026-02-04", "why": "closed: council closure"} in answer["excluded"]


def test_extensions_and_closures_may_be_given_together_in_any_order(plo: Plo) -> None:
    words = ["--closed", "2026-05-18", "2026-05-19", "--extension", "7", "7", "--from", iso("Tue 13 Jan 2026")]
    answer = plo.facts("due", "K14", *words)
    assert answer["due_on"] == iso("Tue 19 May 2026")
    assert answer["latest_working_day"] == iso("Fri 15 May 2026")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["S01", "--extension", "57"],
            "A court extension is at most 56 days, and this one is 57 days "
            "(Children Act 1989 s.32: each extension up to 8 weeks from the current end [V]).",
        ),
        (
            ["S02", "--extension", "56", "70"],
            "A court extension is at most 56 days, and this one is 70 days "
            "(Children Act 1989 s.32: each extension up to 8 weeks from the current end [V]).",
        ),
        (
            ["K14", "--extension", "29"],
            "An extension is at most 28 days, and this one is 29 days (policy: extension.max_days).",
        ),
        (
            ["K14", "--extension", "28", "28", "28"],
            "That would be 28 July 2026, after the ceiling (K16) on 30 June 2026.",
        ),
        (["K14", "--extension", "7", "7", "7"], "There are at most 2 extensions, and these are 3."),
        (["K07", "--extension", "5"], "Letter receipt confirmed (K07) cannot be extended."),
        (["K16", "--extension", "5"], "Ceiling on pre-proceedings (K16) cannot be extended."),
    ],
)
def test_no_more_time_is_given_than_law_and_policy_allow(plo: Plo, words: list[str], sentence: str) -> None:
    assert plo.refused("due", *words, "--from", iso("Tue 13 Jan 2026")) == sentence


def test_the_court_may_extend_its_timetable_by_eight_weeks_at_a_time(plo: Plo) -> None:  # golden 25
    answer = plo.facts("due", "S01", "--from", iso("Wed 3 Jun 2026"), "--extension", "56")
    assert answer["due_on"] == iso("Tue 26 Jan 2027")


def test_a_council_that_allows_longer_extensions_is_still_held_to_its_ceiling(plo: Plo, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("[extension]\nmax_days = 60\n")
    words = ["due", "K14", "--from", iso("Tue 13 Jan 2026"), "--policy", str(file), "--extension"]
    assert plo.facts(*words, "56")["due_on"] == iso("Tue 30 Jun 2026")
    assert plo.refused(*words, "57") == "That would be 1 July 2026, after the ceiling (K16) on 30 June 2026."


def test_beyond_the_published_bank_holidays_a_date_is_provisional(plo: Plo) -> None:
    answer = plo.facts("due", "K06", "--from", "2029-12-20")
    assert answer["provisional"] is True
    assert "provisional" in answer["sentence"]


def test_a_councils_own_policy_counts_its_own_way(plo: Plo, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('[clocks.letter_sent]\nlength = 3\n[calendar]\nclosures = [{ on = 2026-02-05, why = "Flood" }]\n')
    answer = plo.facts("due", "K06", "--from", "2026-02-03", "--policy", str(file))
    assert answer["due_on"] == iso("Mon 9 Feb 2026")
    assert {"date": "2026-02-05", "why": "closed: Flood"} in answer["excluded"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["K99", "--from", "2026-02-03"], "There is no clock “K99”. `plo clocks` lists them all."),
        (
            ["K06", "--from", "1066-10-14"],
            "Dates are counted from 1900 to 2199; 1066-10-14 is outside.",
        ),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_sentence(plo: Plo, words: list[str], sentence: str) -> None:
    assert plo.refused("due", *words) == sentence


@pytest.mark.parametrize(
    "words",
    [
        ["K06"],
        ["K06", "--from", "3 Feb 2026"],
        ["K06", "--from", "2026-02-30"],
        ["K14", "--from", "2026-02-03", "--extension", "0"],
        ["K14", "--from", "2026-02-03", "--extension", "a month"],
        ["K06", "--from", "2026-02-03", "--closed", "Friday"],
        ["K06", "--from", "2026-02-03", "Friday"],
    ],
)
def test_a_command_that_is_written_wrongly_says_how_to_write_it(plo: Plo, words: list[str]) -> None:
    result = plo("due", *words)
    assert result.exit_code == 2
    assert "Usage: " in result.stderr
    assert not result.stdout


# plo clocks


def test_every_clock_is_listed_with_timescale_unit_anchor_and_source(plo: Plo) -> None:
    listed = plo.facts("clocks")
    assert [(row["id"], row["clock"]) for row in listed] == [(clock.id, clock.key) for clock in CLOCKS.values()]
    assert all(row["unit"] and row["anchor"] and row["source"] and row["owner"] for row in listed)
    letter = next(row for row in listed if row["id"] == "K06")
    assert (letter["length"], letter["unit"], letter["direction"]) == (5, "working_days", "after")


def test_the_list_of_clocks_reads_in_words(plo: Plo) -> None:
    said = plo.said("clocks")
    assert "K03  gateway_papers_in            3 working days before the gateway date" in said
    assert "on the day agreed at the commissioning" in said


def test_the_list_of_clocks_has_a_councils_own_numbers(plo: Plo, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('[clocks.letter_sent]\nlength = 3\nsource = "Our practice standards"\n')
    letter = next(row for row in plo.facts("clocks", "--policy", str(file)) if row["id"] == "K06")
    assert (letter["length"], letter["source"]) == (3, "Our practice standards")


# plo workflow


def test_the_map_is_printed_in_three_forms(plo: Plo) -> None:
    assert plo.said("workflow").startswith("stateDiagram-v2\n")
    assert plo.said("workflow", "--format", "mermaid").startswith("stateDiagram-v2\n")
    assert plo.said("workflow", "--format", "svg").startswith("<svg ")
    assert plo.said("workflow", "--format", "json").startswith("{")
