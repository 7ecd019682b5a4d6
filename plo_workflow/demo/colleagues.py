"""The made-up colleagues: teams with their social workers and managers, and everybody a case meets on its way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from plo_workflow.demo.names import COUNCIL_DOMAIN, STAFF_GIVEN, STAFF_SURNAMES, TEAMS
from plo_workflow.kinds import Role
from plo_workflow.models import Staff

GATEWAY_TEAM, LEGAL_TEAM, LEADERSHIP = "Legal gateway", "Legal services", "Leadership"


@dataclass(frozen=True)
class Colleague:
    """Somebody who works for the made-up authority, in one role."""

    key: str
    name: str
    role: Role
    team: str

    @property
    def email(self) -> str:
        """An address at which nobody can be reached."""
        return f"{self.key}@{COUNCIL_DOMAIN}"


@dataclass(frozen=True)
class Team:
    """One team, by the keys of its people."""

    name: str
    workers: tuple[str, ...]
    manager: str
    service_manager: str
    support: str


@dataclass(frozen=True)
class Office:
    """Everybody, and who does what, by their keys."""

    colleagues: tuple[Colleague, ...]
    teams: tuple[Team, ...]
    chairs: tuple[str, ...]
    lawyers: tuple[str, ...]
    progress_manager: str
    head: str
    assistant_director: str
    director: str


class _Appointing:
    """Appoints people one after another, each with a name not used before."""

    def __init__(self) -> None:
        self.appointed: list[Colleague] = []
        self._number: Iterator[int] = count()

    def one(self, role: Role, team: str) -> str:
        """Appoint somebody; gives their key."""
        number = next(self._number)
        given, surname = STAFF_GIVEN[number], STAFF_SURNAMES[number % len(STAFF_SURNAMES)]
        key = f"{given}.{surname}".lower()
        self.appointed.append(Colleague(key, f"{given} {surname}", role, team))
        return key

    def several(self, number: int, role: Role, team: str) -> tuple[str, ...]:
        """Appoint as many."""
        return tuple(self.one(role, team) for _ in range(number))


def office_for(cases: int) -> Office:
    """The colleagues that so many cases need. The first three are a social worker, a team manager, a gateway chair."""
    appoint = _Appointing()
    first_worker = appoint.one(Role.SOCIAL_WORKER, TEAMS[0])
    first_manager = appoint.one(Role.TEAM_MANAGER, TEAMS[0])
    chairs = appoint.several(2, Role.GATEWAY_CHAIR, GATEWAY_TEAM)
    teams: list[Team] = []
    for place, name in enumerate(TEAMS[: min(len(TEAMS), 3 + cases // 250)]):
        manager = first_manager if place == 0 else appoint.one(Role.TEAM_MANAGER, name)
        others = appoint.several(_workers_a_team(cases) - (place == 0), Role.SOCIAL_WORKER, name)
        teams.append(
            Team(
                name,
                workers=(first_worker, *others) if place == 0 else others,
                manager=manager,
                service_manager=appoint.one(Role.SERVICE_MANAGER, name)
                if place % 2 == 0
                else teams[-1].service_manager,
                support=appoint.one(Role.BUSINESS_SUPPORT, name),
            )
        )
    return Office(
        teams=tuple(teams),
        chairs=chairs,
        lawyers=appoint.several(3, Role.AUTHORITY_LAWYER, LEGAL_TEAM),
        progress_manager=appoint.one(Role.CASE_PROGRESSION_MANAGER, GATEWAY_TEAM),
        head=appoint.one(Role.HEAD_OF_SERVICE, LEADERSHIP),
        assistant_director=appoint.one(Role.ASSISTANT_DIRECTOR, LEADERSHIP),
        director=appoint.one(Role.DIRECTOR, LEADERSHIP),
        colleagues=tuple(appoint.appointed),
    )


def _workers_a_team(cases: int) -> int:
    """Enough for ten cases or so under way for each worker, as far as there are names."""
    return max(3, min(9, cases // 50 + 2))


class DemoPerson(NamedTuple):
    """Somebody whom a visitor may choose to be: the key, the name, the role in words, the team."""

    key: str
    name: str
    role_label: str
    team: str


def demo_people(session: Session) -> list[DemoPerson]:
    """The made-up colleagues: first a social worker, a team manager and a gateway chair, then the others by role.

    Only people at the address kept for examples are among them, so nobody real can be chosen.
    """
    made_up = session.scalars(select(Staff).where(Staff.active, Staff.email.endswith(f"@{COUNCIL_DOMAIN}")))
    guides = [colleague.key for colleague in office_for(1).colleagues[:3]]
    roles = list(Role)

    def place(person: Staff) -> tuple[int, int, str]:
        first = guides.index(person.key) if person.key in guides else len(guides)
        return first, roles.index(Role(person.roles[0])), person.name

    return [
        DemoPerson(person.key, person.name, Role(person.roles[0]).label, person.team or "")
        for person in sorted(made_up, key=place)
    ]
