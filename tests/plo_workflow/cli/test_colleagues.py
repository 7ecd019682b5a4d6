"""Who works here, and where their mail goes."""

from __future__ import annotations

import pytest

from tests.office import STAFF
from tests.plo_workflow.cli.conftest import Plo


def address_of(plo: Plo, key: str) -> str | None:
    [email] = [one["email"] for one in plo.facts("staff", "list") if one["key"] == key]
    return str(email) if email else None


def test_everybody_who_works_here_is_listed_and_the_system_is_not(authority: Plo) -> None:
    assert {one["key"] for one in authority.facts("staff", "list")} == set(STAFF)
    assert "Sam" in authority.said("staff", "list")


def test_somebody_gets_an_address_and_it_is_on_the_record_who_but_not_which(authority: Plo) -> None:
    before = authority.facts("verify")["entries"]
    assert authority.said("staff", "email", "sam", "sam.new@council.example").strip() == (
        "Mail for sam goes to sam.new@council.example from now on."
    )
    assert address_of(authority, "sam") == "sam.new@council.example"
    assert authority.facts("verify") == {"entries": before + 1, "good": True, "first_bad": None}


@pytest.mark.parametrize(
    "address", ["", "sam", "sam@", "@council.example", "sam@council", "Sam <sam@council.example>", "a@b.c\nBcc: d@e.f"]
)
def test_what_is_no_address_is_refused(authority: Plo, address: str) -> None:
    before = address_of(authority, "sam")
    assert "is not an e-mail address" in authority("staff", "email", "sam", address).stderr
    assert address_of(authority, "sam") == before


def test_nobody_unknown_gets_an_address(authority: Plo) -> None:
    assert authority.refused("staff", "email", "nemo", "nemo@council.example") == (
        "Nobody who works here now is known as “nemo”. `plo staff list` shows everybody."
    )
