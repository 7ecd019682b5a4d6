"""A case that is opened beside made-up families is made up too, and never one beside a real family."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plo_workflow.cases.requesting import NewChild
from tests.databases import Databases
from tests.journeys import requested
from tests.office import Office, prepare
from tests.plo_workflow.weekdays import day
from tests.steps import MERROW, Family

ALDER = Family("Alder", (NewChild("Wren", born_on=day("Mon 6 May 2019")),), ("Kit Alder",))


@pytest.mark.parametrize("first_is_made_up", [True, False])
def test_the_next_case_is_made_up_only_where_every_other_is(databases: Databases, first_is_made_up: bool) -> None:
    office = Office(databases.fresh(prepare))
    requested(office, family=replace(MERROW, synthetic=first_is_made_up))
    ref = requested(office, family=ALDER)
    assert office.file(ref).case.synthetic == first_is_made_up
    assert ref.startswith("SYN" if first_is_made_up else "PLO")
