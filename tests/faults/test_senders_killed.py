"""A sender killed by SIGKILL between the mail server's taking a message and the mark repeats it once at most, as the
same mail. SENDERS=1000 kills more of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from random import Random

import pytest

from plo_workflow.reminders.outbox import CLAIMED_FOR
from schedules.delivery import deliver
from schedules.mail import MailServer
from tests.databases import Databases
from tests.faults.conftest import REPOSITORY
from tests.faults.sending import Dispatch, mail_settings
from tests.office import STAFF, Office, noon, prepare
from tests.plo_workflow.weekdays import day
from tests.schedules.conftest import Post, serving
from tests.schedules.test_process import url_of

ROUNDS = int(os.environ.get("SENDERS", "50"))
NOW = noon(day("Wed 21 Jan 2026"))
Kill = Callable[[Dispatch], bool]


@pytest.fixture(scope="session")
def kill_a_sender() -> Iterator[Kill]:
    """Have a process of its own deliver what waits and die in the middle."""
    command = [sys.executable, "-m", "tests.faults.sending"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as process:
        assert process.stdin
        assert process.stdout
        asked, answered = process.stdin, process.stdout

        def kill(dispatch: Dispatch) -> bool:
            print(json.dumps(asdict(dispatch)), file=asked, flush=True)
            return bool(json.loads(answered.readline()))

        yield kill
        asked.close()


def queue_messages(office: Office, which: str, recipients: list[str]) -> None:
    """A message to each of these people that waits since now."""
    row = (
        "INSERT INTO outbox (message_key, kind, bundled, case_ref, recipient, subject, body, about_on, state, tries, "
        f"not_before_at, recorded_at, recorded_by) SELECT '{which}:' || s.key, 'move', FALSE, 'PLO-1', s.key, "
        f"'A task {which}', 'It is due.', '2026-01-21', 'waiting', 0, s.recorded_at, s.recorded_at, 'system' "
        "FROM staff AS s WHERE s.key = "
    )
    with office.store.changing_many() as connection:
        for recipient in recipients:
            connection.exec_driver_sql(f"{row}'{recipient}'")


def test_a_sender_killed_between_sending_and_marking_repeats_the_same_mail_at_most_once(
    databases: Databases, kill_a_sender: Kill
) -> None:
    office, chance = Office(databases.fresh(prepare)), Random(34)
    repeated = 0
    with serving(Post()) as post:
        for number in range(ROUNDS):
            recipients, accepted = chance.sample(list(STAFF), 7), chance.randint(1, 7)
            queue_messages(office, f"round {number}", recipients)
            post.mails.clear()
            assert kill_a_sender(Dispatch(url_of(office), post.port, NOW.isoformat(), accepted))
            assert len(post.mails) == accepted, "it died after this one and not before"
            assert deliver(office.store, MailServer(mail_settings(post.port)), lambda: NOW + CLAIMED_FOR)["failed"] == 0

            assert set(post.addresses) == {f"{recipient}@council.example" for recipient in recipients}
            times = Counter(post.addresses)
            assert set(times.values()) <= {1, 2}
            assert times[post.addresses[accepted - 1]] == 2, "nobody knew that it had been sent"
            assert len({mail["Message-ID"] for _, mail in post.mails}) == len(recipients), "a repeat is the same mail"
            repeated += times.total() - len(recipients)
            assert not office.rows("SELECT id FROM outbox WHERE state <> 'sent'")
    assert repeated >= ROUNDS
