"""`python -m schedules`: runs each job once and then again and again, until it is told to stop. It decides nothing."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable
from datetime import UTC
from threading import Event

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from plo_workflow.cases.demonstration_clock import check_day_given
from plo_workflow.errors import Refused
from plo_workflow.migrations import check_schema
from plo_workflow.settings import read_settings
from plo_workflow.store import Store
from plo_workflow.wall_clock import day_given
from schedules.jobs import JOBS, Job
from schedules.mail import read_mail_settings
from schedules.notify import read_notify_settings
from schedules.teams import read_teams_address
from schedules.turn import Turn, read_lease_time

REFUSED = 2
log = logging.getLogger("schedules")


def tick(job: Job, store: Store, stopping: Callable[[], bool]) -> None:
    """Run a job once and log what it did or what went wrong, on one line; a fault is over with this run."""
    try:
        said = job.run(store, stopping)
    except Exception as fault:  # whatever it is, the other jobs go on and this one is tried again
        log.error("%s: %s: %s", job.name, type(fault).__name__, " ".join(str(fault).split()))
    else:
        if said:
            log.info("%s: %s", job.name, said)


def tick_in_turn(job: Job, turn: Turn, stopping: Callable[[], bool]) -> None:
    """Run a job once, unless it is for one process alone and another has the turn."""
    store = turn.store_for(alone=job.alone)
    if store:
        tick(job, store, stopping)


def ticker(turn: Turn, stopping: Callable[[], bool]) -> BackgroundScheduler:
    """Something that ticks for every job: late ticks count once, none is dropped, and no job runs beside itself."""
    scheduler = BackgroundScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for job in JOBS:
        trigger = IntervalTrigger(seconds=job.every.total_seconds(), timezone=UTC)
        scheduler.add_job(tick_in_turn, trigger, args=(job, turn, stopping), name=job.name)
    return scheduler


def run(turn: Turn, stop: Event) -> None:
    """Run every job in turn, and then each at its own pace until told to stop; what is in hand is finished."""
    with turn.kept():
        for job in JOBS:
            tick_in_turn(job, turn, stop.is_set)
        scheduler = ticker(turn, stop.is_set)
        scheduler.start()
        log.info("each job has run once; from now on %s", ", ".join(f"{job.name} every {job.every}" for job in JOBS))
        stop.wait()
        scheduler.shutdown(wait=True)


def main() -> int:
    """Run until SIGTERM or Ctrl-C (exit code 0). Returns 2, with a sentence, where it cannot start."""
    logging.basicConfig(format="schedules: %(message)s", stream=sys.stdout)
    log.setLevel(logging.INFO)
    stop = Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: stop.set())
    settings = read_settings()
    store = Store(settings.database_url)
    try:
        store.check_safe()
        check_schema(store)
        with store.reading() as session:
            check_day_given(session, day_given())
        read_mail_settings(settings.folder)
        read_notify_settings()
        read_teams_address()
        turn = Turn(store, read_lease_time())
    except Refused as refusal:
        print(f"The schedules cannot start: {refusal}", file=sys.stderr)
        return REFUSED
    run(turn, stop)
    store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
