"""Bundling: what waits for the same person goes into one digest, and nobody gets two of them on one day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, Update, func, literal, or_, select, update

from plo_workflow.cases.office import SYSTEM
from plo_workflow.models import MessageKind, MessageState, Outbox, UtcDateTime
from plo_workflow.reminders.gate import Gate, start_of_day
from plo_workflow.reminders.queueing import inserting
from plo_workflow.settings import LONDON
from plo_workflow.store import Store, table_of

OUTBOX = table_of(Outbox)
DIGEST = OUTBOX.alias("digest")


def bundle(store: Store, gate: Gate, *, at: datetime) -> int:
    """Put what waits for a digest into one for each person; gives how many digests were begun.

    What comes after today's has left waits for the next day's. A digest that could not be sent yet takes in what is
    new. Outside the hours of the gate nothing is done.
    """
    if not gate.is_open(at):
        return 0
    today = at.astimezone(LONDON).date()
    with store.changing_many() as connection:
        begun = _begin_digests(connection, today, at)
        connection.execute(_put_into_digests())
    return begun


def _begin_digests(connection: Connection, today: date, at: datetime) -> int:
    """A digest for whoever has something loose and neither a digest that waits nor one that left today."""
    have_one = select(DIGEST.c.recipient).where(
        DIGEST.c.kind == MessageKind.DAY,
        or_(
            DIGEST.c.state == MessageState.WAITING,
            DIGEST.c.about_on == today,
            DIGEST.c.sent_at >= start_of_day(today),
        ),
    )
    people = (
        select(
            literal(f"{MessageKind.DAY}:{today}:").concat(OUTBOX.c.recipient).label("message_key"),
            literal(MessageKind.DAY).label("kind"),
            OUTBOX.c.recipient,
            *empty_message(today, at),
        )
        .where(_loose(), OUTBOX.c.recipient.not_in(have_one))
        .group_by(OUTBOX.c.recipient)
        .order_by(OUTBOX.c.recipient)
    )
    new = inserting(connection, OUTBOX).from_select(people.selected_columns.keys(), people).on_conflict_do_nothing()
    return connection.execute(new, execution_options={"preserve_rowcount": True}).rowcount


def empty_message(on: date, at: datetime) -> tuple[ColumnElement[Any], ...]:
    """The columns of a message that is put together when it is sent."""
    return (
        literal(False).label("bundled"),
        literal("").label("subject"),
        literal("").label("body"),
        literal(on, Date()).label("about_on"),
        literal(MessageState.WAITING).label("state"),
        literal(0).label("tries"),
        literal(at, UtcDateTime()).label("not_before_at"),
        literal(at, UtcDateTime()).label("recorded_at"),
        literal(SYSTEM).label("recorded_by"),
    )


def _put_into_digests() -> Update:
    digests = (
        select(DIGEST.c.recipient, func.min(DIGEST.c.id).label("id"))
        .where(DIGEST.c.kind == MessageKind.DAY, DIGEST.c.state == MessageState.WAITING)
        .group_by(DIGEST.c.recipient)
        .subquery("digests")
    )
    return update(OUTBOX).where(_loose(), digests.c.recipient == OUTBOX.c.recipient).values(sent_with=digests.c.id)


def _loose() -> ColumnElement[bool]:
    """Waits for a digest and is in none that has still to be sent."""
    waits = select(DIGEST.c.id).where(DIGEST.c.id == OUTBOX.c.sent_with, DIGEST.c.state == MessageState.WAITING)
    return (OUTBOX.c.state == MessageState.WAITING) & OUTBOX.c.bundled & ~waits.exists()
