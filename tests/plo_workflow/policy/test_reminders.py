"""The ladder in a council's policy: everything that is wrong with it is refused when it is read, all at once."""

from __future__ import annotations

import pytest

from plo_workflow.policy import policy_from_stored, policy_text, read_policy
from tests.plo_workflow.policy.test_reading import faults_of


@pytest.mark.parametrize(
    ("council", "says"),
    [
        ('reminders.drift.red = [{ working_days = 3, to = "owner" }, { working_days = 2, to = "director" }]',
         "reminders.drift.red.2: Each step must come later than the one before it."),
        ('reminders.drift.amber = [{ working_days = 1, to = "boss" }]', "reminders.drift.amber.1.to: There is no role"),
        ('reminders.drift.amber = [{ to = "owner" }]', "reminders.drift.amber.1.working_days: This is missing."),
        ("reminders.drift.director = []", "reminders.drift.director: This must not be empty."),
        ('reminders.overdue = [{ working_days = 0, to = "owner" }]',
         "reminders.overdue.1.working_days: Nothing is overdue on its due date"),
        ("reminders.acknowledged_working_days = 0", "reminders.acknowledged_working_days: This must be at least 1"),
        ('reminders.words.overdue = "{family}: late"', 'reminders.words.overdue: There is no field "family"'),
        ('reminders.words.coming = "{what"', 'reminders.words.coming: There is no field "{"'),
        ('reminders.words.coming = "{what:d}, {due}"', "reminders.words.coming: A field is written as its name alone"),
        ('reminders.words.coming = "{what!r}, {due}"', "reminders.words.coming: A field is written as its name alone"),
        ('reminders.words.coming = "Look at {what}"', "reminders.words.coming: A reminder must say {due}."),
        ('reminders.sending.digest_at = "08:00+02:00"', "reminders.sending.digest_at: A time of day is written like"),
        ('reminders.sending.digest_at = "eight"', "reminders.sending.digest_at: A time of day is written like"),
        ('reminders.sending.until = "07:00"', "reminders.sending.until: Messages must be allowed for some time"),
        ('reminders.sending.weekly_on = "sunday"', "reminders.sending.weekly_on: This must be"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_path(council: str, says: str) -> None:
    [fault] = faults_of(council)
    assert says in str(fault)


def test_all_faults_of_a_ladder_are_said_together() -> None:
    council = """
        [reminders]
        overdue = [{ working_days = 5, to = "owner" }, { working_days = 5, to = "director" }]
        due_in_working_days = [2, 10]
        words.drifting = "{name}"
    """
    assert [fault.path for fault in faults_of(council)] == [
        "reminders.overdue.2", "reminders.due_in_working_days", "reminders.words.drifting",
    ]  # fmt: skip


def test_a_rung_in_another_unit_is_refused_for_the_unit_and_for_the_want_of_working_days() -> None:
    faults = faults_of('reminders.drift.amber = [{ days = 3, to = "owner" }]')
    assert [fault.path for fault in faults] == ["reminders.drift.amber.1.days", "reminders.drift.amber.1.working_days"]


def test_a_council_may_send_at_other_hours_and_what_is_stored_says_the_same() -> None:
    policy = read_policy('reminders.sending = { digest_at = "07:30", until = "16:45" }')
    sending = policy_from_stored(policy_text(policy)).reminders.sending
    assert (f"{sending.digest_at:%H:%M}", f"{sending.until:%H:%M}") == ("07:30", "16:45")
    assert policy_from_stored(policy_text(policy)).version == policy.version


def test_a_council_may_send_any_rung_at_once() -> None:
    policy = read_policy('reminders.overdue = [{ working_days = 1, to = "team_manager", at_once = true }]')
    assert [(step.to, step.at_once) for step in policy.reminders.overdue] == [("team_manager", True)]
