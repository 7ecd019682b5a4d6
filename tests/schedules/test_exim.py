"""A digest that Debian's own mail server takes over the line and delivers into a file is what was to be said."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest

from schedules.mail import MailSettings
from tests.office import Office
from tests.schedules.conftest import read_mail, text_of
from tests.schedules.test_delivery import delivered, reminded

Settings = Callable[..., MailSettings]
EXIM = shutil.which("exim4", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
AS_ROOT = "Debian-exim"
"""As whom it runs where these tests run as root: it delivers nothing as root."""
CONFIGURATION = """
spool_directory = {folder}/spool
log_file_path = {folder}/log-%s
exim_user = {who.pw_name}
exim_group = {who.pw_gid}
keep_environment =
deliver_drop_privilege
never_users =
primary_hostname = mail.council.example
host_lookup =
tls_advertise_hosts =
message_size_limit = 1M
acl_smtp_rcpt = take
acl_smtp_data = take

begin acl
take:
  accept

begin routers
everybody:
  driver = accept
  transport = one_file

begin transports
one_file:
  driver = appendfile
  file = {folder}/arrived
  message_prefix =
  message_suffix =
  envelope_to_add
"""


@dataclass(frozen=True)
class Exim:
    """Where it listens, and the file into which it delivers."""

    port: int
    arrived: Path
    log: Path


@pytest.fixture
def exim() -> Iterator[Exim]:
    """Exim with a configuration of its own. It is started for one connection, and has delivered when that is over."""
    who = pwd.getpwnam(AS_ROOT) if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    folder = Path(tempfile.mkdtemp())
    os.chown(folder, who.pw_uid, who.pw_gid)
    configuration = folder / "exim.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, who=who))
    configuration.chmod(0o644)

    def serve(server: socket.socket) -> None:
        with server, server.accept()[0] as connection:
            command = [EXIM or "", "-C", str(configuration), "-odf", "-bs"]
            subprocess.run(
                command, user=who.pw_uid, group=who.pw_gid, stdin=connection.fileno(), stdout=connection.fileno(),
                check=True,
            )  # fmt: skip

    server = socket.create_server(("127.0.0.1", 0))
    serving = Thread(target=serve, args=(server,), daemon=True)
    try:
        serving.start()
        yield Exim(server.getsockname()[1], folder / "arrived", folder / "log-main")
        serving.join(30)
    finally:
        shutil.rmtree(folder)


# .ci/run installs it, so there it always runs; `make test` passes on a machine of which nobody is root.
@pytest.mark.skipif(EXIM is None, reason="exim4 is not installed")
def test_a_digest_arrives_through_a_mail_server_that_we_did_not_write(
    office: Office, exim: Exim, settings_for: Settings
) -> None:
    ref = reminded(office)
    with office.store.changing_many() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'sent' WHERE recipient <> 'sam'")
    assert delivered(office, settings_for(exim.port)) == {"sent": 1}
    mail = read_mail(exim.arrived.read_bytes())
    assert mail["Envelope-to"] == mail["To"] == "sam@council.example"
    assert mail["From"] == "PLO Workflow <plo@council.example>"
    assert mail["Subject"] == "Pre-proceedings: 1 overdue, 1 coming due"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "by mail.council.example with esmtp" in mail["Received"].replace("\n", " ")
    due = f"{ref}: Letter before proceedings sent – overdue since Tuesday 20 January 2026"
    assert due in text_of(mail)
    page = mail.get_body(("html",))
    assert page
    assert f'href="https://plo.example/cases/{ref}"' in page.get_content()
    assert f"id={mail['Message-ID'][1:-1]}" in exim.log.read_text()
