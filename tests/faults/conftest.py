"""One process for all the deeds that are killed in the middle."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.faults.victim import Deed, Fate

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def do_in_a_process() -> Iterator[Callable[[Deed], Fate]]:
    """Have a child process do a deed, and die in the middle of it where the deed says so."""
    command = [sys.executable, "-m", "tests.faults.victim"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as process:
        assert process.stdin
        assert process.stdout
        asked, answered = process.stdin, process.stdout

        def do(deed: Deed) -> Fate:
            print(json.dumps(asdict(deed)), file=asked, flush=True)
            return Fate(**json.loads(answered.readline()))

        yield do
        asked.close()
