"""Queueing what was gathered: for each telling a reminder, which is the claim, and the message to carry it.

The words come with the search and are filled in by the database. They name nobody of the family.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Label,
    Select,
    String,
    Table,
    and_,
    case,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from plo_workflow.models import MessageKind, MessageState, Outbox, UtcDateTime
from plo_workflow.reminders.gathering import REMINDER, same_telling
from plo_workflow.reminders.tables import DAYS, KINDS, TELLINGS, WHYS, fill
from plo_workflow.store import table_of
from plo_workflow.working_days import with_weekday

OUTBOX = table_of(Outbox)
DUE = "{due}"
STANDS_IN = " You stand in for somebody who is away."


def queue(connection: Connection, due_dates: Collection[date], *, on: date, at: datetime, by: str) -> Counter[str]:
    """Write a reminder and a message for each telling that was gathered and not made yet; `due_dates` are theirs.

    Gives how many by their causes; what another sweep has written meanwhile is not among them.
    """
    fill(connection, DAYS, [(day, with_weekday(day)) for day in sorted(due_dates)])
    before = connection.execute(select(func.coalesce(func.max(REMINDER.c.id), 0))).scalar_one()
    claimed = _new(connection, REMINDER, _reminders(on, at, by)).returning(REMINDER.c.cause)
    reminders = Counter(connection.scalars(claimed))
    carried = _new(connection, OUTBOX, _messages(before, at, by))
    messages = connection.execute(carried, execution_options={"preserve_rowcount": True}).rowcount
    if reminders.total() != messages:
        raise RuntimeError(f"{reminders.total()} reminders would have had {messages} messages, so none was kept.")
    return reminders


def inserting(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An insert that can say what to do when the row is there already: both databases can, each in its own class."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def _new(connection: Connection, table: Table, rows: Select[Any]) -> postgresql.Insert | sqlite.Insert:
    """Inserts the rows that are not there yet; a unique key of the table says which."""
    return inserting(connection, table).from_select(rows.selected_columns.keys(), rows).on_conflict_do_nothing()


def _reminders(on: date, at: datetime, by: str) -> Select[Any]:
    """In the order of the cases, so that two sweeps beside each other wait for one another and do not lock up."""
    return (
        select(
            TELLINGS.c.case_id,
            TELLINGS.c.clock_id,
            TELLINGS.c.cause,
            TELLINGS.c.subject,
            TELLINGS.c.rung,
            TELLINGS.c.due_on,
            TELLINGS.c.counted_on,
            TELLINGS.c.person.label("recipient"),
            TELLINGS.c.told_as,
            TELLINGS.c.stands_in_for,
            literal(on, Date()).label("raised_on"),
            *_recorded(at, by),
        )
        .where(TELLINGS.c.had.is_(None), TELLINGS.c.person.is_not(None))
        .order_by(TELLINGS.c.case_id, TELLINGS.c.cause, TELLINGS.c.subject, TELLINGS.c.person)
    )


def _messages(after_id: int, at: datetime, by: str) -> Select[Any]:
    """The message for each reminder with a higher id than `after_id`: this transaction's own are among them."""
    told = same_telling(TELLINGS, TELLINGS.c.rung, TELLINGS.c.counted_on, TELLINGS.c.person)
    why = WHYS.c.why.concat(case((REMINDER.c.stands_in_for.is_not(None), STANDS_IN), else_=""))
    return (
        select(
            _message_key().label("message_key"),
            literal(MessageKind.REMINDER).label("kind"),
            REMINDER.c.id.label("reminder_id"),
            KINDS.c.bundled,
            TELLINGS.c.ref.label("case_ref"),
            REMINDER.c.recipient,
            func.replace(KINDS.c.sentence, DUE, DAYS.c.in_words).label("subject"),
            why.label("body"),
            TELLINGS.c.due_on.label("about_on"),
            literal(MessageState.WAITING).label("state"),
            literal(0).label("tries"),
            literal(at, UtcDateTime()).label("not_before_at"),
            *_recorded(at, by),
        )
        .join_from(TELLINGS, REMINDER, told)
        .join(KINDS, and_(KINDS.c.rung == TELLINGS.c.rung, KINDS.c.cause == TELLINGS.c.cause))
        .join(DAYS, DAYS.c.due_on == TELLINGS.c.due_on)
        .join(WHYS, and_(WHYS.c.role == TELLINGS.c.role, WHYS.c.told_as == TELLINGS.c.told_as))
        .where(TELLINGS.c.had.is_(None), REMINDER.c.id > after_id)
    )


def _recorded(at: datetime, by: str) -> tuple[Label[Any], Label[Any]]:
    return literal(at, UtcDateTime()).label("recorded_at"), literal(by).label("recorded_by")


def _message_key() -> ColumnElement[str]:
    """The same for the same telling in whichever sweep, so that a message can never be queued twice."""
    told = (REMINDER.c.case_id, REMINDER.c.cause, REMINDER.c.subject, REMINDER.c.counted_on, REMINDER.c.rung)
    key: ColumnElement[str] = literal("reminder")
    for part in (*told, REMINDER.c.recipient):
        key = key.concat(":").concat(cast(part, String))
    return key
