"""What anybody could read on the file of a case: plain rows of its facts that stand, oldest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

Rows = Callable[[str], Sequence[Any]]

CASES = """SELECT id, ref, revision, stage, open, legal_hold, opened_on, social_worker, team_manager, lawyer
  FROM cases ORDER BY id"""
FACTS = "SELECT id, case_id, happened_on{columns} FROM {table} WHERE withdrawn_at IS NULL AND case_id IN ({cases})"
FIRST_REVIEWS = """SELECT id, case_id, anchor_on AS happened_on, due_on, stopped_on, outcome FROM clocks
  WHERE clock = 'midway_review' AND case_id IN ({cases})"""
TABLES = {
    "actions": ("owner", "due_on"),
    "actions_done": ("action_id",),
    "allocations": ("part", "staff_key"),
    "assessments": (),
    "assessments_filed": (),
    "child_outcomes": ("child_id", "outcome"),
    "children": ("child_key",),
    "contingencies": ("plan", "early_return_trigger"),
    "extensions": (),
    "family_meeting_steps": ("step",),
    "gateway_listings": (),
    "gateway_sittings": (),
    "letters": ("kind", "fgdm_offered"),
    "meeting_attendances": ("person_id", "with_solicitor"),
    "meeting_bookings": ("kind", "meeting_on"),
    "meetings": ("kind", "effective"),
    "milestones": ("kind", "child_id"),
    "moves": ("move",),
    "notes": (),
    "people": ("relationship", "has_parental_responsibility", "gets_letter", "whereabouts_known"),
    "progress": ("meeting_id", "judgement"),
    "representations": ("person_id", "until_on"),
    "section_twenties": ("child_id", "exit_plan", "ended_on"),
    "supervisions": (),
    "tracker_rows": (),
    "visits": (),
}
"""The facts that say whether a case drifts, and what of them is looked at."""
QUERIES = {
    table: FACTS.format(table=table, columns="".join(f", {name}" for name in columns), cases="{cases}")
    for table, columns in TABLES.items()
} | {"first_reviews": FIRST_REVIEWS}


@dataclass
class File:
    """A case as its row has it, with its facts by their tables."""

    case: Any
    facts: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def parts(self) -> Mapping[str, str | None]:
        """Who has which part in the case."""
        case = self.case
        return {
            "social_worker": case.social_worker,
            "team_manager": case.team_manager,
            "authority_lawyer": case.lawyer,
        }


class Files:
    """The files of an authority. One is read again when its case has another revision: what somebody changes without
    one stays unseen."""

    def __init__(self) -> None:
        self._held: dict[int, File] = {}

    def read(self, rows: Rows) -> Mapping[int, File]:
        """Every file as it stands now."""
        before, self._held = self._held, {case.id: File(case) for case in map(plain, rows(CASES))}
        changed = []
        for number, file in self._held.items():
            if number in before and before[number].case.revision == file.case.revision:
                file.facts = before[number].facts
            else:
                changed.append(number)
        if changed:
            self._read_facts(rows, ", ".join(map(str, changed)))
        return self._held

    def _read_facts(self, rows: Rows, cases: str) -> None:
        for table, query in QUERIES.items():
            for fact in sorted(map(plain, rows(query.format(cases=cases))), key=_in_order):
                self._held[fact.case_id].facts.setdefault(table, []).append(fact)


def plain(row: Any) -> Any:
    """A row with its dates as dates, whichever way the database gives them."""
    return SimpleNamespace(**dict(_plain(row._mapping.items())))


def _plain(columns: Any) -> Iterator[tuple[str, Any]]:
    for name, value in columns:
        yield name, date.fromisoformat(value) if name.endswith("_on") and isinstance(value, str) else value


def _in_order(fact: Any) -> tuple[date, int]:
    return fact.happened_on, fact.id
