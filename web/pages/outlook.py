"""Outlook: the open cases most at risk of passing their limit, and whether the gateway has room for what comes due."""

from __future__ import annotations

from flask import Blueprint, render_template

from plo_workflow.measures.capacity import gateway_weeks, waiting_to_be_accepted
from plo_workflow.measures.forecast import forecasts
from web.engine import reading
from web.today import today

pages = Blueprint("outlook", __name__)
MOST = 100


@pages.get("/outlook")
def index() -> str:
    """First the cases, then the next weeks of the gateway."""
    session, day = reading(), today()
    found = forecasts(session, on=day)
    return render_template(
        "outlook.html",
        forecasts=found[:MOST],
        number=len(found),
        weeks=gateway_weeks(session, on=day),
        to_be_accepted=waiting_to_be_accepted(session),
    )
