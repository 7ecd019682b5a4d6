"""Who to sign in as to begin with: a social worker, a team manager and a gateway chair of the made-up caseload."""

from __future__ import annotations

from sqlalchemy.orm import Session

from plo_workflow.demo import DemoPerson, demo_people
from plo_workflow.kinds import Role

TO_BEGIN_WITH = (Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.GATEWAY_CHAIR)


def guides(session: Session) -> list[DemoPerson]:
    """The first made-up colleague in each role to begin with; nobody where nobody is made up."""
    made_up = demo_people(session)
    first = (next((one for one in made_up if one.role_label == role.label), None) for role in TO_BEGIN_WITH)
    return [one for one in first if one]
