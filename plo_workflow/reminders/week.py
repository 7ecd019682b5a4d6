"""The managers' digest of the week: for each team what is open and overdue, and the alerts that nobody has in hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from plo_workflow.kinds import Role
from plo_workflow.models import Case, Staff
from plo_workflow.reminders.alerts import Alert, alerts

OF_ALL_TEAMS = (Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DIRECTOR)
MANAGE = (Role.TEAM_MANAGER, *OF_ALL_TEAMS)
NO_TEAM = "No team"


@dataclass(frozen=True)
class TeamWeek:
    """How one team stands: its open cases, how many have something overdue, and alerts by whether they are in hand."""

    name: str
    open: int
    overdue: int
    in_hand: int
    unanswered: int


@dataclass(frozen=True)
class Week:
    """What a manager reads: each of their teams, and the alerts that nobody has in hand, the highest first."""

    teams: tuple[TeamWeek, ...]
    unanswered: tuple[Alert, ...]


def managers(session: Session) -> list[str]:
    """Everybody who gets a digest of the week."""
    staff = session.execute(select(Staff.key, Staff.roles).where(Staff.active).order_by(Staff.key))
    return [key for key, roles in staff if set(MANAGE) & set(roles)]


def week_of(session: Session, person: str, *, on: date) -> Week | None:
    """The week of a manager, by their roles on a day: a team manager's own cases, or every team. None without cases."""
    roles = session.scalar(select(Staff.roles).where(Staff.key == person)) or []
    theirs = true() if set(OF_ALL_TEAMS) & set(roles) else Case.team_manager == person
    counted = _open_and_overdue(session, theirs, on)
    if not counted:
        return None
    refs = dict(session.execute(select(Case.ref, Case.team).where(Case.open, theirs)).all())
    found = [alert for alert in alerts(session, on=on) if alert.ref in refs]
    unanswered = tuple(alert for alert in found if not alert.quiet_on(on))
    by_team = _by_team(refs, found), _by_team(refs, unanswered)
    return Week(
        tuple(
            TeamWeek(team, number, overdue, by_team[0][team] - by_team[1][team], by_team[1][team])
            for team, number, overdue in counted
        ),
        unanswered,
    )


def _open_and_overdue(session: Session, theirs: ColumnElement[bool], on: date) -> list[tuple[str, int, int]]:
    team = func.coalesce(Case.team, NO_TEAM)
    overdue = func.count().filter(Case.next_due_on < on)
    query = select(team, func.count(), overdue).where(Case.open, theirs).group_by(team).order_by(team)
    return [(name, number, late) for name, number, late in session.execute(query)]


def _by_team(refs: dict[str, Any], found: Iterable[Alert]) -> Counter[str]:
    return Counter(refs[alert.ref] or NO_TEAM for alert in found)
