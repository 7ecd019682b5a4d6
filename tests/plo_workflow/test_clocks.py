"""Every clock is found by its names, reads what it says it reads, and runs when the table of moves says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from plo_workflow.cases import COMMANDS, Done
from plo_workflow.cases.requesting import NewChild
from plo_workflow.clocks import ANCHORS, CLOCKS, clock_named
from plo_workflow.policy import default_policy, read_policy
from plo_workflow.stages import MOVES
from tests.databases import Databases
from tests.journeys import lodged, stepped_down
from tests.office import Office, prepare
from tests.steps import Family

OTHERS = Family("Sampleton", (NewChild("Ewan", born_on=date(2019, 5, 6)),), ("Ada Sampleton",))


@pytest.mark.parametrize("name", ["K06", "k06", "letter_sent", " LETTER_SENT "])
def test_a_clock_is_known_by_its_id_and_by_its_key(name: str) -> None:
    assert clock_named(name) is CLOCKS["letter_sent"]


@pytest.mark.parametrize("name", ["", "K99", "letter", "K"])
def test_nothing_else_names_a_clock(name: str) -> None:
    assert clock_named(name) is None


# What a clock counts from


@pytest.mark.parametrize(
    ("anchor", "words"),
    [
        ("decision", "the decision to enter"),
        ("letter", "the letters being sent"),
        ("first_meeting", "the first effective meeting"),
    ],
)
def test_a_council_chooses_what_the_limit_counts_from(anchor: str, words: str) -> None:
    policy = read_policy(f'[clocks.headline_limit]\nanchor = "{anchor}"\n')
    assert CLOCKS["headline_limit"].anchor_words(policy) == words


def test_the_anchors_that_a_policy_may_name_are_those_that_the_clocks_know() -> None:
    for key, rule in default_policy().clocks.items():
        assert set(rule.anchors) <= set(ANCHORS), key
        assert bool(rule.anchors) == CLOCKS[key].anchored, key


# What the table of moves says of clocks


class Watching(Office):
    """An authority where after every move the clocks are compared with what its row says."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.made: set[str] = set()

    def do(self, who: str, command: Callable[..., Any], case: str | None = None, /, *args: Any, **said: Any) -> Done:
        """Have a person do something, and look at the clocks."""
        done = super().do(who, command, case, *args, **said)
        key = COMMANDS[command.__name__].move
        if key:
            self.made.add(key)
            self.compare(key, done.case or "", said["on"])
        return done

    def compare(self, key: str, ref: str, on: date) -> None:
        """What the row says is started has begun that day, and what it says is stopped runs no more."""
        began = {(row.clock, str(row.entry_on)[:10]) for row in self.rows(BEGAN, ref=ref)}
        running = {row.clock for row in self.rows(RUNNING, ref=ref)}
        assert {(clock, on.isoformat()) for clock in MOVES[key].starts} <= began, key
        assert not set(MOVES[key].stops) & running, key


BEGAN = (
    "SELECT clock, entry_on FROM clock_ledger JOIN cases ON cases.id = case_id WHERE ref = :ref AND entry = 'started'"
)
RUNNING = "SELECT clock FROM clocks JOIN cases ON cases.id = case_id WHERE ref = :ref AND outcome IS NULL"


def test_a_move_starts_and_stops_the_clocks_that_its_row_names(databases: Databases) -> None:
    office = Watching(databases.fresh(prepare))
    lodged(office)
    stepped_down(office, family=OTHERS)
    assert len(office.made) >= 11
    office.store.close()
