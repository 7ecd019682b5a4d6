"""What is waiting is sent once to the right person, and whatever goes wrong with one message, the others go out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from plo_workflow.reminders.sweeping import sweep
from plo_workflow.store import Store
from schedules.delivery import deliver
from schedules.mail import MailServer, MailSettings
from tests.journeys import decided_to_enter
from tests.office import Office, noon
from tests.plo_workflow.reminders.test_sweeping import NEXT_MORNING, loses_address
from tests.schedules.conftest import HANG_UP, Post, free_port, text_of
from tests.steps import send_letters, write_letters

Settings = Callable[..., MailSettings]
NOW = noon(NEXT_MORNING)


def reminded(office: Office) -> str:
    """A case whose letter (Sam's) and gateway record (Ben's) are a day late, with only those reminders waiting."""
    ref = decided_to_enter(office)
    with office.store.changing_many() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'sent'")
    sweep(office.store, on=NEXT_MORNING, at=NOW)
    with office.store.changing_many() as connection:
        others = "UPDATE outbox SET state = 'sent' WHERE recipient NOT IN ('sam', 'ben')"
        connection.exec_driver_sql(others)
    return ref


def delivered(office: Office, settings: MailSettings, at: datetime = NOW) -> dict[str, int]:
    return dict(deliver(office.store, MailServer(settings), lambda: at, site="https://plo.example"))


def waiting(office: Office) -> list[tuple[str, str, int, str | None]]:
    sql = "SELECT recipient, state, tries, fault FROM outbox WHERE kind = 'day' ORDER BY recipient"
    return [(recipient, state, tries, fault) for recipient, state, tries, fault in office.rows(sql)]


def test_the_reminder_is_in_the_mailbox_of_whoever_answers_for_it(
    office: Office, post: Post, settings_for: Settings
) -> None:
    ref = reminded(office)
    assert delivered(office, settings_for(post.port)) == {"sent": 2}
    mails = dict(post.mails)
    assert set(mails) == {"sam@council.example", "ben@council.example"}
    letter = mails["sam@council.example"]
    assert letter["To"] == "sam@council.example"
    assert letter["Subject"] == "Pre-proceedings: 1 overdue, 1 coming due"
    assert text_of(letter).split("\n\n")[:3] == [
        "2 reminders for Wednesday 21 January 2026",
        "Overdue",
        f"- {ref}: Letter before proceedings sent – overdue since Tuesday 20 January 2026, for the social worker\n"
        f"  You are told as social worker on this case.\n  https://plo.example/cases/{ref}",
    ]
    assert waiting(office) == [("ben", "sent", 1, None), ("sam", "sent", 1, None)]


def test_what_was_sent_is_not_sent_again(office: Office, post: Post, settings_for: Settings) -> None:
    reminded(office)
    delivered(office, settings_for(post.port))
    sweep(office.store, on=NEXT_MORNING, at=NOW)
    assert delivered(office, settings_for(post.port), NOW + timedelta(days=1)) == {}
    assert len(post.mails) == 2


def test_the_messages_that_moves_leave_go_the_same_way(office: Office, post: Post, settings_for: Settings) -> None:
    ref = decided_to_enter(office)
    delivered(office, settings_for(post.port))
    subjects = {(address, mail["Subject"]) for address, mail in post.mails}
    assert ("tess@council.example", f"{ref}: ask for a gateway meeting") in subjects


def test_a_busy_server_gets_the_mail_later(office: Office, post: Post, settings_for: Settings) -> None:
    reminded(office)
    post.answers["sam@council.example"] = ["451 Try later"]
    assert delivered(office, settings_for(post.port)) == {"sent": 1, "put off": 1}
    assert waiting(office)[1] == ("sam", "waiting", 1, "451 Try later")
    assert delivered(office, settings_for(post.port)) == {}
    assert delivered(office, settings_for(post.port), NOW + timedelta(minutes=1)) == {"sent": 1}
    assert sorted(post.addresses) == ["ben@council.example", "sam@council.example"]
    assert waiting(office)[1] == ("sam", "sent", 2, None)


def test_a_mailbox_that_does_not_exist_is_a_failure_that_can_be_seen(
    office: Office, post: Post, settings_for: Settings
) -> None:
    reminded(office)
    post.answers["ben@council.example"] = ["550 No such person"]
    assert delivered(office, settings_for(post.port)) == {"sent": 1, "failed": 1}
    assert post.addresses == ["sam@council.example"]
    assert waiting(office)[0] == ("ben", "failed", 1, "550 No such person")
    assert delivered(office, settings_for(post.port), NOW + timedelta(days=1)) == {}


def test_whoever_lost_their_address_since_is_a_failure_that_can_be_seen(
    office: Office, post: Post, settings_for: Settings
) -> None:
    reminded(office)
    loses_address(office, "ben")
    assert delivered(office, settings_for(post.port)) == {"sent": 1, "failed": 1}
    assert waiting(office)[0] == ("ben", "failed", 1, "ben does not work here now or has no e-mail address.")


def test_an_address_that_no_server_could_take_does_not_hold_up_the_others(
    office: Office, post: Post, settings_for: Settings
) -> None:
    reminded(office)
    loses_address(office, "ben", address="ben@council.example\nBcc: everybody@council.example")
    assert delivered(office, settings_for(post.port)) == {"sent": 1, "failed": 1}
    assert post.addresses == ["sam@council.example"]


def test_a_connection_that_is_lost_in_the_middle_costs_only_that_message_a_minute(
    office: Office, post: Post, settings_for: Settings
) -> None:
    reminded(office)
    post.answers["ben@council.example"] = [HANG_UP]
    assert delivered(office, settings_for(post.port)) == {"sent": 1, "put off": 1}
    assert waiting(office)[0][:3] == ("ben", "waiting", 1)
    assert delivered(office, settings_for(post.port), NOW + timedelta(minutes=1)) == {"sent": 1}
    assert sorted(post.addresses) == ["ben@council.example", "sam@council.example"]


def test_a_server_that_keeps_hanging_up_is_left_alone_until_the_next_time(
    office: Office, post: Post, settings_for: Settings
) -> None:
    decided_to_enter(office)
    everybody = [address for (address,) in office.rows("SELECT email FROM staff WHERE email IS NOT NULL")]
    post.answers = {address: [HANG_UP] * 9 for address in everybody}
    assert delivered(office, settings_for(post.port)) == {"put off": 3}


def test_while_there_is_no_server_everything_waits_and_nothing_is_lost(
    office: Office, post: Post, settings_for: Settings
) -> None:
    reminded(office)
    assert delivered(office, settings_for(free_port())) == {"put off": 1}
    tried = [fault for *_, fault in waiting(office) if fault]
    assert len(tried) == 1
    assert "The mail server 127.0.0.1 cannot be reached" in tried[0]
    assert delivered(office, settings_for(post.port), NOW + timedelta(minutes=1)) == {"sent": 2}


def test_what_was_done_before_the_mail_went_out_is_not_mailed(
    office: Office, post: Post, settings_for: Settings
) -> None:
    ref = reminded(office)
    write_letters(office, ref, on=NEXT_MORNING, meeting_on=NEXT_MORNING + timedelta(days=8))
    send_letters(office, ref, on=NEXT_MORNING)
    delivered(office, settings_for(post.port))
    said = [text_of(mail) for address, mail in post.mails if address == "sam@council.example"]
    assert said
    assert not [text for text in said if "Letter before proceedings sent" in text]


def test_a_sender_that_dies_after_sending_repeats_the_same_mail_at_most(
    office: Office, post: Post, settings_for: Settings
) -> None:
    reminded(office)

    class Died(Exception):
        pass

    with office.store.changing_many() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'sent' WHERE recipient = 'ben'")
    seen: list[datetime] = []

    def dies_when_marking() -> datetime:
        seen.append(NOW)
        if len(seen) == 4:  # bundled, claimed, carried, and now to be marked
            raise Died
        return NOW

    with pytest.raises(Died):
        deliver(office.store, MailServer(settings_for(post.port)), dies_when_marking)
    assert waiting(office) == [("sam", "waiting", 1, None)]
    assert delivered(office, settings_for(post.port), NOW + timedelta(minutes=10)) == {"sent": 1}
    first, second = (mail["Message-ID"] for _, mail in post.mails)
    assert first == second


def test_told_to_stop_it_finishes_the_message_in_hand_and_leaves_the_rest(
    office: Office, post: Post, settings_for: Settings
) -> None:
    reminded(office)
    done = deliver(office.store, MailServer(settings_for(post.port)), lambda: NOW, lambda: bool(post.mails))
    assert dict(done) == {"sent": 1}
    assert sorted(state for _, state, *_ in waiting(office)) == ["sent", "waiting"]


def test_two_deliveries_beside_each_other_send_each_message_once(
    office: Office, post: Post, settings_for: Settings
) -> None:
    reminded(office)
    other = Store(office.store.url.render_as_string(hide_password=False))
    one_each = iter([False, True])
    deliver(office.store, MailServer(settings_for(post.port)), lambda: NOW, lambda: next(one_each))
    deliver(other, MailServer(settings_for(post.port)), lambda: NOW)
    other.close()
    assert sorted(post.addresses) == ["ben@council.example", "sam@council.example"]
