"""What people answer to an alert. An alert ends by curing its cause; an answer holds it where it is, for a time, on the
record."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from sqlalchemy import Select, bindparam, select

from plo_workflow.access import EVERYONE, MANAGERS
from plo_workflow.cases.asks import Choose
from plo_workflow.cases.registry import command
from plo_workflow.cases.work import Work
from plo_workflow.errors import DateOutOfOrder, NotGiven
from plo_workflow.kinds import AlertAnswerKind, Role
from plo_workflow.models import AlertAnswer, Reminder, Staff
from plo_workflow.store import table_of
from plo_workflow.working_days import in_words

WhichAlert = Annotated[str, Choose("alerts")]
DECIDERS = (Role.HEAD_OF_SERVICE, Role.GATEWAY_CHAIR, Role.ASSISTANT_DIRECTOR, Role.DIRECTOR)
"""Who may decide that something waits (domain 4.4, L3 and L4)."""


def alert_key(cause: str, subject: str, due_on: date) -> str:
    """How an alert is named where one is chosen."""
    return f"{cause}|{subject}|{due_on.isoformat()}"


@command("Acknowledge an alert", (*MANAGERS, Role.SOCIAL_WORKER, Role.AUTHORITY_LAWYER, Role.DIRECTOR), "oversight")
def acknowledge_alert(work: Work, *, on: date, alert: WhichAlert, action: str, done_by_on: date) -> None:
    """Say what will be done and by when: the alert climbs no further until the policy's time has passed (D24).

    If it is then still unchanged, it climbs.
    """
    _given(action, "Say what will be done.")
    if done_by_on < on:
        raise DateOutOfOrder("The day by which it will be done must not be before today.")
    calendar, rule = work.rules.calendar, work.rules.policy.reminders
    until = calendar.add_working_days(on, rule.acknowledged_working_days)
    words = f"{action} By {in_words(done_by_on)}."
    _answer(work, on, alert, AlertAnswerKind.ACKNOWLEDGED, words, until_on=until)


@command("Put an alert off", EVERYONE, "oversight")
def put_off_alert(work: Work, *, on: date, alert: WhichAlert, until_on: date, reason: str) -> None:
    """Keep the alert out of the lists until a day before it would climb: it cannot be put off beyond that.

    Nor for longer than an alert that was acknowledged is left alone.
    """
    _given(reason, "Say why it can wait until then.")
    raised = _raised(work, alert)
    climbs_on = _climbs_on(work, raised["counted_on"], on)
    rule = work.rules.policy.reminders
    furthest_on = work.rules.calendar.add_working_days(on, rule.acknowledged_working_days)
    if not on < until_on:
        raise DateOutOfOrder("Put it off until a later day than today.")
    if climbs_on and until_on >= climbs_on:
        raise DateOutOfOrder(f"It goes to the next level on {in_words(climbs_on)}: put it off until a day before that.")
    if until_on > furthest_on:
        raise DateOutOfOrder(
            f"Put it off until {in_words(furthest_on)} at the latest: only a decision lets it wait for longer."
        )
    _answer(work, on, alert, AlertAnswerKind.PUT_OFF, reason, until_on=until_on)


@command("Hand an alert on", EVERYONE, "oversight")
def hand_on_alert(work: Work, *, on: date, alert: WhichAlert, to: Annotated[str, Choose("staff")], reason: str) -> None:
    """Somebody else sees to it: what you would have been told of it, they are told."""
    _given(reason, "Say what they are to do.")
    if to == work.actor.key:
        raise NotGiven("Hand it on to somebody else.")
    if not work.pen.fetch("works here", _works_here, key=to):
        raise NotGiven("Hand it on to somebody who works here.")
    _answer(work, on, alert, AlertAnswerKind.HANDED_ON, reason, handed_to=to)


@command("Decide that it waits", DECIDERS, "oversight")
def decide_to_wait(work: Work, *, on: date, alert: WhichAlert, until_on: date, reason: str) -> None:
    """Decide, with a reason, that it may wait until a new day; from that day the reminders count again."""
    _given(reason, "Say why it may wait.")
    if not on < until_on:
        raise DateOutOfOrder("It can only wait until a later day than today.")
    _answer(work, on, alert, AlertAnswerKind.WAITING, reason, until_on=until_on)


def _given(words: str, otherwise: str) -> None:
    if not words.strip():
        raise NotGiven(otherwise)


def _answer(work: Work, on: date, alert: str, answer: AlertAnswerKind, words: str, **more: Any) -> None:
    """Record the answer; an earlier one of the same kind stands no longer."""
    raised = _raised(work, alert)
    named = {name: raised[name] for name in ("cause", "subject", "due_on")}
    for earlier in work.file.having(AlertAnswer, answer=answer, **named):
        work.withdraw(earlier, "answered anew")
    work.record(AlertAnswer(happened_on=on, answer=answer, words=words, **named, **more))


def _raised(work: Work, alert: str) -> dict[str, Any]:
    """The latest reminder of an alert: only what somebody was told of can be answered."""
    cause, subject, due_on = (*alert.split("|"), "", "", "")[:3]
    try:
        due = date.fromisoformat(due_on)
    except ValueError:
        due = date.min
    given = {"case_id": work.case.id, "cause": cause, "subject": subject, "due_on": due}
    found = work.pen.fetch("alert", _reminded, **given)
    if not found:
        raise NotGiven(f"There is no such alert on {work.ref}: it may have ended meanwhile.")
    [(counted_on,)] = found
    return {**given, "counted_on": counted_on}


def _climbs_on(work: Work, counted_on: date, on: date) -> date | None:
    """The next day after a day on which any ladder has a rung for what is counted from a day."""
    rule, calendar = work.rules.policy.reminders, work.rules.calendar
    steps = {step.working_days for ladder in (rule.overdue, *dict(rule.drift).values()) for step in ladder}
    rungs = (calendar.add_working_days(counted_on, number) for number in sorted(steps))
    return next((rung for rung in rungs if rung > on), None)


def _reminded() -> Select[Any]:
    reminder = table_of(Reminder)
    columns = (reminder.c.case_id, reminder.c.cause, reminder.c.subject, reminder.c.due_on)
    return (
        select(reminder.c.counted_on)
        .where(*(column == bindparam(column.name) for column in columns))
        .order_by(reminder.c.id.desc())
        .limit(1)
    )


def _works_here() -> Select[Any]:
    staff = table_of(Staff)
    return select(staff.c.key).where(staff.c.key == bindparam("key"), staff.c.active)
