"""Which cases wait for a gateway, and for which sitting."""

from __future__ import annotations

from datetime import date

from plo_workflow.caseload.sittings import waiting_for_gateway
from plo_workflow.cases.oversight import restrict_case
from plo_workflow.cases.requesting import NewChild
from tests.databases import Databases
from tests.journeys import back_at_gateway, letters_out, requested
from tests.office import Office, prepare
from tests.steps import ON_TIME, Family

ALDER = Family("Alder", (NewChild("Wren", born_on=date(2019, 5, 6)),), ("Kit Alder",))
BEECH = Family("Beech", (NewChild("Lark", born_on=date(2020, 6, 7)),), ("Ash Beech",))


def waiting(office: Office) -> list[tuple[str, date | None]]:
    with office.store.reading() as session:
        return [(line.case.ref, line.sitting_on) for line in waiting_for_gateway(session)]


def test_those_to_be_listed_come_first_and_then_each_by_its_sitting(databases: Databases) -> None:
    office = Office(databases.fresh(prepare))
    returned, asked, under_way = (
        back_at_gateway(office),
        requested(office, family=ALDER),
        letters_out(office, family=BEECH),
    )
    assert waiting(office) == [(asked, None), (returned, ON_TIME.exit)]
    assert under_way not in dict(waiting(office))


def test_a_restricted_case_is_on_no_list_for_the_gateway(databases: Databases) -> None:
    office = Office(databases.fresh(prepare))
    asked = requested(office)
    office.do("hugh", restrict_case, asked, on=ON_TIME.requested, restricted=True, reason="A colleague's family.")
    assert waiting(office) == []
