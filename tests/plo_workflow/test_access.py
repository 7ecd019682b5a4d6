"""Who may do what: by the roles a person holds now, said in one sentence where they may not."""

from __future__ import annotations

import pytest

from plo_workflow.access import APPROVERS, Actor, may_make, may_read_advice, require_role
from plo_workflow.errors import NotYourRole
from plo_workflow.kinds import ApprovalKind, Role
from plo_workflow.stages import MOVES


def holding(*roles: Role) -> Actor:
    """Somebody with these roles."""
    return Actor("sam", "Sam", frozenset(roles))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("key", MOVES)
def test_a_move_is_made_by_those_whom_its_row_names(key: str, role: Role) -> None:
    assert may_make(holding(role), MOVES[key]) == (role in MOVES[key].who)


def test_a_person_with_several_roles_may_do_what_any_of_them_may() -> None:
    cara = holding(Role.GATEWAY_CHAIR, Role.SERVICE_MANAGER)
    assert may_make(cara, MOVES["accept_and_list"])
    assert may_make(cara, MOVES["decide_issue"])
    assert not may_make(cara, MOVES["lodge_application"])


def test_without_a_role_nothing_may_be_done() -> None:
    assert not any(may_make(holding(), move) for move in MOVES.values())


def test_a_refusal_names_the_roles_that_may_and_who_asked() -> None:
    with pytest.raises(NotYourRole) as refused:
        require_role(holding(Role.SOCIAL_WORKER), (Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR), "Extending")
    assert str(refused.value) == (
        "Extending is for assistant director or head of service. Sam does not hold that role."
    )


def test_those_who_hold_a_role_are_let_through() -> None:
    require_role(holding(Role.ASSISTANT_DIRECTOR), (Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR), "Extending")


@pytest.mark.parametrize("role", Role)
def test_legal_advice_is_read_by_lawyers_chairs_and_heads_of_service_alone(role: Role) -> None:
    readers = {Role.AUTHORITY_LAWYER, Role.GATEWAY_CHAIR, Role.HEAD_OF_SERVICE}
    assert may_read_advice(holding(role)) == (role in readers)


@pytest.mark.parametrize("what", ApprovalKind)
def test_nobody_close_to_the_family_agrees_as_the_second_person(what: ApprovalKind) -> None:
    assert not {Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.BUSINESS_SUPPORT} & set(APPROVERS[what])
