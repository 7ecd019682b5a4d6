"""What puts a requirement right is a command there is, given only what it takes."""

from __future__ import annotations

import inspect

import pytest

from plo_workflow.cases import COMMANDS
from plo_workflow.requirements import REQUIREMENTS

LEFT_TO_PEOPLE = {
    "accepter_did_not_ask", "approver_did_not_write_letter", "approver_is_senior_enough", "change_is_sustained",
    "confirmer_did_not_propose", "decider_did_not_ask", "decider_is_not_line_manager", "every_child_born",
    "every_child_under_seventeen", "first_meeting_not_yet_held", "first_meeting_was_held", "further_letter_called_for",
    "letters_not_yet_sent", "letters_were_sent", "not_before_decision_to_enter", "not_before_decision_to_issue",
    "still_within_limit",
}  # fmt: skip
"""Requirements that wait for a day, another person, another decision or a correction, not for something recorded."""


@pytest.mark.parametrize("key", REQUIREMENTS)
def test_what_puts_a_requirement_right_is_a_command_and_what_it_takes(key: str) -> None:
    for line in REQUIREMENTS[key].by:
        name, *given = line.split(" ")
        assert {pair.partition("=")[0] for pair in given} <= inspect.signature(COMMANDS[name].do).parameters.keys()


def test_every_requirement_that_is_not_asked_with_its_move_says_what_puts_it_right() -> None:
    silent = {key for key, row in REQUIREMENTS.items() if not (row.by or row.with_the_move)}
    assert silent == LEFT_TO_PEOPLE
