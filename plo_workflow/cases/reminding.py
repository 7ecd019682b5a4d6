"""Reminding: finds every clock that is late enough for somebody to be told, and queues each telling once.

How late and whom to tell is policy, the words come with the rung; sending what was queued is in `outbox`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from plo_workflow.cases.audience import Audience, audience
from plo_workflow.cases.chain import append
from plo_workflow.cases.late import Found, Search, look, reachable_holders
from plo_workflow.cases.office import SYSTEM
from plo_workflow.cases.queueing import inserting, queue
from plo_workflow.cases.rules import Rules, rules_from
from plo_workflow.clocks import CLOCKS
from plo_workflow.kinds import Role
from plo_workflow.models import CalendarVersion, HistoryHead, LastSweep, PolicyVersion
from plo_workflow.policy import OWNER
from plo_workflow.store import Store, table_of
from plo_workflow.working_days import Calendar

QUEUED, FAILED = "queued", "nobody who should be told can be reached by e-mail"
ALREADY = "told already"
KIND = "reminders"
HEAD, LAST = table_of(HistoryHead), table_of(LastSweep)


@dataclass(frozen=True)
class Rung:
    """One rung of the ladder: `step` counts the policy's steps for overdue things from 0, and says how late and whom.

    In `subject` and `body`, {ref}, {what}, {due}, {why} and {link} are filled in. They name nobody of the family.
    """

    key: str
    label: str
    step: int
    subject: str
    body: str


@dataclass(frozen=True)
class Sweep:
    """What one sweep for a day did, counted in tellings (one person, of one clock): each one found was queued,
    skipped for a reason, or failed because nobody could be told.

    `to_next_level` of those queued went to somebody above whoever should have been told.
    """

    on: date
    found: int
    queued: int
    to_next_level: int
    skipped: Mapping[str, int]
    failed: int

    def as_facts(self) -> dict[str, Any]:
        """The same as plain values, for the history and for printing."""
        return {**vars(self), "skipped": dict(self.skipped)}


def sweep(store: Store, rungs: Collection[Rung], *, on: date, at: datetime, site: str = "") -> Sweep:
    """Queue every reminder that is due on a day and was not queued yet. Run again, it finds nothing to queue.

    `on` is the day in London, `at` the instant (aware), `site` the address that links begin with. Days that were
    missed are caught up. Raises `StoreNotWritable`.
    """
    with store.changing_many() as connection:
        looked_to, keys = connection.execute(select(HEAD.c.seq)).scalar_one(), " ".join(rung.key for rung in rungs)
        swept = _as_before(connection, on, looked_to, keys)
        if swept is None:
            swept = _sweep(connection, rungs, on=on, at=at, site=site)
            if swept.queued:
                pen, said = store.pen(connection.connection), swept.as_facts()
                own = append(pen, ref=None, command="sweep", on=on, at=at, by=SYSTEM, payload=said)
                looked_to += own == looked_to + 1  # else somebody wrote meanwhile, which the next sweep looks at
        _keep(connection, swept, at, looked_to, keys)
    return swept


def _as_before(connection: Connection, on: date, looked_to: int, keys: str) -> Sweep | None:
    """What a sweep finds when nothing was written down since the last one for the same day, which needs no looking."""
    same = (LAST.c.kind == KIND, LAST.c.swept_on == on, LAST.c.looked_to == looked_to, LAST.c.rungs == keys)
    last = connection.execute(select(LAST.c.found, LAST.c.failed).where(*same)).one_or_none()
    if last is None:
        return None
    told = last.found - last.failed
    return Sweep(on, last.found, queued=0, to_next_level=0, skipped={ALREADY: told} if told else {}, failed=last.failed)


def _sweep(connection: Connection, rungs: Iterable[Rung], *, on: date, at: datetime, site: str) -> Sweep:
    tally: Counter[str] = Counter()
    for search in _searches(connection, rungs, on):
        found = look(connection, search)
        counted = _counted(found)
        dates = {one.due_on for one in found if _fate(one) == QUEUED}
        if dates:
            queued = queue(connection, search, dates, on=on, at=at, by=SYSTEM, site=site)
            counted[ALREADY] += counted[QUEUED] - queued  # another sweep was quicker
            counted[QUEUED] = queued
        tally += counted
    return _summed(on, tally)


def rehearse(store: Store, rungs: Collection[Rung], *, on: date) -> Sweep:
    """What a sweep would do, without doing it."""
    tally: Counter[str] = Counter()
    with store.reading() as session:
        connection = session.connection()
        for search in _searches(connection, rungs, on):
            tally += _counted(look(connection, search))
    return _summed(on, tally)


def last_due_on(on: date, working_days: int, calendar: Calendar) -> date:
    """The latest due date from which so many working days (at least 1) have passed on a day."""
    counted = calendar.working_day_on_or_before(on)
    return calendar.add_working_days(counted, 1 - working_days) - timedelta(days=1)


def _searches(connection: Connection, rungs: Iterable[Rung], on: date) -> Iterator[Search]:
    """The policy and the calendar in force say who is told when, whichever ones a case counts its own dates by."""
    rules, holders = _rules_in_force(connection), reachable_holders(connection)
    steps = rules.policy.reminders.overdue
    for rung in rungs:
        if rung.step < len(steps):
            step = steps[rung.step]
            yield Search(
                rung=rung.key,
                last_due_on=last_due_on(on, step.working_days, rules.calendar),
                audiences=_audiences(step.to, holders),
                role_names=rules.policy.roles,
                subject=rung.subject,
                body=rung.body,
            )


def _rules_in_force(connection: Connection) -> Rules:
    policy, calendar = table_of(PolicyVersion), table_of(CalendarVersion)
    policy_text = connection.execute(select(policy.c.content).where(policy.c.current)).scalar_one()
    version, text = connection.execute(select(calendar.c.version, calendar.c.content).where(calendar.c.current)).one()
    return rules_from(policy_text, text, version)


def _audiences(to: str, holders: Mapping[Role, Collection[str]]) -> dict[str, Audience]:
    """Who is told for each kind of clock that is chased."""
    by_role = {role: audience(role, holders) for role in Role}
    chased = (clock for clock in CLOCKS.values() if clock.chased)
    return {clock.key: by_role[clock.owner if to == OWNER else Role(to)] for clock in chased}


def _fate(found: Found) -> str:
    if found.nobody:
        return FAILED
    return ALREADY if found.already else QUEUED


def _counted(found: Iterable[Found]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for one in found:
        counted[_fate(one)] += one.number
        if _fate(one) == QUEUED and one.stands_in:
            counted["to next level"] += one.number
    return counted


def _summed(on: date, tally: Counter[str]) -> Sweep:
    return Sweep(
        on=on,
        found=sum(tally[fate] for fate in (QUEUED, FAILED, ALREADY)),
        queued=tally[QUEUED],
        to_next_level=tally["to next level"],
        skipped={ALREADY: tally[ALREADY]} if tally[ALREADY] else {},
        failed=tally[FAILED],
    )


def _keep(connection: Connection, swept: Sweep, at: datetime, looked_to: int, keys: str) -> None:
    """Keep when it was last looked, so that pages can tell when nobody looks any more."""
    row = {
        "kind": KIND,
        "swept_on": swept.on,
        "looked_to": looked_to,
        "rungs": keys,
        "found": swept.found,
        "queued": swept.queued,
        "skipped": sum(swept.skipped.values()),
        "failed": swept.failed,
        "recorded_at": at,
        "recorded_by": SYSTEM,
    }
    insert = inserting(connection, LAST).values(row)
    connection.execute(insert.on_conflict_do_update(index_elements=["kind"], set_=row))
