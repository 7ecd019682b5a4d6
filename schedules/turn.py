"""Whose turn it is: of several processes one holds the lease and does what only one need do; what it is, is in JOBS.

The others stand by. Whoever takes over has a higher epoch, and a process that lost its turn without noticing has its
writes refused.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Thread

from plo_workflow.cases.lease import Held, check, give_up, take
from plo_workflow.errors import Refused
from plo_workflow.store import GuardedStore, Store
from plo_workflow.wall_clock import wall_clock

NAME = "schedules"
log = logging.getLogger("schedules")


class LeaseNotSet(Refused):
    """The lease cannot last as long as was said."""


def read_lease_time(environment: Mapping[str, str] = os.environ) -> timedelta:
    """How long a turn lasts that nobody renews: `PLO_LEASE_SECONDS`, else 20. Raises `LeaseNotSet`."""
    said = environment.get("PLO_LEASE_SECONDS") or "20"
    try:
        lasts = timedelta(seconds=float(said))
    except (ValueError, OverflowError):
        lasts = timedelta(0)
    if not timedelta(0) < lasts <= timedelta(hours=1):
        raise LeaseNotSet(f"PLO_LEASE_SECONDS is a number of seconds up to 3600, and it is “{said}”.")
    return lasts


def name_of_this_process() -> str:
    """A name that no other process has, on this machine or another, now or later."""
    return f"{socket.gethostname()[:100]}:{os.getpid()}:{secrets.token_hex(4)}"


class Turn:
    """This process's part in the lease, which lasts for a while and is renewed four times in that while."""

    def __init__(
        self, store: Store, lasts: timedelta, *, holder: str | None = None, clock: Callable[[], datetime] = wall_clock
    ) -> None:
        self.store, self.lasts, self.clock = store, lasts, clock
        self.holder = holder or name_of_this_process()
        self._held: Held | None = None

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Take the lease and renew it while the block lasts, in step with no job; it is given up at the end."""
        over = Event()
        renewing = Thread(target=self._keep_renewing, args=(over,), daemon=True)
        self.renew()
        renewing.start()
        try:
            yield
        finally:
            over.set()
            renewing.join()
            self.give_up()

    def _keep_renewing(self, over: Event) -> None:
        while not over.wait(self.lasts.total_seconds() / 4):
            self.renew()

    def renew(self) -> None:
        """Take the lease, renew it, or find out that another has it; say so when that has changed."""
        before = self._held
        try:
            self._held = take(self.store, NAME, self.holder, at=self.clock(), lasts=self.lasts)
        except Exception as fault:  # whatever it is, the lease is asked for again soon, and every write is checked
            log.error("lease: %s: %s", type(fault).__name__, " ".join(str(fault).split()))
            return
        if self._held and self._held != before:
            log.info("lease: taken by %s, in epoch %s", self.holder, self._held.epoch)
        elif before and not self._held:
            log.info("lease: lost by %s, another process has taken over", self.holder)

    def store_for(self, *, alone: bool) -> Store | None:
        """The database for a job; none for one that only one process need do, while that is another."""
        if not alone:
            return self.store
        return GuardedStore(self.store, partial(check, self._held)) if self._held else None

    def give_up(self) -> None:
        """Let another take over at once."""
        if self._held:
            try:
                give_up(self.store, self._held, at=self.clock())
            except Exception as fault:  # then it runs out by itself
                log.error("lease: %s: %s", type(fault).__name__, " ".join(str(fault).split()))
        self._held = None
