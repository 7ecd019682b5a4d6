"""Alerts: what somebody was told of as overdue or drifting and is still so, how far it has climbed, and who answered.

None is stored: an alert is the reminders of one thing that is still outstanding, so it ends by itself with its cause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from plo_workflow.cases.alerts import alert_key
from plo_workflow.kinds import AlertAnswerKind, Role
from plo_workflow.models import AlertAnswer, Case, Child, Reminder, RunningClock, Staff
from plo_workflow.reminders.audience import LEVELS
from plo_workflow.reminders.causes import CAUSES, Cause
from plo_workflow.reminders.ladder import COMING
from plo_workflow.reminders.overtaken import signals_true


@dataclass(frozen=True)
class Answer:
    """What somebody said to an alert, and until when it holds."""

    kind: AlertAnswerKind
    name: str
    happened_on: date
    until_on: date | None
    handed_to: str | None
    words: str


@dataclass(frozen=True)
class Alert:
    """One thing that is overdue or drifts: since when, how far it has climbed, and what was answered (latest first)."""

    ref: str
    case_id: int
    cause: Cause
    subject: str
    due_on: date
    told_as: Role
    told_on: date
    names: tuple[str, ...]
    everybody_told: frozenset[str]
    about: str = ""
    answers: tuple[Answer, ...] = ()

    @property
    def key(self) -> str:
        """What it is chosen by where it is answered."""
        return alert_key(self.cause.key, self.subject, self.due_on)

    @property
    def level(self) -> int:
        """How high it has climbed: 0 is whoever answers for it, 5 the director."""
        return LEVELS.index(self.told_as) + 1 if self.told_as in LEVELS else 0

    def quiet_on(self, day: date) -> Answer | None:
        """The answer for which it waits on a day, if any."""
        return next((one for one in self.answers if one.until_on and one.until_on >= day), None)


def alerts(session: Session, *, on: date, case: Case | None = None, team: str | None = None) -> list[Alert]:
    """The alerts of a case, of a team, or of everybody, as they stand on a day: the highest level first, then the
    oldest."""
    rows = [row for row in session.execute(_told_and_outstanding(case, team)) if row.Reminder.cause in CAUSES]
    drifts = {row.Reminder.case_id for row in rows if row.Reminder.clock_id is None}
    true = signals_true(session.connection(), drifts, on)
    rows = [row for row in rows if row.Reminder.clock_id or _same(row) in true]
    found = [_alert(list(same)) for _, same in groupby(rows, key=_same)]
    answered = _answers(session, {alert.case_id for alert in found})
    names = _children(session, found)
    with_answers = [replace(_with(alert, answered), about=names.get(alert.subject, "")) for alert in found]
    return sorted(with_answers, key=lambda alert: (-alert.level, alert.due_on, alert.ref, alert.cause.key))


def _told_and_outstanding(case: Case | None, team: str | None) -> Select[Any, Any, Any]:
    query = (
        select(Reminder, Case.ref, Staff.name)
        .join(Case, Case.id == Reminder.case_id)
        .outerjoin(RunningClock, RunningClock.id == Reminder.clock_id)
        .outerjoin(Staff, Staff.key == Reminder.recipient)
        .where(
            Reminder.rung.not_like(f"{COMING}%"),
            ~Case.legal_hold,
            or_(
                Reminder.clock_id.is_(None),
                RunningClock.outcome.is_(None) & (RunningClock.due_on == Reminder.due_on),
            ),
        )
        .order_by(Reminder.case_id, Reminder.cause, Reminder.subject, Reminder.due_on, Reminder.id)
    )
    if case is not None:
        query = query.where(Reminder.case_id == case.id)
    return query.where(func.coalesce(Case.team, "") == team) if team is not None else query


def _same(row: Any) -> tuple[Any, ...]:
    reminder = row.Reminder
    return reminder.case_id, reminder.cause, reminder.subject, reminder.due_on


def _alert(rows: Sequence[Any]) -> Alert:
    """The alert that these reminders are of: it stands where the last of them went."""
    last = rows[-1].Reminder
    told_last = [row for row in rows if (row.Reminder.rung, row.Reminder.counted_on) == (last.rung, last.counted_on)]
    return Alert(
        ref=rows[-1].ref,
        case_id=last.case_id,
        cause=CAUSES[last.cause],
        subject=last.subject,
        due_on=last.due_on,
        told_as=Role(last.told_as),
        told_on=last.raised_on,
        everybody_told=frozenset(row.Reminder.recipient for row in rows),
        names=tuple(dict.fromkeys(row.name or row.Reminder.recipient for row in told_last)),
    )


def _answers(session: Session, cases: set[int]) -> dict[tuple[Any, ...], list[Answer]]:
    """What stands of the answers on these cases, by the alert they are to; the latest first."""
    query = (
        select(AlertAnswer, Staff.name)
        .outerjoin(Staff, Staff.key == AlertAnswer.recorded_by)
        .where(AlertAnswer.case_id.in_(cases), AlertAnswer.withdrawn_at.is_(None))
        .order_by(AlertAnswer.id.desc())
    )
    found: dict[tuple[Any, ...], list[Answer]] = {}
    for one, name in session.execute(query):
        answer = Answer(
            AlertAnswerKind(one.answer),
            name or one.recorded_by,
            one.happened_on,
            one.until_on,
            one.handed_to,
            one.words,
        )
        found.setdefault((one.case_id, one.cause, one.subject, one.due_on), []).append(answer)
    return found


def _children(session: Session, found: Sequence[Alert]) -> dict[str, str]:
    """The names of the children that alerts are about, by their subjects."""
    ids = {int(alert.subject.removeprefix("child:")) for alert in found if alert.subject.startswith("child:")}
    query = select(Child.id, Child.given_name).where(Child.id.in_(ids))
    return {f"child:{number}": name for number, name in session.execute(query)} if ids else {}


def _with(alert: Alert, answered: dict[tuple[Any, ...], list[Answer]]) -> Alert:
    to = (alert.case_id, alert.cause.key, alert.subject, alert.due_on)
    return replace(alert, answers=tuple(answered.get(to, ())))
