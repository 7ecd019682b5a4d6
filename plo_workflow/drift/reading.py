"""The two ways to ask for drift: every signal on every case in one statement, or what has been found, as rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, String, literal, select, union_all
from sqlalchemy.orm import Session

from plo_workflow.drift.day import Day
from plo_workflow.drift.signals import SIGNALS
from plo_workflow.kinds import Severity
from plo_workflow.models import CalendarVersion, PolicyVersion
from plo_workflow.policy import policy_from_stored
from plo_workflow.store import table_of
from plo_workflow.working_days import read_calendar


class Drift(NamedTuple):
    """A signal that is true of a case: about what ("" is the case as a whole), since when, and how pressing."""

    case_id: int
    signal: str
    subject: str
    since_on: date
    severity: Severity


MOST_PRESSING = list(reversed(Severity))


def day_in_force(database: Connection | Session, on: date) -> Day:
    """A day with the policy and the calendar in force, whichever ones a case counts its own dates by."""
    policy, calendar = table_of(PolicyVersion), table_of(CalendarVersion)
    rules = policy_from_stored(database.execute(select(policy.c.content).where(policy.c.current)).scalar_one())
    content = database.execute(select(calendar.c.content).where(calendar.c.current)).scalar_one()
    return Day(on, rules, read_calendar(content).with_closures({one.on: one.why for one in rules.calendar.closures}))


def drifting(database: Connection | Session, day: Day, case_id: int | None = None) -> list[Drift]:
    """What is drifting on a day, on every open case or on one, the most pressing and the longest true first."""
    found = database.execute(everything(replace(day, of_one_case=case_id is not None)), {"case_id": case_id})
    drifts = [Drift(row[0], row[1], row[2], row[3], Severity(row[4])) for row in found]
    return sorted(drifts, key=lambda one: (MOST_PRESSING.index(one.severity), one.since_on, one.signal, one.subject))


@lru_cache(maxsize=32)
def everything(day: Day) -> Select[Any]:
    """Every signal that is true on a day: case_id, signal, subject, since_on and severity; built once for each day."""
    each = union_all(*(_named(key, day) for key in SIGNALS)).subquery("drift")
    return select(*(each.c[name] for name in Drift._fields))


@lru_cache(maxsize=8)
def told_apart(day: Day) -> list[Select[Any]]:
    """The signals that people are told of as such, a statement each; SQLite takes a third longer over all in one."""
    found = (_named(key, day).subquery("drift") for key, signal in SIGNALS.items() if signal.told)
    return [select(*(one.c[name] for name in Drift._fields)) for one in found]


@lru_cache(maxsize=8)
def told_together(day: Day) -> Select[Any]:
    """The same as one statement, which is quicker for one case: half of `everything`."""
    each = union_all(*(_named(key, day) for key, signal in SIGNALS.items() if signal.told)).subquery("drift")
    return select(*(each.c[name] for name in Drift._fields))


def _named(key: str, day: Day) -> Select[Any]:
    return SIGNALS[key].find(day).add_columns(literal(key, String).label("signal"))
