"""What is told at once is in the authority's channel too, once and without a name; its faults delay no mail."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from plo_workflow.reminders.sweeping import sweep
from schedules.delivery import deliver
from schedules.mail import MailNotSet, MailServer, MailSettings
from schedules.teams import TeamsChannel, read_teams_address
from tests.journeys import listed
from tests.office import Office, noon
from tests.schedules.conftest import Post, free_port
from tests.steps import ON_TIME

Settings = Callable[..., MailSettings]
NOW = noon(ON_TIME.exit)


class Channel(HTTPServer):
    """What was posted into it, and the answers that it gives before it accepts anything."""

    def __init__(self, certificate: tuple[Path, Path]) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.cards: list[dict[str, Any]] = []
        self.answers: list[int] = []
        self.asked = 0
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.server_port}/workflows/1?sig=secret"


class Taking(BaseHTTPRequestHandler):
    """Takes a card at the one address that there is, unless it is to answer otherwise."""

    server: Channel

    def do_POST(self) -> None:
        self.server.asked += 1
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.server.answers.pop(0) if self.server.answers else 202
        if status == 202:
            assert self.path == "/workflows/1?sig=secret"
            self.server.cards.append(said)
        self.send_response(status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(b"x" * 100_000 if status == 500 else b"")

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is written down."""


@pytest.fixture
def channel(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Channel]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with Channel(certificate) as channel:
        serving = Thread(target=channel.serve_forever)
        serving.start()
        yield channel
        channel.shutdown()
        serving.join()


@pytest.fixture
def overdue(office: Office) -> Office:
    """Where something is so late that the director is told at once."""
    listed(office)
    sweep(office.store, on=ON_TIME.exit, at=NOW)
    return office


def posted(office: Office, address: str, minutes: int = 0) -> dict[str, int]:
    channel, at = TeamsChannel(address), NOW + timedelta(minutes=minutes)
    return dict(deliver(office.store, channel, lambda: at, site="https://plo.example", cards=True))


def test_the_card_says_which_case_what_and_since_when_and_leads_to_it(overdue: Office, channel: Channel) -> None:
    assert posted(overdue, channel.address) == {"sent": 1}
    assert posted(overdue, channel.address, 5) == {}, "it is posted once"
    [message] = channel.cards
    [attached] = message["attachments"]
    assert attached["contentType"] == "application/vnd.microsoft.card.adaptive"
    [words], [link] = attached["content"]["body"], attached["content"]["actions"]
    assert words["text"] == (
        "PLO-2026-00001: Gateway meeting held – overdue since Tuesday 20 January 2026, for the gateway chair"
    )
    assert link["url"] == "https://plo.example/cases/PLO-2026-00001"
    assert "Merrow" not in json.dumps(message)


def test_one_card_tells_of_what_several_people_were_told(overdue: Office, channel: Channel) -> None:
    with overdue.store.changing_many() as connection:
        connection.exec_driver_sql("UPDATE outbox SET bundled = FALSE WHERE kind = 'reminder'")
    told = overdue.rows("SELECT DISTINCT cause, subject, rung FROM reminders")
    assert posted(overdue, channel.address) == {"sent": len(told)}


def test_the_mail_goes_out_while_the_channel_is_out_of_order(
    overdue: Office, post: Post, settings_for: Settings
) -> None:
    assert posted(overdue, f"https://127.0.0.1:{free_port()}/") == {"put off": 1}
    deliver(overdue.store, MailServer(settings_for(post.port)), lambda: NOW)
    assert "dora@council.example" in post.addresses
    [(state, fault)] = overdue.rows("SELECT state, fault FROM outbox WHERE kind = 'card'")
    assert state == "waiting"
    assert "Teams cannot be reached" in fault


@pytest.mark.parametrize("status", [302, 404, 429, 500])
def test_an_answer_that_is_no_success_is_followed_nowhere_and_tried_again(
    overdue: Office, channel: Channel, status: int
) -> None:
    channel.answers = [status]
    assert posted(overdue, channel.address) == {"put off": 1}
    assert channel.asked == 1
    assert overdue.rows("SELECT fault FROM outbox WHERE kind = 'card'") == [(f"Teams answered {status}.",)]
    assert posted(overdue, channel.address, 1) == {"sent": 1}


def test_a_card_that_is_not_taken_as_it_is_fails_where_it_can_be_seen(overdue: Office, channel: Channel) -> None:
    channel.answers = [400]
    assert posted(overdue, channel.address) == {"failed": 1}
    assert overdue.rows("SELECT state FROM outbox WHERE kind = 'card'") == [("failed",)]


def test_after_three_failures_the_channel_is_left_alone_until_the_next_time(overdue: Office, channel: Channel) -> None:
    columns = "kind, bundled, recipient, subject, body, about_on, state, tries, not_before_at, recorded_at, recorded_by"
    with overdue.store.changing_many() as connection:
        for number in range(9):
            connection.exec_driver_sql(
                f"INSERT INTO outbox (message_key, case_ref, {columns}) SELECT 'card:x{number}', 'PLO-1', 'card', "
                "FALSE, 'teams', 'x', '', about_on, 'waiting', 0, not_before_at, recorded_at, recorded_by FROM outbox "
                "WHERE recipient = 'dora' AND kind = 'reminder'"
            )
    channel.answers = [503] * 99
    assert posted(overdue, channel.address) == {"put off": 3}
    assert channel.asked == 3


@pytest.mark.parametrize("address", ["http://teams.example/1", "teams.example", "https://"])
def test_an_address_that_is_not_encrypted_is_refused(address: str) -> None:
    with pytest.raises(MailNotSet, match="PLO_TEAMS_URL"):
        read_teams_address({"PLO_TEAMS_URL": address})


def test_without_an_address_there_is_no_channel() -> None:
    assert read_teams_address({}) == ""
