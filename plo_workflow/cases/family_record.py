"""One family's record as another system keeps it (a council's tracker), laid out as facts, moves and questions.

Whoever reads that system decides what its columns mean; what becomes of the record in a case is in `importing`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

from plo_workflow.models import Fact
from plo_workflow.store import table_of


@dataclass(frozen=True)
class Item:
    """One fact. `place` names where it stands in the other record and stays the same from one import to the next.

    `on` is none where that record has no date for it: it then happened on the day of the import, as far as is known.
    `points_to` gives for a column the place of the fact that it refers to, which comes earlier.
    """

    place: str
    kind: type[Fact]
    on: date | None
    columns: Mapping[str, Any] = field(default_factory=dict)
    points_to: Mapping[str, str] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        """The item as JSON can hold it."""
        columns = {name: plain(value) for name, value in self.columns.items()}
        return {"kind": table_of(self.kind).name, "on": plain(self.on), "columns": columns, "to": dict(self.points_to)}


@dataclass(frozen=True)
class FamilyRecord:
    """A family as the other record has it. `about` are columns of the case: names, team, and who holds it.

    `stage` is where the record says the family stands, since `since_on`; `items` has the children first and the moves
    last. `queries` are for a person to look into; nothing of what they ask is put right here.
    """

    reference: str
    stage: str
    since_on: date | None
    about: Mapping[str, Any]
    items: tuple[Item, ...]
    queries: tuple[str, ...]
    not_asked: str = ""
    synthetic: bool = False

    @cached_property
    def content(self) -> dict[str, Any]:
        """The whole record as JSON can hold it."""
        return {
            "stage": self.stage,
            "about": {name: plain(value) for name, value in self.about.items()},
            "items": {item.place: item.kept() for item in self.items},
            "queries": list(self.questions),
        }

    @property
    def questions(self) -> tuple[str, ...]:
        """Everything that is asked, with the moves whose requirements nobody has asked for."""
        return (*self.queries, self.not_asked) if self.not_asked else self.queries

    @cached_property
    def digest(self) -> str:
        """The fingerprint of the content: two imports with the same one bring the same."""
        return sha256(json.dumps(self.content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def plain(value: object) -> Any:
    """A value as JSON can hold it: a date in ISO form, a word from a closed list as its key."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
