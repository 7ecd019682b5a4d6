"""What waits for the same person travels in one digest; nobody gets two on one day, and nothing is lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from plo_workflow.reminders.bundling import bundle
from plo_workflow.reminders.gate import gate_of
from plo_workflow.reminders.outbox import mark_failed, mark_sent, put_off
from plo_workflow.reminders.sweeping import sweep
from tests.databases import Databases
from tests.journeys import decided_to_enter, requested
from tests.office import Office, noon, prepare
from tests.plo_workflow.reminders.test_outbox import claimed, take
from tests.plo_workflow.reminders.test_sweeping import NEXT_MORNING
from tests.steps import Family

NOW = noon(NEXT_MORNING)
DAY = timedelta(days=1)


@pytest.fixture
def office(databases: Databases) -> Office:
    office = Office(databases.fresh(prepare))
    decided_to_enter(office)
    send_all(office, NOW)
    return office


def send_all(office: Office, at: datetime) -> list[str]:
    """Send whatever waits; gives the texts that Sam was sent."""
    texts = []
    while message := take(office.store, at):
        assert message.letter
        texts += [message.letter.text] if message.recipient == "sam" else []
        mark_sent(office.store, message, at=at)
    return texts


def look(office: Office, at: datetime) -> int:
    """Sweep and bundle, as the schedules do; gives how many digests were begun."""
    sweep(office.store, on=at.date(), at=at)
    return bundle(office.store, gate_of(office.store), at=at)


def waiting(office: Office) -> int:
    [(number,)] = office.rows("SELECT count(*) FROM outbox WHERE state = 'waiting' AND recipient = 'sam' AND bundled")
    return int(number)


def test_everything_for_one_person_comes_in_one_message(office: Office) -> None:
    requested(office, family=Family("Alder"))
    send_all(office, NOW)
    look(office, NOW)
    number = waiting(office)
    assert number > 1
    [text] = send_all(office, NOW)
    assert text.startswith(f"{number} reminders for")
    assert text.count("https://plo.example/cases/") == number
    assert waiting(office) == 0


def test_what_comes_after_the_digest_of_the_day_waits_for_the_next_days(office: Office) -> None:
    look(office, NOW)
    assert len(send_all(office, NOW)) == 1
    with office.store.changing_many() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'waiting' WHERE recipient = 'sam' AND bundled")
    assert bundle(office.store, gate_of(office.store), at=NOW + timedelta(hours=2)) == 0
    assert not send_all(office, NOW + timedelta(hours=2))
    bundle(office.store, gate_of(office.store), at=NOW + DAY)
    assert len(send_all(office, NOW + DAY)) == 1


def test_a_digest_that_could_not_be_sent_takes_in_what_is_new(office: Office) -> None:
    look(office, NOW)
    while message := take(office.store, NOW):
        put_off(office.store, message, at=NOW, fault="451 Try later")
    for days in (1, 2):
        look(office, NOW + days * DAY)
    assert len(send_all(office, NOW + 2 * DAY)) == 1
    assert waiting(office) == 0


def test_nobody_reads_of_the_same_thing_twice_in_one_digest(office: Office) -> None:
    due = noon(date(2026, 1, 12))
    requested(office, family=Family("Alder"))
    for days in (3, 0):
        sweep(office.store, on=(due - days * DAY).date(), at=due - days * DAY)
    bundle(office.store, gate_of(office.store), at=due)
    send_all(office, due)
    told = "SELECT recipient, state, count(*) FROM outbox WHERE subject LIKE 'Gateway request accepted%' GROUP BY 1, 2"
    assert {tuple(row) for row in office.rows(told)} == {
        ("cara", "dropped", 1), ("cara", "sent", 1), ("sue", "dropped", 1), ("sue", "sent", 1),
    }  # fmt: skip


def test_out_of_hours_nothing_is_bundled_and_nothing_leaves(office: Office) -> None:
    night = NOW.replace(hour=22)
    assert look(office, night) == 0
    assert take(office.store, night) is None
    assert look(office, NOW + DAY)
    assert send_all(office, NOW + DAY)


def test_what_was_in_a_digest_that_failed_has_failed_with_it(office: Office) -> None:
    look(office, NOW)
    message = claimed(office)
    while message.recipient != "sam":
        mark_sent(office.store, message, at=NOW)
        message = claimed(office)
    mark_failed(office.store, message, fault="550 No such person")
    found = office.rows("SELECT state, fault FROM outbox WHERE recipient = 'sam' AND bundled")
    assert {tuple(row) for row in found} == {("failed", "550 No such person")}


def test_a_rung_that_the_policy_sends_at_once_waits_for_no_digest(office: Office) -> None:
    at = noon(NEXT_MORNING + 40 * DAY)
    sweep(office.store, on=at.date(), at=at)
    told = "SELECT DISTINCT bundled FROM outbox WHERE recipient = 'dora' AND reminder_id IS NOT NULL"
    to_director = office.rows(told)
    assert [bool(bundled) for (bundled,) in to_director] == [False]
