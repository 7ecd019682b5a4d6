"""A fresh authority on each database; the tracker of 140 families is imported where it lies beside the repository."""

from collections.abc import Iterator

import pytest

from tests.databases import Databases
from tests.office import Office, prepare
from tests.plo_workflow.interchange.tracker.conftest import COUNCIL_TRACKER

collect_ignore = [] if COUNCIL_TRACKER.exists() else ["test_council_import.py"]


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    office = Office(databases.fresh(prepare))
    yield office
    office.store.close()
