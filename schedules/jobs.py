"""JOBS: what the schedules do and how often. Each may be run at any time and any number of times: it finds out
itself whether there is anything to do."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from plo_workflow.caseload.health import read_health
from plo_workflow.cases.demonstration_clock import days_ahead
from plo_workflow.reminders.digests import queue_digests
from plo_workflow.reminders.failures import server_away_since
from plo_workflow.reminders.gate import gate_of
from plo_workflow.reminders.sweeping import DATES, DRIFT, Sweep, sweep
from plo_workflow.settings import LONDON, read_settings
from plo_workflow.store import Store
from plo_workflow.wall_clock import now
from schedules.delivery import deliver, in_words
from schedules.mail import Carrier, carrier_for, read_mail_settings
from schedules.notify import Notify, read_notify_settings
from schedules.teams import TeamsChannel, read_teams_address


@dataclass(frozen=True)
class Job:
    """One job: `run` gives what it did in one line, or nothing where there was nothing to do.

    One that is done `alone` is left to the process that holds the lease. The others may run in all of them at once.
    """

    name: str
    every: timedelta
    run: Callable[[Store, Callable[[], bool]], str]
    alone: bool = False


def clock_of(store: Store) -> Callable[[], datetime]:
    """What tells the instant for one run of a job: on the real day, or on that of a demonstration that has moved."""
    with store.reading() as session:
        return partial(now, days_ahead(session))


def site() -> str:
    """The address that links in messages begin with: `PLO_SITE`, else the demonstration on this machine."""
    demonstration = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    return (os.environ.get("PLO_SITE") or demonstration).rstrip("/")


def carrier_now() -> Carrier:
    """What takes mail away by the settings: GOV.UK Notify, the authority's mail server, or the folder."""
    notify = read_notify_settings()
    return Notify(notify) if notify else carrier_for(read_mail_settings(read_settings().folder))


def sweep_reminders(store: Store, _: Callable[[], bool]) -> str:
    """Queue the reminders of dates that are due today, London time."""
    at = clock_of(store)()
    return _swept(sweep(store, on=at.astimezone(LONDON).date(), at=at, kinds=(DATES,)))


def sweep_drift(store: Store, _: Callable[[], bool]) -> str:
    """Queue what is to be told of drift today, London time."""
    at = clock_of(store)()
    return _swept(sweep(store, on=at.astimezone(LONDON).date(), at=at, kinds=(DRIFT,)))


def _swept(swept: Sweep) -> str:
    return swept_in_words(swept) if swept.queued or swept.failed else ""


def deliver_messages(store: Store, stopping: Callable[[], bool]) -> str:
    """Send what is waiting, by the mail settings of this process; afterwards the cards, where there is a channel."""
    clock, carrier = clock_of(store), carrier_now()
    said = [in_words(deliver(store, carrier, clock, stopping, site=site()))]
    if address := read_teams_address():
        posted = in_words(deliver(store, TeamsChannel(address), clock, stopping, site=site(), cards=True))
        said += [f"cards for Teams: {posted}"] if posted else []
    return "; ".join(line for line in said if line)


def look_after(store: Store, _: Callable[[], bool]) -> str:
    """Say what is wrong with the reminders themselves, for as long as it is."""
    at = clock_of(store)()
    with store.reading() as session:
        faults = read_health(session).faults(at)
        away = server_away_since(session, at=at)
    if away:
        faults.append(f"no message could be sent since {away:%-d %B %Y %H:%M} UTC")
    return "; ".join(faults)


def swept_in_words(swept: Sweep) -> str:
    """What a sweep did, on one line."""
    skipped = [f"{number} skipped ({why})" for why, number in swept.skipped.items()]
    above = [f"{swept.to_next_level} of them to the next level up"] if swept.to_next_level else []
    failed = [f"{swept.failed} failed (nobody who should be told can be reached by e-mail)"] if swept.failed else []
    return ", ".join([f"{swept.found} found", f"{swept.queued} queued", *above, *skipped, *failed])


def queue_calendar_digests(store: Store, _: Callable[[], bool]) -> str:
    """Queue the digests that come by the calendar: the managers' week, and what is before the next sitting."""
    queued = queue_digests(store, gate_of(store), at=clock_of(store)())
    return f"{queued} queued" if queued else ""


JOBS: tuple[Job, ...] = (
    Job("sweep", timedelta(minutes=15), sweep_reminders, alone=True),
    Job("drift", timedelta(hours=1), sweep_drift, alone=True),
    Job("digests", timedelta(minutes=15), queue_calendar_digests, alone=True),
    Job("deliver", timedelta(seconds=30), deliver_messages),
    Job("health", timedelta(minutes=15), look_after),
)
