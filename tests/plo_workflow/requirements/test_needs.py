"""What people need is asked of each of them, and met before a meeting counts."""

from datetime import UTC, date, datetime

import pytest

from plo_workflow.access import Actor
from plo_workflow.kinds import NeedKind, Relationship
from plo_workflow.models import Case, CaseFile, Need, Person
from plo_workflow.policy import default_policy
from plo_workflow.requirements import Ask
from plo_workflow.requirements.meetings import needs_met
from plo_workflow.working_days import load_calendar

RECORDED = {"case_id": 1, "happened_on": date(2026, 2, 3), "recorded_at": datetime(2026, 2, 3, 12, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("kind", "met", "sentence"),
    [
        (NeedKind.NONE, True, "Needs are met."),
        (NeedKind.INTERPRETER, False, "Needs not yet met for this meeting: Ada Mockford: interpreter."),
    ],
)
def test_that_nothing_is_needed_holds_nothing_up_but_an_interpreter_does(
    kind: NeedKind, met: bool, sentence: str
) -> None:
    mother = Person(id=1, name="Ada Mockford", relationship=Relationship.MOTHER, **RECORDED)
    file = CaseFile(Case(stage="letter_issued"), facts=[mother, Need(id=2, person_id=1, kind=kind, **RECORDED)])
    policy, actor = default_policy(), Actor("sam", "Sam", frozenset())
    found = needs_met(Ask(file, policy, load_calendar(), date(2026, 2, 24), actor))
    assert (found.met, found.sentence) == (met, sentence)
