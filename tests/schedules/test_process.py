"""`python -m schedules` as it runs: it queues, delivers, outlives a fault, and ends when it is told to."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest

from plo_workflow.cases.migrating import adopt_policy
from plo_workflow.policy import default_policy, policy_from_stored, policy_text
from plo_workflow.store import Store
from plo_workflow.working_days import load_calendar
from schedules.__main__ import tick, ticker
from schedules.jobs import JOBS, Job
from schedules.turn import Turn
from tests.databases import Databases
from tests.journeys import requested
from tests.office import Office, noon, prepare
from tests.plo_workflow.weekdays import day
from tests.schedules.conftest import Post, text_of
from tests.steps import MERROW, ON_TIME

SECONDS = 30
WEDNESDAY = day("Wed 21 Jan 2026")
Start = Callable[..., "Running"]


class Running:
    """A started process, the lines it has said so far, and how it ended."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "schedules"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True,
        )  # fmt: skip
        self.lines: Queue[str] = Queue()
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)

    def says(self) -> str:
        """The next line, waited for."""
        return self.lines.get(timeout=SECONDS)

    def ends(self) -> int:
        """The exit code, waited for."""
        return self.process.wait(SECONDS)


@pytest.fixture
def start() -> Iterator[Start]:
    """Start the schedules on a database; they are gone after the test."""
    started = []

    def run(url: str, **more: str) -> Running:
        started.append(Running({**os.environ, "PLO_DATABASE_URL": url, **more}))
        return started[-1]

    yield run
    for one in started:
        one.process.kill()
        one.process.wait()
        assert one.process.stdout
        one.process.stdout.close()


def url_of(office: Office) -> str:
    return office.store.url.render_as_string(hide_password=False)


def mail_to(post: Post) -> dict[str, str]:
    """Settings that send mail to the server of this test."""
    return {
        "PLO_SMTP_HOST": "127.0.0.1", "PLO_SMTP_PORT": str(post.port), "PLO_SMTP_STARTTLS": "no",
        "PLO_MAIL_FROM": "plo@council.example", "PLO_SITE": "https://plo.example", "PLO_TODAY": str(WEDNESDAY),
    }  # fmt: skip


def late_request(office: Office, name: str = "Merrow") -> str:
    """A gateway request of ten working days ago, for the made-up family of that name, that nobody has accepted."""
    days = replace(ON_TIME, requested=load_calendar().add_working_days(WEDNESDAY, -10))
    ref = requested(office, days, replace(MERROW, name=name, synthetic=True))
    content = json.loads(policy_text(default_policy()))
    content["reminders"]["sending"] |= {"digest_at": "00:00:00", "until": "23:59:59"}  # whenever this test is run
    adopt_policy(office.store, policy_from_stored(json.dumps(content)), at=noon(WEDNESDAY))
    return ref


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_it_queues_delivers_and_ends_when_told_to(
    office: Office, post: Post, start: Start, told: signal.Signals
) -> None:
    ref = late_request(office)
    running = start(url_of(office), **mail_to(post))
    assert "lease: taken by" in running.says()
    assert running.says() == "schedules: sweep: 2 found, 2 queued\n"
    assert running.says() == "schedules: digests: 7 queued\n"
    assert running.says() == "schedules: deliver: 9 sent, 1 dropped\n"
    assert "each job has run once" in running.says()
    about_the_case = [(address, mail) for address, mail in post.mails if ref in str(mail["Subject"])]
    assert sorted(address for address, _ in about_the_case) == [
        "cara@council.example", "sue@council.example", "tess@council.example",
    ]  # fmt: skip
    [mail] = [mail for address, mail in about_the_case if address == "sue@council.example"]
    assert mail["Subject"] == (
        f"{ref}: Gateway request accepted – overdue since Wednesday 14 January 2026, for the service manager"
    )
    assert f"https://plo.example/cases/{ref}" in text_of(mail)
    running.process.send_signal(told)
    assert running.ends() == 0


def test_started_again_it_tells_nobody_twice(office: Office, post: Post, start: Start) -> None:
    late_request(office)
    for _ in range(2):
        running = start(url_of(office), **mail_to(post))
        while "each job has run once" not in running.says():
            pass
        running.process.terminate()
        assert running.ends() == 0
    told = [(address, str(mail["Subject"])) for address, mail in post.mails]
    assert len(told) == len(set(told)) == 9


def test_without_a_database_it_says_why_and_does_not_start(tmp_path: Path, start: Start) -> None:
    running = start(f"sqlite:///{tmp_path / 'none.sqlite3'}")
    assert "The schedules cannot start: The database is empty" in running.says()
    assert running.ends() == 2


def test_mail_settings_that_cannot_work_are_said_at_once(databases: Databases, start: Start) -> None:
    running = start(databases.fresh(prepare), PLO_SMTP_HOST="mail.council.example")
    assert "The schedules cannot start: PLO_SMTP_HOST is set and PLO_MAIL_FROM is not" in running.says()
    assert running.ends() == 2


def test_a_job_that_fails_is_one_line_in_the_log_and_over(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    def fails(store: Store, stopping: Callable[[], bool]) -> str:
        raise ValueError("the first line\nand the second")

    with caplog.at_level(logging.INFO, "schedules"):
        tick(Job("breaks", timedelta(1), fails), office.store, lambda: False)
        tick(Job("works", timedelta(1), lambda store, stopping: "2 done"), office.store, lambda: False)
        tick(Job("idle", timedelta(1), lambda store, stopping: ""), office.store, lambda: False)
    assert caplog.messages == ["breaks: ValueError: the first line and the second", "works: 2 done"]


def test_a_tick_that_comes_late_counts_once_and_is_never_dropped(office: Office) -> None:
    scheduler = ticker(Turn(office.store, timedelta(seconds=20)), lambda: True)
    scheduler.start(paused=True)
    jobs = {job.name: job for job in scheduler.get_jobs()}
    scheduler.shutdown()
    assert {name: job.trigger.interval for name, job in jobs.items()} == {job.name: job.every for job in JOBS}
    kept = {(job.coalesce, job.misfire_grace_time, job.max_instances) for job in jobs.values()}
    assert kept == {(True, None, 1)}


@pytest.mark.parametrize("job", [job for job in JOBS if job.name != "health"], ids=lambda job: job.name)
def test_every_job_that_does_something_may_run_twice(
    office: Office, job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLO_FOLDER", str(tmp_path))
    late_request(office)
    assert job.run(office.store, lambda: False)
    assert job.run(office.store, lambda: False) == ""


def test_what_is_wrong_with_the_reminders_themselves_is_said_for_as_long_as_it_is(office: Office) -> None:
    [sweeping] = [job for job in JOBS if job.name == "sweep"]
    [looking] = [job for job in JOBS if job.name == "health"]
    assert looking.run(office.store, lambda: False) == "", "there is nothing to remind anybody of"
    late_request(office)
    for _ in range(2):
        assert looking.run(office.store, lambda: False) == "nobody has looked for what is overdue yet"
    sweeping.run(office.store, lambda: False)
    assert looking.run(office.store, lambda: False) == ""
    with office.store.changing_many() as connection:
        connection.exec_driver_sql("UPDATE outbox SET tries = 5 WHERE reminder_id IS NULL")
        connection.exec_driver_sql("UPDATE outbox SET state = 'failed', bundled = FALSE WHERE reminder_id > 0")
    said = "messages that can never be sent as they are: 1; messages tried in vain 5 times or more: 1"
    for _ in range(2):
        assert looking.run(office.store, lambda: False) == said


@pytest.mark.parametrize("said", ["0", "-1", "3601", "soon", "nan", "1e400"])
def test_a_lease_that_cannot_be_is_refused_at_once(databases: Databases, start: Start, said: str) -> None:
    running = start(databases.fresh(prepare), PLO_LEASE_SECONDS=said)
    assert f"The schedules cannot start: PLO_LEASE_SECONDS is a number of seconds up to 3600, and it is “{said}”" in (
        running.says()
    )
    assert running.ends() == 2
