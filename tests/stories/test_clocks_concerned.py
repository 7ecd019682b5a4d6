"""A command counts again just the clocks that its facts concern: the other facts of a case, of any kind, tell nothing.

Asked of real cases after every kind of move, and of one on which everything was tried.
"""

from __future__ import annotations

from contextlib import closing
from itertools import product

import pytest

from plo_workflow.cases.office import shipped_calendar
from plo_workflow.clocks import CLOCKS, Clock
from plo_workflow.errors import Refused
from plo_workflow.ledger import Turn, project, touched
from plo_workflow.models import CaseFile, Fact
from plo_workflow.policy import default_policy
from plo_workflow.working_days import Calendar, read_calendar
from tests import journeys
from tests.databases import SqliteFiles
from tests.journeys import Builder
from tests.office import Office, prepare
from tests.stories.moves import made
from tests.stories.playing import BEGINS_ON, TRIES, Play

LAST_MOVES = (
    "record_decision_continue", "record_decision_issue", "record_ineffective_first_meeting", "decide_extend",
    "withdraw_decision", "confirm_step_down", "lodge_application", "issue_urgently", "return_to_review", "close_other",
)  # fmt: skip


def everything_tried(office: Office) -> str:
    """A case on which everything that can be tried was tried, some of it several times."""
    play = Play(office, journeys.reviewed(office), BEGINS_ON)
    for pick, attempt in product(range(5), dict.fromkeys(TRIES)):
        try:
            attempt(play, pick)
        except Refused:
            continue
    return play.ref


def _file(folder: SqliteFiles, build: Builder) -> CaseFile:
    office = Office(folder.fresh(prepare))
    with closing(office.store):
        return office.file(build(office))


@pytest.fixture(scope="module")
def files(sqlite_folder: SqliteFiles) -> list[CaseFile]:
    return [_file(sqlite_folder, build) for build in (*map(made, LAST_MOVES), everything_tried)]


def with_what_concerns(clock: Clock, file: CaseFile) -> CaseFile:
    """The case without any fact for which the clock would not be counted again."""

    def concerning(kind: type[Fact]) -> list[Fact]:
        return [fact for fact in file.all(kind) if clock in touched([fact], default_policy())]

    return CaseFile(file.case, concerning)


def turns_of(clock: Clock, file: CaseFile) -> list[Turn]:
    return project(clock, file, default_policy(), CALENDAR)


CALENDAR: Calendar = read_calendar(shipped_calendar())


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=lambda clock: clock.key)
def test_a_clock_stands_the_same_without_the_facts_that_do_not_concern_it(clock: Clock, files: list[CaseFile]) -> None:
    for file in files:
        assert turns_of(clock, with_what_concerns(clock, file)) == turns_of(clock, file)


def test_every_clock_ran_on_one_of_these_cases(files: list[CaseFile]) -> None:
    ran = {clock.key for clock in CLOCKS.values() if any(turns_of(clock, file) for file in files)}
    assert ran == CLOCKS.keys()
