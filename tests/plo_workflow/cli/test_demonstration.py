"""`plo demo` makes up families for an empty authority, the same ones for the same seed, and never beside real ones."""

from __future__ import annotations

from tests.journeys import requested
from tests.office import Office
from tests.plo_workflow.cli.conftest import Plo

WORDS = ("demo", "--as-of", "2026-03-02", "--cases", "3", "--years", "0.3")


def test_families_are_made_up_and_the_history_that_they_leave_is_whole(authority: Plo, office: Office) -> None:
    loaded = authority.facts(*WORDS, "--seed", "7")
    refs = [row.ref for row in office.rows("SELECT ref FROM cases WHERE synthetic ORDER BY ref")]
    assert loaded["cases"] == len(refs) >= 3
    assert all(ref.startswith("SYN-") for ref in refs)
    assert authority.facts("verify")["good"] is True


def test_it_says_in_a_sentence_what_was_made_up(authority: Plo) -> None:
    said = authority.said(*WORDS)
    assert said.endswith(" children are in the database.\n")
    assert said.count("\n") == 1


def test_where_there_are_cases_it_does_nothing_if_it_is_told_to(authority: Plo, office: Office) -> None:
    requested(office)
    assert authority.said(*WORDS, "--if-empty") == ""
    assert authority.facts(*WORDS, "--if-empty") == {"cases": 0, "children": 0}
    assert len(office.rows("SELECT 1 FROM cases")) == 1


def test_beside_real_cases_it_is_refused(authority: Plo, office: Office) -> None:
    requested(office)
    assert "made-up families" in authority.refused(*WORDS).lower()
    assert len(office.rows("SELECT 1 FROM cases")) == 1


def test_the_families_stand_on_the_day_that_is_given(authority: Plo, office: Office) -> None:
    authority.settings["PLO_TODAY"] = "2026-03-02"
    authority.said("demo", "--cases", "3", "--years", "0.3")
    [(last,)] = office.rows("SELECT max(recorded_at) FROM history WHERE case_ref IS NOT NULL")
    assert "2026-02" in str(last) or "2026-03-01" in str(last)


def test_beside_real_cases_no_command_takes_another_day(authority: Plo, office: Office) -> None:
    requested(office)
    authority.settings["PLO_TODAY"] = "2026-12-24"
    assert authority.refused("verify").startswith("PLO_TODAY is set, and this database holds real cases")


def test_what_is_no_day_is_refused(authority: Plo) -> None:
    authority.settings["PLO_TODAY"] = "24 December"
    assert authority.refused("verify").startswith("PLO_TODAY is a day written like 2026-12-24")
