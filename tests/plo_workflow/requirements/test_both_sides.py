"""Every requirement has a side on which it is met and one on which it says in words what is missing."""

from __future__ import annotations

import pytest

from plo_workflow.requirements import REQUIREMENTS
from tests.plo_workflow.requirements import about_court, about_letters, at_decisions, at_entry, at_meetings
from tests.plo_workflow.requirements.sides import Sides, Table

TABLES: list[Table] = [module.SIDES for module in (at_entry, about_letters, at_meetings, at_decisions, about_court)]
SIDES: dict[str, Sides] = {claim.__name__: sides for table in TABLES for claim, sides in table.items()}


def test_no_requirement_is_left_untested() -> None:
    assert set(SIDES) == set(REQUIREMENTS)


@pytest.mark.parametrize("key", REQUIREMENTS)
def test_it_is_met(key: str) -> None:
    finding = REQUIREMENTS[key].check(SIDES[key].met)
    assert finding.met, finding.sentence
    assert finding.sentence.endswith(".")


@pytest.mark.parametrize("key", REQUIREMENTS)
def test_it_is_not_met_and_says_what_is_missing(key: str) -> None:
    finding = REQUIREMENTS[key].check(SIDES[key].unmet)
    assert not finding.met
    assert SIDES[key].missing in finding.sentence
    assert finding.sentence.endswith(".")
