"""Whatever is changed in the history behind the program's back, the check of the chain names the first bad entry.

What the chain alone cannot show is a cut tail together with a changed head, or a whole history written anew: for that
a copy of the head must be kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from plo_workflow.cases.chain import ChainFault, entry_hash, verify
from plo_workflow.models import HistoryEntry
from tests.databases import SqliteFiles
from tests.faults.families import with_families
from tests.faults.states import opened

TIMES = 100
CONTENT = (
    "case_ref", "command", "happened_on", "recorded_at", "recorded_by", "payload", "payload_hash", "previous", "hash",
)  # fmt: skip
Tamper = Callable[[Session, Random, int], int]
"""Changes something, given how many entries there are; gives the place of the first entry that is no longer right."""


@pytest.fixture
def history(sqlite: SqliteFiles) -> Iterator[Session]:
    """The history of an authority with families; nothing that is done to it is kept."""
    with opened(sqlite.fresh(with_families)) as office, office.store.reading() as session:
        yield session


def run(session: Session, sql: str, **given: Any) -> None:
    session.execute(text(sql), given)


def edit_with_a_value_of_another_entry(session: Session, dice: Random, last: int) -> int:
    seq, column = dice.randint(1, last), dice.choice(CONTENT)
    others = f"FROM history WHERE {column} IS NOT (SELECT {column} FROM history WHERE seq = :seq)"
    value = session.scalar(text(f"SELECT {column} {others} ORDER BY abs(seq - :near)"), {"seq": seq, "near": seq // 2})
    run(session, f"UPDATE history SET {column} = :value WHERE seq = :seq", value=value, seq=seq)
    return seq


def edit_one_letter(session: Session, dice: Random, last: int) -> int:
    seq, column = dice.randint(1, last), dice.choice(("command", "recorded_by", "payload", "hash"))
    words = session.scalar(text(f"SELECT {column} FROM history WHERE seq = :seq"), {"seq": seq})
    place = dice.randrange(len(words))
    changed = words[:place] + ("x" if words[place] != "x" else "y") + words[place + 1 :]
    run(session, f"UPDATE history SET {column} = :changed WHERE seq = :seq", changed=changed, seq=seq)
    return seq


def edit_into_what_nobody_can_read(session: Session, dice: Random, last: int) -> int:
    seq = dice.randint(1, last)
    column, value = dice.choice((("recorded_at", "yesterday"), ("happened_on", "soon"), ("payload", b"\xff\xfe")))
    run(session, f"UPDATE history SET {column} = :value WHERE seq = :seq", value=value, seq=seq)
    return seq


def delete_one(session: Session, dice: Random, last: int) -> int:
    seq = dice.randint(1, last)
    run(session, "DELETE FROM history WHERE seq = :seq", seq=seq)
    return seq


def delete_several(session: Session, dice: Random, last: int) -> int:
    gone = dice.sample(range(1, last + 1), 5)
    run(session, f"DELETE FROM history WHERE seq IN ({', '.join(map(str, gone))})")
    return min(gone)


def insert_between(session: Session, dice: Random, last: int) -> int:
    """A copy of another entry, with everything after it moved up by one."""
    seq, copied = dice.randint(1, last), dice.randint(1, last)
    columns = ", ".join(CONTENT)
    run(session, "UPDATE history SET seq = -seq - 1 WHERE seq >= :seq", seq=seq)
    place = copied if copied < seq else -copied - 1
    run(session, f"INSERT INTO history (seq, {columns}) SELECT :seq, {columns} FROM history WHERE seq = :place",
        seq=seq, place=place)  # fmt: skip
    run(session, "UPDATE history SET seq = -seq WHERE seq < 0")
    return seq + 1 if copied == seq else seq


def insert_outside(session: Session, dice: Random, last: int) -> int:
    """A copy of another entry before the first or after the last."""
    seq, columns = dice.choice((-3, 0, last + 1, last + 9)), ", ".join(CONTENT)
    run(session, f"INSERT INTO history (seq, {columns}) SELECT :seq, {columns} FROM history WHERE seq = :copied",
        seq=seq, copied=dice.randint(1, last))  # fmt: skip
    return min(seq, last + 1)


def swap_two(session: Session, dice: Random, last: int) -> int:
    one, other = sorted(dice.sample(range(1, last + 1), 2))
    for before, after in ((one, -1), (other, one), (-1, other)):
        run(session, "UPDATE history SET seq = :after WHERE seq = :before", before=before, after=after)
    return one


def cut_the_tail(session: Session, dice: Random, last: int) -> int:
    seq = dice.randint(1, last)
    run(session, "DELETE FROM history WHERE seq >= :seq", seq=seq)
    return seq


TAMPERINGS: list[Tamper] = [
    edit_with_a_value_of_another_entry,
    edit_one_letter,
    edit_into_what_nobody_can_read,
    delete_one,
    delete_several,
    insert_between,
    insert_outside,
    swap_two,
    cut_the_tail,
]


@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_a_hundred_changes_of_a_kind_are_all_found_at_the_first_bad_entry(history: Session, tamper: Tamper) -> None:
    dice, last = Random(tamper.__name__), history.scalars(text("SELECT max(seq) FROM history")).one()
    for _ in range(TIMES):
        bad = tamper(history, dice, last)
        good, fault = verify(history)
        assert fault
        assert (fault.seq, good) == (bad, max(bad - 1, 0))
        history.rollback()


def test_a_history_that_nobody_touched_is_whole(history: Session) -> None:
    """The control: what is found above is found because it was changed."""
    last = history.scalars(text("SELECT max(seq) FROM history")).one()
    assert last > TIMES
    assert verify(history) == (last, None)


def forge(session: Session, seq: int, recorded_by: str) -> str:
    """Put another person into an entry and give it a hash that fits; returns that hash."""
    entry = session.get_one(HistoryEntry, seq)
    what = (entry.case_ref, entry.command, entry.happened_on, entry.recorded_at, recorded_by, entry.payload_hash)
    forged = entry_hash(entry.previous, seq, *what)
    sql = "UPDATE history SET recorded_by = :by, hash = :hash WHERE seq = :seq"
    run(session, sql, by=recorded_by, hash=forged, seq=seq)
    session.expire_all()
    return forged


def test_an_entry_forged_with_its_hash_is_found_at_the_next_one_or_at_the_end(history: Session) -> None:
    last = history.scalars(text("SELECT max(seq) FROM history")).one()
    for seq in Random("forged").sample(range(1, last), TIMES):
        forge(history, seq, "nobody")
        assert verify(history) == (seq, ChainFault(seq + 1, "it does not follow the entry before it"))
        history.rollback()
    forge(history, last, "nobody")
    assert verify(history)[1] == ChainFault(last, "it is not the entry the history ended with")


def test_a_cut_tail_with_a_changed_head_is_not_found_by_the_chain_alone(history: Session) -> None:
    """What the chain cannot do, and why a copy of the head is kept elsewhere."""
    last = history.scalars(text("SELECT max(seq) FROM history")).one()
    run(history, "DELETE FROM history WHERE seq > :seq", seq=last - 10)
    sql = "UPDATE history_head SET seq = :seq, hash = (SELECT hash FROM history WHERE seq = :seq)"
    run(history, sql, seq=last - 10)
    assert verify(history) == (last - 10, None)


def test_a_last_entry_forged_together_with_the_head_is_not_found_by_the_chain_alone(history: Session) -> None:
    """What the chain cannot do, and why a copy of the head is kept elsewhere."""
    last = history.scalars(text("SELECT max(seq) FROM history")).one()
    run(history, "UPDATE history_head SET hash = :hash", hash=forge(history, last, "nobody"))
    assert verify(history) == (last, None)
