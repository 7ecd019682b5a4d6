"""Whatever the mail server does, no command waits for it, nothing is lost without a word, and the rest goes out."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event, Thread

import pytest

from plo_workflow.reminders.outbox import CLAIMED_FOR
from schedules.delivery import deliver
from schedules.mail import MailServer
from tests.databases import Databases
from tests.faults.sending import mail_settings
from tests.faults.test_senders_killed import NOW, queue_messages
from tests.journeys import requested
from tests.office import Office, prepare
from tests.schedules.conftest import Post, serving

Converse = Callable[[socket.socket], None]
SHORT = 0.1


@pytest.fixture
def office(databases: Databases) -> Office:
    """An authority with a message to each of three people that waits."""
    office = Office(databases.fresh(prepare))
    queue_messages(office, "first", ["sam", "tess", "ben"])
    return office


@contextmanager
def answering(*conversations: Converse) -> Iterator[int]:
    """A server that holds one conversation after the other, and then takes no more connections; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            for converse in conversations:
                connection, _ = server.accept()
                with connection:
                    converse(connection)
            server.close()

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(20)
        assert not thread.is_alive()


def says_nothing(connection: socket.socket) -> None:
    """Accept the connection and wait until the other side has had enough."""
    assert connection.recv(1) == b""


def turns_away(connection: socket.socket) -> None:
    """Say that there is no service here."""
    connection.sendall(b"554 No service\r\n")
    connection.recv(1)


def takes_one_and_hangs_up(taken: list[bytes]) -> Converse:
    """Take a whole message and be gone before saying so."""

    def converse(connection: socket.socket) -> None:
        connection.sendall(b"220 here\r\n")
        with connection.makefile("rb") as said:
            while line := said.readline():
                if line.upper().startswith(b"DATA"):
                    connection.sendall(b"354 go on\r\n")
                    break
                connection.sendall(b"250 ok\r\n")
            taken.append(b"".join(iter(said.readline, b".\r\n")))

    return converse


def delivered(office: Office, port: int, at: datetime = NOW, timeout: float = 20) -> dict[str, int]:
    return dict(deliver(office.store, MailServer(replace(mail_settings(port), timeout=timeout)), lambda: at))


def faults(office: Office) -> list[tuple[str, str, str | None]]:
    sql = "SELECT recipient, state, fault FROM outbox WHERE message_key LIKE 'first:%' ORDER BY id"
    return [(recipient, state, fault) for recipient, state, fault in office.rows(sql)]


def expect_all_delivered(office: Office, at: datetime) -> None:
    """Once the server is well, whatever waits arrives."""
    with serving(Post()) as post:
        delivered(office, post.port, at)
    assert [state for _, state, _ in faults(office)] == ["sent", "sent", "sent"]
    ids = [mail["Message-ID"] for _, mail in post.mails]
    assert len(ids) == len(set(ids))


def test_a_server_that_takes_the_connection_and_says_nothing_is_given_up_and_nothing_is_lost(office: Office) -> None:
    with answering(says_nothing) as port:
        assert delivered(office, port, timeout=SHORT) == {"put off": 1}
    assert faults(office)[0][1] == "waiting"
    assert str(faults(office)[0][2]).endswith("timed out")
    expect_all_delivered(office, NOW + timedelta(minutes=1))


def test_a_server_that_turns_everybody_away_is_left_alone_until_the_next_time(office: Office) -> None:
    with answering(turns_away) as port:
        assert delivered(office, port) == {"put off": 1}
    assert "554" in str(faults(office)[0])
    expect_all_delivered(office, NOW + timedelta(minutes=1))


def test_while_the_mail_server_hangs_commands_are_carried_out_as_always(office: Office) -> None:
    reached, had_enough = Event(), Event()

    def hangs(connection: socket.socket) -> None:
        reached.set()
        had_enough.wait(20)

    with answering(hangs) as port:
        sending = Thread(target=delivered, args=(office, port))
        sending.start()
        assert reached.wait(20)
        requested(office)
        assert sending.is_alive(), "the command was carried out while the server still hung"
        assert office.rows("SELECT ref FROM cases") == [("PLO-2026-00001",)]
        had_enough.set()
        sending.join()
    assert faults(office)[0][1] == "waiting"
    expect_all_delivered(office, NOW + timedelta(minutes=1))


def test_a_message_whose_fate_nobody_knows_comes_at_most_once_more_and_is_the_same_mail(office: Office) -> None:
    taken: list[bytes] = []
    with answering(takes_one_and_hangs_up(taken)) as port:
        assert delivered(office, port) == {"put off": 2}, "the second found nobody there any more"
    assert b"To: sam@council.example\r\n" in taken[0]
    assert faults(office)[0][1] == "waiting"
    with serving(Post()) as post:
        delivered(office, post.port, NOW + timedelta(minutes=1))
        delivered(office, post.port, NOW + CLAIMED_FOR)
    assert sorted(post.addresses) == ["ben@council.example", "sam@council.example", "tess@council.example"]
    [again] = [mail for address, mail in post.mails if address == "sam@council.example"]
    assert f"Message-ID: {again['Message-ID']}\r\n".encode() in taken[0]


@pytest.mark.parametrize(
    ("spoilt", "fault"),
    [
        ("recipient = 'nobody\n'", "does not work here now or has no e-mail address"),
        ("subject = 'two\nlines', case_ref = ''", "This cannot be written as mail"),
        ("kind = 'rumour'", "This cannot be put into words: ValueError: 'rumour' is not a valid MessageKind"),
        ("case_ref = NULL", "This cannot be put into words: TypeError"),
    ],
    ids=["a recipient", "a subject", "a kind", "what it is about"],
)
def test_a_message_that_can_never_be_sent_fails_by_itself_and_the_rest_goes_out(
    office: Office, spoilt: str, fault: str
) -> None:
    with office.store.changing_many() as connection:
        connection.exec_driver_sql(f"UPDATE outbox SET {spoilt} WHERE recipient = 'tess'")
    with serving(Post()) as post:
        assert delivered(office, post.port) == {"sent": 2, "failed": 1}
        assert delivered(office, post.port, NOW + timedelta(days=1)) == {}
    assert sorted(post.addresses) == ["ben@council.example", "sam@council.example"]
    [(_, state, said)] = [row for row in faults(office) if row[0] not in ("sam", "ben")]
    assert state == "failed"
    assert fault in str(said)


def test_one_item_that_is_spoilt_fails_and_the_rest_of_the_digest_goes_out(office: Office) -> None:
    queue_messages(office, "second", ["tess", "lee"])
    with office.store.changing_many() as connection:
        connection.exec_driver_sql("UPDATE outbox SET bundled = TRUE")
        connection.exec_driver_sql(
            "UPDATE outbox SET case_ref = NULL WHERE message_key IN ('first:tess', 'second:lee')"
        )
    with serving(Post()) as post:
        assert delivered(office, post.port) == {"sent": 3, "failed": 1}, "there is nothing but a fault in Lee's"
    assert sorted(post.addresses) == ["ben@council.example", "sam@council.example", "tess@council.example"]
    states = dict(office.rows("SELECT message_key, state FROM outbox WHERE bundled = TRUE"))
    assert {key for key, state in states.items() if state == "failed"} == {"first:tess", "second:lee"}
    assert {key for key, state in states.items() if state == "sent"} == {"first:sam", "first:ben", "second:tess"}
