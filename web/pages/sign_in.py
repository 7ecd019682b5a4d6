"""Signing in by choosing one of the demonstration's people. Real accounts replace this page."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.engine import reading
from web.guides import guides
from web.made_up import all_made_up
from web.people import People, enter, leave

pages = Blueprint("sign_in", __name__)
TO_BEGIN_WITH = "To begin with"


@pages.get("/sign-in")
def index() -> str:
    """Everybody who can sign in, by role; while all families are made up, three people to begin with come first."""
    everybody = _people().everybody()
    keys = {one.key for one in guides(reading())} if all_made_up() else set()
    groups = {TO_BEGIN_WITH: [person for person in everybody if person.key in keys]}
    for person in everybody:
        if person.key not in keys:
            groups.setdefault(person.role_label, []).append(person)
    return render_template("sign_in.html", groups={role: people for role, people in groups.items() if people})


@pages.post("/sign-in")
def enter_as() -> Response:
    """Sign in as the person chosen and go where they were going."""
    person = _people().find(request.form.get("person", ""))
    if person is None:
        abort(400)
    return redirect(enter(person), 303)


@pages.post("/sign-out")
def sign_out() -> Response:
    """End the session and have the browser forget what it holds of this site."""
    leave()
    response = redirect(url_for("sign_in.index"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _people() -> People:
    people: People = current_app.extensions["plo_people"]
    return people
