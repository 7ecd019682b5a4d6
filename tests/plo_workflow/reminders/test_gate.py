"""Messages leave in the hours and on the days that the policy gives; what is ready at another time waits for them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plo_workflow.policy import calendar_for, default_policy
from plo_workflow.reminders.gate import Gate
from plo_workflow.settings import LONDON

POLICY = default_policy()
GATE = Gate(POLICY.reminders.sending, calendar_for(POLICY))


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-24 07:59", "2026-11-24 08:00"),
        ("2026-11-24 08:00", "2026-11-24 08:00"),
        ("2026-11-24 17:59", "2026-11-24 17:59"),
        ("2026-11-24 18:00", "2026-11-25 08:00"),
        ("2026-11-27 18:00", "2026-11-30 08:00"),  # over the weekend
        ("2026-11-28 12:00", "2026-11-30 08:00"),
        ("2026-12-24 18:01", "2026-12-29 08:00"),  # over Christmas
        ("2026-03-27 19:00", "2026-03-30 08:00"),  # the clocks go forward
        ("2026-10-23 19:00", "2026-10-26 08:00"),  # and back
    ],
)
def test_what_is_ready_out_of_hours_waits_for_the_next_ones(at: str, opens: str) -> None:
    assert GATE.opens_at(london(at)) == london(opens)
    assert GATE.is_open(london(at)) == (at == opens)


@given(at=st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC)))
def test_the_next_hours_are_never_past_and_always_on_a_day_on_which_the_council_works(at: datetime) -> None:
    opens = GATE.opens_at(at).astimezone(LONDON)
    assert at <= opens < at + timedelta(days=8)
    assert GATE.calendar.is_working_day(opens.date())
    assert time(8) <= opens.time() < time(18)
    assert GATE.is_open(opens)


@pytest.mark.parametrize("year", range(2025, 2036))
def test_both_nights_of_the_clock_change_open_at_eight_in_london(year: int) -> None:
    for month in (3, 10):
        last = date(year, month, 31)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        night = datetime.combine(sunday, time(1, 30), LONDON)
        assert GATE.opens_at(night).astimezone(LONDON).time() == time(8)
