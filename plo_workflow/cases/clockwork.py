"""Writing clocks: what the ledger works out is stored here, entry by entry, in the command's own transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Select, bindparam, select

from plo_workflow.cases.writing import Writing
from plo_workflow.clocks import CLOCKS, Clock
from plo_workflow.ledger import CORRECTED, ENDINGS, REPROJECTED, STARTED, Change, changes, project
from plo_workflow.models import LedgerEntry, RunningClock
from plo_workflow.store import Asked, Pen, table_of


def ask_running(pen: Pen, case_id: int) -> Asked:
    """Ask for the stored clocks of a case that run."""
    return pen.ask("running clocks", _running_of_case, case_id=case_id)


def ended(pen: Pen, case_id: int, keys: Iterable[str]) -> list[RunningClock]:
    """The stored clocks of these kinds that have ended."""
    named = {f"key_{place}": key for place, key in enumerate(keys)}
    build = partial(_ended_of_case, tuple(named))
    return pen.load(RunningClock, ("ended clocks", len(named)), build, case_id=case_id, **named) if named else []


def _running_of_case() -> Select[Any]:
    table = table_of(RunningClock)
    return select(table).where(table.c.case_id == bindparam("case_id"), table.c.outcome.is_(None))


def _ended_of_case(names: Sequence[str]) -> Select[Any]:
    table = table_of(RunningClock)
    of_kinds = table.c.clock.in_([bindparam(name) for name in names])
    return select(table).where(table.c.case_id == bindparam("case_id"), table.c.outcome.is_not(None), of_kinds)


@dataclass(frozen=True)
class ClocksWritten:
    """What became of a case's clocks: what changed, and the earliest day on which one is due."""

    changed: list[list[Any]]
    next_due_on: date | None


def write_clocks(
    writing: Writing, clocks: Iterable[Clock], *, why: str | None = None, restate: bool = False
) -> ClocksWritten:
    """Bring the stored clocks of these kinds in line with the facts, in the database and in `writing`."""
    changed, begun, entries = [], [], []
    by_clock: dict[str, list[RunningClock]] = defaultdict(list)
    clocks = list(clocks)
    stored = [*writing.clocks, *ended(writing.pen, writing.case.id, [clock.key for clock in clocks])]
    for one in stored:
        by_clock[one.clock].append(one)
    for clock in clocks:
        turns = project(clock, writing.file, writing.rules.policy, writing.rules.calendar)
        for change in changes(turns, by_clock[clock.key], writing.today, restate=restate):
            if change.stored is None:
                begun.append(_begun(writing, change))
            else:
                _change(writing.pen, change.stored, _standing(change))
            entries += _entries(writing, change, why)
            last = change.entries[-1]
            changed.append([clock.id, change.turn.subject, change.turn.turn, last[0], change.turn.due_on])
    writing.pen.insert(RunningClock, *begun)
    writing.pen.insert(LedgerEntry, *entries)
    return ClocksWritten(changed, _earliest_due((*(one.__dict__ for one in stored), *begun)))


def _change(pen: Pen, stored: RunningClock, standing: dict[str, Any]) -> None:
    pen.update(RunningClock, stored.id, standing)
    stored.__dict__.update(standing)


def _earliest_due(clocks: Iterable[dict[str, Any]]) -> date | None:
    """The day on which the first of those that run and are chased is due."""
    return min((one["due_on"] for one in clocks if one["chased"] and one["outcome"] is None), default=None)


def _standing(change: Change) -> dict[str, Any]:
    turn = change.turn
    return {
        "anchor_on": turn.anchor_on,
        "due_on": turn.due_on,
        "provisional": turn.provisional,
        "stopped_on": turn.stopped_on,
        "outcome": turn.outcome,
    }


def _begun(writing: Writing, change: Change) -> dict[str, Any]:
    turn = change.turn
    place = {"case_id": writing.case.id, "clock": turn.clock, "subject": turn.subject, "turn": turn.turn}
    return {**place, **_standing(change), "chased": CLOCKS[turn.clock].chased}


def _entries(writing: Writing, change: Change, why: str | None) -> list[dict[str, Any]]:
    return [_entry(writing, change, kind, on, days, why) for kind, on, days in change.entries]


def _entry(writing: Writing, change: Change, kind: str, on: date, days: int | None, why: str | None) -> dict[str, Any]:
    turn, begins = change.turn, kind in (STARTED, CORRECTED, REPROJECTED)
    return {
        "case_id": writing.case.id,
        "clock": turn.clock,
        "subject": turn.subject,
        "turn": turn.turn,
        "entry": kind,
        "entry_on": on,
        "anchor_on": turn.anchor_on if begins else None,
        "length": turn.timescale.length if begins else days,
        "unit": turn.timescale.unit if begins else None,
        "direction": turn.timescale.direction if begins else None,
        "set_due_on": turn.set_due_on if begins else None,
        "policy_version": writing.case.policy_version,
        "calendar_version": writing.rules.calendar_version,
        "why": why or (turn.why if begins or kind in ENDINGS else None),
        "recorded_at": writing.at,
        "recorded_by": writing.by,
    }
