"""Mail through GOV.UK Notify: its own library, over the line, to a stand-in that answers as Notify does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from schedules.delivery import deliver
from schedules.mail import ConnectionLost, MailNotSet, NoMailServer, TryAgain, Undeliverable
from schedules.notify import Notify, NotifySettings, read_notify_settings
from tests.office import Office
from tests.schedules.conftest import free_port
from tests.schedules.test_delivery import NOW, reminded, waiting
from tests.schedules.test_mail import AT, LETTER, MESSAGE

TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
KEY = "plo-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
GIVEN = {"PLO_NOTIFY_KEY": KEY, "PLO_NOTIFY_TEMPLATE": TEMPLATE}
REFUSALS = {
    400: "Can`t send to this recipient using a team-only API key",
    403: "Invalid token: API key not found",
    429: "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds",
    500: "Internal server error",
}


class StandIn(HTTPServer):
    """What it was asked to send, and the answers that it gives before it accepts anything."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[dict[str, Any]] = []
        self.answers: list[int] = []

    @property
    def settings(self) -> NotifySettings:
        return NotifySettings(KEY, TEMPLATE, f"http://127.0.0.1:{self.server_port}")


class Answering(BaseHTTPRequestHandler):
    """Answers as https://docs.notifications.service.gov.uk says."""

    server: StandIn

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.path == "/v2/notifications/email"
        assert self.headers["Authorization"].startswith("Bearer ")
        status = self.server.answers.pop(0) if self.server.answers else 201
        answer: dict[str, Any] = {"id": "740e5834-3a29-46b4-9a6f-16142fde533a", "reference": asked["reference"]}
        if status == 201:
            self.server.asked.append(asked)
        else:
            answer = {"status_code": status, "errors": [{"error": "Refused", "message": REFUSALS[status]}]}
        said = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is written down."""


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with StandIn() as stand_in:
        serving = Thread(target=stand_in.serve_forever)
        serving.start()
        yield stand_in
        stand_in.shutdown()
        serving.join()


def hand_over(settings: NotifySettings) -> None:
    notify = Notify(settings)
    try:
        notify.carry(MESSAGE, AT)
    finally:
        notify.close()


def test_nothing_but_the_subject_and_the_body_leaves_for_notify(stand_in: StandIn) -> None:
    hand_over(stand_in.settings)
    hand_over(stand_in.settings)
    [first, again] = stand_in.asked
    assert first == again, "handed over again it has the same reference"
    assert first == {
        "email_address": "sam@council.example",
        "template_id": TEMPLATE,
        "personalisation": {"subject": LETTER.subject, "body": LETTER.text},
        "reference": first["reference"],
    }


def test_whoever_has_no_address_is_a_failure_and_nothing_is_sent(stand_in: StandIn) -> None:
    notify = Notify(stand_in.settings)
    with pytest.raises(Undeliverable, match="sam does not work here now or has no e-mail address"):
        notify.carry(replace(MESSAGE, address=None), AT)
    notify.close()
    assert not stand_in.asked


@pytest.mark.parametrize(
    ("status", "means"),
    [(400, Undeliverable), (403, NoMailServer), (429, TryAgain), (500, ConnectionLost)],
)
def test_what_a_refusal_means_for_the_message(stand_in: StandIn, status: int, means: type[Exception]) -> None:
    stand_in.answers = [status]
    with pytest.raises(means) as refused:
        hand_over(stand_in.settings)
    assert type(refused.value) is means
    assert REFUSALS[status] in str(refused.value)


def test_a_notify_that_does_not_answer_is_no_fault_of_the_message() -> None:
    with pytest.raises(NoMailServer, match="cannot be reached"):
        hand_over(NotifySettings(KEY, TEMPLATE, f"http://127.0.0.1:{free_port()}"))


def test_digests_go_out_through_it_as_through_a_mail_server(office: Office, stand_in: StandIn) -> None:
    ref = reminded(office)
    stand_in.answers = [400, 201]
    became = deliver(office.store, Notify(stand_in.settings), lambda: NOW, site="https://plo.example")
    assert dict(became) == {"failed": 1, "sent": 1}
    assert sorted(state for _, state, _, _ in waiting(office)) == ["failed", "sent"]
    [asked] = stand_in.asked
    assert f"https://plo.example/cases/{ref}" in asked["personalisation"]["body"]
    assert "Merrow" not in json.dumps(asked)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"PLO_NOTIFY_KEY": ""}, "PLO_NOTIFY_KEY is the whole API key"),
        ({"PLO_NOTIFY_KEY": "3d844edf-8d35-48ac-975b-e847b4f122b0"}, "PLO_NOTIFY_KEY is the whole API key"),
        ({"PLO_NOTIFY_TEMPLATE": "reminders"}, "PLO_NOTIFY_TEMPLATE is the id"),
        ({"PLO_SMTP_HOST": "mail.council.example"}, "are both set"),
    ],
)
def test_settings_that_cannot_work_are_refused(changed: dict[str, str], said: str) -> None:
    with pytest.raises(MailNotSet, match=said):
        read_notify_settings({**GIVEN, **changed})


def test_without_a_key_it_is_not_used() -> None:
    assert read_notify_settings({}) is None
    assert read_notify_settings(GIVEN) == NotifySettings(KEY, TEMPLATE)
