"""The chance of passing the limit, from finished cases, against counting them one by one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plo_workflow.measures.forecast import Experience
from plo_workflow.measures.periods import Finished
from tests.plo_workflow.measures.families import BEGAN

LIMIT = 112


def finished(days: int, limit_days: int = LIMIT) -> Finished:
    """A period that took so many days of those it was allowed."""
    return Finished(False, BEGAN, BEGAN + timedelta(days=days), BEGAN + timedelta(days=limit_days))


periods = st.builds(finished, st.integers(0, 300), st.sampled_from([LIMIT, LIMIT + 28, LIMIT + 56, 84]))


@given(st.lists(periods, max_size=60), st.integers(0, 320))
def test_the_chance_is_that_of_the_cases_which_were_undecided_and_in_time(found: list[Finished], days: int) -> None:
    then = BEGAN + timedelta(days=days)
    alike = [one for one in found if one.decided_on > then and one.limit_on >= then]
    chance = Experience(found, least=1).after(days)
    assert (chance.of, chance.passed) == (len(alike), sum(one.decided_on > one.limit_on for one in alike))
    assert chance.share == (chance.passed / chance.of if alike else None)


@given(st.lists(periods, max_size=60), st.integers(0, 320))
def test_the_longer_a_case_takes_the_fewer_it_can_be_held_against(found: list[Finished], days: int) -> None:
    experience = Experience(found, least=1)
    assert experience.after(days + 1).of <= experience.after(days).of


def test_the_sentence_says_of_how_many_cases_and_after_how_long() -> None:
    chance = Experience([*[finished(120)] * 31, *[finished(90)] * 53, *[finished(70)] * 9], least=30).after(70)
    assert chance.sentence == (
        "Of 84 finished cases that were still open and in time after 70 days, 31 passed their limit (37%)."
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "no finished case was still open and in time after 1 day, and it takes 30."),
        (1, "1 finished case was still open and in time after 1 day, and it takes 30."),
        (29, "29 finished cases were still open and in time after 1 day, and it takes 30."),
    ],
)
def test_from_fewer_cases_than_the_policy_asks_for_nothing_is_said(number: int, words: str) -> None:
    chance = Experience([finished(120)] * number, least=30).after(1)
    assert (chance.share, chance.percent) == (None, "too few")
    assert chance.sentence == f"Too few to say how likely it is: {words}"


def test_from_as_many_as_the_policy_asks_for_it_is_said() -> None:
    assert Experience([finished(120)] * 30, least=30).after(1).share == 1


def test_a_case_that_was_given_more_time_is_held_against_those_whose_limit_was_still_to_come() -> None:
    late, extended = finished(130), finished(130, LIMIT + 28)
    assert Experience([late, extended], least=1).after(LIMIT).of == 2
    after_the_usual_limit = Experience([late, extended], least=1).after(LIMIT + 1)
    assert (after_the_usual_limit.of, after_the_usual_limit.passed) == (1, 0)
