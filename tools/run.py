"""Run the whole product on this machine until Ctrl-C: the pages and the schedules, as two processes.

`make run` runs it after set-up. It decides nothing but this: when one of the two ends, so does the other.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLO = Path(sys.executable).with_name("plo")
SECONDS_TO_FINISH = 20

WELCOME = """
  PLO Workflow is running.   Open {address}
{sign_ins}
  To stop it, press Ctrl-C here.
"""
SIGN_INS = """
  The families in it are made up: not yet for real data. To begin with, sign in as
{people}
"""


def make_ready() -> None:
    """Create or migrate the database, and put made-up families into an empty one; exit if plo refuses."""
    for command in (["init"], ["demo", "--if-empty"]):
        done = subprocess.run([PLO, *command], cwd=ROOT, check=False)
        if done.returncode:
            sys.exit(done.returncode)


def sign_ins() -> str:
    """Who to sign in as to begin with, or only the warning where nobody in the database is made up."""
    asked = subprocess.run(
        [sys.executable, "-m", "web.welcome"], cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True
    )
    people = [f"    {line}" for line in asked.stdout.splitlines()]
    return SIGN_INS.format(people="\n".join(people)) if people else "  Not yet for real data."


def answers(port: int) -> bool:
    """Say whether something on this machine answers at the port."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def start(package: str, port: int) -> subprocess.Popen[bytes]:
    """Start `python -m package`, out of reach of the terminal's Ctrl-C: it is told to stop only once."""
    environment = os.environ | {"PORT": str(port)}
    return subprocess.Popen([sys.executable, "-m", package], cwd=ROOT, env=environment, start_new_session=True)


def exit_code_of_first_to_end(children: list[subprocess.Popen[bytes]]) -> int | None:
    """Return the exit code of one that has ended, or None while all of them run."""
    return next((child.returncode for child in children if child.poll() is not None), None)


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """Tell them to finish what is in hand, and end those that do not within SECONDS_TO_FINISH."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(SECONDS_TO_FINISH)
        except subprocess.TimeoutExpired:
            child.kill()


def run(port: int, children: list[subprocess.Popen[bytes]]) -> int:
    """Start both, say so when the pages answer, and return the exit code of the one that ends first."""
    if answers(port):
        sys.exit(f"Port {port} is taken by another program. Choose another: make run PORT={port + 1}")
    make_ready()
    children += (start(package, port) for package in ("web", "schedules"))
    welcome = WELCOME.format(address=f"http://127.0.0.1:{port}", sign_ins=sign_ins())
    while (code := exit_code_of_first_to_end(children)) is None:
        if welcome and answers(port):
            print(welcome, flush=True)
            welcome = ""
        time.sleep(0.2)
    return code


def main() -> int:
    """Run both until Ctrl-C or SIGTERM (exit code 0) or until one ends (its exit code)."""
    for stopping in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stopping, signal.default_int_handler)
    children: list[subprocess.Popen[bytes]] = []
    try:
        return run(int(os.environ.get("PORT") or 5000), children)
    except KeyboardInterrupt:
        return 0
    finally:
        for stopping in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stopping, signal.SIG_IGN)
        stop(children)


if __name__ == "__main__":
    sys.exit(main())
