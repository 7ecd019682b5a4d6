"""Who works here, and where their mail goes."""

from __future__ import annotations

import pytest

from plo_workflow.cases.requesting import accept_and_list
from tests.journeys import requested
from tests.office import STAFF, Office
from tests.plo_workflow.cli.conftest import Plo
from tests.steps import ON_TIME


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


def test_somebody_new_works_here_and_can_do_what_the_role_may(authority: Plo, office: Office) -> None:
    said = authority.said("staff", "add", "gwen", "Gwen Green", "--role", "gateway_chair", "--role", "service_manager",
                          "--email", "gwen@council.example", "--team", "South")  # fmt: skip
    assert said == "Gwen Green works here from now on, as gateway chair and service manager.\n"
    assert address_of(authority, "gwen") == "gwen@council.example"
    ref = requested(office)
    office.do("gwen", accept_and_list, ref, on=ON_TIME.listed, sitting_on=ON_TIME.entered, lawyer="lee")
    assert authority.facts("verify")["good"] is True


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("sam", "Another Sam", "--role", "social_worker"), "Somebody is known as “sam” already. Choose another key."),
        (("gwen", "Gwen", "--role", "social_worker", "--email", "gwen"), "“gwen” is not an e-mail address."),
        ((" ", "Gwen", "--role", "social_worker"), "Give a key and a name."),
    ],
)
def test_nobody_is_added_twice_or_half(authority: Plo, words: tuple[str, ...], sentence: str) -> None:
    before = authority.facts("staff", "list")
    assert authority.refused("staff", "add", *words).startswith(sentence)
    assert authority.facts("staff", "list") == before
