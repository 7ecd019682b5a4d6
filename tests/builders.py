"""The smallest valid things, built in memory: a case with facts on it, a running clock, and a question to the rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any, TypeVar

from plo_workflow.access import Actor
from plo_workflow.kinds import Role
from plo_workflow.models import Case, CaseFile, Child, Fact, Move, RunningClock
from plo_workflow.policy import default_policy
from plo_workflow.requirements import Ask
from plo_workflow.stages import MOVES
from plo_workflow.working_days import load_calendar

F = TypeVar("F", bound=Fact)
NUMBERS = count(1)


def made(kind: type[F], on: date, /, **said: Any) -> F:
    """A fact of a day, recorded at noon of that day unless said otherwise."""
    said = {"id": next(NUMBERS), "recorded_at": datetime.combine(on, time(12), UTC), "recorded_by": "sam"} | said
    return kind(case_id=1, happened_on=on, **said)


def moved(key: str, on: date, /, **said: Any) -> Move:
    """A move that was made."""
    said = {"from_stage": MOVES[key].sources[0] if MOVES[key].sources else None, "overrides": {}, "said": {}} | said
    return made(Move, on, move=key, to_stage=MOVES[key].target, **said)


def born(name: str, born_on: date | None, on: date, /, **said: Any) -> Child:
    """A child of the case."""
    said = {"family_name": "Merrow", "removal_planned": False, "joined_later": False, "expected_on": None} | said
    return made(Child, on, child_key=name, given_name=name, born_on=born_on, **said)


def file_with(*facts: Fact, **case: Any) -> CaseFile:
    """A case file with these facts; the case was opened on 1 January 2026 unless said otherwise."""
    began_on = date(2026, 1, 1)
    said = {"id": 1, "ref": "PLO-2026-00001", "stage": "active_plan", "stage_since_on": began_on, "opened_on": began_on}
    return CaseFile(Case(open=True, **{**said, **case}), facts=facts)


def running(clock: str, due_on: date, subject: str = "", **said: Any) -> RunningClock:
    """A clock as it is stored."""
    said = {"id": next(NUMBERS), "turn": 1, "anchor_on": due_on, "outcome": None, "stopped_on": None} | said
    return RunningClock(case_id=1, clock=clock, subject=subject, due_on=due_on, provisional=False, chased=True, **said)


def asked(
    *facts: Fact, on: date, by: str = "cara", roles: Iterable[Role] = (), given: dict[str, Any] | None = None,
    clocks: Iterable[RunningClock] = (), **case: Any,
) -> Ask:  # fmt: skip
    """A question to the rules about a case with these facts, asked by somebody on a day."""
    actor = Actor(by, by.title(), frozenset(roles))
    file = file_with(*facts, **case)
    return Ask(file, default_policy(), load_calendar(), on, actor, given or {}, list(clocks))
