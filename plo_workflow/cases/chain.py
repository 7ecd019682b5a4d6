"""The history: one chain of hashes through every command of a database, so that a change of what was written shows.

The hash of an entry covers the hash of its payload, not the payload, so that words can lawfully go and the
chain still holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from plo_workflow.models import HistoryEntry, HistoryHead
from plo_workflow.store import Pen, table_of

BEGINNING = "0" * 64


def payload_text(payload: dict[str, Any]) -> str:
    """The canonical text of a payload: sorted names, no spaces, UTF-8."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def entry_hash(previous: str, seq: int, ref: str | None, command: str, at: datetime, by: str, payload_hash: str) -> str:
    """The hash of one entry: previous hash, place, case, command, instant (UTC, ISO), person, payload hash, by
    lines."""
    lines = (previous, str(seq), ref or "", command, at.astimezone(UTC).isoformat(), by, payload_hash)
    return sha256("\n".join(lines).encode()).hexdigest()


def append(
    pen: Pen,
    *,
    ref: str | None,
    command: str,
    on: date | None,
    at: datetime,
    by: str,
    payload: dict[str, Any],
) -> int:
    """Add an entry at the end of the chain; locks the end, so it is done last in a transaction."""
    head = table_of(HistoryHead)
    [(last, previous)] = pen.fetch("head", lambda: select(head.c.seq, head.c.hash).with_for_update())
    seq, written = int(last) + 1, payload_text(payload)
    payload_hash = sha256(written.encode()).hexdigest()
    hashed = entry_hash(previous, seq, ref, command, at, by, payload_hash)
    row = {
        "seq": seq, "case_ref": ref, "command": command, "happened_on": on, "recorded_at": at, "recorded_by": by,
        "payload": written, "payload_hash": payload_hash, "previous": previous, "hash": hashed,
    }  # fmt: skip
    pen.insert(HistoryEntry, row)
    pen.run(
        "move head",
        lambda: text("UPDATE history_head SET seq = :seq, hash = :hash WHERE id = 1"),
        seq=seq,
        hash=hashed,
    )
    return seq


@dataclass(frozen=True)
class ChainFault:
    """The first entry that is not as it was written, and what is wrong with it."""

    seq: int
    what: str


def verify(session: Session) -> tuple[int, ChainFault | None]:
    """Check the whole chain in order; gives the number of entries read and the first fault, if any.

    The chain alone cannot show a cut tail together with a changed head: that takes a copy of the head kept elsewhere.
    """
    previous, expected = BEGINNING, 1
    for entry in session.scalars(select(HistoryEntry).order_by(HistoryEntry.seq).execution_options(yield_per=500)):
        fault = _fault(entry, previous, expected)
        if fault:
            return expected - 1, ChainFault(entry.seq, fault)
        previous, expected = entry.hash, expected + 1
    head = session.get_one(HistoryHead, 1)
    if (head.seq, head.hash) != (expected - 1, previous):
        return expected - 1, ChainFault(head.seq, "the end of the history is not the last entry: entries are missing")
    return expected - 1, None


def _fault(entry: HistoryEntry, previous: str, expected: int) -> str | None:
    if entry.seq != expected:
        return f"entry {expected} is missing"
    if entry.previous != previous:
        return "it does not follow the entry before it"
    if sha256(entry.payload.encode()).hexdigest() != entry.payload_hash:
        return "its content was changed"
    recomputed = entry_hash(
        previous,
        entry.seq,
        entry.case_ref,
        entry.command,
        entry.recorded_at,
        entry.recorded_by,
        entry.payload_hash,
    )
    return None if recomputed == entry.hash else "its who, what or when was changed"


def described(entries: Iterable[HistoryEntry]) -> list[dict[str, Any]]:
    """Entries as plain facts for printing."""
    return [
        {
            "seq": e.seq, "command": e.command, "on": e.happened_on, "at": e.recorded_at, "by": e.recorded_by,
            **json.loads(e.payload),
        }
        for e in entries
    ]  # fmt: skip
