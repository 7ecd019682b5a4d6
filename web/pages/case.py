"""One case: what comes next, its dates, and what is recorded on each subject."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from plo_workflow.caseload.histories import history_of
from plo_workflow.cases import COMMANDS
from plo_workflow.measures.forecast import forecast_of
from plo_workflow.reminders.alerts import alerts
from plo_workflow.reminders.reading import reminders_of
from web.drawn import subject
from web.may import may_do, offered
from web.next_steps import steps_of, things_to_do
from web.opened import open_case
from web.pages.alerts import WAYS
from web.record.facts import SUBJECTS
from web.record.told import told

pages = Blueprint("case", __name__, url_prefix="/cases/<ref>")


@pages.get("")
def index(ref: str) -> str:
    """The case at a glance."""
    opened = open_case(ref)
    steps = steps_of(opened)
    overdue = [one for one in opened.explained if one.tone(opened.today) == "overdue"]
    return render_template(
        "case/index.html",
        opened=opened,
        steps=steps,
        to_do=things_to_do(opened, steps),
        overdue=min(overdue, key=lambda one: one.stored.due_on, default=None),
        running=[one for one in opened.explained if one.stored.outcome is None],
        forecast=forecast_of(opened.session, opened.case, on=opened.today),
        alerts=alerts(opened.session, on=opened.today, case=opened.case),
        alert_commands=[COMMANDS[name] for name in WAYS if may_do(opened.actor, name)],
        reminders=reminders_of(opened.session, opened.case),
        ended=[one for one in opened.explained if one.stored.outcome],
    )


@pages.get("/<about>")
def record(ref: str, about: str) -> str:
    """What is recorded on one subject."""
    if about not in SUBJECTS:
        abort(404)
    opened = open_case(ref)
    groups = subject(opened, about)
    return render_template(
        "case/record.html", opened=opened, about=about, groups=groups, commands=offered(opened.actor, about)
    )


@pages.get("/all")
def everything(ref: str) -> str:
    """The whole record on one page, for reading through or printing."""
    opened = open_case(ref)
    return render_template(
        "case/everything.html", opened=opened, groups={about: subject(opened, about) for about in SUBJECTS}
    )


@pages.get("/history")
def history(ref: str) -> str:
    """Everything that was done, the newest first."""
    opened = open_case(ref)
    lines = history_of(opened.session, opened.case, opened.rules[1])
    return render_template("case/history.html", opened=opened, lines=[told(line, opened.names) for line in lines])
