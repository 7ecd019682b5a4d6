"""The history of one case in words: what was done, for which day, by whom, and when it was recorded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from plo_workflow.caseload.late_entries import recorded_after
from plo_workflow.models import Case, HistoryEntry, Staff
from plo_workflow.working_days import Calendar


@dataclass(frozen=True)
class Told:
    """One line of the history. `late_by` is how many working days after the event it was recorded."""

    seq: int
    command: str
    on: date | None
    at: datetime
    by: str
    facts: list[dict[str, Any]]
    overrides: dict[str, str]
    from_case: str
    late_by: int


def history_of(session: Session, case: Case, calendar: Calendar) -> list[Told]:
    """Everything done on a case, newest first; a case that was split off shows what came before the split too."""
    names = {key: name for key, name in session.execute(select(Staff.key, Staff.name))}
    entries = session.scalars(_entries(session, case)).all()
    return [_told(entry, names, calendar) for entry in entries]


def _entries(session: Session, case: Case) -> Any:
    mine = HistoryEntry.case_ref == case.ref
    if case.split_from_id:
        origin = session.get_one(Case, case.split_from_id)
        first = select(HistoryEntry.seq).where(mine).order_by(HistoryEntry.seq).limit(1).scalar_subquery()
        mine = or_(mine, (HistoryEntry.case_ref == origin.ref) & (HistoryEntry.seq < first))
    return select(HistoryEntry).where(mine).order_by(HistoryEntry.seq.desc())


def _told(entry: HistoryEntry, names: dict[str, str], calendar: Calendar) -> Told:
    payload = json.loads(entry.payload)
    on = entry.happened_on
    return Told(
        seq=entry.seq,
        command=entry.command,
        on=on,
        at=entry.recorded_at,
        by=names.get(entry.recorded_by, entry.recorded_by),
        facts=payload.get("facts", []),
        overrides={key: why for key, _, _, why in payload.get("verdicts", []) if why},
        from_case=entry.case_ref or "",
        late_by=recorded_after(on, entry.recorded_at, calendar) if on else 0,
    )
