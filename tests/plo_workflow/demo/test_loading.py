"""The made-up caseload: through the commands, the same by seed, never beside real cases, and nobody's real details."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from plo_workflow.cases.chain import verify
from plo_workflow.cases.requesting import NewChild, request_gateway
from plo_workflow.demo import DemoLoaded, load_demo
from plo_workflow.demo.names import FAMILY_SURNAMES
from plo_workflow.errors import DemoBesideRealCases
from plo_workflow.kinds import LegalStatus
from plo_workflow.models import Address, Case, Child, Person, Staff
from tests.databases import Databases
from tests.office import Office, prepare

AS_OF = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def loaded(office: Office, cases: int = 25, seed: int = 1) -> DemoLoaded:
    return load_demo(office.store, as_of=AS_OF, at=AT, cases=cases, seed=seed)


def stages(office: Office) -> list[tuple[str, str]]:
    return [tuple(row) for row in office.rows("SELECT ref, stage FROM cases ORDER BY id")]


def test_a_made_up_caseload_has_a_whole_history(databases: Databases) -> None:
    office = Office(databases.fresh(prepare))
    found = loaded(office)
    with office.store.reading() as session:
        entries, fault = verify(session)
    assert fault is None
    assert entries > found.commands


def test_the_same_seed_makes_the_same_families(sqlite: Databases) -> None:
    first, second, other = (Office(sqlite.fresh(prepare)) for _ in range(3))
    for office, seed in ((first, 7), (second, 7), (other, 8)):
        loaded(office, cases=8, seed=seed)
    assert stages(first) == stages(second)
    assert stages(first) != stages(other)


def test_made_up_families_are_not_loaded_beside_real_ones(databases: Databases) -> None:
    office = Office(databases.fresh(prepare))
    office.do(
        "sam", request_gateway, on=date(2026, 1, 5), family_name="Merrow", concerns="A worry",
        children=[NewChild("Isla", born_on=date(2020, 1, 1))], legal_status=LegalStatus.NONE,
        fgdm_position="Not yet", social_worker="sam",
    )  # fmt: skip
    with pytest.raises(DemoBesideRealCases):
        loaded(office)
    assert office.rows("SELECT count(*) FROM cases WHERE synthetic") == [(0,)]


def test_a_caseload_of_sixty_stands_in_nearly_every_stage(sqlite: Databases) -> None:
    office = Office(sqlite.fresh(prepare))
    loaded(office, cases=60)
    found = {stage for _, stage in stages(office)}
    assert len(found) >= 10
    overdue = "SELECT count(*) FROM cases WHERE open AND next_due_on < '2026-11-24'"
    assert office.rows(overdue)[0][0] >= 5


def test_nobody_in_it_could_be_a_real_person(sqlite: Databases) -> None:
    office = Office(sqlite.fresh(prepare))
    loaded(office)
    with office.store.reading() as session:
        cases = session.scalars(select(Case)).all()
        assert all(case.synthetic and case.ref.startswith("SYN-") for case in cases)
        assert {case.family_name for case in cases} <= set(FAMILY_SURNAMES)
        assert {child.family_name for child in session.scalars(select(Child))} <= set(FAMILY_SURNAMES)
        assert all(person.name.split()[-1] in FAMILY_SURNAMES for person in session.scalars(select(Person)))
        assert all(re.search(r", ZZ\d \dZZ$", address.lines) for address in session.scalars(select(Address)))
        made_up = session.scalars(select(Staff).where(Staff.email.is_not(None))).all()
        assert all(one.email and one.email.endswith("@council.example") for one in made_up)
