"""Moving the day of a demonstration on, to watch what becomes of cases that nobody looks after."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plo_workflow.cases.demonstration_clock import set_clock_back, step_clock, why_not_back
from plo_workflow.errors import ClockStays
from plo_workflow.reminders.sweeping import sweep
from web.demonstration_day import read_the_day, today_in_words
from web.engine import reading, stop_reading, store
from web.made_up import demonstrating
from web.people import current_person
from web.today import now, real_now, today
from web.wording import plural

pages = Blueprint("demonstration", __name__)
STEPS = {"1": "One day on", "7": "One week on"}


@pages.before_request
def only_with_made_up_families() -> None:
    """There is no such page where a family is real."""
    if not demonstrating():
        abort(404)


@pages.get("/demonstration")
def index() -> str:
    """The day it is here, and what can be done about it."""
    ahead = g.get("days_ahead", 0)
    fixed = why_not_back(reading(), to=real_now()) if ahead else ""
    return render_template("demonstration.html", steps=STEPS, ahead=ahead, fixed=fixed)


@pages.post("/demonstration/step")
def step() -> Response:
    """A day or a week passes."""
    days = request.form.get("days", "")
    if days not in STEPS:
        abort(400)
    at, by = now(), current_person().key
    stop_reading()
    step_clock(store(), days=int(days), at=at, by=by)
    read_the_day()
    told = sum(_sweep_of(timedelta(days=ago)) for ago in reversed(range(int(days))))
    flash(f"It is {today_in_words()} now. {plural(told, 'reminder')} written meanwhile.", "success")
    return redirect(url_for("demonstration.index"), 303)


def _sweep_of(ago: timedelta) -> int:
    """What the schedules would have done on a day that has just passed; gives how many were told."""
    return sweep(store(), on=today() - ago, at=now() - ago).queued


@pages.post("/demonstration/back")
def back() -> Response:
    """Back to the real day, while nothing was recorded on a later one."""
    to, at, by = real_now(), now(), current_person().key
    stop_reading()
    try:
        set_clock_back(store(), to=to, at=at, by=by)
    except ClockStays as refusal:
        flash(refusal.sentence, "important")
        return redirect(url_for("demonstration.index"), 303)
    read_the_day()
    flash(f"It is {today_in_words()} now.", "success")
    return redirect(url_for("demonstration.index"), 303)
