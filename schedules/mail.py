"""How one message travels: by SMTP to the authority's mail server or, where none is set, into a file that can be read.

Which message goes when is decided in `delivery`. No name of a family is in any of them.
"""

from __future__ import annotations

import os
import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from plo_workflow.errors import Refused
from plo_workflow.reminders.outbox import Message

SECONDS_TO_ANSWER = 20


class MailNotSet(Refused):
    """The settings for mail are incomplete or contradict each other."""


class Undeliverable(Exception):
    """This message will never be accepted as it is."""


class TryAgain(Exception):
    """This message was not accepted now and may be later."""


class ConnectionLost(TryAgain):
    """The mail server went away in the middle of this message: it may or may not have it."""


class NoMailServer(TryAgain):
    """The mail server cannot be reached or does not let us in: no message would be accepted now."""


class Carrier(Protocol):
    """Takes messages away."""

    def carry(self, message: Message, at: datetime) -> None:
        """Have one message accepted for delivery. Raises `Undeliverable` or a kind of `TryAgain`."""

    def close(self) -> None:
        """Let go of whatever is open."""


@dataclass(frozen=True)
class MailSettings:
    """Where mail goes: to a server, or into `folder` where no host is set."""

    folder: Path
    host: str | None
    port: int
    user: str | None
    password: str | None
    starttls: bool
    sender: str
    timeout: float = SECONDS_TO_ANSWER


def read_mail_settings(folder: Path, environment: Mapping[str, str] = os.environ) -> MailSettings:
    """Read `PLO_SMTP_HOST`, `_PORT`, `_USER`, `_PASSWORD`, `_STARTTLS` (yes unless no) and `PLO_MAIL_FROM`.

    Raises `MailNotSet` naming what has to be set differently.
    """
    given = {name: environment.get(name, "").strip() for name in environment if name.startswith("PLO_")}
    host, sender, port = given.get("PLO_SMTP_HOST"), given.get("PLO_MAIL_FROM"), given.get("PLO_SMTP_PORT") or "587"
    starttls = (given.get("PLO_SMTP_STARTTLS") or "yes").lower()
    if starttls not in ("yes", "no"):
        raise MailNotSet(f"PLO_SMTP_STARTTLS is yes or no, and it is “{starttls}”.")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise MailNotSet(f"PLO_SMTP_PORT is a number from 1 to 65535, and it is “{port}”.")
    if host and not sender:
        raise MailNotSet("PLO_SMTP_HOST is set and PLO_MAIL_FROM is not: say whose address mail comes from.")
    if given.get("PLO_SMTP_USER") and starttls == "no":
        raise MailNotSet("A password is only sent over an encrypted connection: set PLO_SMTP_STARTTLS to yes.")
    return MailSettings(
        folder=folder / "outbox",
        host=host or None,
        port=int(port),
        user=given.get("PLO_SMTP_USER") or None,
        password=given.get("PLO_SMTP_PASSWORD") or None,
        starttls=starttls == "yes",
        sender=sender or "PLO Workflow <plo-workflow@localhost>",
    )


def carrier_for(settings: MailSettings) -> Carrier:
    """The mail server where one is set, else the folder."""
    return MailServer(settings) if settings.host else MailFolder(settings)


def as_mail(message: Message, sender: str, at: datetime) -> EmailMessage:
    """The message as mail, with the same Message-ID each time it is sent.

    Raises `Undeliverable` without an address, and `ValueError` or `IndexError` where something cannot be a header.
    """
    letter = message.letter
    assert letter is not None
    if not message.address:
        raise Undeliverable(f"{message.recipient} does not work here now or has no e-mail address.")
    mail = EmailMessage(policy=SMTP)
    domain, known_by = parseaddr(sender)[1].rpartition("@")[2], sha256(message.key.encode()).hexdigest()[:32]
    for name, value in {
        "From": sender, "To": message.address, "Date": format_datetime(at), "Auto-Submitted": "auto-generated",
    }.items():  # fmt: skip
        mail[name] = _header(name, value)
    mail["Subject"] = letter.subject
    mail["Message-ID"] = f"<{known_by}@{domain or 'localhost'}>"
    mail.set_content(letter.text)
    mail.make_alternative(boundary=f"={known_by}")
    mail.add_alternative(letter.html, subtype="html")
    return mail


@lru_cache(maxsize=1000)
def _header(name: str, value: str) -> Any:
    """A header that many mails share: to read an address takes longer than to send a mail."""
    return SMTP.header_store_parse(name, value)[1]


def as_sent(message: Message, sender: str, at: datetime) -> bytes:
    """The mail as it goes over the line. Raises `Undeliverable`."""
    try:
        return as_mail(message, sender, at).as_bytes()
    except (ValueError, IndexError) as fault:  # a line break in a header; the parser of addresses knows both
        raise Undeliverable(f"This cannot be written as mail: {fault}") from fault


class MailServer:
    """The authority's mail server. The connection is opened when it is needed and given up after any fault."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._sender = parseaddr(settings.sender)[1]
        self._connection: smtplib.SMTP | None = None

    def carry(self, message: Message, at: datetime) -> None:
        """Hand one message to the server: what it has accepted is sent."""
        mail = as_sent(message, self._settings.sender, at)
        connection = self._connection = self._connection or self._open()
        try:
            connection.sendmail(self._sender, message.address or "", mail)
        except (OSError, ValueError, smtplib.SMTPException) as fault:
            self.close()
            raise meaning_of(fault) from fault

    def close(self) -> None:
        """Say goodbye, if anybody is still there to hear it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()

    def _open(self) -> smtplib.SMTP:
        settings = self._settings
        try:
            connection = smtplib.SMTP(settings.host or "", settings.port, timeout=settings.timeout)
        except (OSError, smtplib.SMTPException) as fault:
            raise NoMailServer(f"The mail server {settings.host} cannot be reached: {fault}") from fault
        try:
            if settings.starttls:
                connection.starttls(context=ssl.create_default_context())
            if settings.user:
                connection.login(settings.user, settings.password or "")
        except (OSError, smtplib.SMTPException) as fault:
            connection.close()
            raise NoMailServer(f"The mail server {settings.host} does not let us in: {answer_in(fault)[1]}") from fault
        return connection


def meaning_of(fault: Exception) -> Exception:
    """What a fault while one message was being sent means for it: 5xx is for good, 4xx may pass."""
    code, words = answer_in(fault)
    if isinstance(fault, smtplib.SMTPSenderRefused):
        return NoMailServer(f"The mail server takes no mail from us: {words}")
    if code is None:
        return ConnectionLost(f"The connection to the mail server was lost: {words}")
    return Undeliverable(words) if code >= 500 else TryAgain(words)


def answer_in(fault: Exception) -> tuple[int | None, str]:
    """The code and the words that the server answered with, on one line; no code where it did not answer."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        [(code, said)] = fault.recipients.values()
        return code, _line(code, said)
    if isinstance(fault, smtplib.SMTPResponseException):
        return fault.smtp_code, _line(fault.smtp_code, fault.smtp_error)
    if isinstance(fault, ValueError | smtplib.SMTPNotSupportedError):
        return 500, str(fault)  # an address with letters that the server does not take
    return None, str(fault) or type(fault).__name__


def _line(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(f"{code} {text}".split())


class MailFolder:
    """A folder of .eml files, for trying things out: any mail program opens them."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    def carry(self, message: Message, at: datetime) -> None:
        """Write one message; a second time it takes the place of the first."""
        mail = as_sent(message, self._settings.sender, at)
        folder = self._settings.folder
        path = folder / (re.sub(r"[^A-Za-z0-9_-]+", "-", message.key) + ".eml")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(".part")
            unfinished.write_bytes(mail)
            unfinished.replace(path)
        except OSError as fault:
            raise NoMailServer(f"The folder {folder} cannot be written: {fault}") from fault

    def close(self) -> None:
        """Nothing is open."""
