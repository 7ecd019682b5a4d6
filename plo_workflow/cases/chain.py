"""The history: one chain of hashes through every command of a database, so that a change of what was written shows.

The hash of an entry covers the hash of its payload, not the payload, so that words can lawfully go and the
chain still holds.
"""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from plo_workflow.models import HistoryEntry, HistoryHead
from plo_workflow.store import Pen, table_of

BEGINNING = "0" * 64


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
_LIST = json.JSONEncoder(ensure_ascii=False)


def payload_text(payload: dict[str, Any]) -> str:
    """The canonical text of a payload: sorted names, no spaces, UTF-8."""
    return _CANONICAL.encode(payload)


def entry_hash(
    previous: str, seq: int, ref: str | None, command: str, on: date | None, at: datetime, by: str, payload_hash: str
) -> str:
    """The hash of one entry: of everything that is written in it, as a JSON list, with the hash of its payload."""
    day = on.isoformat() if on else None
    written = [previous, seq, ref, command, day, at.astimezone(UTC).isoformat(), by, payload_hash]
    return sha256(_LIST.encode(written).encode()).hexdigest()


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
    last, previous = lock_end(pen)
    seq, written = last + 1, payload_text(payload)
    payload_hash = sha256(written.encode()).hexdigest()
    hashed = entry_hash(previous, seq, ref, command, on, at, by, payload_hash)
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


def lock_end(pen: Pen) -> tuple[int, str]:
    """Let no other command write until this one has ended; gives the place and the hash of the last entry.

    A command that opens a case does this first, because two of them must not pass each other unseen.
    """
    head = table_of(HistoryHead)
    [(last, previous)] = pen.fetch("head", lambda: select(head.c.seq, head.c.hash).with_for_update())
    return int(last), previous


@dataclass(frozen=True)
class ChainFault:
    """The first entry that is not as it was written, and what is wrong with it."""

    seq: int
    what: str


def verify(session: Session, *, at_once: int = 500) -> tuple[int, ChainFault | None]:
    """Check the whole chain in order; gives the number of good entries and the first fault, if any.

    The chain alone cannot show a cut tail together with a changed head: that takes a copy of the head kept elsewhere.
    """
    previous, good = BEGINNING, 0
    head = session.get(HistoryHead, 1)
    in_order = select(HistoryEntry).order_by(HistoryEntry.seq).execution_options(yield_per=at_once)
    try:
        with closing(session.scalars(in_order)) as entries:
            for entry in entries:
                fault = _fault(entry, previous, good + 1, head)
                if fault:
                    return good, fault
                previous, good = entry.hash, good + 1
    except (AttributeError, TypeError, ValueError):  # SQLite keeps a value of any kind in any column
        return verify(session, at_once=1) if at_once > 1 else (good, ChainFault(good + 1, "it cannot be read"))
    if head is None:
        return good, ChainFault(good + 1, "where the history ends is not recorded any more")
    if head.seq != good:
        return good, ChainFault(good + 1, "it is missing")
    if head.hash != previous:
        return good, ChainFault(good, "it is not the entry the history ended with")
    return good, None


def _fault(entry: HistoryEntry, previous: str, place: int, head: HistoryHead | None) -> ChainFault | None:
    """What is wrong with an entry that stands at this place, if anything."""
    if entry.seq != place:
        return ChainFault(place, "it is missing") if entry.seq > place else ChainFault(entry.seq, "it was put in")
    if head and place > head.seq:
        return ChainFault(place, "it was put in after the end of the history")
    if entry.previous != previous:
        return ChainFault(place, "it does not follow the entry before it")
    if sha256(entry.payload.encode()).hexdigest() != entry.payload_hash:
        return ChainFault(place, "its content was changed")
    if _recomputed(entry) != entry.hash:
        return ChainFault(place, "its who, what or when was changed")
    return None


def _recomputed(entry: HistoryEntry) -> str:
    who_and_when = (entry.happened_on, entry.recorded_at, entry.recorded_by)
    return entry_hash(entry.previous, entry.seq, entry.case_ref, entry.command, *who_and_when, entry.payload_hash)
