"""A message becomes plain mail, recognised when it comes twice; settings that cannot work are refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plo_workflow.reminders.composing import Letter
from plo_workflow.reminders.outbox import Message
from schedules.mail import (
    MailFolder,
    MailNotSet,
    MailServer,
    MailSettings,
    NoMailServer,
    Undeliverable,
    as_mail,
    carrier_for,
    read_mail_settings,
)
from tests.schedules.conftest import Post, free_port, read_mail, text_of

Settings = Callable[..., MailSettings]
AT = datetime(2026, 1, 21, 8, 0, tzinfo=UTC)
SENDER = "PLO Workflow <plo@council.example>"
LETTER = Letter("PLO-2026-00001 overdue", "“Letter sent” was due on Tuesday.\n", "<p>“Letter sent” was due.</p>\n")
MESSAGE = Message(
    id=7, key="reminder:7:letter_sent:overdue_1:2026-01-20:sam", recipient="sam", tries=1,
    address="sam@council.example", letter=LETTER,
)  # fmt: skip


def test_mail_says_that_no_person_wrote_it_and_reads_as_it_was_written() -> None:
    mail = read_mail(as_mail(MESSAGE, SENDER, AT).as_bytes())
    assert (mail["From"], mail["To"], mail["Subject"]) == (SENDER, "sam@council.example", "PLO-2026-00001 overdue")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"] == "Wed, 21 Jan 2026 08:00:00 +0000"
    assert text_of(mail) == "“Letter sent” was due on Tuesday.\n"
    page = mail.get_body(("html",))
    assert page
    assert page.get_content().replace("\r\n", "\n") == LETTER.html


def test_the_same_message_has_the_same_id_each_time_and_another_message_another() -> None:
    first = as_mail(MESSAGE, SENDER, AT)["Message-ID"]
    assert as_mail(MESSAGE, SENDER, AT.replace(hour=9))["Message-ID"] == first
    assert as_mail(replace(MESSAGE, key="another"), SENDER, AT)["Message-ID"] != first
    assert first.endswith("@council.example>")


@pytest.mark.parametrize("address", ["sam@council.example\nBcc: all@council.example", "sam@", "@"])
def test_an_address_that_is_none_is_never_delivered_to(address: str, post: Post, settings_for: Settings) -> None:
    server = MailServer(settings_for(post.port))
    with pytest.raises(Undeliverable):
        server.carry(replace(MESSAGE, address=address), AT)
    server.close()
    assert not post.mails


def test_nobody_without_an_address_is_delivered_to() -> None:
    with pytest.raises(Undeliverable, match="sam does not work here now or has no e-mail address"):
        as_mail(replace(MESSAGE, address=None), SENDER, AT)


def test_mail_arrives_over_an_encrypted_connection_after_signing_in(
    guarded_post: Post, settings_for: Settings, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    server = MailServer(settings_for(guarded_post.port, starttls=True, user="plo", password="secret"))
    server.carry(MESSAGE, AT)
    server.close()
    [(address, mail)] = guarded_post.mails
    assert address == "sam@council.example"
    assert text_of(mail) == LETTER.text
    assert guarded_post.encrypted == [True]


def test_a_server_with_a_certificate_that_nobody_knows_gets_no_mail(guarded_post: Post, settings_for: Settings) -> None:
    with pytest.raises(NoMailServer, match="does not let us in"):
        MailServer(settings_for(guarded_post.port, starttls=True)).carry(MESSAGE, AT)
    assert not guarded_post.mails


def test_a_wrong_password_is_no_fault_of_the_message(
    guarded_post: Post, settings_for: Settings, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    server = MailServer(settings_for(guarded_post.port, starttls=True, user="plo", password="wrong"))
    with pytest.raises(NoMailServer, match="535"):
        server.carry(MESSAGE, AT)


def test_a_server_that_is_not_there_is_no_fault_of_the_message(settings_for: Settings) -> None:
    with pytest.raises(NoMailServer, match="cannot be reached"):
        MailServer(settings_for(free_port())).carry(MESSAGE, AT)


def test_without_a_server_mail_becomes_a_file_that_any_mail_program_opens(settings_for: Settings) -> None:
    settings = settings_for(0, host=None)
    carrier = carrier_for(settings)
    carrier.carry(MESSAGE, AT)
    carrier.carry(MESSAGE, AT)
    carrier.close()
    [path] = settings.folder.iterdir()
    assert path.name == "reminder-7-letter_sent-overdue_1-2026-01-20-sam.eml"
    mail = read_mail(path.read_bytes())
    assert (mail["To"], text_of(mail)) == ("sam@council.example", LETTER.text)


def test_a_folder_that_cannot_be_written_is_no_fault_of_the_message(settings_for: Settings, tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file is in the way")
    with pytest.raises(NoMailServer, match="cannot be written"):
        MailFolder(settings_for(0, host=None)).carry(MESSAGE, AT)


# Settings


def test_without_settings_mail_goes_into_the_folder_of_this_installation(tmp_path: Path) -> None:
    settings = read_mail_settings(tmp_path, {})
    assert (settings.host, settings.folder) == (None, tmp_path / "outbox")


def test_a_mail_server_is_used_encrypted_at_the_usual_port_unless_said_otherwise(tmp_path: Path) -> None:
    given = {"PLO_SMTP_HOST": "mail.council.example", "PLO_MAIL_FROM": "plo@council.example"}
    usual = read_mail_settings(tmp_path, given)
    assert (usual.host, usual.port, usual.starttls) == ("mail.council.example", 587, True)
    other = read_mail_settings(tmp_path, {**given, "PLO_SMTP_PORT": "25", "PLO_SMTP_STARTTLS": "no"})
    assert (other.port, other.starttls) == (25, False)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"PLO_SMTP_HOST": "mail"}, "PLO_MAIL_FROM is not"),
        ({"PLO_SMTP_PORT": "smtp"}, "PLO_SMTP_PORT is a number"),
        ({"PLO_SMTP_PORT": "70000"}, "PLO_SMTP_PORT is a number"),
        ({"PLO_SMTP_STARTTLS": "perhaps"}, "PLO_SMTP_STARTTLS is yes or no"),
        ({"PLO_SMTP_USER": "plo", "PLO_SMTP_STARTTLS": "no"}, "only sent over an encrypted connection"),
    ],
)
def test_settings_that_cannot_work_are_refused(tmp_path: Path, given: dict[str, str], said: str) -> None:
    with pytest.raises(MailNotSet, match=said):
        read_mail_settings(tmp_path, given)
