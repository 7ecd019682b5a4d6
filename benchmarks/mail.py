"""Mail that waits, delivered into a sink on this machine, against a bare loop of smtplib over one connection that
writes and sends the same bodies. The sink is a process of its own, as a mail server is."""

from __future__ import annotations

import smtplib
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Date, bindparam, text

from benchmarks.caseload import AT, TODAY
from benchmarks.measuring import Goal, Result, by_turns
from plo_workflow.reminders.composing import Letter
from plo_workflow.reminders.outbox import Message
from plo_workflow.store import Store
from schedules.delivery import SENT, deliver
from schedules.mail import MailServer, MailSettings
from tests.databases import Databases
from tests.office import prepare

GOAL = Goal(1.25)
WARM_UP = 1
SENDER = "plo@council.example"
QUEUE = """
INSERT INTO outbox (message_key, kind, bundled, case_ref, recipient, subject, body, about_on, state, tries,
  not_before_at, recorded_at, recorded_by)
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :mails)
SELECT 'bench:' || n, 'move', FALSE, 'BEN-' || n, 'sam', 'BEN-' || n || ': letter before proceedings sent',
  'It was recorded for 3 June 2026. The case is now: active plan.', :day, 'waiting', 0, recorded_at, recorded_at,
  'system' FROM numbers CROSS JOIN (SELECT recorded_at FROM staff WHERE key = 'sam') AS founded"""


class Sink(NamedTuple):
    """The running sink: where it listens, and how many mails it has taken."""

    port: int
    taken: Callable[[], int]


@dataclass
class Carbon:
    """A carrier that keeps what there was to say and sends nothing."""

    letters: list[Letter] = field(default_factory=list)

    def carry(self, message: Message, at: datetime) -> None:
        """Keep one."""
        assert message.letter
        self.letters.append(message.letter)

    def close(self) -> None:
        """Nothing is open."""


def measure(database: str, place: Databases, mails: int, rounds: int) -> list[Result]:
    """So many mails in each round, by a delivery and by hand."""
    url = place.fresh(prepare)
    with closing(Store(url)) as store, sink() as server:
        letters = _letters(store, mails)
        pairs = _pairs(store, server, letters, rounds + WARM_UP)
        result = by_turns(f"Sending {mails:,} mails that wait", database, GOAL, pairs, warm_up=WARM_UP)
        _expect(server.taken(), 2 * mails * (rounds + WARM_UP))
    return [result]


def send_waiting(store: Store, port: int) -> int:
    """One delivery; gives how many mails were sent."""
    settings = MailSettings(Path(), "127.0.0.1", port, None, None, starttls=False, sender=SENDER)
    return deliver(store, MailServer(settings), lambda: AT)[SENT]


def send_by_hand(letters: Sequence[Letter], port: int) -> None:
    """What anybody would write who has so many mails to send."""
    with smtplib.SMTP("127.0.0.1", port) as connection:
        for letter in letters:
            mail = EmailMessage(policy=SMTP)
            mail["From"], mail["To"], mail["Subject"] = SENDER, "sam@council.example", letter.subject
            mail.set_content(letter.text)
            mail.add_alternative(letter.html, subtype="html")
            connection.send_message(mail)


@contextmanager
def sink() -> Iterator[Sink]:
    """A process that takes mail while the block lasts."""
    command = [sys.executable, "-m", "benchmarks.sink"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        asked, said = process.stdin, process.stdout

        def taken() -> int:
            print(file=asked, flush=True)
            return int(said.readline())

        yield Sink(int(said.readline()), taken)
        asked.close()


def _pairs(
    store: Store, server: Sink, letters: Sequence[Letter], number: int
) -> Iterator[tuple[Callable[[], object], Callable[[], object]]]:
    """Each pair begins with everything still to be sent."""
    for _ in range(number):
        _queue(store, len(letters))
        yield partial(send_waiting, store, server.port), partial(send_by_hand, letters, server.port)


def _queue(store: Store, mails: int) -> None:
    with store.changing_many() as connection:
        connection.exec_driver_sql("DELETE FROM outbox")
        day = bindparam("day", type_=Date())
        connection.execute(text(QUEUE).bindparams(day), {"mails": mails, "day": TODAY})


def _letters(store: Store, mails: int) -> list[Letter]:
    """What is said in each of them."""
    _queue(store, mails)
    carbon = Carbon()
    deliver(store, carbon, lambda: AT)
    _expect(len(carbon.letters), mails)
    return carbon.letters


def _expect(found: int, meant: int) -> None:
    if found != meant:
        raise AssertionError(f"{found:,} mails arrived where {meant:,} were meant to.")
