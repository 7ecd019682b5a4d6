"""A message is taken by one sender at a time, is marked with what became of it, and is not sent once it is untrue."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from plo_workflow.cases.corrections import correct_date
from plo_workflow.cases.outbox import CLAIMED_FOR, Message, claim, mark_failed, mark_sent, put_off
from plo_workflow.cases.outcomes import close_other
from plo_workflow.cases.reminding import sweep
from plo_workflow.kinds import CloseReason
from plo_workflow.models import GatewaySitting
from plo_workflow.store import Store
from tests.databases import Databases
from tests.journeys import decided_to_enter, requested
from tests.office import Office, noon, prepare
from tests.plo_workflow.cases.test_reminding import FIRST, NEXT_MORNING, loses_address
from tests.steps import send_letters, write_letters

NOW = noon(NEXT_MORNING)


@pytest.fixture
def office(databases: Databases) -> Office:
    return Office(databases.fresh(prepare))


def reminded(office: Office) -> str:
    """A case whose letter and gateway record are a day late, with only the reminders still to be sent."""
    ref = decided_to_enter(office)
    while message := claim(office.store, at=NOW):
        mark_sent(office.store, message, at=NOW)
    sweep(office.store, [FIRST], on=NEXT_MORNING, at=NOW)
    return ref


def claimed(office: Office, at: datetime = NOW) -> Message:
    message = claim(office.store, at=at)
    assert message
    return message


def claim_reminders(office: Office) -> dict[str, Message]:
    """Every reminder that is waiting, by its recipient."""
    found: dict[str, Message] = {}
    while message := claim(office.store, at=NOW):
        if message.key.startswith("reminder:"):
            found[message.recipient] = message
    return found


def states(office: Office, which: str = "%") -> list[tuple[str, str | None]]:
    sql = "SELECT state, fault FROM outbox WHERE message_key LIKE :which ORDER BY id"
    return [(state, fault) for state, fault in office.rows(sql, which=which)]


def test_a_move_leaves_a_message_that_can_be_taken_with_the_address_of_today(office: Office) -> None:
    requested(office)
    loses_address(office, "tess", address="tess.ng@council.example")
    message = claimed(office)
    assert (message.recipient, message.address, message.tries) == ("tess", "tess.ng@council.example", 1)
    assert message.overtaken is None


def test_a_message_that_was_taken_is_not_taken_again_until_the_claim_runs_out(office: Office) -> None:
    requested(office)
    message = claimed(office)
    assert claim(office.store, at=NOW + CLAIMED_FOR - timedelta(seconds=1)) is None
    again = claimed(office, NOW + CLAIMED_FOR)
    assert (again.id, again.key, again.tries) == (message.id, message.key, 2)


def test_who_comes_back_after_the_claim_ran_out_cannot_mark_it(office: Office) -> None:
    requested(office)
    slow = claimed(office)
    claimed(office, NOW + CLAIMED_FOR)
    mark_failed(office.store, slow, fault="too late")
    assert states(office) == [("waiting", None)]


def test_a_message_that_was_sent_or_failed_is_never_taken_again(office: Office) -> None:
    reminded(office)
    sent, failed = claimed(office), claimed(office)
    mark_sent(office.store, sent, at=NOW)
    mark_failed(office.store, failed, fault="550 No such person")
    assert claim(office.store, at=NOW + timedelta(days=30)) is None
    assert states(office, "reminder:%") == [("sent", None), ("failed", "550 No such person")]


def test_a_message_that_was_put_off_waits_longer_each_time_but_never_more_than_an_hour(office: Office) -> None:
    requested(office)
    at, waits = NOW, []
    for _ in range(9):
        put_off(office.store, claimed(office, at), at=at, fault="451 Try later")
        [(raw,)] = office.rows("SELECT not_before_at FROM outbox")
        until = datetime.fromisoformat(str(raw)).replace(tzinfo=NOW.tzinfo)
        waits.append(int((until - at).total_seconds() / 60))
        assert claim(office.store, at=until - timedelta(seconds=1)) is None
        at = until
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert states(office) == [("waiting", "451 Try later")]


def test_senders_beside_each_other_never_take_the_same_message(office: Office) -> None:
    reminded(office)
    other = Store(office.store.url.render_as_string(hide_password=False))
    taken = [claim(store, at=NOW) for store in (office.store, other, office.store, other)]
    other.close()
    assert sorted(message.id for message in taken if message) == sorted({m.id for m in taken if m})
    assert taken[2:] == [None, None]


def test_what_was_done_before_the_reminder_went_out_is_not_reminded_of(office: Office) -> None:
    ref = reminded(office)
    write_letters(office, ref, on=NEXT_MORNING, meeting_on=NEXT_MORNING + timedelta(days=8))
    send_letters(office, ref, on=NEXT_MORNING)
    taken = claim_reminders(office)
    assert taken["sam"].overtaken == "It was no longer outstanding when this was to be sent."
    assert taken["ben"].overtaken is None
    assert [state for state, _ in states(office, "reminder:%:sam")] == ["dropped"]


def test_a_reminder_of_a_date_that_moved_is_not_sent(office: Office) -> None:
    ref = reminded(office)
    sitting = office.file(ref).all(GatewaySitting)[0].id
    office.late(
        NEXT_MORNING, "cara", correct_date, ref, kind="gateway_sittings", fact=sitting,
        happened_on=NEXT_MORNING - timedelta(days=9), reason="It was held on the Monday.",
    )  # fmt: skip
    assert claim_reminders(office)["ben"].overtaken == "The due date had moved before this was sent."


def test_after_a_death_no_reminder_goes_out(office: Office) -> None:
    ref = reminded(office)
    office.do(
        "hugh", close_other, ref, on=NEXT_MORNING, close_reason=CloseReason.DIED, reason="Isla died.",
        evidence="Told by police.",
    )  # fmt: skip
    assert {message.overtaken for message in claim_reminders(office).values()} == {
        "The case was frozen after a death before this was sent."
    }
