"""Several processes that record the same review at the same instants: `python -m tests.faults.contending`.

Arguments: the URL, the case, how many processes, how many rounds. In the first half of the rounds all have read the
same revision, in the second all hold the same key. Prints a list of rounds, each a list of what the processes came to.
"""

from __future__ import annotations

import json
import sys
from multiprocessing import get_context
from typing import Any

from plo_workflow.cases.meetings import hold_review
from plo_workflow.errors import Refused
from tests.faults.reviewing import review_order, review_said
from tests.faults.states import opened
from tests.office import Office

FORK = get_context("fork")


def contend(number: int, url: str, ref: str, rounds: int, barrier: Any, heard: Any) -> None:
    """The life of one process."""
    with opened(url) as office:
        said = review_said(office, ref)
        for each in range(rounds):
            barrier.wait()
            revision = office.file(ref).case.revision
            barrier.wait()
            if each < rounds // 2:
                order = review_order(ref, number, revision=revision)
            else:
                order = review_order(ref, 0, key=f"round {each}")
            heard.put((each, number, record(office, order, said)))


def record(office: Office, order: Any, said: Any) -> Any:
    """What recording the review came to: its revision and whether it was a repeat, or the kind of refusal."""
    try:
        done = office.desk.perform(order, hold_review, **said)
    except Refused as refusal:
        return type(refusal).__name__
    return [done.revision, done.repeated]


def main(url: str, ref: str, processes: int, rounds: int) -> list[list[Any]]:
    """Have the processes contend; gives what each came to in each round."""
    barrier, heard = FORK.Barrier(processes), FORK.SimpleQueue()
    children = [
        FORK.Process(target=contend, args=(number, url, ref, rounds, barrier, heard)) for number in range(processes)
    ]
    for child in children:
        child.start()
    found: list[list[Any]] = [[None] * processes for _ in range(rounds)]
    for _ in range(processes * rounds):
        each, number, outcome = heard.get()
        found[each][number] = outcome
    for child in children:
        child.join()
    return found


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))))
