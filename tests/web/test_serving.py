"""Starting the demonstration: the key, the settings, the server on this machine only."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.journeys import requested
from tests.office import Office, prepare
from web.security import read_secret_key


def start(folder: Path, **settings: str) -> subprocess.Popen[str]:
    """The website as a process of its own, on a database in that folder."""
    if not (folder / "plo.sqlite3").exists():
        prepare(f"sqlite:///{folder / 'plo.sqlite3'}")
    return subprocess.Popen(
        [sys.executable, "-m", "web"],
        env={**os.environ, "PLO_FOLDER": str(folder), **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> str:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return str(taken.getsockname()[1])


def test_the_demonstration_says_where_it_is_answers_there_and_ends_cleanly(tmp_path: Path) -> None:
    with start(tmp_path, PORT=free_port()) as server:
        assert server.stdout
        address = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
        assert address
        with urllib.request.urlopen(f"{address[0]}/healthz") as answer:
            assert answer.read() == b"ok\n"
        server.send_signal(signal.SIGTERM)
        _, errors = server.communicate()
    assert (server.returncode, errors) == (0, "")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"PORT": "http"}, "PORT must be a number from 1 to 65535; it is 'http'."),
        ({"PORT": "70000"}, "PORT must be a number from 1 to 65535; it is '70000'."),
        ({"PLO_COUNCIL_COLOUR": "#eeeeee"}, "Choose a darker colour."),
    ],
)
def test_a_setting_that_cannot_be_is_one_plain_sentence(
    tmp_path: Path, settings: dict[str, str], sentence: str
) -> None:
    with start(tmp_path, **settings) as server:
        _, errors = server.communicate()
    assert server.returncode == 1
    assert errors.startswith("The website cannot start: ")
    assert sentence in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:///{folder}/other.sqlite3", "Run `plo init` first."),
        ("sqlite:///{folder}/nowhere/plo.sqlite3", "The database cannot be reached"),
        ("nonsense", "Could not parse SQLAlchemy URL"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_plain_sentence(tmp_path: Path, url: str, sentence: str) -> None:
    with start(tmp_path, PLO_DATABASE_URL=url.format(folder=tmp_path)) as server:
        _, errors = server.communicate()
    assert server.returncode == 1
    assert errors.startswith("The website cannot start: ")
    assert sentence in errors
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-12-24", "PLO_TODAY is set, and this database holds real cases"),
        ("24 December", "PLO_TODAY is a day written like 2026-12-24"),
    ],
)
def test_another_day_is_refused_beside_a_real_case_and_where_it_is_none(
    tmp_path: Path, day: str, sentence: str
) -> None:
    url = f"sqlite:///{tmp_path / 'plo.sqlite3'}"
    prepare(url)
    requested(Office(url))
    with start(tmp_path, PLO_TODAY=day) as server:
        _, errors = server.communicate()
    assert server.returncode == 1
    assert errors.startswith(f"The website cannot start: {sentence}")
    assert len(errors.splitlines()) == 1


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    key = read_secret_key(tmp_path / "var")
    assert len(key) == 64
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert read_secret_key(tmp_path / "var") == key


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    read_secret_key(tmp_path)
    (tmp_path / "secret_key").chmod(0o644)
    with pytest.raises(PermissionError, match="chmod 600"):
        read_secret_key(tmp_path)
