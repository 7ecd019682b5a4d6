"""A card in the authority's channel of Teams for what is told at once: reference, what, since when, and the link.

Beside e-mail and never instead of it. The address is one of a workflow, and is a secret.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from plo_workflow.reminders.outbox import Message
from schedules.mail import ConnectionLost, MailNotSet, Undeliverable

SECONDS_TO_ANSWER = 10
LONGEST_ANSWER = 10_000
"""So many bytes of an answer are read at most."""
SPOILT = (400, 413)
"""The answers that are about this card; any other that is no success is about the channel."""


def read_teams_address(environment: Mapping[str, str] = os.environ) -> str:
    """`PLO_TEAMS_URL`, or nothing. Raises `MailNotSet` for what is no https address."""
    address = environment.get("PLO_TEAMS_URL", "").strip()
    if address and (urlsplit(address).scheme != "https" or not urlsplit(address).hostname):
        raise MailNotSet("PLO_TEAMS_URL is an address that begins with https://, and it does not.")
    return address


def card_of(message: Message) -> dict[str, Any]:
    """The Adaptive Card, as a workflow takes it."""
    assert message.letter
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [{"type": "TextBlock", "text": message.letter.subject, "wrap": True}],
        "actions": [{"type": "Action.OpenUrl", "title": "Open the case", "url": message.letter.text}],
    }
    attached = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attached]}


@dataclass
class TeamsChannel:
    """Posts cards, each over a connection of its own; it goes where it is told and follows nobody elsewhere."""

    address: str
    timeout: float = SECONDS_TO_ANSWER

    def carry(self, message: Message, at: datetime) -> None:
        """Post one card."""
        status = self._post(json.dumps(card_of(message)).encode())
        if status in SPOILT:
            raise Undeliverable(f"Teams does not take this card: it answered {status}.")
        if not 200 <= status < 300:
            raise ConnectionLost(f"Teams answered {status}.")

    def close(self) -> None:
        """Nothing is open."""

    def _post(self, body: bytes) -> int:
        parts = urlsplit(self.address)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection = HTTPSConnection(parts.hostname or "", parts.port, timeout=self.timeout)
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read(LONGEST_ANSWER)
        except (OSError, HTTPException) as fault:
            raise ConnectionLost(f"Teams cannot be reached: {str(fault) or type(fault).__name__}") from fault
        finally:
            connection.close()
        return answer.status
