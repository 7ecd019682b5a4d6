"""Who is told of something: a part in the case, or everybody who holds a role, and who instead of them.

Whoever is away is stood in for. Nobody is told who does not work here any more, has no e-mail address, or is away with
nobody in their place: then it goes to the next level up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, FromClause, and_, func, or_, select

from plo_workflow.kinds import Role
from plo_workflow.models import Absence, Staff
from plo_workflow.store import table_of

PARTS = {Role.SOCIAL_WORKER: "social_worker", Role.TEAM_MANAGER: "team_manager", Role.AUTHORITY_LAWYER: "lawyer"}
"""The roles that one person takes in a case, and the column of the case that names the person."""

LEVELS = (Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DIRECTOR)
"""From each level the next one up (domain 4.4)."""

Holders = Mapping[Role, Mapping[str, str | None]]
"""The people who can be told, by role: each with whom they stand in for, or nobody."""


@dataclass(frozen=True)
class Audience:
    """Who is told for one role: the first of `parts` that can be told, else all `people`, in the role of `people_as`.

    Beside each of the people is whom they stand in for. Without `people_as` nobody who holds any of the roles can be
    told.
    """

    role: Role
    parts: tuple[Role, ...]
    people: tuple[tuple[str, str | None], ...] = ()
    people_as: Role | None = None

    @property
    def may_be_told_as(self) -> Sequence[Role]:
        """Every role in which somebody could be told."""
        return self.parts if self.people_as is None else (*self.parts, self.people_as)


def audience(role: Role, holders: Holders) -> Audience:
    """Who is told for a role, and for those cases where nobody can be."""
    above = LEVELS[LEVELS.index(role) + 1 :] if role in LEVELS else LEVELS
    parts: list[Role] = []
    for level in (role, *above):
        if level in PARTS:
            parts.append(level)
        elif holders.get(level):
            return Audience(role, tuple(parts), tuple(sorted(holders[level].items())), level)
    return Audience(role, tuple(parts))


def why_told(role: Role, told_as: Role, names: Mapping[Role, str]) -> str:
    """The sentence that tells somebody why a reminder comes to them; `names` are the authority's words for roles."""
    told = _on_the_case(told_as, names)
    if told_as == role:
        return f"You are told as {told}."
    return f"You are told as {told}, because no {_on_the_case(role, names)} can be reached."


def in_words(role: Role, names: Mapping[Role, str]) -> str:
    """A role as it is said in a sentence: "social worker"."""
    return names.get(role, role.label).lower()


def _on_the_case(role: Role, names: Mapping[Role, str]) -> str:
    return in_words(role, names) + (" on this case" if role in PARTS else "")


def can_be_told(staff: FromClause) -> ColumnElement[bool]:
    """Works here and has an e-mail address."""
    return and_(staff.c.active, func.trim(staff.c.email) != "")


def people_away(connection: Connection, on: date) -> dict[str, str | None]:
    """Who is away on a day, and who is there in their place: whoever stands in may be away too and be stood in for."""
    absence = table_of(Absence)
    today = select(absence.c.person, absence.c.cover).where(
        absence.c.from_on <= on,
        absence.c.until_on >= on,
        or_(absence.c.back_on.is_(None), absence.c.back_on > on),
    )
    away = {person: cover for person, cover in connection.execute(today.order_by(absence.c.id))}
    return {person: _in_place_of(person, away) for person in away}


def _in_place_of(person: str, away: Mapping[str, str | None]) -> str | None:
    seen, cover = {person}, away[person]
    while cover is not None and cover in away:
        if cover in seen:
            return None
        seen.add(cover)
        cover = away[cover]
    return cover


def holders_of_roles(connection: Connection, away: Mapping[str, str | None]) -> Holders:
    """Everybody who can be told, by the roles they hold, those who are away replaced by whoever stands in for them."""
    staff = table_of(Staff)
    here = connection.execute(select(staff.c.key, staff.c.roles, can_be_told(staff)).where(staff.c.active)).all()
    reachable = {key for key, _, can_be in here if can_be}
    holders: dict[Role, dict[str, str | None]] = {role: {} for role in Role}
    for person, roles, _ in here:
        told = away.get(person, person)
        for role in roles if told in reachable else ():
            if told == person:
                holders[Role(role)][person] = None
            elif told:
                holders[Role(role)].setdefault(told, person)
    return holders
