"""A real mail server on loopback, with a certificate made for this run, and what has arrived in it."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from schedules.mail import MailSettings
from tests.databases import Databases
from tests.office import Office, prepare

HANG_UP = "hang up"


@dataclass
class Post:
    """What has arrived: for whom, and the mail itself. `answers` are given to an address instead of accepting it."""

    port: int = 0
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    encrypted: list[bool] = field(default_factory=list)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        """Take the recipient, or answer as was set for them."""
        if self.answers.get(address):
            answer = self.answers[address].pop(0)
            if answer != HANG_UP:
                return answer
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Put the mail into the box."""
        assert isinstance(envelope.content, bytes)
        mail = read_mail(envelope.content)
        self.mails += [(address, mail) for address in envelope.rcpt_tos]
        self.encrypted.append(session.ssl is not None)
        return "250 OK"

    @property
    def addresses(self) -> list[str]:
        """Whom mail has arrived for, in order."""
        return [address for address, _ in self.mails]


def read_mail(content: bytes) -> EmailMessage:
    """The mail that was sent as these bytes."""
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def text_of(mail: EmailMessage) -> str:
    """What somebody reads who opens the mail."""
    plain = mail.get_body(("plain",))
    assert plain
    return str(plain.get_content()).replace("\r\n", "\n")


@contextmanager
def serving(post: Post, **parameters: Any) -> Iterator[Post]:
    """A mail server at a free port while the block lasts."""
    post.port = free_port()
    loop = asyncio.new_event_loop()
    controller = Controller(post, "127.0.0.1", post.port, loop=loop, **parameters)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()
        loop.close()


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server that takes everything from everybody."""
    with serving(Post()) as post:
        yield post


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this machine and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    chain, key = folder / "chain.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", key, "-out", chain, "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    return chain, key


@pytest.fixture
def guarded_post(certificate: tuple[Path, Path]) -> Iterator[Post]:
    """A mail server that takes mail only over an encrypted connection, from “plo” with the password “secret”."""

    def authenticate(server: SMTP, session: Session, envelope: Envelope, how: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"plo", b"secret")
        return AuthResult(success=good, handled=False)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    rules = {"tls_context": context, "require_starttls": True, "auth_required": True}
    with serving(Post(), **rules, authenticator=authenticate) as post:
        yield post


@pytest.fixture
def settings_for(tmp_path: Path) -> Callable[..., MailSettings]:
    """Mail settings for a server of these tests."""

    def made(port: int, **changes: Any) -> MailSettings:
        usual: dict[str, Any] = {
            "folder": tmp_path / "outbox", "host": "127.0.0.1", "port": port, "user": None, "password": None,
            "starttls": False, "sender": "PLO Workflow <plo@council.example>",
        }  # fmt: skip
        return MailSettings(**{**usual, **changes})

    return made


@pytest.fixture
def office(databases: Databases) -> Office:
    """An authority with its staff and no case."""
    return Office(databases.fresh(prepare))
