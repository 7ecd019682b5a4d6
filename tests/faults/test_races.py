"""Many people on one case, or one button pressed many times, at the same instant: one wins, the others are told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from plo_workflow.cases import Done, Order
from plo_workflow.cases.meetings import hold_review
from plo_workflow.cases.ongoing import write_note
from plo_workflow.cases.requesting import NewChild, request_gateway
from plo_workflow.errors import CaseChangedMeanwhile, ChildInOpenCase, KeyUsedForOtherContent, NotYourRole
from plo_workflow.models import Meeting
from tests.databases import Databases
from tests.faults.families import MOVES, NEW_FAMILY, cases_of, with_families
from tests.faults.reviewing import REVIEWED, REVIEWERS, review_order, review_said
from tests.faults.states import assert_sound, contents, opened
from tests.faults.together import all_at_once
from tests.office import Office, noon
from tests.steps import ON_TIME

REPOSITORY = Path(__file__).parents[2]
PEOPLE, ROUNDS = 8, 20
PROCESSES = 4


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    with opened(databases.fresh(with_families)) as found:
        yield found


@pytest.fixture
def ref(office: Office) -> str:
    return cases_of(office, REVIEWED)[0]


def outcomes(office: Office, orders: list[Order], command: Any, said: Any) -> list[Any]:
    """What each of these orders comes to when all are sent at the same instant."""
    return all_at_once([partial(office.desk.perform, order, command, **said) for order in orders])


def revision(office: Office, ref: str) -> int:
    return office.file(ref).case.revision


def test_of_eight_people_who_opened_the_same_case_one_moves_it_and_the_others_are_told_who_did(
    office: Office, ref: str
) -> None:
    said = review_said(office, ref)
    for _ in range(ROUNDS):
        opened_at = revision(office, ref)
        orders = [review_order(ref, number, revision=opened_at) for number in range(PEOPLE)]
        came_to = outcomes(office, orders, hold_review, said)
        [winner] = [number for number, one in enumerate(came_to) if isinstance(one, Done)]
        losers = [one for one in came_to if isinstance(one, CaseChangedMeanwhile)]
        assert len(losers) == PEOPLE - 1
        assert {one.sentence for one in losers} == {
            f"{ref} was changed by {REVIEWERS[winner % 4].title()} (hold review, 10 March 2026 at 12:0{winner} UTC) "
            "after you opened it. Nothing was saved: look at the case as it is now, then try again."
        }
        assert revision(office, ref) == opened_at + 1 == came_to[winner].revision
    assert len(office.file(ref).all(Meeting)) == 1 + ROUNDS
    assert_sound(office, REVIEWED)


def test_without_the_revision_they_opened_all_eight_would_move_the_case(office: Office, ref: str) -> None:
    """The control: it is the expected revision that holds the others back."""
    orders = [review_order(ref, number) for number in range(PEOPLE)]
    before, came_to = revision(office, ref), outcomes(office, orders, hold_review, review_said(office, ref))
    assert sorted(one.revision for one in came_to) == [before + number for number in range(1, PEOPLE + 1)]
    assert_sound(office, REVIEWED)


def test_a_button_pressed_eight_times_at_once_is_done_once_and_answers_alike(office: Office, ref: str) -> None:
    said = review_said(office, ref)
    for each in range(ROUNDS):
        before, orders = revision(office, ref), [review_order(ref, 0, key=f"round {each}")] * PEOPLE
        came_to = outcomes(office, orders, hold_review, said)
        assert sorted(one.repeated for one in came_to) == [False] + [True] * (PEOPLE - 1)
        assert len({replace(one, repeated=True) for one in came_to}) == 1
        assert revision(office, ref) == before + 1
    assert_sound(office, REVIEWED)


def test_without_a_key_a_button_pressed_eight_times_is_done_eight_times(office: Office, ref: str) -> None:
    """The control: it is the key that makes a repeat the same command."""
    before = revision(office, ref)
    outcomes(office, [review_order(ref, 0)] * PEOPLE, hold_review, review_said(office, ref))
    assert revision(office, ref) == before + PEOPLE


def test_a_key_sent_at_once_with_eight_contents_is_taken_by_one_of_them(office: Office, ref: str) -> None:
    order = Order(by="sam", at=noon(ON_TIME.review), case=ref, key="one key")
    notes = [f"Note {number}" for number in range(PEOPLE)]
    sent = [partial(office.desk.perform, order, write_note, on=ON_TIME.review, text=text) for text in notes]
    before, came_to = revision(office, ref), all_at_once(sent)
    assert sum(isinstance(one, Done) for one in came_to) == 1
    assert sum(isinstance(one, KeyUsedForOtherContent) for one in came_to) == PEOPLE - 1
    assert revision(office, ref) == before + 1


def test_a_key_used_again_with_other_content_is_refused_and_changes_nothing(office: Office, ref: str) -> None:
    order = Order(by="sam", at=noon(ON_TIME.review), case=ref, key="one key")
    office.desk.perform(order, write_note, on=ON_TIME.review, text="Seen at home.")
    before = contents(office)
    others = [
        partial(office.desk.perform, order, write_note, on=ON_TIME.review, text="Seen at school."),
        partial(office.desk.perform, order, write_note, on=ON_TIME.exit, text="Seen at home."),
        partial(office.desk.perform, replace(order, by="sasha"), write_note, on=ON_TIME.review, text="Seen at home."),
        partial(office.desk.perform, order, hold_review, **review_said(office, ref)),
    ]
    for other in others:
        with pytest.raises(KeyUsedForOtherContent) as refused:
            other()
        assert refused.value.sentence == (
            "This form was sent before with other content. Nothing was saved: open the page again and resend it."
        )
        assert contents(office) == before


def test_a_refused_command_leaves_its_key_free(office: Office, ref: str) -> None:
    order = Order(by="ben", at=noon(ON_TIME.review), case=ref, key="one key")
    with pytest.raises(NotYourRole):
        office.desk.perform(order, hold_review, **review_said(office, ref))
    done = office.desk.perform(replace(order, by="sam"), hold_review, **review_said(office, ref))
    assert not done.repeated


def test_commands_on_different_cases_at_once_leave_one_history_without_gaps(office: Office) -> None:
    refs = [cases_of(office, asked.family)[0] for asked in MOVES.values() if cases_of(office, asked.family)]
    [(before,)] = office.rows("SELECT max(seq) FROM history")

    def write_ten(ref: str) -> None:
        for number in range(10):
            order = Order(by="sam", at=noon(ON_TIME.exit), case=ref)
            office.desk.perform(order, write_note, on=ON_TIME.exit, text=f"Note {number}")

    assert all_at_once([partial(write_ten, ref) for ref in refs]) == [None] * len(refs)
    assert len(refs) == PEOPLE
    places = [seq for (seq,) in office.rows("SELECT seq FROM history ORDER BY seq")]
    assert places == list(range(1, before + 10 * len(refs) + 1))
    assert_sound(office, REVIEWED)


def new_family(number: int, child: str) -> Any:
    """Ask for a gateway for a new family with this child."""
    children = [NewChild(child, "Beginning", NEW_FAMILY["children"][0].born_on)]
    return {**NEW_FAMILY, "family_name": f"Family {number}", "children": children}


def ask_at_once(office: Office, children: list[str]) -> list[Any]:
    order = Order(by="sam", at=noon(ON_TIME.requested))
    said = [new_family(number, child) for number, child in enumerate(children)]
    return all_at_once([partial(office.desk.perform, order, request_gateway, **one) for one in said])


def test_eight_families_that_begin_at_once_get_eight_references(office: Office) -> None:
    for each in range(3):
        came_to = ask_at_once(office, [f"Child {each} {number}" for number in range(PEOPLE)])
        assert len({one.case for one in came_to if isinstance(one, Done)}) == PEOPLE


def test_a_child_for_whom_eight_people_ask_at_once_is_in_one_open_case(office: Office) -> None:
    for each in range(3):
        came_to = ask_at_once(office, [f"Child {each}"] * PEOPLE)
        [done] = [one for one in came_to if isinstance(one, Done)]
        refusals = [one for one in came_to if isinstance(one, ChildInOpenCase)]
        assert len(refusals) == PEOPLE - 1
        assert {one.sentence for one in refusals} == {f"Child {each} is already in the open case {done.case}."}


def test_processes_of_their_own_are_held_apart_as_well(databases: Databases) -> None:
    url, rounds = databases.fresh(with_families), 20
    with opened(url) as office:
        ref = cases_of(office, REVIEWED)[0]
        command = [sys.executable, "-m", "tests.faults.contending", url, ref, str(PROCESSES), str(rounds)]
        ran = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
        found = json.loads(ran.stdout)
        for came_to in found[: rounds // 2]:
            assert sum(isinstance(one, list) for one in came_to) == 1
            assert came_to.count("CaseChangedMeanwhile") == PROCESSES - 1
        for came_to in found[rounds // 2 :]:
            assert sorted(repeated for _, repeated in came_to) == [False] + [True] * (PROCESSES - 1)
            assert len({revision for revision, _ in came_to}) == 1
        assert len(office.file(ref).all(Meeting)) == 1 + rounds
        assert_sound(office, REVIEWED)
