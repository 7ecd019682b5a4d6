"""Who to sign in as to begin with: a social worker, a team manager and a gateway chair of the made-up caseload.

`python -m web.guides` prints them, for whoever starts the demonstration.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from plo_workflow.demo import DemoPerson, demo_people
from plo_workflow.kinds import Role
from plo_workflow.settings import read_settings
from plo_workflow.store import Store
from web.wording import mid_sentence

TO_BEGIN_WITH = (Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.GATEWAY_CHAIR)


def guides(session: Session) -> list[DemoPerson]:
    """The first made-up colleague in each role to begin with; nobody where nobody is made up."""
    made_up = demo_people(session)
    first = (next((one for one in made_up if one.role_label == role.label), None) for role in TO_BEGIN_WITH)
    return [one for one in first if one]


def main() -> None:
    """Print them, one on a line."""
    store = Store(read_settings().database_url)
    with store.reading() as session:
        for one in guides(session):
            print(f"{one.name}, {mid_sentence(one.role_label)}")
    store.close()


if __name__ == "__main__":
    main()
