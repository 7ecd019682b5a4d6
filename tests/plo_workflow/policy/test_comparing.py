"""A policy beside the default."""

from plo_workflow.policy import Difference, compare, default_policy, numbers, read_policy

ENGLAND = default_policy()


def test_a_policy_differs_from_itself_in_nothing() -> None:
    assert compare(ENGLAND, ENGLAND) == []


def test_each_changed_number_is_shown_beside_the_default() -> None:
    policy = read_policy(
        """
        name = "Testshire"
        clocks.letter_sent = { length = 7, unit = "days", source = "Cabinet, 2 March 2026" }
        extension.max_days = 21
        reminders.due_in_working_days = [5, 0]
        """
    )
    differences = {difference.path: difference for difference in compare(policy, ENGLAND)}
    assert list(differences) == [
        "name",
        "clocks.letter_sent.source",
        "clocks.letter_sent.length",
        "clocks.letter_sent.unit",
        "clocks.extension.length",
        "extension.max_days",
        "reminders.due_in_working_days",
    ]
    assert differences["clocks.letter_sent.length"] == Difference("clocks.letter_sent.length", 5, 7)
    assert differences["reminders.due_in_working_days"].value == [5, 0]


def test_a_closure_that_only_the_council_has_is_a_difference() -> None:
    policy = read_policy('[[calendar.closures]]\non = 2026-12-29\nwhy = "Christmas closure"')
    closure = {"on": "2026-12-29", "why": "Christmas closure"}
    assert Difference("calendar.closures", [], [closure]) in compare(policy, ENGLAND)


def test_every_number_can_be_listed_by_its_path() -> None:
    listed = numbers(ENGLAND)
    assert listed["clocks.headline_limit.length"] == 112
    assert listed["fgdm.in_force_on"] == "2026-04-29"
    assert listed["extension.approvers.first"] == "head_of_service"
