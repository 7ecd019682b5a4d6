"""The clock of a demonstration, which anybody may move on to see what happens. It never counts beside a real family.

What time it is, is not asked here: the days are added to it by whoever asks.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, TextClause, bindparam, func, or_, select, text, update
from sqlalchemy.orm import Session

from plo_workflow.cases.chain import append
from plo_workflow.cases.office import SYSTEM
from plo_workflow.errors import ClockStays
from plo_workflow.models import Case, DemonstrationClock, HistoryEntry, UtcDateTime
from plo_workflow.settings import LONDON
from plo_workflow.store import Pen, Store, table_of
from plo_workflow.working_days import with_weekday

CASE, CLOCK, HISTORY = table_of(Case), table_of(DemonstrationClock), table_of(HistoryEntry)
MADE_UP = ("SYN", "SYO")
"""The reference of every made-up case lies between these two, in every collation; asked so, the index answers."""
FURTHEST = 366
STEP, BACK = "step_clock", "set_clock_back"


def is_demonstration(session: Session) -> bool:
    """Whether there are families, and all of them are made up."""
    return holds_no_real_case(session) and session.scalar(select(CASE.c.id).limit(1)) is not None


def holds_no_real_case(session: Session) -> bool:
    """Whether no case is a real family's."""
    return session.scalar(_a_real_case()) is None


def days_ahead(session: Session) -> int:
    """How many days the demonstration is ahead of the real day; none beside a real case."""
    ahead = session.scalar(select(CLOCK.c.days_ahead)) or 0
    return ahead if ahead and holds_no_real_case(session) else 0


def check_day_given(session: Session, given: date | None) -> None:
    """Raise `ClockStays` where PLO_TODAY gives the day beside a real case."""
    if given and not holds_no_real_case(session):
        raise ClockStays(
            "PLO_TODAY is set, and this database holds real cases, whose dates would be wrong. Take it out: it is for "
            "demonstrations and tests only."
        )


def step_clock(store: Store, *, days: int, at: datetime, by: str) -> int:
    """Move the demonstration on by one day or more; gives how far ahead it is then. `at` is its own instant.

    Raises `ClockStays` beside a real case, without any case, and further than a year ahead.
    """
    if days < 1:
        raise ClockStays("The day is moved on by one or more.")
    with store.writing() as pen:
        _check_made_up(pen)
        [[ahead]] = pen.fetch("step clock", _step, days=days, at=at, by=by)
        if ahead > FURTHEST:
            raise ClockStays("The demonstration is a year ahead already and goes no further.")
        _write_down(pen, STEP, at=at, by=by, days_ahead=ahead)
    return int(ahead)


def set_clock_back(store: Store, *, to: datetime, at: datetime, by: str) -> None:
    """Bring the demonstration back to the real day. `to` is the real instant, `at` the demonstration's own.

    Raises `ClockStays` beside a real case, and where something was recorded at an instant that has not come yet.
    """
    with store.writing() as pen:
        _check_made_up(pen)
        [(recorded, first_at)] = pen.fetch("recorded ahead", _recorded_ahead, to=to)
        if recorded:
            raise ClockStays(_why_not_back(recorded, first_at))
        pen.run("set clock back", lambda: update(CLOCK).values(days_ahead=0))
        _write_down(pen, BACK, at=at, by=by, days_ahead=0)


def why_not_back(session: Session, *, to: datetime) -> str:
    """Why the demonstration cannot come back to the real instant; nothing where it can."""
    recorded, first_at = session.execute(_recorded_ahead(), {"to": to}).one()
    return _why_not_back(recorded, first_at) if recorded else ""


def _why_not_back(recorded: int, first_at: datetime) -> str:
    first_on = with_weekday(first_at.astimezone(LONDON).date())
    many = f"{recorded:,} things were recorded" if recorded > 1 else "Something was recorded"
    return (
        f"{many} on days that have not come yet, the first on {first_on}, so the demonstration cannot go back. "
        "To begin again, use a new database."
    )


def _check_made_up(pen: Pen) -> None:
    if pen.fetch("a real case", _a_real_case) or not pen.fetch("a case", lambda: select(CASE.c.id).limit(1)):
        raise ClockStays("The day can only be moved where there are made-up families and no others.")


def _write_down(pen: Pen, command: str, *, at: datetime, by: str, days_ahead: int) -> None:
    on = at.astimezone(LONDON).date()
    append(pen, ref=None, command=command, on=on, at=at, by=by, payload={"days_ahead": days_ahead})


def only_made_up() -> Select[Any]:
    """One row where there is a made-up case and no real one."""
    return select(CASE.c.id).where(~_a_real_case().exists()).limit(1)


def _a_real_case() -> Select[Any]:
    first, last = MADE_UP
    return select(CASE.c.id).where(or_(CASE.c.ref < first, CASE.c.ref >= last)).limit(1)


def _step() -> TextClause:
    return text(
        "INSERT INTO demonstration_clock (id, days_ahead, recorded_at, recorded_by) VALUES (1, :days, :at, :by) "
        "ON CONFLICT (id) DO UPDATE SET days_ahead = demonstration_clock.days_ahead + excluded.days_ahead, "
        "recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by RETURNING days_ahead"
    ).bindparams(bindparam("at", type_=UtcDateTime()))


def _recorded_ahead() -> Select[int, Any]:
    """What people recorded after an instant, but for the moving of the clock itself."""
    later = HISTORY.c.recorded_at > bindparam("to", type_=UtcDateTime())
    by_people = (HISTORY.c.recorded_by != SYSTEM, HISTORY.c.command != STEP, HISTORY.c.command != BACK)
    return select(func.count(), func.min(HISTORY.c.recorded_at)).where(later, *by_people)
