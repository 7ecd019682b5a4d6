"""Who is told of something late: a part in the case, or everybody who holds a role, and who instead of them.

Nobody is told who does not work here any more or has no e-mail address: then it goes to the next level up.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from plo_workflow.kinds import Role

PARTS = {Role.SOCIAL_WORKER: "social_worker", Role.TEAM_MANAGER: "team_manager", Role.AUTHORITY_LAWYER: "lawyer"}
"""The roles that one person takes in a case, and the column of the case that names the person."""

LEVELS = (Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DIRECTOR)
"""From each level the next one up (domain 4.4)."""


@dataclass(frozen=True)
class Audience:
    """Who is told for one role: the first of `parts` that can be told, else all `people`, in the role of `people_as`.

    Without `people_as` nobody who holds any of the roles can be told.
    """

    role: Role
    parts: tuple[Role, ...]
    people: tuple[str, ...] = ()
    people_as: Role | None = None

    @property
    def may_be_told_as(self) -> Sequence[Role]:
        """Every role in which somebody could be told."""
        return self.parts if self.people_as is None else (*self.parts, self.people_as)


def audience(role: Role, holders: Mapping[Role, Collection[str]]) -> Audience:
    """Who is told for a role, and for those cases where nobody can be: `holders` are the people who can, by role."""
    above = LEVELS[LEVELS.index(role) + 1 :] if role in LEVELS else LEVELS
    parts: list[Role] = []
    for level in (role, *above):
        if level in PARTS:
            parts.append(level)
        elif holders.get(level):
            return Audience(role, tuple(parts), tuple(sorted(holders[level])), level)
    return Audience(role, tuple(parts))


def why_told(role: Role, told_as: Role, names: Mapping[Role, str]) -> str:
    """The sentence that tells somebody why a reminder comes to them; `names` are the authority's words for roles."""
    told = _in_words(told_as, names)
    if told_as == role:
        return f"You are told as {told}."
    return f"You are told as {told}, because no {_in_words(role, names)} can be reached by e-mail."


def _in_words(role: Role, names: Mapping[Role, str]) -> str:
    return names.get(role, role.label).lower() + (" on this case" if role in PARTS else "")
