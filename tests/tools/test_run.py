"""`make run`: both processes start, and neither is left behind when the other ends or somebody stops them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).parents[2] / "tools" / "run.py"

PAGES = """
import http.server, os
address = ("127.0.0.1", int(os.environ["PORT"]))
http.server.HTTPServer(address, http.server.BaseHTTPRequestHandler).serve_forever()
"""
SIGN_INS = """
print("Priya Sampleton, social worker")
print("Grace Mockford, gateway chair")
"""
RUNS_UNTIL_STOPPED = "import signal; signal.pause()"
FAILS_WITH_7 = "raise SystemExit(7)"
PLO_REFUSES = "#!/bin/sh\nexit 2\n"
PLO_AGREES = "#!/bin/sh\necho plo $*\n"


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found: int = listener.getsockname()[1]
        return found


def start(folder: Path, port: int, *, schedules: str, plo: str = PLO_AGREES) -> subprocess.Popen[str]:
    """Run the runner in a checkout of stand-ins: the pages, the given schedules and the given plo."""
    for package, source in (("web", PAGES), ("schedules", schedules)):
        (folder / package).mkdir()
        (folder / package / "__main__.py").write_text(source)
    (folder / "web" / "welcome.py").write_text(SIGN_INS)
    for name in ("tools", "bin"):
        (folder / name).mkdir()
    shutil.copy(RUN, folder / "tools")
    (folder / "bin" / "python").symlink_to(sys.executable)
    (folder / "bin" / "plo").write_text(plo)
    (folder / "bin" / "plo").chmod(0o755)
    return subprocess.Popen(
        [folder / "bin" / "python", folder / "tools" / "run.py"],
        env=os.environ | {"PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def lines_until_welcome(running: subprocess.Popen[str]) -> list[str]:
    assert running.stdout is not None
    lines = []
    for line in running.stdout:
        lines.append(line.strip())
        if "Ctrl-C" in line:
            break
    return lines


def still_answers(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("stopping", [signal.SIGINT, signal.SIGTERM])
def test_stopping_it_stops_the_pages_too(tmp_path: Path, port: int, stopping: signal.Signals) -> None:
    with start(tmp_path, port, schedules=RUNS_UNTIL_STOPPED) as running:
        lines = lines_until_welcome(running)
        assert lines[:2] == ["plo init", "plo demo --if-empty"]
        assert f"PLO Workflow is running.   Open http://127.0.0.1:{port}" in lines
        people = lines.index("Priya Sampleton, social worker")
        assert lines[people - 1].endswith("To begin with, sign in as")
        assert lines[people + 1] == "Grace Mockford, gateway chair"
        assert still_answers(port)
        running.send_signal(stopping)
        assert running.wait() == 0
    assert not still_answers(port)


def test_when_the_schedules_fail_the_pages_end_with_them(tmp_path: Path, port: int) -> None:
    with start(tmp_path, port, schedules=FAILS_WITH_7) as running:
        assert running.wait() == 7
    assert not still_answers(port)


def test_nothing_starts_when_the_database_is_refused(tmp_path: Path, port: int) -> None:
    with start(tmp_path, port, schedules=RUNS_UNTIL_STOPPED, plo=PLO_REFUSES) as running:
        assert running.wait() == 2


def test_a_port_that_is_taken_is_named_with_another_to_try(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with start(tmp_path, port, schedules=RUNS_UNTIL_STOPPED) as running:
            said, _ = running.communicate()
    assert running.returncode == 1
    assert said == f"Port {port} is taken by another program. Choose another: make run PORT={port + 1}\n"
