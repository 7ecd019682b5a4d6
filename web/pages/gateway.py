"""The gateway: the cases that are asked for, listed or back there, by sitting."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, render_template

from plo_workflow.caseload.sittings import waiting_for_gateway
from web.engine import reading
from web.today import today

pages = Blueprint("gateway", __name__)


@pages.get("/gateway")
def index() -> str:
    """Every case that waits for a gateway, by the day of its sitting."""
    lines = waiting_for_gateway(reading())
    sittings = [(on, list(cases)) for on, cases in groupby(lines, key=lambda line: line.sitting_on)]
    return render_template("gateway.html", sittings=sittings, today=today())
