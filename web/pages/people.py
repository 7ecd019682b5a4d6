"""People: who works here, who is away and who is told in their place."""

from __future__ import annotations

from flask import Blueprint, render_template
from sqlalchemy import select

from plo_workflow.kinds import Role
from plo_workflow.models import Staff
from plo_workflow.reminders.absences import absences_now
from web.engine import reading
from web.today import today

pages = Blueprint("people", __name__)


@pages.get("/people")
def index() -> str:
    """First whoever is away, then everybody by name."""
    staff = reading().scalars(select(Staff).where(Staff.active).order_by(Staff.name)).all()
    return render_template(
        "people.html",
        away=absences_now(reading(), today()),
        staff=[one for one in staff if one.roles],
        roles={role.value: role.label for role in Role},
        today=today(),
    )
