"""The caseload: which families need looking at, what is due first on top."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request

from plo_workflow.caseload.health import read_health
from plo_workflow.caseload.worklist import PAGE, Wanted, count_cases, totals, worklist
from plo_workflow.kinds import Role
from plo_workflow.reminders.failures import server_away_since
from plo_workflow.stages import STAGES
from web.engine import actor, reading
from web.may import may_do
from web.people import Person, current_person
from web.today import now, today

pages = Blueprint("caseload", __name__)


@dataclass(frozen=True)
class Asked:
    """What the list was asked for, as it stands in the address and in the form above the list."""

    ways: tuple[str, ...]
    whose: str
    stage: str
    words: str
    overdue: bool
    closed: bool
    page: int

    def wanted(self, person: Person) -> Wanted:
        """The same for the engine."""
        return Wanted(
            social_worker=person.key if self.whose == "mine" else None,
            team=person.team if self.whose == "team" else None,
            stage=self.stage or None,
            closed=self.closed,
            overdue_on=today() if self.overdue else None,
            words=self.words,
        )

    @property
    def narrowed(self) -> bool:
        """Whether more is asked for than whose cases they are."""
        return bool(self.stage or self.words or self.overdue or self.closed)


@pages.get("/")
def index() -> str:
    """The list, with the numbers above it."""
    session, person, asked = reading(), current_person(), _asked(current_person())
    wanted = asked.wanted(person)
    found = count_cases(session, wanted)
    last = max(-(-found // PAGE), 1)
    asked = replace(asked, page=min(asked.page, last))
    return render_template(
        "caseload.html",
        asked=asked,
        found=found,
        last=last,
        lines=worklist(session, wanted, today=today(), page=asked.page),
        totals=totals(session, today=today()),
        stages=STAGES,
        today=today(),
        failed=read_health(session).failed if may_do(actor(), "send_again") else 0,
        away_since=server_away_since(session, at=now()) if may_do(actor(), "send_again") else None,
        may_ask=may_do(actor(), "request_gateway"),
    )


def _asked(person: Person) -> Asked:
    said = request.args
    works = Role.SOCIAL_WORKER in person.roles
    ways = (*(["mine"] if works else []), *(["team"] if person.team else []), "all")
    whose, stage = said.get("whose", ""), said.get("stage", "")
    return Asked(
        ways=ways,
        whose=whose if whose in ways else "mine" if works else "all",
        stage=stage if stage in STAGES else "",
        words=said.get("words", "").strip()[:100],
        overdue=bool(said.get("overdue")),
        closed=bool(said.get("closed")),
        page=max(said.get("page", 1, type=int), 1),
    )
