"""A meeting was effective where a parent or somebody with parental responsibility took part, or their solicitor."""

from __future__ import annotations

import pytest

from plo_workflow.kinds import Relationship
from plo_workflow.requirements.meetings import meeting_was_effective
from tests.plo_workflow.requirements.at_meetings import came, meeting
from tests.plo_workflow.requirements.sides import ask, person

WITHOUT = {"has_parental_responsibility": False}


@pytest.mark.parametrize(
    ("relationship", "responsible", "effective"),
    [
        (Relationship.MOTHER, True, True),
        (Relationship.FATHER, False, True),
        (Relationship.SPECIAL_GUARDIAN, True, True),
        (Relationship.GRANDPARENT, True, True),
        (Relationship.GRANDPARENT, False, False),
        (Relationship.STEP_PARENT, False, False),
        (Relationship.OTHER, False, False),
    ],
)
def test_a_meeting_with_only_a_relative_is_not_effective(
    relationship: Relationship, responsible: bool, effective: bool
) -> None:
    who = person(relationship=relationship, has_parental_responsibility=responsible, letter_reason="She asked for it.")
    for there in (came(attended=True), came(attended=False, with_solicitor=True)):
        assert meeting_was_effective(ask(who, meeting(), there)).met is effective
    assert not meeting_was_effective(ask(who, meeting(), came(attended=False))).met


def test_a_parent_who_neither_came_nor_was_represented_makes_no_meeting_effective() -> None:
    nan = person("Nan", 5, relationship=Relationship.GRANDPARENT, **WITHOUT)
    there = came(attended=True)
    there.person_id = nan.id
    finding = meeting_was_effective(ask(person(), nan, meeting(), came(attended=False), there))
    assert finding.sentence == (
        "No parent, nobody with parental responsibility and no solicitor of theirs is recorded as having taken part."
    )
