"""Who is signed in, and the guard: every view needs somebody signed in unless OPEN names it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast

from flask import Flask, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

OPEN = frozenset(
    {"static", "council.stylesheet", "health.healthz", "health.readyz", "sign_in.index", "sign_in.enter_as"}
)
"""The endpoints that anybody may ask for. A new view is closed until it is named here."""


class Person(Protocol):
    """Somebody who can sign in: `key` names the person for good; the rest is words for the page."""

    @property
    def key(self) -> str:
        """What the engine's records call the person."""

    @property
    def name(self) -> str:
        """The name people read."""

    @property
    def role_label(self) -> str:
        """The role in words."""

    @property
    def team(self) -> str:
        """The team in words, or nothing."""

    @property
    def roles(self) -> frozenset[str]:
        """The roles held now, by their keys."""


class People(Protocol):
    """Looks up who can sign in."""

    def everybody(self) -> Sequence[Person]:
        """Everybody who can sign in now, by role."""

    def find(self, key: str) -> Person | None:
        """The person of that key, if they can sign in now."""


def current_person() -> Person:
    """The person who is signed in. Raises LookupError where nobody need be, on an open page."""
    person = signed_in_person()
    if person is None:
        raise LookupError("Nobody is signed in.")
    return person


def signed_in_person() -> Person | None:
    """The person who is signed in, if anybody is."""
    return cast("Person | None", g.get("person"))


def enter(person: Person) -> str:
    """Sign the person in with a fresh session; returns the path they were on their way to, or the start."""
    wanted = session.get("wanted", "/")
    session.clear()
    session.permanent = True
    session["person"] = person.key
    return str(wanted)


def leave() -> None:
    """Sign out: nothing of the session is kept."""
    session.clear()
    g.pop("person", None)


def keep_guard(app: Flask, people: People) -> None:
    """Ask for sign-in before every view that is not in OPEN, and know the person in every other."""

    def recognise() -> Response | None:
        if request.endpoint in OPEN:
            return None
        g.person = people.find(session["person"]) if "person" in session else None
        if g.person or request.endpoint is None:  # an address that leads nowhere says so to anybody
            return None
        if request.method == "GET":
            session["wanted"] = request.full_path.removesuffix("?")
        return redirect(url_for("sign_in.index"), 303)

    app.before_request(recognise)
    app.context_processor(lambda: {"person": signed_in_person()})
