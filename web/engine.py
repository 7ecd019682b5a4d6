"""How pages reach the engine: one session for what a request reads, one call for what it changes."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, cast

from flask import Flask, current_app, g
from sqlalchemy.orm import Session

from plo_workflow.access import Actor
from plo_workflow.cases import Command, Desk, Done, Order
from plo_workflow.store import Store
from web.people import current_person
from web.today import now


def connect(app: Flask, desk: Desk) -> None:
    """Let the pages of this website reach the database behind the desk."""
    app.extensions["plo_desk"] = desk
    app.teardown_appcontext(lambda _: stop_reading())


def reading() -> Session:
    """The database as this request sees it: one consistent state until `stop_reading`."""
    if "reading" not in g:
        g.holding = ExitStack()
        g.reading = g.holding.enter_context(_desk().store.reading())
    return cast(Session, g.reading)


def stop_reading() -> None:
    """Give the session back; what is read after this is read anew."""
    if "reading" in g:
        g.pop("reading")
        g.pop("holding").close()


def actor() -> Actor:
    """Who is signed in, as the engine knows them."""
    person = current_person()
    return Actor(person.key, person.name, person.roles)


def perform(command: Command, said: dict[str, Any], *, case: str | None, revision: int | None, key: str) -> Done:
    """Carry out a command for whoever is signed in, now. Raises the engine's `Refused`."""
    stop_reading()
    order = Order(by=current_person().key, at=now(), case=case, expected_revision=revision, key=key)
    return _desk().perform(order, command.do, **said)


def store() -> Store:
    """The database, for what is no command on a case."""
    return _desk().store


def _desk() -> Desk:
    return cast(Desk, current_app.extensions["plo_desk"])
