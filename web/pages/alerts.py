"""Alerts: what is overdue or drifting, how far it has climbed, and who answered; with the ways to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from plo_workflow.access import MANAGERS
from plo_workflow.cases import COMMANDS
from plo_workflow.reminders.alerts import Alert, alerts
from web.engine import actor, reading
from web.may import may_do
from web.people import Person, current_person
from web.today import today

pages = Blueprint("alerts", __name__)
WAYS = ("acknowledge_alert", "put_off_alert", "hand_on_alert", "decide_to_wait")
MOST = 100


@dataclass(frozen=True)
class Asked:
    """Whose alerts somebody wants to see, and whether those that somebody has taken in hand are left out."""

    ways: tuple[str, ...]
    whose: str
    unanswered: bool


@pages.get("/alerts")
def index() -> str:
    """The alerts that concern whoever looks, the highest first."""
    person = current_person()
    asked = _asked(person)
    found = _found(asked, person)
    return render_template(
        "alerts.html",
        asked=asked,
        found=found[:MOST],
        number=len(found),
        ways=[COMMANDS[name] for name in WAYS if may_do(actor(), name)],
        today=today(),
    )


def _asked(person: Person) -> Asked:
    ways = ("mine", *(["team"] if person.team else []), "all")
    whose = request.args.get("whose") or ("team" if person.team and person.roles & set(MANAGERS) else "mine")
    return Asked(ways, whose if whose in ways else "mine", bool(request.args.get("unanswered")))


def _found(asked: Asked, person: Person) -> Sequence[Alert]:
    found = alerts(reading(), on=today(), team=person.team if asked.whose == "team" else None)
    if asked.whose == "mine":
        found = [alert for alert in found if person.key in alert.everybody_told]
    if asked.unanswered:
        found = [alert for alert in found if not alert.quiet_on(today())]
    return found
