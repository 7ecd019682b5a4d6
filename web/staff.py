"""Who can sign in to the demonstration: everybody who works for the authority now, read from its database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from plo_workflow.kinds import Role
from plo_workflow.models import Staff
from plo_workflow.store import Store
from plo_workflow.working_days import listed
from web.wording import mid_sentence

RANKS = {role.value: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True)
class StaffMember:
    """Somebody who works for the authority."""

    key: str
    name: str
    team: str
    roles: frozenset[str]

    @property
    def role_label(self) -> str:
        """The roles in words, the first with a capital letter."""
        first, *more = (Role(role).label for role in sorted(self.roles, key=RANKS.__getitem__))
        return listed([first, *map(mid_sentence, more)])

    @property
    def rank(self) -> tuple[list[int], str]:
        """Where the person stands in a list: by role, then by name."""
        return sorted(RANKS[role] for role in self.roles), self.name


class StaffOf:
    """The staff of one authority, as they are whenever they are asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def everybody(self) -> Sequence[StaffMember]:
        """Everybody who can sign in now, by role."""
        with self._store.reading() as session:
            found = session.scalars(select(Staff).where(Staff.active))
            return sorted((_member(staff) for staff in found if staff.roles), key=lambda member: member.rank)

    def find(self, key: str) -> StaffMember | None:
        """The person of that key, if they can sign in now."""
        with self._store.reading() as session:
            staff = session.get(Staff, key)
            return _member(staff) if staff and staff.active and staff.roles else None


def _member(staff: Staff) -> StaffMember:
    return StaffMember(staff.key, staff.name, staff.team or "", frozenset(staff.roles))
