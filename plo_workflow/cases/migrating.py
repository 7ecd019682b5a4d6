"""Moving running cases to other rules: a policy (a decision for every running clock) or a calendar of bank holidays.

Each is one transaction over all the cases concerned, with an entry in the history of every one of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, select

from plo_workflow.access import Actor
from plo_workflow.cases.chain import append
from plo_workflow.cases.office import SYSTEM, keep_calendar, keep_policy
from plo_workflow.cases.rules import Rulebook, Rules
from plo_workflow.cases.work import Work
from plo_workflow.clocks import CLOCKS
from plo_workflow.errors import MigrationUndecided, NotGiven
from plo_workflow.ledger import Turn, project, remaining
from plo_workflow.models import CalendarVersion, Case, CaseFile, ClockSetting, PolicyVersion, RunningClock
from plo_workflow.policy import Policy
from plo_workflow.store import Pen, Store, table_of
from plo_workflow.working_days import read_calendar

KEEP_DATE, KEEP_REMAINING, RECOMPUTE, STOP = "keep-date", "keep-remaining", "recompute", "stop"
DECISIONS = (KEEP_DATE, KEEP_REMAINING, RECOMPUTE, STOP)
NOT_DECIDED = "not decided"


@dataclass(frozen=True)
class Moved:
    """One running clock of one case: its date under the old policy and under the new one.

    There is no new date where it stops, nor where nobody has decided what becomes of it.
    """

    ref: str
    clock: str
    subject: str
    decision: str
    old_due_on: date
    new_due_on: date | None


def migrate_policy(
    store: Store,
    *,
    to: str,
    decide: Mapping[str, str],
    at: datetime,
    today: date,
    commit: bool = False,
    by: str = SYSTEM,
) -> list[Moved]:
    """Move every open case to the policy version `to`, or with `commit` false only say what would become of it.

    `decide` gives keep-date, keep-remaining, recompute or stop for each kind of clock that is running, by id or key.
    With `commit`, raises `MigrationUndecided` naming every kind that is running and not decided; nothing was changed
    then. Without it such clocks are in the report as not decided.
    """
    decisions = _checked(decide)
    rulebook = Rulebook()
    with store.writing() as pen:
        if not pen.fetch("policy adopted", _policy_known, version=to):
            raise NotGiven(f"No policy {to} has been adopted here. `plo policy adopt FILE` does that.")
        works = [
            _take_up(pen, rulebook, ref, at, by, "migrate_policy")
            for (ref,) in pen.fetch("open on another policy", _open_on_another_policy, to=to)
        ]
        moved = [line for work in works for line in _settle(work, rulebook, to, decisions, today)]
        if commit:
            check_decided(moved)
            for work in works:
                work.finish()
            append(
                pen, ref=None, command="migrate_policy", on=today, at=at, by=by,
                payload={"to": to, "decided": decisions, "cases": [work.case.ref for work in works]},
            )  # fmt: skip
    return moved


def check_decided(moved: Sequence[Moved]) -> None:
    """Raise `MigrationUndecided`, naming the kinds of clock that nobody has decided on, if there are any."""
    undecided = sorted({CLOCKS[line.clock].id for line in moved if line.decision == NOT_DECIDED})
    if undecided:
        raise MigrationUndecided(f"Say what becomes of every running clock. Not decided: {', '.join(undecided)}.")


def _checked(decide: Mapping[str, str]) -> dict[str, str]:
    ids = {clock.id.lower(): key for key, clock in CLOCKS.items()}
    decisions = {ids.get(name.lower(), name): decision for name, decision in decide.items()}
    unknown = sorted({*(set(decisions) - set(CLOCKS)), *(set(decisions.values()) - set(DECISIONS))})
    if unknown:
        raise NotGiven(f"Unknown: {', '.join(unknown)}. A decision is {', '.join(DECISIONS)}, for a clock by its id.")
    return decisions


def _settle(work: Work, rulebook: Rulebook, to: str, decisions: Mapping[str, str], today: date) -> list[Moved]:
    """Put the decisions on one case and have its clocks counted by the new policy; gives what becomes of each."""
    old, new = work.rules, rulebook.rules(work.pen, to, work.rules.calendar_version)
    running = [clock for clock in work.clocks if clock.outcome is None]
    turns = _turns(work.file, running, new)
    for clock in running:
        decision, turn = decisions.get(clock.clock), turns.get(_place(clock))
        if decision is None:
            continue
        if decision == RECOMPUTE:
            _unsettle(work, clock, to)
        elif turn:
            due_on = _date(decision, clock, old, new, today)
            work.record(_setting(turn, decision, due_on, today))
        elif decision != STOP:
            raise NotGiven(
                f"By policy {to} {CLOCKS[clock.clock].label.lower()} ({CLOCKS[clock.clock].id}) of {work.case.ref} "
                f"does not run, so its date cannot be kept. Decide {RECOMPUTE} or {STOP} for it."
            )
    work.recount(f"moved from policy {work.case.policy_version} to {to}", new, restate=True)
    work.set_case(policy_version=to)
    turns = _turns(work.file, running, new)
    return [_moved(work.case.ref, clock, decisions.get(clock.clock), turns.get(_place(clock))) for clock in running]


def _turns(file: CaseFile, running: Sequence[RunningClock], rules: Rules) -> dict[tuple[str, str, int], Turn]:
    """The turns of these kinds of clock by where they stand, counted by these rules."""
    kinds = {clock.clock for clock in running}
    return {turn.place: turn for key in kinds for turn in project(CLOCKS[key], file, rules.policy, rules.calendar)}


def _place(clock: RunningClock) -> tuple[str, str, int]:
    return clock.clock, clock.subject, clock.turn


def _moved(ref: str, clock: RunningClock, decision: str | None, turn: Turn | None) -> Moved:
    new_due_on = turn.due_on if decision and turn and turn.outcome is None else None
    return Moved(ref, clock.clock, clock.subject, decision or NOT_DECIDED, clock.due_on, new_due_on)


def _setting(turn: Turn, decision: str, due_on: date | None, today: date) -> ClockSetting:
    return ClockSetting(
        happened_on=today, clock=turn.clock, subject=turn.subject, anchor_on=turn.anchor_on, decision=decision,
        due_on=due_on,
    )  # fmt: skip


def _unsettle(work: Work, clock: RunningClock, to: str) -> None:
    """Take back what an earlier migration settled for a clock, so that it is counted from the facts alone."""
    for setting in work.file.having(ClockSetting, clock=clock.clock, subject=clock.subject):
        work.withdraw(setting, f"counted again by policy {to}")


def _date(decision: str, clock: RunningClock, old: Rules, new: Rules, today: date) -> date | None:
    """The date that was decided on; one that has come already is kept, since nothing of it remains."""
    if decision == STOP:
        return None
    if decision == KEEP_DATE or clock.due_on <= today:
        return clock.due_on
    unit = old.policy.clock(clock.clock).timescale.unit
    left = remaining(clock.due_on, today, unit, old.calendar)
    if unit == "working_days":
        return new.calendar.add_working_days(today, left)
    return today + timedelta(days=left)


def adopt_policy(store: Store, policy: Policy, *, at: datetime, by: str = SYSTEM) -> str:
    """Make a policy the one for new cases; cases that run stay pinned to theirs. Gives its version.

    One that is in force already is left as it is.
    """
    with store.writing() as pen:
        if policy.version != _in_force(pen)[0]:
            keep_policy(pen, at, by, policy)
            append(pen, ref=None, command="adopt_policy", on=None, at=at, by=by, payload={"version": policy.version})
    return policy.version


def adopt_calendar(store: Store, content: str, *, at: datetime, today: date, by: str = SYSTEM) -> tuple[str, int]:
    """Count by another calendar from today: dates still to come move, dates that have come stay, the ledger keeps both.

    Gives the version of the calendar and the number of cases whose dates moved (E30). One that is in force already is
    left as it is.
    """
    rulebook, moved, version = Rulebook(), 0, read_calendar(content).version
    with store.writing() as pen:
        if version == _in_force(pen)[1]:
            return version, 0
        keep_calendar(pen, at, by, content)
        for (ref,) in pen.fetch("with running clocks", _with_running_clocks, today=today):
            work = _take_up(pen, rulebook, ref, at, by, "adopt_calendar")
            work.recount("bank holidays changed", work.rules)
            if work.dates_move():
                work.finish()
                moved += 1
        payload = {"version": version, "cases": moved}
        append(pen, ref=None, command="adopt_calendar", on=today, at=at, by=by, payload=payload)
    return version, moved


def _take_up(pen: Pen, rulebook: Rulebook, ref: str, at: datetime, by: str, command: str) -> Work:
    work = Work(pen, rulebook, _in_force(pen), Actor(by, by, frozenset()), at, command)
    work.take_up(ref)
    return work


def _in_force(pen: Pen) -> tuple[str, str]:
    [(policy, calendar)] = pen.fetch("versions in force", _versions)
    return policy, calendar


def _versions() -> Select[Any]:
    policy, calendar = table_of(PolicyVersion), table_of(CalendarVersion)
    return select(policy.c.version, calendar.c.version).where(policy.c.current, calendar.c.current)


def _policy_known() -> Select[Any]:
    table = table_of(PolicyVersion)
    return select(table.c.version).where(table.c.version == bindparam("version"))


def _open_on_another_policy() -> Select[Any]:
    table = table_of(Case)
    return select(table.c.ref).where(table.c.open, table.c.policy_version != bindparam("to")).order_by(table.c.id)


def _with_running_clocks() -> Select[Any]:
    case, clock = table_of(Case), table_of(RunningClock)
    running = select(clock.c.case_id).where(clock.c.outcome.is_(None), clock.c.due_on > bindparam("today"))
    return select(case.c.ref).where(case.c.id.in_(running)).order_by(case.c.id)
