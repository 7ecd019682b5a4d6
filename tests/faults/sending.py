"""A process that is killed while it sends mail: `python -m tests.faults.sending`.

It reads a line of JSON for each delivery and forks a child for it, which dies by SIGKILL between the mail server's
taking its last message and anybody's writing that down.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from plo_workflow.reminders.composing import wording
from plo_workflow.reminders.outbox import Message
from plo_workflow.store import Store
from schedules.delivery import deliver
from schedules.mail import Carrier, MailServer, MailSettings


@dataclass(frozen=True)
class Dispatch:
    """One delivery on a database at an instant, to the mail server at a port of this machine; it dies after so many."""

    url: str
    port: int
    at: str
    accepted: int


@dataclass
class DiesAfter:
    """A carrier whose process is killed when the server has taken so many messages."""

    carrier: Carrier
    left: int

    def carry(self, message: Message, at: datetime) -> None:
        """Hand over a message, perhaps the last."""
        self.carrier.carry(message, at)
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)

    def close(self) -> None:
        """Let go of the server."""
        self.carrier.close()


def mail_settings(port: int) -> MailSettings:
    """Mail to a server of these tests."""
    return MailSettings(Path(), "127.0.0.1", port, None, None, starttls=False, sender="plo@council.example")


def send(dispatch: Dispatch) -> None:
    """The whole life of a child."""
    store, at = Store(dispatch.url), datetime.fromisoformat(dispatch.at)
    deliver(store, DiesAfter(MailServer(mail_settings(dispatch.port)), dispatch.accepted), lambda: at)


def watch_over(dispatch: Dispatch) -> bool:
    """Fork a child for a delivery; gives whether it was killed."""
    child = os.fork()
    if not child:
        try:
            send(dispatch)
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    wording()  # once for all of them
    for line in sys.stdin:
        print(json.dumps(watch_over(Dispatch(**json.loads(line)))), flush=True)
