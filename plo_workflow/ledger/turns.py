"""How each turn of a clock stands as the facts have it: from when, how long, due when, and how it ended.

What starts and stops a clock is in `clocks`; how a date is counted in `working_days`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from plo_workflow.clocks import CLOCKS, Clock
from plo_workflow.ledger.words import EXTENDED, RESUMED, SATISFIED, STOPPED, SUPERSEDED
from plo_workflow.marks import Mark, Read, looked_for
from plo_workflow.models import CaseFile, ClockSetting, Extension, Fact, Pause, TrackerRow
from plo_workflow.policy import ClockPolicy, Policy
from plo_workflow.working_days import Calendar, Counted, Timescale, count

Ending = tuple[date | None, str | None]
"""When a turn ended and how; nothing twice for one that runs."""

LATE_NOTICE = "late notification: the milestone had passed when the case began"
NOT_TRACKED = "due before the case came from a tracker, which does not hold it"


@dataclass(frozen=True)
class Turn:
    """One count of one clock as the facts have it: from when, how long, due when, how it ended if it did."""

    clock: str
    subject: str
    turn: int
    began_on: date
    anchor_on: date
    timescale: Timescale
    calendar: Calendar
    added: tuple[tuple[str, date, int], ...] = ()
    set_due_on: date | None = None
    why: str | None = None
    settled: ClockSetting | None = None
    started_by: tuple[str, int] | None = None
    stopped_on: date | None = None
    outcome: str | None = None

    @cached_property
    def counted(self) -> Counted:
        """The count with everything that explains it."""
        return count(self.timescale, self.anchor_on, self.calendar, [days for _, _, days in self.added])

    @property
    def due_on(self) -> date:
        """The end of this London day is when it is due."""
        if self.set_due_on:
            return self.set_due_on + timedelta(days=sum(days for _, _, days in self.added))
        return self.counted.due_on

    @property
    def provisional(self) -> bool:
        """Whether it reaches beyond the bank holidays that are published, counted or not."""
        return not self.calendar.is_confirmed(self.due_on) if self.set_due_on else self.counted.provisional

    @property
    def moves_with_calendar(self) -> bool:
        """Whether another calendar of bank holidays alone could give it another date."""
        counted = self.timescale.unit == "working_days" or self.timescale.roll != "keep"
        return counted and not (self.set_due_on or self.added)

    @property
    def place(self) -> tuple[str, str, int]:
        """Which clock, for whom or what, and the how-manieth time."""
        return self.clock, self.subject, self.turn


def project(clock: Clock, file: CaseFile, policy: Policy, calendar: Calendar) -> list[Turn]:
    """Every turn of one clock on a case, from the standing facts alone."""
    rule = policy.clock(clock.key)
    if not rule.on:
        return []
    by_subject: dict[str, list[Mark]] = defaultdict(list)
    for start in clock.started(file, policy):
        by_subject[start.subject].append(start)
    if not by_subject:
        return []
    stops, ends = clock.stops(file, policy), clock.ends(file, policy)
    added: list[Extension | Pause] = [*file.all(Extension)] if clock.extendable else []
    added += file.all(Pause) if rule.pause == "stops" else ()
    settings = file.all(ClockSetting)
    turns = []
    for subject, starts in by_subject.items():
        starts.sort(key=_order)
        concerning = [[mark for mark in found if mark.subject in ("", subject)] for found in (stops, ends)]
        for number, start in enumerate(starts, start=1):
            following = starts[number] if number < len(starts) else None
            turn = _turn(clock, rule, start, number, calendar, _ending(start, following, *concerning))
            if added or settings:
                turn = _adjusted(turn, added, settings)
            turns.append(_let_go(turn, file) if clock.untracked else turn)
    return turns


def _order(mark: Mark) -> tuple[date, object, int]:
    return mark.on, mark.recorded_at, mark.fact[1]


def _turn(
    clock: Clock,
    rule: ClockPolicy,
    start: Mark,
    number: int,
    calendar: Calendar,
    ending: tuple[date | None, str | None],
) -> Turn:
    timescale = rule.urgent_timescale if start.urgent else rule.timescale
    if start.days is not None:
        timescale = replace(timescale, length=start.days, unit="days")
    stopped_on, outcome = ending
    turn = Turn(
        clock.key, start.subject, number, start.on, start.counted_from_on, timescale, calendar,
        stopped_on=stopped_on, outcome=outcome, started_by=start.fact,
    )  # fmt: skip
    if start.due_on:
        return replace(turn, set_due_on=start.due_on)
    if clock.not_before_start and turn.due_on < start.on:
        return replace(turn, set_due_on=start.on, why=LATE_NOTICE)
    return turn


def _adjusted(turn: Turn, added: Sequence[Extension | Pause], settings: Sequence[ClockSetting]) -> Turn:
    """The turn with what its extensions and pauses add, and what a policy migration settled for it.

    A date that was settled has in it what was added before, so only what was recorded since comes on top.
    """
    concerning = [one for one in settings if (one.clock, one.subject, one.anchor_on) == _settled(turn)]
    setting = concerning[-1] if concerning else None
    counted = [
        fact
        for fact in added
        if not (turn.stopped_on and fact.happened_on > turn.stopped_on)
        and not (setting and fact.recorded_at <= setting.recorded_at)
    ]
    found = [one for one in (_addition(fact, turn) for fact in counted) if one[2] > 0]
    if found:
        turn = replace(turn, added=tuple(sorted(found, key=lambda one: one[1])))
    if setting is None:
        return turn
    if setting.decision != "stop":
        return replace(
            turn, set_due_on=setting.due_on, settled=setting, why=f"{setting.decision} at a change of policy"
        )
    if turn.stopped_on and turn.stopped_on <= setting.happened_on:
        return turn
    return replace(
        turn, outcome=STOPPED, stopped_on=setting.happened_on, settled=setting, why="stopped by a change of policy"
    )


def _settled(turn: Turn) -> tuple[str, str, date]:
    return turn.clock, turn.subject, turn.anchor_on


def _addition(fact: Extension | Pause, turn: Turn) -> tuple[str, date, int]:
    """What an extension, or the part of a pause since the turn began, adds to it, in calendar days."""
    if isinstance(fact, Extension):
        return EXTENDED, fact.happened_on, fact.days if fact.happened_on >= turn.began_on else 0
    return RESUMED, fact.until_on, (fact.until_on - max(fact.happened_on, turn.began_on)).days


def _ending(start: Mark, following: Mark | None, stops: Sequence[Mark], ends: Sequence[Mark]) -> Ending:
    """When and how the turn ended: by what it waited for, by the next turn, or because the case went another way."""
    endings = ((_earliest(stops, start), SATISFIED), (following, SUPERSEDED), (_earliest(ends, start), STOPPED))
    found = [(mark.on, outcome) for mark, outcome in endings if mark]
    return min(found, key=lambda one: one[0]) if found else (None, None)


def _let_go(turn: Turn, file: CaseFile) -> Turn:
    """What was due before the case came from a tracker, which does not hold it, cannot be asked for any more."""
    row = file.first(TrackerRow)
    if row is None or turn.due_on >= row.happened_on or (turn.stopped_on and turn.stopped_on <= row.happened_on):
        return turn
    return replace(turn, stopped_on=row.happened_on, outcome=STOPPED, why=NOT_TRACKED)


def _earliest(marks: Iterable[Mark], start: Mark) -> Mark | None:
    """The first mark after the start: on a later day, or recorded no earlier on the same day; never the same fact."""
    began = (start.on, start.recorded_at)
    after = [one for one in marks if (one.on, one.recorded_at) >= began and one.fact != start.fact]
    return min(after, key=_order) if after else None


def touched(facts: Iterable[Fact], policy: Policy) -> list[Clock]:
    """The clocks that can have changed when these facts were recorded, corrected or withdrawn."""
    changed: set[Read] = set().union(*map(looked_for, facts))
    return [clock for clock in CLOCKS.values() if not changed.isdisjoint(clock.looks_at(policy))]


def remaining(due_on: date, today: date, unit: str, calendar: Calendar) -> int:
    """What is left of a clock: working days for a clock that counts them, else calendar days; never less than none."""
    left = calendar.working_days_between(today, due_on) if unit == "working_days" else (due_on - today) // timedelta(1)
    return max(left, 0)
