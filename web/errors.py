"""What people see when something is refused or fails: one plain page, never a traceback."""

from __future__ import annotations

import secrets
import traceback
from dataclasses import dataclass
from types import TracebackType

from flask import Flask, g, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from plo_workflow.errors import (
    CaseChangedMeanwhile,
    CaseNotFound,
    FactNotFound,
    KeyUsedForOtherContent,
    NotYourRole,
    Refused,
    StoreNotWritable,
)

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


@dataclass(frozen=True)
class ErrorPage:
    """The heading and the sentences of an error page."""

    title: str
    sentences: tuple[str, ...]


NOTHING_SAVED = "Nothing was saved by the last step."
FAILED = ErrorPage("Sorry, there is a problem with the service", (NOTHING_SAVED, "Try again later."))
ERROR_PAGES = {
    400: ErrorPage(
        "The page could not be understood",
        ("Go back, load the page again and try once more.", NOTHING_SAVED),
    ),
    403: ErrorPage("You cannot do this here", ("If you need to, speak to the team that runs this service.",)),
    404: ErrorPage(
        "Page not found",
        (
            "If you typed the web address, check it is correct.",
            "If you followed a link, the page may have moved, or it may be about a case you do not work on.",
        ),
    ),
    405: ErrorPage("Page not found", ("This address cannot be used in that way. Go back to the page before.",)),
    413: ErrorPage(
        "What you sent is too large",
        ("The largest file or form this service takes is 10 megabytes.", NOTHING_SAVED),
    ),
    500: FAILED,
    503: ErrorPage(
        "Sorry, the service is unavailable",
        ("You will be able to use it later.", NOTHING_SAVED),
    ),
}
REFUSALS: dict[type[Refused], int] = {
    CaseNotFound: 404,
    FactNotFound: 404,
    NotYourRole: 403,
    CaseChangedMeanwhile: 409,
    KeyUsedForOtherContent: 409,
    StoreNotWritable: 503,
    Refused: 422,
}
"""The status of the page for each way in which the engine refuses; the first that fits."""
REFUSED = "This could not be done"
OTHER_NAME = "This service does not answer to that name.\n"
"""For a request to a host we are not: no page, because it has no addresses that could be linked to."""
FORGED = ErrorPage(
    "This page was open for too long",
    ("Go back, load the page again and try once more.", NOTHING_SAVED),
)


def show_error_pages(app: Flask) -> None:
    """Answer every refusal and failure with a page of its own."""
    app.register_error_handler(SecurityError, lambda error: Response(OTHER_NAME, 400, mimetype="text/plain"))
    app.register_error_handler(CSRFError, lambda error: _answer(error, FORGED))
    app.register_error_handler(HTTPException, lambda error: _answer(error, ERROR_PAGES.get(error.code, FAILED)))
    app.register_error_handler(Refused, _answer_refusal)


def status_of(refusal: Refused) -> int:
    """The status of a page that shows a refusal of the engine."""
    return next(status for kind, status in REFUSALS.items() if isinstance(refusal, kind))


def log_failure(app: Flask, exc_info: ExcInfo) -> None:
    """Log a failure under an id that the page shows: its kind and where it happened, never its values.

    The words of an exception may hold personal data (a database error quotes the row): they are not written.
    """
    g.error_id = secrets.token_hex(4)
    kind, _, trace = exc_info
    frames = reversed(traceback.extract_tb(trace))
    places = " < ".join(f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in frames)
    app.logger.error("failure %s: %s in %s", g.error_id, kind.__name__ if kind else "unknown", places)


def _answer_refusal(refusal: Refused) -> tuple[str, int]:
    status = status_of(refusal)
    if status == 404:
        return render_template("error.html", page=ERROR_PAGES[404]), status
    title = ERROR_PAGES[503].title if status == 503 else REFUSED
    return render_template("error.html", page=ErrorPage(title, (refusal.sentence,))), status


def _answer(error: HTTPException, page: ErrorPage) -> Response:
    response = error.get_response()
    response.set_data(render_template("error.html", page=page, error_id=g.get("error_id")))
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    return response
