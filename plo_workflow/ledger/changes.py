"""What must be written down so that the stored clocks are as the facts have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from plo_workflow.ledger.turns import Turn
from plo_workflow.ledger.words import CORRECTED, REPROJECTED, STARTED, WITHDRAWN
from plo_workflow.models import RunningClock
from plo_workflow.working_days import Calendar, Timescale


@dataclass(frozen=True)
class Change:
    """A turn that is not as stored, with the ledger entries that say what became of it."""

    turn: Turn
    stored: RunningClock | None
    entries: tuple[tuple[str, date, int | None], ...]


def changes(
    turns: Sequence[Turn], stored: Sequence[RunningClock], today: date, *, restate: bool = False
) -> list[Change]:
    """What must be written so that the stored clocks are as the facts have them.

    A turn that has ended, or whose due day has come, is not moved by a change of the calendar alone. With `restate`
    every running turn is written down anew, because the rules it is counted by have changed.
    """
    held = {(one.clock, one.subject, one.turn): one for one in stored}
    found = [_change(turn, held.pop(turn.place, None), today, restate) for turn in turns]
    gone = [_gone(one, today) for one in held.values() if one.outcome != WITHDRAWN]
    return [change for change in (*found, *gone) if change]


def _change(turn: Turn, stored: RunningClock | None, today: date, restate: bool) -> Change | None:
    if stored is None:
        return Change(turn, None, ((STARTED, turn.began_on, None), *_added(turn), *_ending(turn)))
    if restate and stored.outcome is None:
        return Change(turn, stored, ((CORRECTED, turn.began_on, None), *_added(turn), *_ending(turn)))
    turn = _as_kept(turn, stored, today)
    same_start, same_due = stored.anchor_on == turn.anchor_on, stored.due_on == turn.due_on
    same_end = (stored.outcome, stored.stopped_on) == (turn.outcome, turn.stopped_on)
    if same_start and same_end and same_due:
        as_sure = turn.outcome is not None or stored.provisional == turn.provisional
        return None if as_sure else Change(turn, stored, ((REPROJECTED, today, None),))
    if same_start and stored.outcome is None and same_due:
        return Change(turn, stored, _ending(turn))
    if same_start and stored.outcome is None and _only_added_to(turn, stored):
        return Change(turn, stored, (*_added(turn)[-1:], *_ending(turn)))
    if same_start and same_end and turn.moves_with_calendar:
        return Change(turn, stored, ((REPROJECTED, today, None),))
    return Change(turn, stored, ((CORRECTED, turn.began_on, None), *_added(turn), *_ending(turn)))


def _as_kept(turn: Turn, stored: RunningClock, today: date) -> Turn:
    """The turn with its stored date, where another calendar alone would move it and it has come or ended already."""
    if stored.anchor_on != turn.anchor_on or stored.due_on == turn.due_on or not turn.moves_with_calendar:
        return turn
    settled = stored.due_on <= today or (stored.outcome is not None and turn.outcome is not None)
    return replace(turn, set_due_on=stored.due_on) if settled else turn


def _only_added_to(turn: Turn, stored: RunningClock) -> bool:
    """Whether the last addition alone makes the difference to what is stored."""
    return bool(turn.added) and replace(turn, added=turn.added[:-1]).due_on == stored.due_on


def _added(turn: Turn) -> tuple[tuple[str, date, int | None], ...]:
    return tuple(turn.added)


def _ending(turn: Turn) -> tuple[tuple[str, date, int | None], ...]:
    return ((turn.outcome, turn.stopped_on, None),) if turn.outcome and turn.stopped_on else ()


def _gone(stored: RunningClock, today: date) -> Change:
    """A turn whose start no longer stands."""
    timescale = Timescale(0, "days")
    turn = Turn(
        stored.clock, stored.subject, stored.turn, stored.anchor_on, stored.anchor_on, timescale,
        _NO_CALENDAR, set_due_on=stored.due_on, why="what started it was withdrawn", stopped_on=today,
        outcome=WITHDRAWN,
    )  # fmt: skip
    return Change(turn, stored, ((WITHDRAWN, today, None),))


_NO_CALENDAR = Calendar({}, {}, date.min, date.max)
