"""One entry of the record: everything it says, what it said before, and the ways to correct it."""

from __future__ import annotations

from flask import Blueprint, render_template
from sqlalchemy import select

from plo_workflow.cases import COMMANDS
from plo_workflow.cases.corrections import DECIDED
from plo_workflow.models import Fact
from web.correcting import KEPT_AS_THEY_ARE, find_fact
from web.drawn import drawn_alone
from web.may import CORRECTIONS, may_do
from web.opened import Opened, open_case
from web.questions import wording_for

pages = Blueprint("facts", __name__)


@pages.get("/cases/<ref>/record/<table>/<int:fact_id>")
def index(ref: str, table: str, fact_id: int) -> str:
    """One entry of the record."""
    opened = open_case(ref)
    fact = find_fact(opened.names, table, fact_id)
    return render_template(
        "case/fact.html",
        opened=opened,
        fact=drawn_alone(opened, fact),
        columns=columns(opened, fact),
        earlier=[(one, columns(opened, one)) for one in _earlier(opened, fact)],
        commands=[COMMANDS[name] for name in CORRECTIONS if may_do(opened.actor, name) and not _closed(fact, name)],
    )


def _closed(fact: Fact, name: str) -> bool:
    """Whether it is known beforehand that this correction is not open: what was decided is never put otherwise."""
    return name == "correct_fact" and isinstance(fact, DECIDED)


def columns(opened: Opened, fact: Fact) -> list[tuple[str, str]]:
    """Every column of a fact that says something, in words."""
    table = fact.__tablename__
    said = [(c.name, getattr(fact, c.name)) for c in fact.__table__.c if c.name not in KEPT_AS_THEY_ARE]
    return [
        (wording_for(table, name).label, opened.names.value(table, name, value))
        for name, value in said
        if value is not None and not isinstance(value, dict)
    ]


def _earlier(opened: Opened, fact: Fact) -> list[Fact]:
    """What the entry said before each correction, the latest first."""
    kind = type(fact)
    query = select(kind).where(kind.case_id == opened.case.id, kind.replaced_by_id == fact.id)
    return list(opened.session.scalars(query.order_by(kind.withdrawn_at.desc())))
