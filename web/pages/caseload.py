"""The caseload: the families a person works with. The list itself comes with the engine's reads."""

from flask import Blueprint, render_template

pages = Blueprint("caseload", __name__)


@pages.get("/")
def index() -> str:
    """The start page."""
    return render_template("caseload.html")
