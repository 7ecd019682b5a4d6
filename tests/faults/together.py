"""Several people at once: the same instant for all, in threads of one program."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from plo_workflow.errors import Refused


def all_at_once(deeds: Iterable[Callable[[], Any]]) -> list[Any]:
    """Do every deed in a thread of its own, begun at the same instant; gives what each came to, a refusal included."""
    waiting = list(deeds)
    barrier = Barrier(len(waiting))

    def do(deed: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return deed()
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(len(waiting)) as people:
        return list(people.map(do, waiting))
