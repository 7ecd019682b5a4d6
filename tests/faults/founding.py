"""Several processes that make and found the same database at the same instant: `python -m tests.faults.founding`.

Arguments: the URL and how many processes. Prints a list of what each came to: nothing, or the kind of fault.
"""

from __future__ import annotations

import json
import sys
from multiprocessing import get_context
from typing import Any

from plo_workflow.cases.office import found
from plo_workflow.migrations import migrate
from plo_workflow.store import Store
from tests.office import FOUNDED_ON, noon

FORK = get_context("fork")


def make(url: str, barrier: Any, heard: Any) -> None:
    """The life of one process."""
    store = Store(url)
    barrier.wait()
    try:
        migrate(store)
        found(store, at=noon(FOUNDED_ON))
        heard.put(None)
    except Exception as fault:
        heard.put(f"{type(fault).__name__}: {fault}")


def main(url: str, processes: int) -> list[str | None]:
    """Have the processes begin together; gives what each came to."""
    barrier, heard = FORK.Barrier(processes), FORK.SimpleQueue()
    children = [FORK.Process(target=make, args=(url, barrier, heard)) for _ in range(processes)]
    for child in children:
        child.start()
    came_to = [heard.get() for _ in children]
    for child in children:
        child.join()
    return came_to


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
