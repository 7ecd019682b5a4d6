"""Marks look only at what they say: a command counts again just those clocks that can have seen something change."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from plo_workflow.cases import Done
from plo_workflow.clocks import ANCHORS, CLOCKS
from plo_workflow.ledger import touched
from plo_workflow.marks import LEAVE_NO_MARK, Marker
from plo_workflow.models import CaseFile, Fact, Move, Note
from plo_workflow.policy import default_policy
from plo_workflow.stages import MOVES
from tests import journeys
from tests.databases import SqliteFiles
from tests.ledgers import assert_clocks_agree
from tests.office import Office, prepare

FOUND = {marker for clock in CLOCKS.values() for marker in (clock.starts, clock.stops, clock.ends)}
MARKERS = sorted(FOUND | {marker for marker, _ in ANCHORS.values()}, key=lambda marker: marker.__name__)


class Watched(CaseFile):
    """A case file that notes which kinds of fact were asked for, with some of its moves taken out."""

    def __init__(self, file: CaseFile, without: frozenset[str] = frozenset()) -> None:
        super().__init__(
            file.case, lambda kind: [f for f in file.all(kind) if not (isinstance(f, Move) and f.move in without)]
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
        watched = Watched(file)
        marks = marker(watched, default_policy())
        assert watched.asked <= marker.reads
        assert marker(Watched(file, LEAVE_NO_MARK), default_policy()) == marks


def test_moves_that_leave_no_mark_are_moves() -> None:
    assert set(MOVES) > LEAVE_NO_MARK


def test_a_note_concerns_no_clock() -> None:
    assert touched([Note()]) == []


def test_a_review_concerns_only_clocks_about_what_it_records() -> None:
    assert touched([Move(move="hold_review")]) == []


def test_an_entry_concerns_what_runs_from_the_decision() -> None:
    concerned = {clock.key for clock in touched([Move(move="record_decision_enter")])}
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
