"""Delivery: puts what waits into digests, sends one message after the other, and has it marked what became of each.

What is waiting, and for how long it waits after a fault, is the outbox's.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from plo_workflow.reminders.bundling import bundle
from plo_workflow.reminders.cards import queue_cards
from plo_workflow.reminders.gate import Gate, gate_of
from plo_workflow.reminders.outbox import Message, claim, give_back, mark_failed, mark_sent, put_off
from plo_workflow.store import Store
from schedules.mail import Carrier, ConnectionLost, NoMailServer, TryAgain, Undeliverable

SENT, FAILED, PUT_OFF, DROPPED = "sent", "failed", "put off", "dropped"
CONNECTIONS_LOST = 3
"""After so many lost connections the server is taken to be away, and the rest waits for the next delivery."""
MOST_IN_HAND = 200
"""So many messages are claimed at a time at most; it begins with one, and doubles while all goes well."""
IN_HAND_FOR = timedelta(seconds=10)
"""After so long what was accepted is marked, and what was not tried yet is looked at anew: it may have been done."""


def deliver(
    store: Store,
    carrier: Carrier,
    now: Callable[[], datetime],
    stopping: Callable[[], bool] = lambda: False,
    *,
    site: str = "",
    cards: bool = False,
) -> Counter[str]:
    """Send every message whose time has come; one that cannot be sent does not hold up the others.

    Gives how many were sent, failed, put off and dropped. It ends early when the mail server is away or when
    `stopping` says so. `now` gives the aware instant, `site` is the address that links begin with.
    With `cards` it is what goes into the authority's channel, else the mail. Raises `StoreNotWritable`.
    """
    gate = gate_of(store)
    (queue_cards if cards else bundle)(store, gate, at=now())
    delivery = Delivery(store, carrier, now, gate, site, cards)
    try:
        while delivery.lost < CONNECTIONS_LOST and not stopping() and (message := delivery.next()):
            delivery.send(message)
        delivery.settle()
    finally:
        carrier.close()
    return delivery.became


@dataclass
class Delivery:
    """One delivery: what is in hand, what of it was accepted and is still to be marked, and what became of the rest."""

    store: Store
    carrier: Carrier
    now: Callable[[], datetime]
    gate: Gate
    site: str
    cards: bool
    became: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    most: int = 1
    in_hand: deque[Message] = field(default_factory=deque)
    accepted: list[Message] = field(default_factory=list)
    claimed_at: datetime | None = None

    def next(self) -> Message | None:
        """The next message, or none when nothing is due any more."""
        if not self.in_hand or self._too_long_in_hand():
            self.settle()
            self.claimed_at = self.now()
            self.in_hand.extend(self._claim(self.claimed_at))
            self.most = min(self.most * 2, MOST_IN_HAND)
        return self.in_hand.popleft() if self.in_hand else None

    def send(self, message: Message) -> None:
        """Send one message, unless that has become pointless."""
        if message.letter is None:
            self.became[FAILED if message.fault else DROPPED] += 1
            return
        try:
            self.carrier.carry(message, self.now())
        except TryAgain as fault:
            put_off(self.store, message, at=self.now(), fault=str(fault))
            self.became[PUT_OFF] += 1
            self.lost += {NoMailServer: CONNECTIONS_LOST, ConnectionLost: 1}.get(type(fault), 0)
        except Undeliverable as fault:
            self._fail(message, str(fault))
        except Exception as fault:  # whatever it is, the others are not kept waiting by it
            self.carrier.close()
            self._fail(message, f"{type(fault).__name__}: {' '.join(str(fault).split())}")
        else:
            self.accepted.append(message)
            self.became[SENT] += 1

    def settle(self) -> None:
        """Have what was accepted marked, and give back what was not tried."""
        if self.accepted:
            mark_sent(self.store, *self.accepted, at=self.now())
            self.accepted.clear()
        if untried := [message for message in self.in_hand if message.letter]:
            give_back(self.store, untried, at=self.now())
        self.in_hand.clear()

    def _claim(self, at: datetime) -> list[Message]:
        return claim(self.store, self.gate, at=at, site=self.site, most=self.most, cards=self.cards)

    def _too_long_in_hand(self) -> bool:
        return self.claimed_at is None or not timedelta(0) <= self.now() - self.claimed_at < IN_HAND_FOR

    def _fail(self, message: Message, fault: str) -> None:
        mark_failed(self.store, message, fault=fault)
        self.became[FAILED] += 1


def in_words(became: Counter[str]) -> str:
    """The counts in words, empty when there was nothing to do: "12 sent, 1 failed"."""
    return ", ".join(f"{became[what]} {what}" for what in (SENT, FAILED, PUT_OFF, DROPPED) if became[what])
