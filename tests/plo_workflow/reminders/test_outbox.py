"""A message is taken by one sender at a time, is marked with what became of it, and is not sent once it is untrue."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from plo_workflow.cases.corrections import correct_date
from plo_workflow.cases.outcomes import close_other
from plo_workflow.kinds import CloseReason
from plo_workflow.models import GatewaySitting
from plo_workflow.reminders.bundling import bundle
from plo_workflow.reminders.gate import gate_of
from plo_workflow.reminders.outbox import CLAIMED_FOR, Message, claim, mark_failed, mark_sent, put_off
from plo_workflow.reminders.sweeping import sweep
from plo_workflow.store import Store
from tests.databases import Databases
from tests.journeys import decided_to_enter, requested
from tests.office import Office, noon, prepare
from tests.plo_workflow.reminders.test_sweeping import NEXT_MORNING, loses_address
from tests.steps import send_letters, write_letters

NOW = noon(NEXT_MORNING)


@pytest.fixture
def office(databases: Databases) -> Office:
    return Office(databases.fresh(prepare))


def take(store: Store, at: datetime = NOW) -> Message | None:
    """The next message to be sent, if any."""
    return next(iter(claim(store, gate_of(store), at=at, site="https://plo.example")), None)


def reminded(office: Office) -> str:
    """A case whose letter (Sam's) and gateway record (Ben's) are a day late, with only the reminders still to be sent,
    each in the digest of its recipient."""
    ref = decided_to_enter(office)
    while message := take(office.store):
        mark_sent(office.store, message, at=NOW)
    sweep(office.store, on=NEXT_MORNING, at=NOW)
    bundle(office.store, gate_of(office.store), at=NOW)
    return ref


def claimed(office: Office, at: datetime = NOW) -> Message:
    message = take(office.store, at)
    assert message
    return message


def claim_digests(office: Office) -> dict[str, str]:
    """What every digest that is waiting says, by its recipient; nothing where it was dropped."""
    found: dict[str, str] = {}
    while message := take(office.store):
        if message.key.startswith("day:"):
            found[message.recipient] = message.letter.text if message.letter else ""
    return found


def states(office: Office, which: str = "%") -> list[tuple[str, str | None]]:
    sql = "SELECT state, fault FROM outbox WHERE message_key LIKE :which ORDER BY id"
    return [(state, fault) for state, fault in office.rows(sql, which=which)]


def test_a_move_leaves_a_message_that_can_be_taken_with_the_address_of_today(office: Office) -> None:
    requested(office)
    loses_address(office, "tess", address="tess.ng@council.example")
    message = claimed(office)
    assert (message.recipient, message.address, message.tries) == ("tess", "tess.ng@council.example", 1)
    assert message.letter
    assert message.letter.text.startswith("PLO-2026-00001: ask for a gateway meeting")


def test_a_message_that_was_taken_is_not_taken_again_until_the_claim_runs_out(office: Office) -> None:
    requested(office)
    message = claimed(office)
    assert take(office.store, at=NOW + CLAIMED_FOR - timedelta(seconds=1)) is None
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
    while message := take(office.store, at=NOW):
        mark_sent(office.store, message, at=NOW)
    assert take(office.store, at=NOW + timedelta(days=30)) is None
    assert set(states(office, f"reminder:%:{sent.recipient}")) == {("sent", None)}
    assert set(states(office, f"reminder:%:{failed.recipient}")) == {("failed", "550 No such person")}


def test_a_message_that_was_put_off_waits_longer_each_time_but_never_more_than_an_hour(office: Office) -> None:
    requested(office)
    at, waits = NOW, []
    for _ in range(9):
        put_off(office.store, claimed(office, at), at=at, fault="451 Try later")
        [(raw,)] = office.rows("SELECT not_before_at FROM outbox")
        until = datetime.fromisoformat(str(raw)).replace(tzinfo=NOW.tzinfo)
        waits.append(int((until - at).total_seconds() / 60))
        assert take(office.store, at=until - timedelta(seconds=1)) is None
        at = until
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert states(office) == [("waiting", "451 Try later")]


def test_senders_beside_each_other_never_take_the_same_message(office: Office) -> None:
    reminded(office)
    other = Store(office.store.url.render_as_string(hide_password=False))
    taken = [take(store) for store in (office.store, other) * 4]
    other.close()
    ids = [message.id for message in taken if message]
    assert len(ids) == len(set(ids)) == len(states(office, "day:%"))
    assert taken[-1] is None


def test_what_was_done_before_the_reminder_went_out_is_not_reminded_of(office: Office) -> None:
    ref = reminded(office)
    write_letters(office, ref, on=NEXT_MORNING, meeting_on=NEXT_MORNING + timedelta(days=8))
    send_letters(office, ref, on=NEXT_MORNING)
    said = claim_digests(office)
    assert "Letter before proceedings sent" not in said["sam"]
    assert "gateway record" in said["ben"]
    done = ("dropped", "It was no longer outstanding when this was to be sent.")
    assert done in states(office, "reminder:%:letter_sent:%:overdue_1:sam")


def test_a_digest_with_nothing_left_in_it_is_not_sent(office: Office) -> None:
    ref = reminded(office)
    office.do(
        "hugh", close_other, ref, on=NEXT_MORNING, close_reason=CloseReason.MOVED_ABROAD, reason="They moved.",
        evidence="The embassy's letter.",
    )  # fmt: skip
    assert claim_digests(office)["sam"] == ""
    assert states(office, "day:%:sam") == [("dropped", "Nothing in it was still outstanding when it was to be sent.")]


def test_a_reminder_of_a_date_that_moved_is_not_sent(office: Office) -> None:
    ref = reminded(office)
    sitting = office.file(ref).all(GatewaySitting)[0].id
    office.late(
        NEXT_MORNING, "cara", correct_date, ref, kind="gateway_sittings", fact=sitting,
        happened_on=NEXT_MORNING - timedelta(days=9), reason="It was held on the Monday.",
    )  # fmt: skip
    assert claim_digests(office)["ben"] == ""
    assert ("dropped", "The due date had moved before this was sent.") in states(office, "reminder:%:ben")


def test_after_a_death_no_reminder_goes_out(office: Office) -> None:
    ref = reminded(office)
    office.do(
        "hugh", close_other, ref, on=NEXT_MORNING, close_reason=CloseReason.DIED, reason="Isla died.",
        evidence="Told by police.",
    )  # fmt: skip
    assert set(claim_digests(office).values()) == {""}
    assert set(states(office, "reminder:%")) == {("dropped", "The case was frozen after a death before this was sent.")}
