"""Cards for the authority's channel: one for each rung that is told at once, however many people it goes to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select

from plo_workflow.models import MessageKind, Outbox, Reminder
from plo_workflow.reminders.bundling import empty_message
from plo_workflow.reminders.gate import Gate
from plo_workflow.reminders.queueing import inserting
from plo_workflow.settings import LONDON
from plo_workflow.store import Store, table_of

NOT_OLDER_THAN = timedelta(days=1)
"""What was told before that gets no card, so that a new channel does not begin with the past."""
CHANNEL = "teams"
OUTBOX, REMINDER = table_of(Outbox), table_of(Reminder)
TOLD = (REMINDER.c.case_id, REMINDER.c.cause, REMINDER.c.subject, REMINDER.c.counted_on, REMINDER.c.rung)
"""What one card is about."""


def queue_cards(store: Store, gate: Gate, *, at: datetime) -> int:
    """Queue a card for what is told at once and has none yet; gives how many. The unique key makes it once."""
    if not gate.is_open(at):
        return 0
    with store.changing_many() as connection:
        cards = _cards(at)
        new = inserting(connection, OUTBOX).from_select(cards.selected_columns.keys(), cards).on_conflict_do_nothing()
        return connection.execute(new, execution_options={"preserve_rowcount": True}).rowcount


def _cards(at: datetime) -> Select[Any]:
    told_at_once = (
        OUTBOX.c.kind == MessageKind.REMINDER,
        ~OUTBOX.c.bundled,
        OUTBOX.c.recorded_at > at - NOT_OLDER_THAN,
    )
    columns = {column.name: column for column in empty_message(at.astimezone(LONDON).date(), at)}
    for said in ("subject", "about_on"):
        columns[said] = func.min(OUTBOX.c[said]).label(said)
    return (
        select(
            _key().label("message_key"),
            literal(MessageKind.CARD).label("kind"),
            func.min(REMINDER.c.id).label("reminder_id"),
            func.min(OUTBOX.c.case_ref).label("case_ref"),
            literal(CHANNEL).label("recipient"),
            *columns.values(),
        )
        .join_from(OUTBOX, REMINDER, REMINDER.c.id == OUTBOX.c.reminder_id)
        .where(*told_at_once)
        .group_by(*TOLD)
        .order_by(*TOLD)
    )


def _key() -> ColumnElement[str]:
    key: ColumnElement[str] = literal("card")
    for part in TOLD:
        key = key.concat(":").concat(cast(part, String))
    return key
