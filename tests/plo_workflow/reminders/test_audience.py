"""Who is told for a role, and who instead where nobody in it can be reached."""

from __future__ import annotations

import pytest

from plo_workflow.kinds import Role
from plo_workflow.policy import default_policy
from plo_workflow.reminders.audience import audience, why_told

ALL: dict[Role, dict[str, str | None]] = {
    Role.SERVICE_MANAGER: {"sue": None, "cara": None},
    Role.GATEWAY_CHAIR: {"cara": None},
    Role.HEAD_OF_SERVICE: {"hugh": None},
    Role.ASSISTANT_DIRECTOR: {"anna": None},
    Role.DIRECTOR: {"dora": None},
}


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.AUTHORITY_LAWYER])
def test_a_part_in_the_case_is_told_first_then_the_team_manager_then_every_service_manager(role: Role) -> None:
    told = audience(role, ALL)
    assert told.parts == (role, Role.TEAM_MANAGER)
    assert (told.people, told.people_as) == ((("cara", None), ("sue", None)), Role.SERVICE_MANAGER)


def test_above_the_team_manager_of_the_case_is_the_service_manager() -> None:
    told = audience(Role.TEAM_MANAGER, ALL)
    assert told.parts == (Role.TEAM_MANAGER,)
    assert told.people_as == Role.SERVICE_MANAGER


def test_a_role_that_is_not_a_part_in_the_case_is_told_through_everybody_who_holds_it() -> None:
    told = audience(Role.GATEWAY_CHAIR, ALL)
    assert (told.parts, told.people, told.people_as) == ((), (("cara", None),), Role.GATEWAY_CHAIR)


def test_where_nobody_holds_the_role_the_team_manager_of_the_case_is_told() -> None:
    told = audience(Role.BUSINESS_SUPPORT, ALL)
    assert told.parts == (Role.TEAM_MANAGER,)
    assert told.people_as == Role.SERVICE_MANAGER


@pytest.mark.parametrize(
    ("gone", "told_as"),
    [
        ([Role.SERVICE_MANAGER], Role.HEAD_OF_SERVICE),
        ([Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE], Role.ASSISTANT_DIRECTOR),
        ([Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR], Role.DIRECTOR),
    ],
)
def test_a_level_that_cannot_be_reached_is_passed_over(gone: list[Role], told_as: Role) -> None:
    left = {role: people for role, people in ALL.items() if role not in gone}
    assert audience(Role.SERVICE_MANAGER, left).people_as == told_as


def test_a_head_of_service_is_not_stood_in_for_from_below() -> None:
    told = audience(Role.HEAD_OF_SERVICE, {Role.SERVICE_MANAGER: {"sue": None}})
    assert (told.parts, told.people, told.may_be_told_as) == ((), (), ())


def test_no_audience_has_more_than_two_parts() -> None:
    assert all(len(audience(role, {}).parts) <= 2 for role in Role)


def test_whoever_stands_in_is_told_why() -> None:
    names = {**default_policy().roles, Role.TEAM_MANAGER: "Practice lead"}
    assert why_told(Role.SOCIAL_WORKER, Role.SOCIAL_WORKER, names) == "You are told as social worker on this case."
    assert why_told(Role.SOCIAL_WORKER, Role.TEAM_MANAGER, names) == (
        "You are told as practice lead on this case, because no social worker on this case can be reached."
    )
    assert why_told(Role.GATEWAY_CHAIR, Role.SERVICE_MANAGER, names) == (
        "You are told as service manager, because no gateway chair can be reached."
    )
