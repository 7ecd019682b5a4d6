"""Digests that come by the calendar: the managers' week, and what comes before the next gateway sitting.

Each is queued once for each person; what it says is put together when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from plo_workflow.cases.office import SYSTEM
from plo_workflow.models import MessageKind, MessageState, Outbox
from plo_workflow.policy.reminders import WEEKDAYS
from plo_workflow.reminders.gate import Gate
from plo_workflow.reminders.queueing import inserting
from plo_workflow.reminders.sitting import sittings_between
from plo_workflow.reminders.week import managers
from plo_workflow.settings import LONDON
from plo_workflow.store import Store, table_of

Wanted = tuple[MessageKind, date, str]


def queue_digests(store: Store, gate: Gate, *, at: datetime) -> int:
    """Queue every digest whose day has come and that was not queued yet; gives how many. One missed is made up for."""
    if not gate.is_open(at):
        return 0
    today = at.astimezone(LONDON).date()
    with store.reading() as session:
        wanted = [*_weeks(session, gate, today), *_sittings(session, gate, today)]
    rows = [_row(kind, about_on, person, at) for kind, about_on, person in wanted]
    if not rows:
        return 0
    with store.changing_many() as connection:
        new = inserting(connection, table_of(Outbox)).values(rows).on_conflict_do_nothing()
        return connection.execute(new, execution_options={"preserve_rowcount": True}).rowcount


def _weeks(session: Session, gate: Gate, today: date) -> Iterator[Wanted]:
    """From the weekday that the policy names, or the next on which the council works, to the end of the week."""
    monday = today - timedelta(days=today.weekday())
    named = monday + timedelta(days=WEEKDAYS.index(gate.sending.weekly_on))
    if gate.calendar.working_day_on_or_after(named) <= today:
        for person in managers(session):
            yield MessageKind.WEEK, monday, person


def _sittings(session: Session, gate: Gate, today: date) -> Iterator[Wanted]:
    ahead = gate.calendar.add_working_days(today, gate.sending.before_sitting_working_days)
    for sitting_on, people in sittings_between(session, today, ahead).items():
        for person in sorted(people):
            yield MessageKind.SITTING, sitting_on, person


def _row(kind: MessageKind, about_on: date, person: str, at: datetime) -> dict[str, object]:
    return {
        "message_key": f"{kind}:{about_on}:{person}",
        "kind": kind,
        "bundled": False,
        "recipient": person,
        "subject": "",
        "body": "",
        "about_on": about_on,
        "state": MessageState.WAITING,
        "tries": 0,
        "not_before_at": at,
        "recorded_at": at,
        "recorded_by": SYSTEM,
    }
