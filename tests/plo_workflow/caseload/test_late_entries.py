"""What was written down long after it happened says so; days are working days in London."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from plo_workflow.caseload.late_entries import late_entry, recorded_after
from plo_workflow.models import Visit
from plo_workflow.policy import default_policy
from plo_workflow.working_days import load_calendar
from tests.builders import made
from tests.plo_workflow.weekdays import day


@pytest.mark.parametrize(
    ("happened", "recorded_at", "days", "late"),
    [
        ("Tue 3 Feb 2026", datetime(2026, 2, 3, 17, tzinfo=UTC), 0, 0),
        ("Tue 3 Feb 2026", datetime(2026, 2, 10, 17, tzinfo=UTC), 5, 0),
        ("Tue 3 Feb 2026", datetime(2026, 2, 11, 9, tzinfo=UTC), 6, 6),
        ("Thu 2 Apr 2026", datetime(2026, 4, 13, 9, tzinfo=UTC), 5, 0),  # Easter is not counted
        ("Mon 30 Mar 2026", datetime(2026, 3, 30, 23, 30, tzinfo=UTC), 1, 0),  # half past midnight in London
    ],
)
def test_late_is_more_than_five_working_days_after(happened: str, recorded_at: datetime, days: int, late: int) -> None:
    visit = made(Visit, day(happened), child_id=1, seen_alone=True, recorded_at=recorded_at)
    assert recorded_after(visit.happened_on, recorded_at, load_calendar()) == days
    assert late_entry(visit, default_policy(), load_calendar()) == late
