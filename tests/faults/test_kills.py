"""A process killed with SIGKILL at any statement of any move leaves either the whole move or none of it.

Each move is made once to the end to know its calls on the database and the rows it leaves, and then again and again on
copies of the same database, killed before one call or another. KILLS=1000 tries every call of every move.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from plo_workflow.cases import Done
from tests.databases import Databases
from tests.faults.calls import COMMIT, COMMITTED
from tests.faults.families import MOVES, Form, with_families
from tests.faults.states import assert_sound, contents, differing, opened, sizes
from tests.faults.victim import Deed, Fate
from tests.office import Office

DoInAProcess = Callable[[Deed], Fate]
KILLS = int(os.environ.get("KILLS", "1"))
"""How many kills of each move at a call drawn at random, besides those around its COMMIT."""


def chosen(move: str, calls: list[str]) -> list[tuple[int, bool]]:
    """Before which calls a move is killed, and whether by another process."""
    assert calls[-2:] == [COMMIT, COMMITTED]
    last = len(calls)
    before_commit = [(at, by_another) for at in range(1, last - 1) for by_another in (False, True)]
    drawn = Random(move).sample(before_commit, min(KILLS, len(before_commit)))
    return [*sorted(drawn), (last - 1, False), (last - 1, True), (last, False)]


@pytest.mark.parametrize("move", MOVES)
def test_a_process_killed_in_the_middle_of_a_move_leaves_all_of_it_or_nothing(
    databases: Databases, do_in_a_process: DoInAProcess, move: str
) -> None:
    url, asked = databases.fresh(with_families), MOVES[move]
    with opened(url) as office:
        before, form = contents(office), asked.order(office, "first")
        whole = do_in_a_process(Deed(move, url))
        after = contents(office)
        assert_sound(office, asked.family)
    assert whole.answer
    assert differing(before, after)

    for at, by_another in chosen(move, whole.calls):
        url = databases.fresh(with_families)
        fate = do_in_a_process(Deed(move, url, dies_before=at, by_its_parent=by_another))
        with opened(url) as office:
            found = contents(office)
            kept = not differing(found, after)
            assert kept or not differing(found, before)
            assert kept or not fate.answer, "what was acknowledged is kept"
            assert by_another or (fate.killed and not fate.answer and kept == (whole.calls[at - 1] == COMMITTED))

            again = send(office, form)
            assert again.repeated == kept
            assert (again.case, again.revision) == (whole.answer["case"], whole.answer["revision"])
            assert again.seq == whole.answer["seq"]
            assert send(office, form) == replace(again, repeated=True)
            assert sizes(contents(office)) == sizes(after)
            assert_sound(office, asked.family)


def send(office: Office, form: Form) -> Done:
    """Send the same form, with the key that it keeps however often it is sent."""
    order, command, said = form
    return office.desk.perform(order, command, **said)
