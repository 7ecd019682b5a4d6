"""On which rung a date stands on a day, against a second way of counting."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plo_workflow.policy import calendar_for, default_policy
from plo_workflow.reminders.ladder import COMING, OVERDUE, Span, lasting_since, spans
from plo_workflow.working_days import load_calendar
from tests.plo_workflow.weekdays import day

POLICY = default_policy()
CALENDAR = calendar_for(POLICY)
DAYS = st.dates(date(2022, 1, 1), date(2028, 12, 31))
LONG_AGO = date(2000, 1, 3)


def rung_of(due: date, on: date, begun: date = LONG_AGO) -> str:
    """The rung of something due on a day; nothing where it is on none."""
    found = [span.rung for span in spans(POLICY.reminders, CALENDAR, on) if _holds(span, due, begun)]
    assert len(found) <= 1
    return "".join(found)


def _holds(span: Span, due: date, begun: date) -> bool:
    inside = span.first_on <= due <= span.last_on
    return inside and span.ladder in (COMING, OVERDUE) and begun < span.begun_before


@pytest.mark.parametrize(
    ("on", "rung"),
    [
        ("Mon 22 Dec 2025", ""), ("Tue 23 Dec 2025", "coming_10"), ("Wed 31 Dec 2025", "coming_10"),
        ("Fri 2 Jan 2026", "coming_5"), ("Tue 6 Jan 2026", "coming_5"), ("Wed 7 Jan 2026", "coming_2"),
        ("Thu 8 Jan 2026", "coming_2"), ("Fri 9 Jan 2026", "coming_0"), ("Sat 10 Jan 2026", ""),
        ("Mon 12 Jan 2026", "overdue_1"), ("Tue 13 Jan 2026", "overdue_1"), ("Wed 14 Jan 2026", "overdue_3"),
        ("Fri 16 Jan 2026", "overdue_5"), ("Thu 22 Jan 2026", "overdue_5"), ("Fri 23 Jan 2026", "overdue_10"),
        ("Thu 5 Feb 2026", "overdue_10"), ("Fri 6 Feb 2026", "overdue_20"), ("Fri 6 Feb 2027", "overdue_20"),
    ],
)  # fmt: skip
def test_what_is_due_on_friday_9_january_climbs_from_rung_to_rung(on: str, rung: str) -> None:
    asked = date(2027, 2, 6) if on.endswith("2027") else day(on)
    assert rung_of(day("Fri 9 Jan 2026"), asked) == rung


def test_a_free_day_is_announced_on_the_working_day_before_it() -> None:
    assert rung_of(day("Sun 11 Jan 2026"), day("Fri 9 Jan 2026")) == "coming_0"


def test_nobody_is_reminded_of_what_has_only_just_begun() -> None:
    friday, two_days_before = day("Fri 9 Jan 2026"), day("Wed 7 Jan 2026")
    assert rung_of(friday, two_days_before, begun=two_days_before) == ""
    assert rung_of(friday, two_days_before, begun=two_days_before - timedelta(days=1)) == "coming_2"
    assert rung_of(friday, friday, begun=two_days_before) == "coming_0"


@given(on=DAYS, before=st.integers(1, 60))
def test_an_overdue_rung_is_the_highest_whose_working_days_have_passed(on: date, before: int) -> None:
    due = on - timedelta(days=before)
    passed = sum(CALENDAR.is_working_day(due + timedelta(days=number)) for number in range(1, before + 1))
    reached = [step.working_days for step in POLICY.reminders.overdue if step.working_days <= passed]
    assert rung_of(due, on) == (f"overdue_{reached[-1]}" if reached else "")


@given(on=DAYS, ahead=st.integers(0, 30))
def test_a_coming_rung_is_the_nearest_whose_working_days_are_left(on: date, ahead: int) -> None:
    due = on + timedelta(days=ahead)
    left = sum(CALENDAR.is_working_day(on + timedelta(days=number)) for number in range(1, ahead + 1))
    near = [offset for offset in POLICY.reminders.due_in_working_days if left <= offset]
    assert rung_of(due, on) == (f"coming_{near[-1]}" if near else "")


@given(on=DAYS, working_days=st.integers(1, 15), before=st.integers(-3, 40))
def test_something_has_lasted_when_so_many_working_days_lie_between(on: date, working_days: int, before: int) -> None:
    calendar = load_calendar()
    began = on - timedelta(days=before)
    long_enough = calendar.working_days_between(began, on) >= working_days
    assert (began <= lasting_since(on, working_days, calendar)) == long_enough
