"""Whether the web process answers, for whoever watches it. Says nothing about any case."""

from flask import Blueprint, Response

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> Response:
    """A plain answer that needs no sign-in."""
    return Response("ok\n", mimetype="text/plain")
