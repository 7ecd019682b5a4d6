"""A database that somebody else holds for too long refuses in a sentence, is read meanwhile, and then works again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Barrier
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, text

from plo_workflow.cases import Done, Order
from plo_workflow.cases.chain import lock_end
from plo_workflow.cases.desk import claim_key
from plo_workflow.cases.ongoing import write_note
from plo_workflow.errors import StoreNotWritable
from plo_workflow.store import Pen, refusal_of
from tests.databases import Databases, PostgresqlCluster
from tests.faults.families import cases_of, with_families
from tests.faults.states import assert_sound, contents, opened
from tests.faults.together import all_at_once
from tests.office import Office, noon
from tests.steps import ON_TIME

BUSY = "The database was busy for too long, so nothing was saved. Please try again."
FAMILY = "Closing"
IMPATIENT = {
    True: ["PRAGMA busy_timeout = 20"],
    False: ["SET lock_timeout = '20ms'", "SET deadlock_timeout = '5ms'"],
}
"""Waiting shorter than the five seconds that the program waits, so that nobody waits for this test."""


@contextmanager
def impatient(url: str) -> Iterator[Office]:
    """An authority whose connections do not wait long for others."""
    with opened(url) as office:

        def hurry(connection: Any, _: object) -> None:
            cursor = connection.cursor()
            for setting in IMPATIENT[office.store.on_sqlite]:
                cursor.execute(setting)
            cursor.close()
            connection.commit()

        event.listen(office.store.engine, "connect", hurry)
        yield office


def order(ref: str, key: str | None = None) -> Order:
    return Order(by="sam", at=noon(ON_TIME.review), case=ref, key=key)


def hold_the_case(pen: Pen, ref: str) -> None:
    pen.fetch("hold", lambda: text("UPDATE cases SET team = team WHERE ref = :ref RETURNING id"), ref=ref)


def hold_the_end_of_the_history(pen: Pen, ref: str) -> None:
    lock_end(pen)


def hold_the_key(pen: Pen, ref: str) -> None:
    assert claim_key(pen, order(ref, "one key"), "other content")


class GivenUpError(Exception):
    pass


@contextmanager
def held(office: Office, hold: Callable[[Pen, str], None], ref: str) -> Iterator[None]:
    """Somebody holds something while the block lasts, and then gives up without having changed it."""
    with suppress(GivenUpError), office.store.writing() as pen:
        hold(pen, ref)
        yield
        raise GivenUpError


@pytest.mark.parametrize("hold", [hold_the_case, hold_the_end_of_the_history, hold_the_key])
def test_what_somebody_else_holds_for_too_long_is_refused_and_works_afterwards(
    databases: Databases, hold: Callable[[Pen, str], None]
) -> None:
    url = databases.fresh(with_families)
    with opened(url) as other, impatient(url) as office:
        ref = cases_of(office, FAMILY)[0]
        before = contents(office)

        def write() -> Done:
            return office.desk.perform(order(ref, "one key"), write_note, on=ON_TIME.review, text="Seen.")

        with held(other, hold, ref):
            for _ in range(3):
                with pytest.raises(StoreNotWritable) as refused:
                    write()
                assert refused.value.sentence == BUSY
            assert office.file(ref).case.ref == ref
        assert contents(office) == before
        assert not write().repeated
        assert_sound(office, FAMILY)


def test_two_who_each_hold_what_the_other_wants_are_parted_and_one_of_them_wins(postgresql: PostgresqlCluster) -> None:
    """SQLite has one writer at a time, so this cannot come about there."""
    with opened(postgresql.fresh(with_families)) as office:
        refs = [cases_of(office, family)[0] for family in (FAMILY, "Correcting")]
        barrier = Barrier(2)

        def hold_both(first: str, second: str) -> None:
            with office.store.writing() as pen:
                hold_the_case(pen, first)
                barrier.wait()
                hold_the_case(pen, second)

        came_to = all_at_once([lambda: hold_both(*refs), lambda: hold_both(*reversed(refs))])
        [refusal] = [one for one in came_to if one is not None]
        assert isinstance(refusal, StoreNotWritable)
        assert refusal.sentence == BUSY
        for ref in refs:
            office.do("sam", write_note, ref, on=ON_TIME.review, text="Seen.")


def test_a_transaction_that_could_not_be_put_in_order_is_refused_like_a_busy_database() -> None:
    refusal = refusal_of(psycopg.errors.SerializationFailure("could not serialize access due to concurrent update"))
    assert str(refusal) == BUSY
