"""Queueing what was gathered in `late`: for each telling a reminder, which is the claim, and the message to carry it.

The words come with the search and are filled in by the database. They name nobody of the family.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from string import Formatter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, Label, Select, String, Table, and_, cast, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from plo_workflow.cases.late import DAYS, REMINDER, TELLINGS, WHYS, Search, fill, reminder_of
from plo_workflow.models import MessageState, Outbox, UtcDateTime
from plo_workflow.store import table_of
from plo_workflow.working_days import with_weekday

OUTBOX = table_of(Outbox)


def queue(
    connection: Connection, search: Search, due_dates: Collection[date], *, on: date, at: datetime, by: str, site: str
) -> int:
    """Write a reminder and a message for each telling that was gathered and not made yet; `due_dates` are theirs.

    Gives how many; what another sweep has written meanwhile is not among them.
    """
    fill(connection, DAYS, [(day, with_weekday(day)) for day in sorted(due_dates)])
    before = connection.execute(select(func.coalesce(func.max(REMINDER.c.id), 0))).scalar_one()
    reminders = _insert_new(connection, REMINDER, _reminders(search, on, at, by))
    messages = _insert_new(connection, OUTBOX, _messages(search, before, site, at, by))
    if reminders != messages:
        raise RuntimeError(f"{reminders} reminders would have had {messages} messages, so none was kept.")
    return reminders


def inserting(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An insert that can say what to do when the row is there already: both databases can, each in its own class."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def _insert_new(connection: Connection, table: Table, rows: Select[Any]) -> int:
    """Insert the rows that are not there yet (a unique key of the table says which) and give how many there were."""
    new = inserting(connection, table).from_select(rows.selected_columns.keys(), rows).on_conflict_do_nothing()
    return connection.execute(new, execution_options={"preserve_rowcount": True}).rowcount


def _reminders(search: Search, on: date, at: datetime, by: str) -> Select[Any]:
    """In the order of the cases, so that two sweeps beside each other wait for one another and do not lock up."""
    return (
        select(
            TELLINGS.c.case_id,
            TELLINGS.c.clock_id,
            literal(search.rung).label("rung"),
            TELLINGS.c.due_on,
            TELLINGS.c.person.label("recipient"),
            TELLINGS.c.told_as,
            literal(on, Date()).label("raised_on"),
            *_recorded(at, by),
        )
        .where(TELLINGS.c.had.is_(None), TELLINGS.c.person.is_not(None))
        .order_by(TELLINGS.c.case_id, TELLINGS.c.clock_id, TELLINGS.c.person)
    )


def _messages(search: Search, after_id: int, site: str, at: datetime, by: str) -> Select[Any]:
    """The message for each reminder with a higher id than `after_id`: this transaction's own are among them."""
    fields = {
        "ref": TELLINGS.c.ref,
        "what": TELLINGS.c.what,
        "due": DAYS.c.in_words,
        "why": WHYS.c.why,
        "link": literal(f"{site}/cases/").concat(TELLINGS.c.ref),
    }
    told = reminder_of(search.rung, TELLINGS.c.clock_id, TELLINGS.c.due_on, TELLINGS.c.person)
    return (
        select(
            _message_key(search.rung).label("message_key"),
            REMINDER.c.id.label("reminder_id"),
            TELLINGS.c.ref.label("case_ref"),
            REMINDER.c.recipient,
            _filled(search.subject, fields).label("subject"),
            _filled(search.body, fields).label("body"),
            literal(MessageState.WAITING).label("state"),
            literal(0).label("tries"),
            literal(at, UtcDateTime()).label("not_before_at"),
            *_recorded(at, by),
        )
        .join_from(TELLINGS, REMINDER, told)
        .join(WHYS, and_(WHYS.c.role == TELLINGS.c.role, WHYS.c.told_as == TELLINGS.c.told_as))
        .join(DAYS, DAYS.c.due_on == TELLINGS.c.due_on)
        .where(TELLINGS.c.had.is_(None), REMINDER.c.id > after_id)
    )


def _recorded(at: datetime, by: str) -> tuple[Label[Any], Label[Any]]:
    return literal(at, UtcDateTime()).label("recorded_at"), literal(by).label("recorded_by")


def _message_key(rung: str) -> ColumnElement[str]:
    """The same for the same telling in whichever sweep, so that a message can never be queued twice."""
    told = (cast(REMINDER.c.clock_id, String), literal(rung), cast(REMINDER.c.due_on, String), REMINDER.c.recipient)
    key: ColumnElement[str] = literal("reminder")
    for part in told:
        key = key.concat(":").concat(part)
    return key


def _filled(template: str, fields: Mapping[str, ColumnElement[str]]) -> ColumnElement[str]:
    words: ColumnElement[str] = literal("")
    for wording, name, _, _ in Formatter().parse(template):
        words = words.concat(wording)
        if name:
            words = words.concat(fields[name])
    return words
