"""What becomes of made-up families: as often as the tables of chances say, told here without a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from plo_workflow import demo
from plo_workflow.demo.casting import Casting, imagined
from plo_workflow.demo.chances import CHANCES, SPANS
from plo_workflow.demo.colleagues import office_for
from plo_workflow.demo.family import Journey, Step, World
from plo_workflow.policy import calendar_for, default_policy

FAMILIES = 600


def forget(journey: Journey) -> None:
    """Leave a second case untold."""


@pytest.fixture(scope="module")
def stories() -> list[list[Step]]:
    """The stories of many families, each from beginning to end."""
    policy = default_policy()
    world = World(office_for(FAMILIES), policy, calendar_for(policy), forget)
    casting = Casting(world, date(2026, 11, 16), date(2025, 11, 16), FAMILIES, seed=3)
    return [list(imagined(family)) for family in casting.families()]


def done(stories: list[list[Step]]) -> Counter[str]:
    """In how many stories each command comes."""
    return Counter(name for steps in stories for name in {step.command.__name__ for step in steps})


@pytest.mark.parametrize(
    ("command", "least", "most"),
    [
        ("record_decision_continue", 0.05, 0.16),
        ("record_decision_issue", 0.01, 0.09),
        ("issue_urgently", 0.02, 0.10),
        ("confirm_step_down", 0.25, 0.50),
        ("lodge_application", 0.30, 0.55),
        ("decide_extend", 0.05, 0.22),
        ("split_case", 0.01, 0.08),
        ("reopen", 0.03, 0.14),
        ("close_other", 0.01, 0.07),
        ("record_birth", 0.05, 0.16),
        ("change_worker", 0.08, 0.30),
        ("record_ineffective_review", 0.10, 0.35),
        ("record_letter_returned", 0.02, 0.15),
        ("record_section_twenty", 0.01, 0.07),
    ],
)
def test_so_many_families_in_a_hundred(stories: list[list[Step]], command: str, least: float, most: float) -> None:
    assert least <= done(stories)[command] / FAMILIES <= most


def test_about_seventy_in_a_hundred_letters_are_on_time(stories: list[list[Step]]) -> None:
    policy = default_policy()
    calendar, days = calendar_for(policy), policy.clock("letter_sent").timescale.length
    taken = [calendar.working_days_between(entered, sent) for entered, sent in _from_decision_to_letter(stories)]
    assert 0.6 <= sum(number <= days for number in taken) / len(taken) <= 0.8
    assert max(taken) > days


def _from_decision_to_letter(stories: list[list[Step]]) -> Iterator[tuple[date, date]]:
    for steps in stories:
        on = {step.command.__name__: step.said["on"] for step in reversed(steps) if "on" in step.said}
        if "issue_letters" in on:
            yield on["record_decision_enter"], on["issue_letters"]


def test_everything_is_written_down_on_a_day_on_which_people_work(stories: list[list[Step]]) -> None:
    calendar = calendar_for(default_policy())
    days = {step.at.date() for steps in stories for step in steps}
    assert not [day for day in days if not calendar.is_working_day(day)]


def test_each_story_goes_forward(stories: list[list[Step]]) -> None:
    for steps in stories:
        assert [step.at for step in steps] == sorted(step.at for step in steps)
        assert all(step.said["on"] <= step.at.date() for step in steps)


def test_nothing_is_in_the_tables_that_never_happens() -> None:
    package = Path(demo.__file__).parent
    told = "".join(path.read_text() for path in package.glob("*.py") if path.name != "chances.py")
    assert not [key for key in (*CHANCES, *SPANS) if f'"{key}"' not in told]
