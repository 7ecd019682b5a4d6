"""Letters: what claimed messages have to say at the moment they are sent. Nothing is written down here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select, union_all
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from plo_workflow.models import MessageKind, MessageState, Outbox, Reminder
from plo_workflow.reminders.composing import Item, Letter, compose, compose_sitting, compose_week
from plo_workflow.reminders.overtaken import overtaken
from plo_workflow.reminders.sitting import listed_for
from plo_workflow.reminders.week import week_of
from plo_workflow.store import table_of

OUTBOX = table_of(Outbox)


@dataclass
class Written:
    """What became of one claimed message: its letter, or nothing left to say, or the `fault` that spoils it.

    `carries` are the messages in it. `overtaken` are those that are no longer true and `spoilt` those that cannot be
    put into words, each with why.
    """

    letter: Letter | None = None
    carries: tuple[int, ...] = ()
    overtaken: dict[int, str] = field(default_factory=dict)
    spoilt: dict[int, str] = field(default_factory=dict)
    fault: str = ""


def write_letters(session: Session, claimed: Sequence[Row[Any]], *, on: date, site: str) -> dict[int, Written]:
    """What each of them says on a day, by its id. One that cannot be written spoils none of the others."""
    told = _told_in(session, claimed)
    over = _overtaken(session, claimed, on)
    written = {}
    for row in claimed:
        mine = told.get(row.id, [])
        one = written[row.id] = Written(overtaken={tell.id: over[tell.id] for tell in mine if tell.id in over})
        _write(one, session, row, [_item(tell) for tell in mine if tell.id not in over], on, site)
    return written


def _write(one: Written, session: Session, row: Row[Any], items: Sequence[Item], on: date, site: str) -> None:
    """Write one letter; a digest without what spoils it, where anything is left then."""
    try:
        one.letter = _letter(session, row, items, on, site)
    except SQLAlchemyError:  # then it is the database that is out of order, and not this message
        raise
    except Exception as fault:
        one.fault = _in_words(fault)
        one.spoilt = _spoilt(items, on) if row.kind == MessageKind.DAY else {}
        items = [item for item in items if item.id not in one.spoilt]
        if one.spoilt and items:
            one.letter, one.fault = _letter(session, row, items, on, site), ""
    one.carries = tuple(item.id for item in items if item.id != row.id)


def _spoilt(items: Iterable[Item], on: date) -> dict[int, str]:
    """Those that cannot be put into words even by themselves, each with why."""
    found = {}
    for item in items:
        try:
            compose(MessageKind.DAY, [item], on=on, site="")
        except Exception as fault:
            found[item.id] = _in_words(fault)
    return found


def _in_words(fault: Exception) -> str:
    return f"This cannot be put into words: {type(fault).__name__}: {' '.join(str(fault).split())}"


def _letter(session: Session, row: Row[Any], items: Sequence[Item], on: date, site: str) -> Letter | None:
    """What is sent, or nothing where there is nothing left to say."""
    if row.kind == MessageKind.WEEK:
        week = week_of(session, row.recipient, on=on)
        return compose_week(week, on=on, site=site) if week else None
    if row.kind == MessageKind.SITTING:
        cases = listed_for(session, row.recipient, sitting_on=row.about_on)
        return compose_sitting(cases, sitting_on=row.about_on, site=site) if cases else None
    return compose(row.kind, items, on=on, site=site) if items else None


def _item(row: Row[Any]) -> Item:
    return Item(row.id, row.case_ref, row.subject, row.body, row.rung, row.about_on)


def _told_in(session: Session, claimed: Iterable[Row[Any]]) -> dict[int, list[Row[Any]]]:
    """What waits in each digest, or the message itself, with the rung that it is of: by the ids of the claimed."""
    reminder = table_of(Reminder)
    joined = OUTBOX.outerjoin(reminder, reminder.c.id == OUTBOX.c.reminder_id)
    rung = func.coalesce(reminder.c.rung, "").label("rung")
    digests, single = _apart(claimed)
    by_themselves = select(OUTBOX, rung, OUTBOX.c.id.label("within")).where(OUTBOX.c.id.in_(single))
    bundled = select(OUTBOX, rung, OUTBOX.c.sent_with.label("within")).where(OUTBOX.c.sent_with.in_(digests))
    found: dict[int, list[Row[Any]]] = {}
    for row in session.execute(union_all(*(query.select_from(joined) for query in (by_themselves, bundled)))):
        if row.state == MessageState.WAITING:
            found.setdefault(row.within, []).append(row)
    return found


def _overtaken(session: Session, claimed: Iterable[Row[Any]], on: date) -> dict[int, str]:
    """Why messages among these are no longer true, by their own ids."""
    digests, single = _apart(claimed)
    theirs = OUTBOX.c.id.in_(single) | OUTBOX.c.sent_with.in_(digests)
    reminders: Select[int] = select(OUTBOX.c.reminder_id).where(theirs, OUTBOX.c.reminder_id.is_not(None))
    why = overtaken(session.connection(), reminders, on=on)
    messages = select(OUTBOX.c.id, OUTBOX.c.reminder_id).where(theirs)
    return {number: why[reminder] for number, reminder in session.execute(messages) if reminder in why}


def _apart(claimed: Iterable[Row[Any]]) -> tuple[list[int], list[int]]:
    """The ids of digests that carry other messages, and of those that carry only themselves."""
    digests = [row.id for row in claimed if row.kind == MessageKind.DAY]
    return digests, [row.id for row in claimed if row.id not in digests]
