"""The worklist: what is due first on top, page by page, each line with what belongs to its case."""

from __future__ import annotations

from datetime import timedelta

from plo_workflow.caseload.casefiles import clocks_of, read_file
from plo_workflow.caseload.worklist import Line, Wanted, count_cases, worklist
from plo_workflow.clocks import CLOCKS
from plo_workflow.models import RunningClock
from tests.databases import Databases
from tests.journeys import letters_out, plan_under_way, requested, stepped_down
from tests.office import Office, prepare
from tests.plo_workflow.caseload.test_sittings import ALDER, BEECH
from tests.steps import ON_TIME, TWO, Family

TODAY = ON_TIME.letters + timedelta(days=60)
EVERYBODY = Wanted()


def lines(office: Office, wanted: Wanted = EVERYBODY, page: int = 1, size: int = 50) -> list[Line]:
    with office.store.reading() as session:
        return worklist(session, wanted, today=TODAY, page=page, size=size)


def running_clocks(office: Office, ref: str) -> list[RunningClock]:
    with office.store.reading() as session:
        return [clock for clock in clocks_of(session, read_file(session, ref).case) if clock.outcome is None]


def test_each_line_says_of_its_case_what_the_case_says_itself(databases: Databases) -> None:
    office = Office(databases.fresh(prepare))
    refs = {plan_under_way(office, family=TWO), requested(office, family=ALDER), letters_out(office, family=BEECH)}
    found = lines(office)
    assert {line.ref for line in found} == refs
    for line in found:
        running = running_clocks(office, line.ref)
        chased = [clock for clock in running if clock.chased]
        assert line.next_due_on == min(clock.due_on for clock in chased)
        assert line.next_due in {CLOCKS[clock.clock].label for clock in chased if clock.due_on == line.next_due_on}
        assert line.overdue == sum(clock.due_on < TODAY for clock in chased)
        limits = [clock.due_on for clock in running if clock.clock == "headline_limit"]
        assert line.limit_on == (limits[0] if limits else None)
        assert line.worker == "Sam"
    assert {line.family_name: line.children for line in found} == {"Merrow": 2, "Alder": 1, "Beech": 1}


def test_pages_follow_one_another_in_the_order_of_what_is_due(databases: Databases) -> None:
    office = Office(databases.fresh(prepare))
    for family in (Family(), ALDER, BEECH):
        letters_out(office, family=family)
    whole = lines(office)
    assert [line.next_due_on for line in whole] == sorted(line.next_due_on for line in whole if line.next_due_on)
    assert [lines(office, page=page, size=1) for page in (1, 2, 3, 4)] == [[line] for line in whole] + [[]]


def test_a_closed_case_is_on_the_list_of_closed_ones_only(databases: Databases) -> None:
    office = Office(databases.fresh(prepare))
    ended, going_on = stepped_down(office), letters_out(office, family=ALDER)
    assert [line.ref for line in lines(office)] == [going_on]
    assert [(line.ref, line.open) for line in lines(office, Wanted(closed=True))] == [(ended, False)]
    with office.store.reading() as session:
        assert (count_cases(session, EVERYBODY), count_cases(session, Wanted(closed=True))) == (1, 1)
