"""What a command is refused for: each time one plain sentence that names the fact, and not a row is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from plo_workflow.cases import Order
from plo_workflow.cases.gateway import decide_step_down, list_gateway_review
from plo_workflow.cases.letters import Sent, issue_letters
from plo_workflow.cases.ongoing import record_visit, write_note
from plo_workflow.cases.requesting import NewChild, request_gateway
from plo_workflow.errors import (
    CaseChangedMeanwhile,
    CaseNotFound,
    ChildInOpenCase,
    DateInFuture,
    DateOutOfOrder,
    FactNotFound,
    MoveNotOpen,
    NotGiven,
    NotYourRole,
    Refused,
    RequirementsUnmet,
    UnknownPerson,
)
from tests import steps
from tests.databases import Databases
from tests.faults.families import NEW_FAMILY, RETURNING, cases_of, with_families
from tests.faults.states import contents, opened
from tests.office import Office, noon
from tests.steps import ON_TIME

TODAY = ON_TIME.review
"""The day on which everything here is asked for."""


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    """An authority with families; Ben has left."""
    with opened(databases.fresh(with_families)) as found:
        with found.store.changing_many() as connection:
            connection.execute(text("UPDATE staff SET active = false WHERE key = 'ben'"))
        yield found


def refused(office: Office, order: Order, command: Any, said: Mapping[str, Any]) -> Refused:
    """The refusal of a command, which has changed nothing."""
    before = contents(office)
    with pytest.raises(Refused) as refusal:
        office.desk.perform(order, command, **said)
    assert contents(office) == before
    return refusal.value


def by(who: str, ref: str | None, **more: Any) -> Order:
    return Order(by=who, at=noon(TODAY), case=ref, **more)


def test_a_visit_that_has_not_happened_yet(office: Office) -> None:
    [ref] = cases_of(office, "Closing")
    said = {"on": TODAY + timedelta(1), "children": steps.children(office, ref), "seen_alone": True}
    refusal = refused(office, by("sam", ref), record_visit, said)
    assert isinstance(refusal, DateInFuture)
    assert refusal.sentence == ("The visit is dated 11 March 2026, which has not come yet. Give the date it happened.")


def test_a_move_that_has_not_happened_yet(office: Office) -> None:
    [ref] = cases_of(office, "Returning")
    refusal = refused(office, by("tess", ref), list_gateway_review, {**RETURNING, "on": TODAY + timedelta(1)})
    assert isinstance(refusal, DateInFuture)


def test_a_move_before_the_case_reached_its_stage(office: Office) -> None:
    [ref] = cases_of(office, "Closing")
    refusal = refused(office, by("tess", ref), list_gateway_review, {**RETURNING, "on": ON_TIME.letters})
    assert isinstance(refusal, DateOutOfOrder)
    assert refusal.sentence == (
        "List for a gateway review is dated 16 January 2026, before the case reached “Plan under way” on "
        "27 January 2026."
    )


def test_a_letter_sent_before_it_was_written(office: Office) -> None:
    [ref] = cases_of(office, "Writing")
    sent = [Sent(letter, "by hand") for letter in steps.letters(office, ref)]
    refusal = refused(office, by("sam", ref), issue_letters, {"on": ON_TIME.entered, "sent": sent})
    assert isinstance(refusal, DateOutOfOrder)
    assert refusal.sentence == "A letter cannot have gone out on 13 January 2026: it was written on 14 January 2026."


def test_a_child_who_is_in_another_open_case(office: Office) -> None:
    [ref] = cases_of(office, "Closing")
    said = {**NEW_FAMILY, "children": [NewChild("Isla", "Closing", date(2018, 3, 4))], "on": TODAY}
    refusal = refused(office, by("sam", None), request_gateway, said)
    assert isinstance(refusal, ChildInOpenCase)
    assert refusal.sentence == f"Isla is already in the open case {ref}."


def test_somebody_without_the_role(office: Office) -> None:
    [ref] = cases_of(office, "Returning")
    refusal = refused(office, by("sam", ref), list_gateway_review, {**RETURNING, "on": TODAY})
    assert isinstance(refusal, NotYourRole)
    assert refusal.sentence == (
        "List for a gateway review is for authority lawyer, case progression manager, service manager or team manager. "
        "Sam does not hold that role."
    )


@pytest.mark.parametrize("who", ["nobody", "ben", ""])
def test_somebody_who_does_not_work_here_or_not_any_more(office: Office, who: str) -> None:
    [ref] = cases_of(office, "Closing")
    refusal = refused(office, by(who, ref), write_note, {"on": TODAY, "text": "Seen."})
    assert isinstance(refusal, UnknownPerson)
    assert refusal.sentence == f"Nobody who works here now is known as “{who}”."


@pytest.mark.parametrize("behind", [1, 5, -1])
def test_a_revision_that_is_not_the_case_as_it_is_now(office: Office, behind: int) -> None:
    [ref] = cases_of(office, "Closing")
    opened_at = office.file(ref).case.revision - behind
    order = by("sam", ref, expected_revision=opened_at)
    refusal = refused(office, order, write_note, {"on": TODAY, "text": "Seen."})
    assert isinstance(refusal, CaseChangedMeanwhile)
    assert refusal.sentence == (
        f"{ref} was changed by Sam (hold first meeting, 27 January 2026 at 12:00 UTC) after you opened it. "
        "Nothing was saved: look at the case as it is now, then try again."
    )


def test_a_case_that_is_not_there(office: Office) -> None:
    refusal = refused(office, by("sam", "PLO-2026-99999"), write_note, {"on": TODAY, "text": "Seen."})
    assert isinstance(refusal, CaseNotFound)
    assert refusal.sentence == "There is no case PLO-2026-99999."


def test_a_fact_of_another_case(office: Office) -> None:
    [ref], [other] = cases_of(office, "Closing"), cases_of(office, "Returning")
    said = {"on": TODAY, "children": steps.children(office, other), "seen_alone": True}
    refusal = refused(office, by("sam", ref), record_visit, said)
    assert isinstance(refusal, FactNotFound)
    assert refusal.sentence.startswith(f"{ref} holds no such child")


def test_a_move_that_does_not_lead_on_from_here(office: Office) -> None:
    [ref] = cases_of(office, "Closing")
    refusal = refused(office, by("cara", ref), decide_step_down, {"on": TODAY})
    assert isinstance(refusal, MoveNotOpen)
    assert refusal.sentence == "“Decide to step down” does not lead on from the stage “Plan under way”."


def test_a_move_whose_requirements_are_not_met_and_all_of_them_are_named(office: Office) -> None:
    [ref] = cases_of(office, "Returning")
    office.do("tess", list_gateway_review, ref, **{**RETURNING, "on": TODAY})
    refusal = refused(office, by("cara", ref), decide_step_down, {"on": TODAY})
    assert isinstance(refusal, RequirementsUnmet)
    assert len(refusal.unmet) > 3
    assert all(one.sentence in refusal.sentence for one in refusal.unmet)


def test_a_note_without_words(office: Office) -> None:
    [ref] = cases_of(office, "Closing")
    refusal = refused(office, by("sam", ref), write_note, {"on": TODAY, "text": " "})
    assert isinstance(refusal, NotGiven)
    assert refusal.sentence == "The note is empty."
