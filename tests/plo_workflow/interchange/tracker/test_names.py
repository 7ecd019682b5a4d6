"""Names of teams and people: one spelling each, and never two people made one."""

import pytest

from plo_workflow.interchange.tracker.names import is_nobody, preferred_spellings, split_remark


def test_variants_of_one_name_take_the_spelling_with_capitals() -> None:
    used = ["k brightwell"] * 5 + ["K Brightwell", "K. Brightwell", "K Brightwell"]
    assert set(preferred_spellings(used).values()) == {"K Brightwell"}
    teams = ["safeguarding  north", "safeguarding north", "Safeguarding North", "SAFEGUARDING NORTH"]
    assert set(preferred_spellings(teams).values()) == {"Safeguarding North"}


def test_without_capitals_anywhere_the_most_used_is_taken() -> None:
    assert set(preferred_spellings(["north-team", "north team", "north team"]).values()) == {"north team"}


def test_different_names_stay_apart() -> None:
    names = ["K Brightwell", "C Brightwell", "O'Marra", "Omara", "Okafor-Lane", "Okaforlane"]
    assert preferred_spellings(names) == {name: name for name in names}


def test_apostrophes_and_hyphens_make_no_two_names_of_one() -> None:
    assert preferred_spellings(["O'Marra", "O’Marra", "O'Marra"])["O’Marra"] == "O'Marra"
    assert preferred_spellings(["Ruth Okafor-Lane", "Ruth Okafor Lane"])["Ruth Okafor Lane"] == "Ruth Okafor Lane"


@pytest.mark.parametrize("name", ["vacant", "VACANT", "tbc", "n/a", "?", "-", "", "Not allocated", "Unallocated"])
def test_words_for_nobody(name: str) -> None:
    assert is_nobody(name)


def test_a_remark_in_brackets_is_not_part_of_the_name() -> None:
    assert split_remark("D Whitcombe (agency)") == ("D Whitcombe", "agency")
    assert split_remark("D Whitcombe") == ("D Whitcombe", "")
    assert split_remark("(agency)") == ("(agency)", "")
