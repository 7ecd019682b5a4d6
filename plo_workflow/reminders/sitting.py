"""The digest before a gateway sitting: for those who sit, which cases come before it and which lack papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from plo_workflow.caseload.sittings import AtGateway, waiting_for_gateway
from plo_workflow.kinds import GatewayKind, Role
from plo_workflow.models import RunningClock, Staff


@dataclass(frozen=True)
class Listed:
    """One case at a sitting: what it is there for, and whether its papers are all in."""

    ref: str
    kind: str
    papers_in: bool


def sittings_between(session: Session, first: date, last: date) -> dict[date, set[str]]:
    """The sittings on these days, each with everybody who is to sit: every gateway chair, and the cases' lawyers,
    team managers and social workers."""
    found: dict[date, set[str]] = {}
    chairs = _chairs(session)
    for line in waiting_for_gateway(session):
        if line.sitting_on and first <= line.sitting_on <= last:
            found.setdefault(line.sitting_on, set(chairs)).update(_own(line))
    return found


def listed_for(session: Session, person: str, *, sitting_on: date) -> list[Listed]:
    """The cases that somebody sits for on a day: a chair for all of them, others for their own."""
    lines = [line for line in waiting_for_gateway(session) if line.sitting_on == sitting_on]
    if person not in _chairs(session):
        lines = [line for line in lines if person in _own(line)]
    waiting = _without_papers(session, lines)
    return [_listed(line, line.case.id not in waiting) for line in lines]


def _listed(line: AtGateway, papers_in: bool) -> Listed:
    kind = GatewayKind(line.listing.kind).label if line.listing else ""
    return Listed(line.case.ref, kind, papers_in)


def _own(line: AtGateway) -> set[str]:
    """Who sits for one case besides the chair."""
    return {key for key in (line.case.lawyer, line.case.team_manager, line.case.social_worker) if key}


def _chairs(session: Session) -> set[str]:
    staff = session.execute(select(Staff.key, Staff.roles).where(Staff.active))
    return {key for key, roles in staff if Role.GATEWAY_CHAIR in roles}


def _without_papers(session: Session, lines: Sequence[AtGateway]) -> set[int]:
    query = select(RunningClock.case_id).where(
        RunningClock.case_id.in_([line.case.id for line in lines]),
        RunningClock.clock == "gateway_papers_in",
        RunningClock.outcome.is_(None),
    )
    return set(session.scalars(query))
