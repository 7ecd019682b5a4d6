"""GOV.UK Notify as the way that mail travels, with the extra `notify`: a template of two fields, subject and body.

No other value leaves the council, and Notify is told nothing of who works here but the address.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from plo_workflow.reminders.outbox import Message
from schedules.mail import ConnectionLost, MailNotSet, NoMailServer, TryAgain, Undeliverable

try:
    from notifications_python_client.errors import HTTPError, InvalidResponse
    from notifications_python_client.notifications import NotificationsAPIClient
except ImportError:  # the extra is not installed; nobody who sets no key misses it
    NotificationsAPIClient = None

SECONDS_TO_ANSWER = 20
NOTIFY = "https://api.notifications.service.gov.uk"
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
KEY = re.compile(f".*-{UUID}-{UUID}")
OUR_KEY_IS_REFUSED = (401, 403)
TOO_MUCH_AT_ONCE = 429


@dataclass(frozen=True)
class NotifySettings:
    """The key of the service, the template with the fields `subject` and `body`, and where Notify answers."""

    key: str
    template: str
    address: str = NOTIFY
    timeout: float = SECONDS_TO_ANSWER


def read_notify_settings(environment: Mapping[str, str] = os.environ) -> NotifySettings | None:
    """`PLO_NOTIFY_KEY` and `PLO_NOTIFY_TEMPLATE`, or nothing. Raises `MailNotSet` saying what is wrong."""
    key, template = (environment.get(f"PLO_NOTIFY_{name}", "").strip() for name in ("KEY", "TEMPLATE"))
    if not key and not template:
        return None
    if not KEY.fullmatch(key):
        raise MailNotSet("PLO_NOTIFY_KEY is the whole API key of GOV.UK Notify, from its name to its last figure.")
    if not re.fullmatch(UUID, template):
        raise MailNotSet("PLO_NOTIFY_TEMPLATE is the id of an e-mail template of GOV.UK Notify, and it is not.")
    if environment.get("PLO_SMTP_HOST", "").strip():
        raise MailNotSet("PLO_NOTIFY_KEY and PLO_SMTP_HOST are both set: mail goes the one way or the other.")
    if NotificationsAPIClient is None:
        raise MailNotSet("PLO_NOTIFY_KEY is set and its library is not installed: pip install 'plo-workflow[notify]'.")
    return NotifySettings(key, template)


class Notify:
    """Hands messages to GOV.UK Notify, each with a reference that is the same when it is handed over again."""

    def __init__(self, settings: NotifySettings) -> None:
        self._settings = settings
        self._client: Any = NotificationsAPIClient(settings.key, settings.address, settings.timeout)

    def carry(self, message: Message, at: datetime) -> None:
        """Have one message accepted."""
        assert message.letter
        if not message.address:
            raise Undeliverable(f"{message.recipient} does not work here now or has no e-mail address.")
        try:
            self._client.send_email_notification(
                email_address=message.address,
                template_id=self._settings.template,
                personalisation={"subject": message.letter.subject, "body": message.letter.text},
                reference=sha256(message.key.encode()).hexdigest()[:32],
            )
        except HTTPError as fault:
            raise meaning_of(fault) from fault
        except InvalidResponse:  # it was accepted, and what was said besides cannot be read
            return

    def close(self) -> None:
        """Let go of the connection."""
        self._client.request_session.close()


def meaning_of(fault: HTTPError) -> Exception:
    """What a refusal means for the message: 4xx is for good, unless it is about our key or too much at once."""
    status, said = fault.response.status_code if fault.response is not None else None, f"GOV.UK Notify: {fault}"
    if status is None:
        return NoMailServer(f"GOV.UK Notify cannot be reached: {fault}")
    if status in OUR_KEY_IS_REFUSED:
        return NoMailServer(said)
    if status == TOO_MUCH_AT_ONCE:
        return TryAgain(said)
    return ConnectionLost(said) if status >= 500 else Undeliverable(said)
