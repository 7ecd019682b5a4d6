"""The dates of a case stand in the order in which somebody has to act on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from plo_workflow.caseload.casefiles import clocks_of
from plo_workflow.cases.letters import record_letter_delivered
from plo_workflow.clocks import CLOCKS
from tests.databases import Databases
from tests.journeys import letters_out, plan_under_way
from tests.ledgers import assert_clocks_agree, clock
from tests.office import Office, prepare
from tests.plo_workflow.weekdays import day
from tests.steps import letters


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    """An authority of its own for each test."""
    office = Office(databases.fresh(prepare))
    yield office
    office.store.close()


def arrives(office: Office, ref: str, on: date) -> int:
    """The letter is known to have arrived on a day."""
    [letter] = letters(office, ref)
    office.do("ben", record_letter_delivered, ref, on=on, letter=letter, evidence="Signed for.")
    return letter


def test_no_earliest_day_for_the_first_meeting_runs_once_that_meeting_was_held(office: Office) -> None:
    ref = plan_under_way(office)  # on Tue 27 Jan 2026
    letter = arrives(office, ref, day("Thu 29 Jan 2026"))
    assert clock(office, ref, "K07", f"letter:{letter}")[-1].endswith("satisfied Thu 29 Jan 2026")
    assert clock(office, ref, "K09", f"letter:{letter}") == []
    assert_clocks_agree(office, ref)


def test_a_letter_that_had_arrived_before_the_meeting_gave_it_an_earliest_day(office: Office) -> None:
    ref = plan_under_way(office)
    letter = arrives(office, ref, day("Wed 21 Jan 2026"))
    assert clock(office, ref, "K09", f"letter:{letter}") == ["due Mon 26 Jan 2026, satisfied Tue 27 Jan 2026"]
    assert_clocks_agree(office, ref)


def test_what_is_only_watched_stands_after_what_is_due_and_what_ended_comes_last(office: Office) -> None:
    ref = letters_out(office)
    arrives(office, ref, day("Mon 19 Jan 2026"))
    with office.store.reading() as session:
        found = clocks_of(session, office.file(ref).case)
    running = [one for one in found if one.outcome is None]
    assert found[: len(running)] == running
    assert CLOCKS[running[-1].clock].id == "K09"
    due = [one.due_on for one in running[:-1]]
    assert due == sorted(due)
    assert running[-1].due_on < due[-1]
