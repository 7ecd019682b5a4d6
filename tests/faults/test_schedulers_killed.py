"""Of three schedulers the one at work is frozen or killed, again and again, while things fall due: nothing is told
twice, nothing is missed, and another takes over in less than half a minute. STRIKES=1000 goes on for longer."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from queue import Empty, Queue
from random import Random
from threading import Thread
from time import monotonic

from plo_workflow.cases.chain import verify
from tests.databases import Databases
from tests.faults.conftest import REPOSITORY
from tests.office import Office, prepare
from tests.schedules.conftest import Post, serving
from tests.schedules.test_process import late_request, mail_to, url_of

STRIKES = int(os.environ.get("STRIKES", "25"))
LONGEST_TAKEOVER = 30
LEASE = "0.6"
TAKEN = re.compile(r"lease: taken by [^:]+:(\d+):\w+, in epoch (\d+)")
MISSED = "SELECT id FROM cases WHERE id NOT IN (SELECT case_id FROM reminders)"


class Schedulers:
    """Running processes by their ids, and which of them was the last to say that it has taken the lease."""

    def __init__(self, office: Office, post: Post) -> None:
        settings = {"PLO_DATABASE_URL": url_of(office), "PLO_LEASE_SECONDS": LEASE, **mail_to(post)}
        self.environment = {**os.environ, **settings}
        self.office = office
        self.processes: dict[int, subprocess.Popen[str]] = {}
        self.lines: Queue[tuple[int, str]] = Queue()
        self.ready: set[int] = set()
        self.working, self.epoch = 0, 0

    def start(self) -> None:
        """One more."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.hurried"], env=self.environment, cwd=REPOSITORY,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.processes[process.pid] = process
        Thread(target=self._listen, args=(process,), daemon=True).start()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        for line in process.stdout:
            self.lines.put((process.pid, line))

    def hear(self, seconds: float) -> None:
        """Wait for the next line. Raises `Empty` where none comes in so many seconds."""
        pid, line = self.lines.get(timeout=seconds)
        if "each job has run once" in line:
            self.ready.add(pid)
        if (taken := TAKEN.search(line)) and int(taken[2]) > self.epoch:
            self.working, self.epoch = int(taken[1]), int(taken[2])

    def go_on(self, seconds: float) -> None:
        """Let them work until they have been silent for so long."""
        try:
            while True:
                self.hear(seconds)
        except Empty:
            return

    def hear_until(self, done: Callable[[], bool]) -> None:
        """Let them work until something is so, which must come to be in time for a takeover."""
        end = monotonic() + LONGEST_TAKEOVER
        while not done():
            assert monotonic() < end
            self.hear(LONGEST_TAKEOVER)

    def strike(self, chance: Random) -> None:
        """Freeze or kill the one at work, whatever it is doing, and see another take over."""
        kill = chance.random() < 0.5
        while True:
            self.go_on(chance.uniform(0, 0.3))
            struck, epoch = self.working, self.epoch
            os.kill(struck, signal.SIGSTOP)
            os.waitpid(struck, os.WUNTRACED)  # until the last of its threads has stopped
            if self._holds(struck, epoch) and (kill or not self._keeps_the_database()):
                break
            os.kill(struck, signal.SIGCONT)
        if kill:
            self.kill(struck)
            self.start()
        self.hear_until(lambda: self.epoch > epoch)
        if not kill:
            os.kill(struck, signal.SIGCONT)

    def _holds(self, struck: int, epoch: int) -> bool:
        [(holder, found)] = self.office.rows("SELECT holder, epoch FROM leases")
        return bool(f":{struck}:" in holder and found == epoch)

    def _keeps_the_database(self) -> bool:
        """Whether it was frozen with SQLite's one lock in hand, so that nobody can write before it is woken."""
        if not self.office.store.on_sqlite:
            return False
        with closing(sqlite3.connect(str(self.office.store.url.database), timeout=0.5)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
        return False

    def kill(self, pid: int) -> None:
        """End one without any warning."""
        with self.processes.pop(pid) as process:
            process.kill()

    def all_ready(self) -> bool:
        """Whether each of them is up and has the lease or stands by."""
        return self.processes.keys() <= self.ready

    def stop(self) -> list[int]:
        """Tell all of them to stop; gives how they ended."""
        for process in self.processes.values():
            process.terminate()
        return [process.wait(LONGEST_TAKEOVER) for process in self.processes.values()]


@contextmanager
def three_schedulers(office: Office, post: Post) -> Iterator[Schedulers]:
    """Three that run, of which one has the lease."""
    running = Schedulers(office, post)
    try:
        for _ in range(3):
            running.start()
        running.hear_until(running.all_ready)
        yield running
    finally:
        for pid in list(running.processes):
            running.kill(pid)


def test_of_three_schedulers_the_working_one_is_frozen_or_killed_and_nothing_is_doubled(databases: Databases) -> None:
    office, chance = Office(databases.fresh(prepare)), Random(25)
    with serving(Post()) as post, three_schedulers(office, post) as running:
        for number in range(STRIKES):
            late_request(office, f"Family {number}")
            running.strike(chance)
        running.hear_until(lambda: running.all_ready() and not office.rows(MISSED))
        running.go_on(1)
        assert running.stop() == [0, 0, 0]
    assert running.epoch > STRIKES
    told = office.rows("SELECT clock_id, rung, due_on, recipient FROM reminders")
    assert set(Counter(told).values()) == {1}
    assert len(told) == len(office.rows("SELECT DISTINCT reminder_id FROM outbox WHERE reminder_id IS NOT NULL"))
    assert set(Counter(mail["Message-ID"] for _, mail in post.mails).values()) == {1}
    with office.store.reading() as session:
        assert verify(session)[1] is None
