"""A case shows who was told of what and whether the message went out; a page can tell when nobody looks any more."""

from __future__ import annotations

from datetime import UTC

import pytest

from plo_workflow.kinds import Role
from plo_workflow.models import MessageState
from plo_workflow.reminders.bundling import bundle
from plo_workflow.reminders.gate import gate_of
from plo_workflow.reminders.outbox import mark_failed, mark_sent
from plo_workflow.reminders.reading import count_messages, last_sweep, messages_in, reminders_of
from plo_workflow.reminders.sweeping import sweep
from tests.databases import Databases
from tests.journeys import decided_to_enter, requested
from tests.office import Office, noon, prepare
from tests.plo_workflow.reminders.test_outbox import take
from tests.plo_workflow.reminders.test_sweeping import NEXT_MORNING

NOW = noon(NEXT_MORNING)


@pytest.fixture
def office(databases: Databases) -> Office:
    return Office(databases.fresh(prepare))


def test_a_case_shows_who_was_told_of_what_and_what_became_of_it(office: Office) -> None:
    ref = decided_to_enter(office)
    sweep(office.store, on=NEXT_MORNING, at=NOW)
    bundle(office.store, gate_of(office.store), at=NOW)
    while message := take(office.store):
        if message.recipient == "ben":
            mark_failed(office.store, message, fault="550 No such person")
        else:
            mark_sent(office.store, message, at=NOW)
    with office.store.reading() as session:
        told = {one.cause.key: one for one in reminders_of(session, office.file(ref).case)}
    letter, record = told["letter_sent"], told["gateway_record_shared"]
    assert (letter.cause.key, letter.name, letter.told_as) == ("letter_sent", "Sam", Role.SOCIAL_WORKER)
    assert (letter.due_on, letter.raised_on) == (NEXT_MORNING.replace(day=20), NEXT_MORNING)
    assert (letter.state, letter.sent_at, letter.fault) == (MessageState.SENT, NOW.astimezone(UTC), None)
    assert (record.cause.key, record.name, record.state) == ("gateway_record_shared", "Ben", MessageState.FAILED)
    assert record.fault == "550 No such person"


def test_what_waits_and_what_failed_is_counted_and_listed(office: Office) -> None:
    requested(office)
    with office.store.reading() as session:
        assert count_messages(session) == {**dict.fromkeys(MessageState, 0), MessageState.WAITING: 1}
    message = take(office.store)
    assert message
    mark_failed(office.store, message, fault="550 No such person")
    with office.store.reading() as session:
        assert count_messages(session)[MessageState.FAILED] == 1
        assert [one.fault for one in messages_in(session, MessageState.FAILED)] == ["550 No such person"]
        assert not messages_in(session, MessageState.WAITING)


def test_every_sweep_leaves_word_that_somebody_looked(office: Office) -> None:
    decided_to_enter(office)
    with office.store.reading() as session:
        assert last_sweep(session) is None
    sweep(office.store, on=NEXT_MORNING, at=NOW)
    later = NOW.replace(hour=18)
    sweep(office.store, on=NEXT_MORNING, at=later)
    with office.store.reading() as session:
        last = last_sweep(session)
    assert last
    assert (last.swept_on, last.recorded_at) == (NEXT_MORNING, later.astimezone(UTC))
    assert (last.queued, last.skipped, last.failed) == (0, last.found, 0)
