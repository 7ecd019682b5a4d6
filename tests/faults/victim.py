"""A process that carries out moves to be killed in the middle of: `python -m tests.faults.victim`.

It reads a line of JSON for each deed and forks a child for it, so that a death costs no new start of Python, and
answers with a line that says how the child ended. It holds no connection itself.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

from plo_workflow.cases import Desk, requesting
from plo_workflow.migrations import migrate
from plo_workflow.store import Store
from tests.faults.calls import Calls
from tests.faults.families import MOVES
from tests.office import Office

MIGRATE = "migrate"
"""The deed of bringing an empty database to this program's schema; any other is one of MOVES."""
NOW = b"now\n"


@dataclass(frozen=True)
class Deed:
    """What a child is to do, and before which call it is killed: by itself, or by its parent a moment later.

    Without a call it lives and says which calls it made.
    """

    what: str
    url: str
    key: str = "first"
    dies_before: int | None = None
    by_its_parent: bool = False


@dataclass(frozen=True)
class Fate:
    """How a child ended: killed or not, and what it had answered by then."""

    killed: bool
    calls: list[str] = field(default_factory=list)
    answer: dict[str, Any] | None = None


def live(deed: Deed, tell: Callable[[bytes], object]) -> None:
    """The whole life of a child."""
    store = Store(deed.url)
    calls = Calls(store)

    def interfere(number: int, _: str) -> None:
        if number == deed.dies_before and deed.by_its_parent:
            tell(NOW)
        elif number == deed.dies_before:
            os.kill(os.getpid(), signal.SIGKILL)

    answer = make(deed, store, lambda: calls.watch(interfere))
    calls.leave()
    tell(json.dumps({"calls": calls.made, "answer": answer}).encode() + b"\n")


def make(deed: Deed, store: Store, begin: Callable[[], None]) -> dict[str, Any] | None:
    """Do the deed, with a call of `begin` when everything is at hand; gives the answer of a move."""
    if deed.what == MIGRATE:
        begin()
        migrate(store)
        return None
    numbers = count(1)
    vars(requesting)["uuid4"] = lambda: UUID(int=next(numbers))  # two runs of one move must write the same rows
    office = Office(deed.url)
    order, command, said = MOVES[deed.what].order(office, deed.key)
    begin()
    return asdict(Desk(store).perform(order, command, **said))


def watch_over(deed: Deed) -> Fate:
    """Fork a child for a deed, kill it when it says so, and say how it ended."""
    hear, tell = os.pipe()
    child = os.fork()
    if not child:
        try:
            live(deed, lambda said: os.write(tell, said))
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(tell)
    with os.fdopen(hear, "rb") as heard:
        said = heard.readline()
        if said == NOW:
            os.kill(child, signal.SIGKILL)
            said = heard.readline()
    _, status = os.waitpid(child, 0)
    return Fate(os.WIFSIGNALED(status), **(json.loads(said) if said else {}))


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(asdict(watch_over(Deed(**json.loads(line))))), flush=True)
