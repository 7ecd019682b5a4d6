"""The due date and ending of every turn from its ledger entries alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from plo_workflow.ledger.words import CORRECTED, ENDINGS, REPROJECTED, STARTED
from plo_workflow.models import LedgerEntry
from plo_workflow.policy import Policy
from plo_workflow.working_days import Calendar, Unit, count


@dataclass
class Replayed:
    """Where replaying the ledger has got to for one turn."""

    due_on: date
    outcome: str | None = None
    stopped_on: date | None = None


def replay(
    entries: Iterable[LedgerEntry], rules_of: Callable[[str, str], tuple[Policy, Calendar]]
) -> dict[tuple[str, str, int], Replayed]:
    """The due date and ending of every turn from its ledger entries alone, oldest first.

    Nothing is copied from the stored clocks: each date is counted again under the policy and calendar then in force,
    which `rules_of` gives for their two versions.
    """
    by_turn: dict[tuple[str, str, int], list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        by_turn[entry.clock, entry.subject, entry.turn].append(entry)
    return {place: _replayed(lines, rules_of) for place, lines in by_turn.items()}


def _replayed(lines: Sequence[LedgerEntry], rules_of: Callable[[str, str], tuple[Policy, Calendar]]) -> Replayed:
    start, added = lines[0], list[int]()
    state = Replayed(due_on=start.entry_on)
    for line in lines:
        if line.entry in ENDINGS:
            state.outcome, state.stopped_on = line.entry, line.entry_on
            continue
        if line.entry in (STARTED, CORRECTED):
            start, added, state = line, [], Replayed(due_on=line.entry_on)
        elif line.entry == REPROJECTED:
            start = line
        elif line.length is not None:
            added.append(line.length)
        state.due_on = _counted_again(start, added, *rules_of(line.policy_version, line.calendar_version))
    return state


def _counted_again(start: LedgerEntry, added: Sequence[int], policy: Policy, calendar: Calendar) -> date:
    if start.set_due_on:
        return start.set_due_on + timedelta(days=sum(added))
    assert start.anchor_on
    assert start.unit
    assert start.length is not None
    rule = policy.clock(start.clock).timescale
    timescale = replace(rule, length=start.length, unit=cast(Unit, start.unit))
    return count(timescale, start.anchor_on, calendar, added).due_on
