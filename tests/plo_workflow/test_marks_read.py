"""Marks look only at what they say: a command counts again just those clocks that can have seen something change."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from plo_workflow.cases import Done
from plo_workflow.clocks import ANCHORS, CLOCKS, Clock
from plo_workflow.ledger import touched
from plo_workflow.marks import Marker, Read, looked_for
from plo_workflow.models import CaseFile, Fact, Move, Note
from plo_workflow.policy import default_policy, read_policy
from plo_workflow.stages import MOVES
from tests import journeys
from tests.databases import SqliteFiles
from tests.ledgers import assert_clocks_agree
from tests.office import Office, prepare

FOUND = {marker for clock in CLOCKS.values() for marker in (clock.starts, clock.stops, clock.ends)}
MARKERS = sorted(FOUND | {marker for marker, _ in ANCHORS.values()}, key=lambda marker: marker.__name__)


class Watched(CaseFile):
    """A case file that notes which kinds of fact were asked for, and holds only what may be looked at."""

    def __init__(self, file: CaseFile, may_read: frozenset[Read]) -> None:
        super().__init__(
            file.case, lambda kind: [fact for fact in file.all(kind) if not may_read.isdisjoint(looked_for(fact))]
        )
        self.asked: set[type[Fact]] = set()

    def all(self, kind: type[Fact]) -> list[Fact]:  # type: ignore[override]
        """As ever, and noted."""
        self.asked.add(kind)
        return super().all(kind)


@pytest.fixture(scope="module")
def files(sqlite_folder: SqliteFiles) -> list[CaseFile]:
    """A case that went to court and one that stepped down."""
    return [_file(sqlite_folder, go) for go in (journeys.lodged, journeys.stepped_down)]


def _file(folder: SqliteFiles, go: Callable[[Office], str]) -> CaseFile:
    office = Office(folder.fresh(prepare))
    with closing(office.store):
        return office.file(go(office))


@pytest.mark.parametrize("marker", MARKERS, ids=lambda marker: marker.__name__)
def test_a_mark_reads_only_what_it_says(marker: Marker, files: list[CaseFile]) -> None:
    for file in files:
        watched = Watched(file, marker.reads)
        assert marker(watched, default_policy()) == marker(file, default_policy())
        assert watched.asked <= kinds(marker.reads)


def test_the_moves_that_marks_look_at_are_moves() -> None:
    looked_at = {what for marker in MARKERS for what in marker.reads if isinstance(what, str)}
    assert looked_at <= set(MOVES)


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=lambda clock: clock.key)
def test_a_clock_looks_at_whatever_its_marks_read(clock: Clock) -> None:
    assert clock.starts.reads | clock.stops.reads | clock.ends.reads <= clock.looks_at(default_policy())


@pytest.mark.parametrize("anchor", ["decision", "letter", "first_meeting"])
def test_a_clock_looks_at_what_the_policy_counts_it_from(anchor: str) -> None:
    policy = read_policy(f'[clocks.headline_limit]\nanchor = "{anchor}"\n')
    assert ANCHORS[anchor][0].reads <= CLOCKS["headline_limit"].looks_at(policy)


def kinds(reads: frozenset[Read]) -> set[type[Fact]]:
    return {Move if isinstance(what, str) else what[0] if isinstance(what, tuple) else what for what in reads}


def test_a_note_concerns_no_clock() -> None:
    assert touched([Note()], default_policy()) == []


def test_a_review_concerns_only_clocks_about_what_it_records() -> None:
    assert touched([Move(move="hold_review")], default_policy()) == []


def test_an_entry_concerns_what_runs_from_the_decision() -> None:
    concerned = {clock.key for clock in touched([Move(move="record_decision_enter")], default_policy())}
    assert {"letter_sent", "headline_limit", "hard_ceiling", "child_seen", "case_supervision"} <= concerned


class CarefulOffice(Office):
    """An office in which the clocks of a case are worked out anew after every move."""

    def do(self, *said: Any, **more: Any) -> Done:
        """Do it, and see that no clock was left as it was."""
        done = super().do(*said, **more)
        if said[1].__name__ in MOVES and done.case:
            assert_clocks_agree(self, done.case)
        return done


@pytest.mark.parametrize("go", [journeys.lodged, journeys.stepped_down], ids=["to court", "to step-down"])
def test_after_every_move_each_clock_is_as_all_the_facts_have_it(
    go: Callable[[Office], str], sqlite: SqliteFiles
) -> None:
    office = CarefulOffice(sqlite.fresh(prepare))
    with closing(office.store):
        go(office)
