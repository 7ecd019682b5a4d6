"""Reminders: what the person signed in was told, when it was last looked for what is overdue, what has not gone out."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from flask import Blueprint, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from plo_workflow.caseload.health import read_health
from plo_workflow.models import MessageState, Outbox, Staff
from plo_workflow.reminders.failures import failures, server_away_since, what_it_was
from plo_workflow.reminders.reading import count_messages, last_sweep, messages_in
from plo_workflow.reminders.sweeping import DRIFT
from web.engine import actor, reading
from web.may import may_do
from web.people import current_person
from web.today import now

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
        drift=last_sweep(session, DRIFT),
        counts=count_messages(session),
        failed=[(uuid4().hex, one) for one in failures(session)],
        failed_in_all=read_health(session).failed,
        away_since=server_away_since(session, at=now()),
        may_send_again=may_do(actor(), "send_again"),
        waiting=messages_in(session, MessageState.WAITING),
        what_it_was=what_it_was,
        names={key: name for key, name in session.execute(select(Staff.key, Staff.name))},
    )


def _latest_told(session: Session, person: str) -> Sequence[Outbox]:
    """The latest messages to somebody, but for those that had been overtaken before they were sent."""
    told = select(Outbox).where(Outbox.recipient == person, Outbox.state != MessageState.DROPPED)
    return session.scalars(told.order_by(Outbox.id.desc()).limit(LATEST)).all()
