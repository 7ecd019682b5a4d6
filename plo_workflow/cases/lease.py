"""The lease: one of several processes has it, renews it, and loses it to another when it does not.

Times are the wall clock's, aware UTC. A clock that is wrong can hand a lease over too early or too late; what was
written is right all the same, because `check` goes by the epoch and not by the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, TextClause, bindparam, select, text, update

from plo_workflow.errors import LeaseLost
from plo_workflow.models import Lease, UtcDateTime
from plo_workflow.store import Pen, Store, table_of

LEASE = table_of(Lease)


@dataclass(frozen=True)
class Held:
    """A lease that was taken: by whom, and in which epoch."""

    name: str
    holder: str
    epoch: int


def take(store: Store, name: str, holder: str, *, at: datetime, lasts: timedelta) -> Held | None:
    """Take a lease that is free or has run out, or renew one's own; none while it is another's.

    Raises `StoreNotWritable`.
    """
    latest = at + 2 * lasts  # later than that it is from a clock that was wrong, and nobody could ever take over
    in_force = LEASE.c.until_at.between(at, latest)
    with store.reading() as session:
        if session.scalar(select(LEASE.c.epoch).where(LEASE.c.name == name, LEASE.c.holder != holder, in_force)):
            return None  # asked without a lock, so that whoever waits is in nobody's way
    given = {"name": name, "holder": holder, "at": at, "until": at + lasts, "latest": latest}
    with store.at_once() as connection:
        epoch = connection.execute(_take(), given).scalar()
    return None if epoch is None else Held(name, holder, epoch)


def give_up(store: Store, held: Held, *, at: datetime) -> None:
    """Let another have the lease at once. Raises `StoreNotWritable`."""
    mine = (LEASE.c.name == held.name, LEASE.c.holder == held.holder, LEASE.c.epoch == held.epoch)
    with store.at_once() as connection:
        connection.execute(update(LEASE).where(*mine).values(until_at=at))


def check(held: Held, pen: Pen) -> None:
    """Raise `LeaseLost` unless the lease is still held; until the transaction ends, nobody takes it."""
    found = pen.fetch("check lease", _holding, held_name=held.name)
    if found != [[held.holder, held.epoch]]:
        raise LeaseLost(
            f"Another process has taken over from {held.holder}, so nothing was saved of what it was doing."
        )


def _take() -> TextClause:
    return text(
        "INSERT INTO leases (name, holder, epoch, until_at) VALUES (:name, :holder, 1, :until) "
        "ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at, "
        "epoch = leases.epoch + CASE WHEN leases.holder = excluded.holder THEN 0 ELSE 1 END "
        "WHERE leases.holder = excluded.holder OR NOT leases.until_at BETWEEN :at AND :latest RETURNING epoch"
    ).bindparams(*(bindparam(name, type_=UtcDateTime()) for name in ("at", "until", "latest")))


def _holding() -> Select[Any]:
    return select(LEASE.c.holder, LEASE.c.epoch).where(LEASE.c.name == bindparam("held_name")).with_for_update()
