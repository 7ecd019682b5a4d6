"""The staff that a tracker names, matched to those who are registered here by the spelling of their names.

Nobody is guessed: who is unknown is registered, and where two people share a name it is asked who is meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from plo_workflow.cases.already_here import SomebodyHere
from plo_workflow.cases.importing import Newcomer
from plo_workflow.interchange.tracker.family import TrackerFamily
from plo_workflow.interchange.tracker.names import spelling_key
from plo_workflow.kinds import Role

ROLES = {
    "social_worker": Role.SOCIAL_WORKER,
    "team_manager": Role.TEAM_MANAGER,
    "lawyer": Role.AUTHORITY_LAWYER,
}
"""The columns that name staff, with the role in which they do."""
LONGEST_KEY = 60


@dataclass
class People:
    """Who is meant by each name: somebody here, or a newcomer, who gets the roles of the columns that name them."""

    here: dict[str, list[SomebodyHere]]
    taken: set[str]
    keys: dict[str, str] = field(default_factory=dict)
    new: dict[str, tuple[str, set[Role]]] = field(default_factory=dict)

    @property
    def newcomers(self) -> list[Newcomer]:
        """Everybody who is to be registered."""
        return [Newcomer(self.keys[name], said, sorted(roles)) for name, (said, roles) in self.new.items()]

    def meant(self, column: str, name: str | None) -> str | None:
        """The key of the person whom a column names, or none for nobody and where it cannot be told."""
        if not name:
            return None
        spelt, role = spelling_key(name), ROLES[column]
        namesakes = self.here.get(spelt, [])
        if namesakes:
            likely = [one for one in namesakes if role in one.roles] or namesakes
            return likely[0].key if len(likely) == 1 else None
        self.new.setdefault(spelt, (name, set()))[1].add(role)
        return self.keys.setdefault(spelt, self._new_key(name)) if spelt not in self.keys else self.keys[spelt]

    def _new_key(self, name: str) -> str:
        plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
        stem = "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_KEY] or "staff"
        number, key = 1, stem
        while key in self.taken:
            number += 1
            key = f"{stem}-{number}"
        self.taken.add(key)
        return key


def people_of(staff: Sequence[SomebodyHere]) -> People:
    """The people who are registered, by the spelling of their names; those who work here now before those who did."""
    here: defaultdict[str, list[SomebodyHere]] = defaultdict(list)
    for one in staff:
        here[spelling_key(one.name)].append(one)
    active = {name: [one for one in all_of if one.active] or all_of for name, all_of in here.items()}
    return People(active, {one.key for one in staff})


def doubts_about_people(people: People, family: TrackerFamily) -> Iterable[str]:
    """What must be asked because a name could be more than one person's."""
    for column in ROLES:
        name = getattr(family, column)
        if name and people.meant(column, name) is None:
            part = column.replace("_", " ")
            yield f"More than one member of staff is called {name}: who is the {part} here?"
