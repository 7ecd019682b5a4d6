"""Delivery: puts what waits into digests, sends one message after the other, and has it marked what became of each.

What is waiting, and for how long it waits after a fault, is the outbox's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from plo_workflow.reminders.bundling import bundle
from plo_workflow.reminders.gate import gate_of
from plo_workflow.reminders.outbox import Message, claim, mark_failed, mark_sent, put_off
from plo_workflow.store import Store
from schedules.mail import Carrier, ConnectionLost, NoMailServer, TryAgain, Undeliverable

SENT, FAILED, PUT_OFF, DROPPED = "sent", "failed", "put off", "dropped"
CONNECTIONS_LOST = 3
"""After so many lost connections the server is taken to be away, and the rest waits for the next delivery."""


def deliver(
    store: Store,
    carrier: Carrier,
    now: Callable[[], datetime],
    stopping: Callable[[], bool] = lambda: False,
    *,
    site: str = "",
) -> Counter[str]:
    """Send every message whose time has come; one that cannot be sent does not hold up the others.

    Gives how many were sent, failed, put off and dropped. It ends early when the mail server is away or when
    `stopping` says so. `now` gives the aware instant, `site` is the address that links begin with.
    Raises `StoreNotWritable`.
    """
    became: Counter[str] = Counter()
    lost, gate = 0, gate_of(store)
    bundle(store, gate, at=now())
    try:
        while lost < CONNECTIONS_LOST and not stopping() and (message := claim(store, gate, at=now(), site=site)):
            try:
                became[_deliver(store, carrier, message, now)] += 1
            except TryAgain as fault:
                put_off(store, message, at=now(), fault=str(fault))
                became[PUT_OFF] += 1
                lost += {NoMailServer: CONNECTIONS_LOST, ConnectionLost: 1}.get(type(fault), 0)
    finally:
        carrier.close()
    return became


def _deliver(store: Store, carrier: Carrier, message: Message, now: Callable[[], datetime]) -> str:
    """Send one message, unless that has become pointless, and have it marked. Raises `TryAgain`."""
    if message.letter is None:
        return DROPPED
    try:
        carrier.carry(message, now())
    except Undeliverable as fault:
        mark_failed(store, message, fault=str(fault))
        return FAILED
    mark_sent(store, message, at=now())
    return SENT


def in_words(became: Counter[str]) -> str:
    """The counts in words, empty when there was nothing to do: "12 sent, 1 failed"."""
    return ", ".join(f"{became[what]} {what}" for what in (SENT, FAILED, PUT_OFF, DROPPED) if became[what])
