"""Reminders: what the person signed in was told, when it was last looked for what is overdue, what has not gone out."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from plo_workflow.models import MessageState, Outbox, Staff
from plo_workflow.reminders.reading import count_messages, last_sweep, messages_in
from web.engine import reading
from web.people import current_person

pages = Blueprint("reminders", __name__)
LATEST = 20


@pages.get("/reminders")
def index() -> str:
    """First what concerns whoever looks; then the last sweep, what failed and what waits."""
    session = reading()
    return render_template(
        "reminders.html",
        yours=_latest_told(session, current_person().key),
        sweep=last_sweep(session),
        counts=count_messages(session),
        failed=messages_in(session, MessageState.FAILED),
        waiting=messages_in(session, MessageState.WAITING),
        names={key: name for key, name in session.execute(select(Staff.key, Staff.name))},
    )


def _latest_told(session: Session, person: str) -> Sequence[Outbox]:
    """The latest messages to somebody, but for those that had been overtaken before they were sent."""
    told = select(Outbox).where(Outbox.recipient == person, Outbox.state != MessageState.DROPPED)
    return session.scalars(told.order_by(Outbox.id.desc()).limit(LATEST)).all()
