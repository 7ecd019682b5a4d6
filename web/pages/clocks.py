"""One clock of a case: why its date is that date, day by day, and what its ledger says."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from plo_workflow.caseload.explaining import ledger_of
from web.opened import open_case

pages = Blueprint("clocks", __name__)


@pages.get("/cases/<ref>/dates/<int:clock_id>")
def index(ref: str, clock_id: int) -> str:
    """Why a date is that date."""
    opened = open_case(ref)
    found = next((one for one in opened.explained if one.stored.id == clock_id), None)
    if found is None:
        abort(404)
    policy, calendar = opened.rules
    return render_template(
        "case/clock.html",
        opened=opened,
        explained=found,
        ledger=ledger_of(opened.session, found.stored),
        rule=policy.clock(found.clock.key),
        policy=policy,
        calendar=calendar,
    )
