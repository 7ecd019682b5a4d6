"""Whether the web process answers, and whether it has what it needs, for whoever watches it. Says nothing of a case."""

from flask import Blueprint, Response
from sqlalchemy.exc import SQLAlchemyError

from plo_workflow.caseload.health import read_health
from plo_workflow.errors import Refused
from web.engine import reading, stop_reading
from web.today import now

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> Response:
    """A plain answer that needs no sign-in."""
    return Response("ok\n", mimetype="text/plain")


@pages.get("/readyz")
def readyz() -> Response:
    """Whether pages can be served, and on a line each what is wrong with the reminders, which pages do not need."""
    try:
        faults = read_health(reading()).faults(now())
    except (SQLAlchemyError, Refused):
        stop_reading()
        return Response("the database does not answer\n", 503, mimetype="text/plain")
    return Response("".join(f"{line}\n" for line in ("ready", *faults)), mimetype="text/plain")
