"""The sweep: finds everything of which somebody is to be told, and queues each telling once.

How late and whom to tell is policy; sending what was queued is in `outbox`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, true

from plo_workflow.cases.chain import append
from plo_workflow.cases.office import SYSTEM
from plo_workflow.cases.rules import Rules
from plo_workflow.drift import Day, told_apart
from plo_workflow.kinds import Role
from plo_workflow.models import HistoryHead, LastSweep, PolicyVersion
from plo_workflow.policy import OWNER
from plo_workflow.reminders.audience import Holders, audience, holders_of_roles, in_words, people_away
from plo_workflow.reminders.causes import CAUSES, SWEEPS, Cause
from plo_workflow.reminders.gathering import Found, Search, Telling, gather
from plo_workflow.reminders.in_force import rules_in_force
from plo_workflow.reminders.ladder import COMING, OVERDUE, Span, spans
from plo_workflow.reminders.queueing import DUE, inserting, queue
from plo_workflow.store import Store, table_of

QUEUED, FAILED = "queued", "nobody who should be told can be reached by e-mail"
ALREADY = "told already"
ABOVE = "to next level"
DATES, DRIFT = "reminders", "drift"
KINDS = (DATES, DRIFT)
"""What is looked for: dates, which are cheap to look at, and drift, for which every open case is gone through."""
HEARTBEAT = timedelta(minutes=1)
HEAD, LAST, POLICY = table_of(HistoryHead), table_of(LastSweep), table_of(PolicyVersion)


@dataclass(frozen=True)
class Sweep:
    """What one sweep for a day did, counted in tellings (one person, of one thing): each one found was queued,
    skipped for a reason, or failed because nobody could be told.

    `to_next_level` of those queued went to somebody above whoever should have been told; `queued_by_sweep` says of
    which kind of thing they are.
    """

    on: date
    found: int
    queued: int
    to_next_level: int
    skipped: Mapping[str, int]
    failed: int
    queued_by_sweep: Mapping[str, int]

    def as_facts(self) -> dict[str, Any]:
        """The same as plain values, for the history and for printing."""
        return {**vars(self), "skipped": dict(self.skipped), "queued_by_sweep": dict(self.queued_by_sweep)}


def sweep(store: Store, *, on: date, at: datetime, kinds: Collection[str] = KINDS) -> Sweep:
    """Queue every reminder that is due on a day and was not queued yet. Run again, it finds nothing to queue.

    `on` is the day in London, `at` the instant (aware). Days that were missed are caught up: whatever is on a rung
    today is told once, on that rung. Each kind is looked for in a transaction of its own. Raises `StoreNotWritable`.
    """
    return _together(on, [_sweep_kind(store, kind, on, at) for kind in kinds])


def _sweep_kind(store: Store, kind: str, on: date, at: datetime) -> Sweep:
    if told := _told_just_now(store, kind, on, at):
        return told
    with store.changing_many() as connection:
        swept = _as_before(connection, kind, on)
        rules = rules_in_force(connection)
        looked_to = connection.execute(select(HEAD.c.seq)).scalar_one()
        if swept is None:
            swept = _sweep(connection, rules, kind, on=on, at=at)
            if swept.queued:
                pen, said = store.pen(connection.connection), {"kind": kind, **swept.as_facts()}
                own = append(pen, ref=None, command="sweep", on=on, at=at, by=SYSTEM, payload=said)
                looked_to += own == looked_to + 1  # else somebody wrote meanwhile, which the next sweep looks at
        _keep(connection, kind, swept, at, looked_to, rules.policy.version)
    return swept


def rehearse(store: Store, *, on: date) -> Sweep:
    """What a sweep would do, without doing it."""
    with store.reading() as session:
        connection = session.connection()
        searches = (search_for(connection, rules_in_force(connection), kind, on) for kind in KINDS)
        return _together(on, [_summed(on, gather(connection, search)) for search in searches])


def search_for(connection: Connection, rules: Rules, kind: str, on: date) -> Search:
    """What is looked for on a day: the policy and the calendar in force say who is told when, whichever ones a case
    counts its own dates by."""
    away = people_away(connection, on)
    reached = [span for span in spans(rules.policy.reminders, rules.calendar, on) if _is_of(kind, span.ladder)]
    return Search(
        on=on,
        spans=reached,
        tellings=list(_tellings(reached, rules, holders_of_roles(connection, away))),
        away=away,
        role_names=rules.policy.roles,
        drift=list(_drift(rules, on)) if kind == DRIFT else (),
    )


def _drift(rules: Rules, on: date) -> Iterator[Select[Any]]:
    """The drift signals that are told as such, on the ladder of their severity."""
    for found in told_apart(Day(on, rules.policy, rules.calendar)):
        true = found.subquery("true")
        columns = (true.c.case_id, true.c.signal.label("cause"), true.c.subject, true.c.since_on)
        yield select(*columns, true.c.severity.label("ladder"))


def _told_just_now(store: Store, kind: str, on: date, at: datetime) -> Sweep | None:
    """What a sweep finds less than a minute after another and with nothing new, for which nothing need be written."""
    with store.reading() as session:
        return _as_before(session.connection(), kind, on, LAST.c.recorded_at > at - HEARTBEAT)


def _as_before(connection: Connection, kind: str, on: date, *more: ColumnElement[bool]) -> Sweep | None:
    """What a sweep finds when nothing was written down since the last one for the same day, which needs no looking."""
    same = (LAST.c.kind == kind, LAST.c.swept_on == on, LAST.c.looked_to == HEAD.c.seq)
    in_force = POLICY.c.current & (POLICY.c.version == LAST.c.policy_version)
    query = select(LAST.c.found, LAST.c.failed).select_from(LAST).join(HEAD, true()).join(POLICY, in_force)
    last = connection.execute(query.where(*same, *more)).one_or_none()
    if last is None:
        return None
    told = last.found - last.failed
    return Sweep(on, last.found, 0, 0, {ALREADY: told} if told else {}, last.failed, dict.fromkeys(SWEEPS, 0))


def _sweep(connection: Connection, rules: Rules, kind: str, *, on: date, at: datetime) -> Sweep:
    found = gather(connection, search_for(connection, rules, kind, on))
    swept = _summed(on, found)
    if not swept.queued:
        return swept
    dates = {one.due_on for one in found if _fate(one) == QUEUED}
    queued = queue(connection, dates, on=on, at=at, by=SYSTEM)
    told = swept.skipped.get(ALREADY, 0) + swept.queued - queued.total()  # another sweep may have been quicker
    skipped = {ALREADY: told} if told else {}
    return replace(swept, queued=queued.total(), skipped=skipped, queued_by_sweep=_by_sweep(queued))


def _tellings(reached: Iterable[Span], rules: Rules, holders: Holders) -> Iterator[Telling]:
    """What is told, of each cause on each rung of its ladder, to whom."""
    by_role = {role: audience(role, holders) for role in Role}
    rungs = {(span.ladder, span.rung, span.to, span.at_once) for span in reached}
    for ladder, rung, to, at_once in sorted(rungs):
        for cause in CAUSES.values():
            if cause.drifts == _is_of(DRIFT, ladder):
                role = cause.owner if to == OWNER else Role(to)
                yield Telling(rung, cause.key, _sentence(ladder, cause, rules), at_once, by_role[role])


def _sentence(ladder: str, cause: Cause, rules: Rules) -> str:
    """What is said of it; its day is filled in by the database."""
    words = rules.policy.reminders.words
    template = {COMING: words.coming, OVERDUE: words.overdue}.get(ladder, words.drifting)
    return template.format(what=cause.what, by=f"the {in_words(cause.owner, rules.policy.roles)}", due=DUE)


def _is_of(kind: str, ladder: str) -> bool:
    """Whether a ladder is of dates or of drift."""
    return (ladder not in (COMING, OVERDUE)) == (kind == DRIFT)


def _fate(found: Found) -> str:
    if found.nobody:
        return FAILED
    return ALREADY if found.already else QUEUED


def _summed(on: date, found: Iterable[Found]) -> Sweep:
    tally, queued = Counter[str](), Counter[str]()
    for one in found:
        tally[_fate(one)] += one.number
        if _fate(one) == QUEUED:
            queued[one.cause] += one.number
            tally[ABOVE] += one.number * one.stands_in
    return Sweep(
        on=on,
        found=sum(tally[fate] for fate in (QUEUED, FAILED, ALREADY)),
        queued=tally[QUEUED],
        to_next_level=tally[ABOVE],
        skipped={ALREADY: tally[ALREADY]} if tally[ALREADY] else {},
        failed=tally[FAILED],
        queued_by_sweep=_by_sweep(queued),
    )


def _together(on: date, swept: Sequence[Sweep]) -> Sweep:
    """What several kinds of sweep did, as one."""
    skipped, by_sweep = Counter[str](), Counter[str]()
    for one in swept:
        skipped.update(one.skipped)
        by_sweep.update(one.queued_by_sweep)
    return Sweep(
        on,
        sum(one.found for one in swept),
        sum(one.queued for one in swept),
        sum(one.to_next_level for one in swept),
        dict(skipped),
        sum(one.failed for one in swept),
        dict(by_sweep),
    )


def _by_sweep(causes: Mapping[str, int]) -> dict[str, int]:
    """How many of each kind of thing."""
    counted = dict.fromkeys(SWEEPS, 0)
    for cause, number in causes.items():
        counted[CAUSES[cause].sweep] += number
    return counted


def _keep(connection: Connection, kind: str, swept: Sweep, at: datetime, looked_to: int, policy: str) -> None:
    """Keep when it was last looked, so that pages can tell when nobody looks any more."""
    row = {
        "kind": kind,
        "swept_on": swept.on,
        "looked_to": looked_to,
        "policy_version": policy,
        "found": swept.found,
        "queued": swept.queued,
        "skipped": sum(swept.skipped.values()),
        "failed": swept.failed,
        "recorded_at": at,
        "recorded_by": SYSTEM,
    }
    insert = inserting(connection, LAST).values(row)
    connection.execute(insert.on_conflict_do_update(index_elements=["kind"], set_=row))
