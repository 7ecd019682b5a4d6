"""Reminders: when somebody last looked for what is overdue, and the messages that wait or could not be sent."""

from __future__ import annotations

from flask import Blueprint, render_template
from sqlalchemy import select

from plo_workflow.caseload.reminders import count_messages, last_sweep, messages_in
from plo_workflow.models import MessageState, Staff
from web.engine import reading

pages = Blueprint("reminders", __name__)


@pages.get("/reminders")
def index() -> str:
    """The last sweep, what waits and what failed."""
    session = reading()
    return render_template(
        "reminders.html",
        sweep=last_sweep(session),
        counts=count_messages(session),
        failed=messages_in(session, MessageState.FAILED),
        waiting=messages_in(session, MessageState.WAITING),
        names={key: name for key, name in session.execute(select(Staff.key, Staff.name))},
    )
