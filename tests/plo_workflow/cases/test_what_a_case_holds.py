"""A case says in which tables its facts are, so that the others need not be read: it must never leave one out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from plo_workflow.caseload.casefiles import read_file
from plo_workflow.models import Case, Fact
from tests import journeys
from tests.journeys import Builder
from tests.office import Office

KINDS = [kind for kind in Fact.__subclasses__() if "__tablename__" in vars(kind)]


@pytest.mark.parametrize("stage", [journeys.requested, journeys.plan_under_way, journeys.stepped_down, journeys.lodged])
def test_a_case_names_every_table_in_which_a_fact_of_it_was_recorded(
    at: Callable[[Builder], tuple[Office, str]], stage: Builder
) -> None:
    office, ref = at(stage)
    with office.store.reading() as session:
        case = session.scalars(select(Case).where(Case.ref == ref)).one()
        found = {kind.__tablename__ for kind in KINDS if session.scalar(select(kind.id).where(kind.case_id == case.id))}
        assert sorted(found) == sorted(case.holds)
        file = read_file(session, ref)
        read = {kind.__tablename__ for kind in KINDS if file.all(kind)}
        assert read <= found
        assert read
