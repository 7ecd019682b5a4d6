"""Who may do what. One place: pages, commands and exports all ask it. Which role a move wants is in the tables."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from plo_workflow.errors import NotYourRole
from plo_workflow.kinds import ApprovalKind, MilestoneKind, Role
from plo_workflow.stages import Move
from plo_workflow.working_days import listed

EVERYONE = tuple(Role)
CASEWORKERS = (Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.BUSINESS_SUPPORT, Role.CASE_PROGRESSION_MANAGER)
MANAGERS = (Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR)
GATEWAY = (Role.GATEWAY_CHAIR, Role.BUSINESS_SUPPORT, Role.CASE_PROGRESSION_MANAGER)
SEE_TO_MAIL = (Role.BUSINESS_SUPPORT, *MANAGERS)
"""Who sees to messages that could not be sent."""
LAWYERS = (Role.AUTHORITY_LAWYER,)
SENIOR = (Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DIRECTOR)

APPROVERS: dict[ApprovalKind, tuple[Role, ...]] = {
    ApprovalKind.ENTER: SENIOR,
    ApprovalKind.ISSUE: SENIOR,
    ApprovalKind.LIST_AT_GATEWAY: (Role.SERVICE_MANAGER,),
    ApprovalKind.PROCEED_WITHOUT_LETTER: (Role.GATEWAY_CHAIR,),
    ApprovalKind.EXTENSION_FOR_AUTHORITY_DELAY: (Role.ASSISTANT_DIRECTOR, Role.DIRECTOR),
    ApprovalKind.EXEMPT_OFFER: (Role.SERVICE_MANAGER, *SENIOR),
    ApprovalKind.EXEMPT_MEETING: (Role.SERVICE_MANAGER, *SENIOR),
    ApprovalKind.URGENT_ISSUE: LAWYERS,
    ApprovalKind.URGENT_RATIFIED: SENIOR,
}
"""Who may agree to what, as the second person (domain A.2, A.3)."""


@dataclass(frozen=True)
class Actor:
    """The member of staff who is doing something, with the roles they hold now."""

    key: str
    name: str
    roles: frozenset[str]

    def holds(self, *roles: str) -> bool:
        """Whether any of these roles is held."""
        return not self.roles.isdisjoint(roles)


MILESTONES_OF_LAWYERS = (MilestoneKind.THRESHOLD_SIGNED_OFF, MilestoneKind.TIME_LEFT_CONFIRMED)
"""What only the authority's lawyer records, though others record milestones too."""


def require_role(actor: Actor, roles: Collection[Role], what: str) -> None:
    """Raise `NotYourRole` unless the person holds one of the roles that may do this."""
    if not actor.holds(*roles):
        names = listed(sorted(role.label.lower() for role in roles))
        raise NotYourRole(f"{what} is for {names.replace(' and ', ' or ')}. {actor.name} does not hold that role.")


def may_make(actor: Actor, move: Move) -> bool:
    """Whether the person holds a role that may make this move."""
    return actor.holds(*move.who)


def may_read_advice(actor: Actor) -> bool:
    """Whether the person may read privileged legal advice: lawyers and gateway chairs."""
    return actor.holds(Role.AUTHORITY_LAWYER, Role.GATEWAY_CHAIR, Role.HEAD_OF_SERVICE)
