"""One case as somebody has it open on a page: everything read of it is read once, when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from plo_workflow.access import Actor
from plo_workflow.caseload.casefiles import OpenMove, cases_beside, clocks_of, open_moves, read_file, rules_for
from plo_workflow.caseload.drifting import Drifting, drift_of
from plo_workflow.caseload.explaining import Explained, explain_all
from plo_workflow.models import Case, CaseFile, Child, ChildOutcome, Query, QueryAnswered, RunningClock
from plo_workflow.policy import Policy
from plo_workflow.working_days import Calendar, in_words
from web.engine import actor, reading
from web.record.facts import label
from web.record.names import Names, age
from web.today import today


@dataclass(frozen=True)
class Opened:
    """A case, the person who opened it, and the day on which they look at it."""

    session: Session
    file: CaseFile
    actor: Actor
    today: date

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.file.case

    @cached_property
    def names(self) -> Names:
        """What things on the case are called."""
        return Names(self.session, self.file)

    @cached_property
    def rules(self) -> tuple[Policy, Calendar]:
        """The policy the case is pinned to and the calendar in force."""
        return rules_for(self.session, self.case)

    @cached_property
    def clocks(self) -> list[RunningClock]:
        """Every clock of the case, running ones first, by due date."""
        return clocks_of(self.session, self.case)

    @cached_property
    def explained(self) -> list[Explained]:
        """Every clock with its explanation."""
        return explain_all(self.file, self.clocks, *self.rules)

    @cached_property
    def moves(self) -> list[OpenMove]:
        """Every move that leads on from here, as it would be answered today."""
        return open_moves(self.session, self.file, self.actor, self.today)

    @cached_property
    def drift(self) -> list[Drifting]:
        """What is drifting on the case, the most pressing first."""
        return drift_of(self.session, self.file, self.clocks, self.today)

    @property
    def queries(self) -> list[Query]:
        """What somebody still has to answer, because the record does not fit together or something was never said."""
        answered = {one.query_id for one in self.file.all(QueryAnswered)}
        return [query for query in self.file.all(Query) if query.id not in answered]

    @property
    def children(self) -> list[str]:
        """Each child with age or expected date, and the outcome where there is one."""
        outcomes = {one.child_id: f": {label(one, 'outcome')}" for one in self.file.all(ChildOutcome)}
        return [
            f"{child.given_name} ({age(child, self.today)}){outcomes.get(child.id, '')}"
            for child in self.file.all(Child)
        ]

    @property
    def holders(self) -> list[tuple[str, str]]:
        """Who holds the case, by part."""
        held = (("Worker", self.case.social_worker), ("Manager", self.case.team_manager), ("Lawyer", self.case.lawyer))
        return [(part, self.names.somebody(key)) for part, key in held if key]

    @property
    def overlays(self) -> list[str]:
        """What lies over the case besides its stage, in a few words each."""
        paused = self.case.paused_until_on
        marks = (
            (paused and paused >= self.today, f"Paused until {in_words(paused)}" if paused else ""),
            (self.case.urgent, "Urgent"),
            (self.case.transfer_pending, "Transfer asked for"),
            (self.case.restricted, "Restricted"),
            (self.case.legal_hold, "Legal hold"),
        )
        return [words for holds, words in marks if holds]

    @property
    def origins(self) -> list[tuple[str, str]]:
        """The cases this one came from and those that came from it: how, and the reference."""
        return cases_beside(self.session, self.case)


def open_case(ref: str) -> Opened:
    """The case with this reference for whoever is signed in. Raises `CaseNotFound`."""
    session = reading()
    return Opened(session, read_file(session, ref), actor(), today())
