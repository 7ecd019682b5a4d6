"""Every rung has its words, names no field that nobody fills in, and stands on a step that the policy has."""

from __future__ import annotations

from string import Formatter

import pytest

from plo_workflow.cases.reminding import Rung
from plo_workflow.policy import default_policy
from schedules.reminders import REMINDERS


@pytest.mark.parametrize("rung", REMINDERS.values(), ids=str)
def test_a_rung_has_a_subject_of_one_line_and_words_that_can_be_filled_in(rung: Rung) -> None:
    fields = {name for _, name, _, _ in Formatter().parse(rung.subject + rung.body) if name}
    assert fields == {"ref", "what", "due", "why", "link"}
    assert "\n" not in rung.subject
    assert rung.body.strip()


def test_every_rung_is_known_by_its_key_and_stands_on_a_step_of_its_own_that_the_policy_has() -> None:
    steps = [rung.step for rung in REMINDERS.values()]
    assert [rung.key for rung in REMINDERS.values()] == list(REMINDERS)
    assert len(set(steps)) == len(steps)
    assert max(steps) < len(default_policy().reminders.overdue)
