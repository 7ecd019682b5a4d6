"""Which days count."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plo_workflow.working_days import calendar_text, load_calendar, read_calendar
from tests.plo_workflow.weekdays import day

CALENDAR = load_calendar()
DAYS = st.dates(date(2022, 2, 1), date(2028, 11, 30))


def test_bank_holidays_of_2022_to_2028_are_those_a_second_source_knows() -> None:
    known = holidays.country_holidays("GB", subdiv="ENG", years=range(2022, 2029))
    assert set(CALENDAR.holidays) == {on for on in known if on.weekday() < 5}


@pytest.mark.parametrize(
    ("on", "name"),
    [
        ("Thu 2 Jun 2022", "Spring bank holiday"),
        ("Fri 3 Jun 2022", "Platinum Jubilee bank holiday"),
        ("Mon 19 Sep 2022", "Bank Holiday for the State Funeral of Queen Elizabeth II"),
        ("Mon 8 May 2023", "Bank holiday for the coronation of King Charles III"),
    ],
)
def test_the_four_one_offs_are_in_the_data(on: str, name: str) -> None:
    assert CALENDAR.why_not_counted(day(on)) == name


def test_a_day_that_is_not_counted_says_what_excludes_it() -> None:
    closed = CALENDAR.with_closures({day("Tue 29 Dec 2026"): "Christmas closure"})
    assert closed.why_not_counted(day("Sat 7 Feb 2026")) == "Saturday"
    assert closed.why_not_counted(day("Sun 8 Feb 2026")) == "Sunday"
    assert closed.why_not_counted(day("Fri 3 Apr 2026")) == "Good Friday"
    assert closed.why_not_counted(day("Tue 29 Dec 2026")) == "closed: Christmas closure"
    assert closed.why_not_counted(day("Wed 30 Dec 2026")) is None


def test_a_closure_on_a_bank_holiday_leaves_the_holiday_its_name() -> None:
    closed = CALENDAR.with_closures({day("Fri 3 Apr 2026"): "closed for Easter"})
    assert closed.why_not_counted(day("Fri 3 Apr 2026")) == "Good Friday"


def test_closures_are_added_to_those_there_are() -> None:
    first, second = day("Tue 29 Dec 2026"), day("Wed 30 Dec 2026")
    closed = CALENDAR.with_closures({first: "a"}).with_closures({second: "b"})
    assert not closed.is_working_day(first)
    assert not closed.is_working_day(second)
    assert CALENDAR.is_working_day(first)


def test_none_added_is_the_same_day_even_on_a_sunday() -> None:
    assert CALENDAR.add_working_days(day("Sun 8 Feb 2026"), 0) == day("Sun 8 Feb 2026")


def test_the_working_day_on_or_before_and_after_a_bank_holiday() -> None:
    christmas, tuesday = day("Fri 25 Dec 2026"), day("Tue 3 Feb 2026")
    assert CALENDAR.working_day_on_or_before(christmas) == day("Thu 24 Dec 2026")
    assert CALENDAR.working_day_on_or_after(christmas) == day("Tue 29 Dec 2026")
    assert CALENDAR.working_day_on_or_before(tuesday) == tuesday == CALENDAR.working_day_on_or_after(tuesday)


def test_seven_working_days_lie_over_easter() -> None:  # golden 36
    start, end = day("Fri 27 Mar 2026"), day("Thu 9 Apr 2026")
    assert CALENDAR.working_days_between(start, end) == 7
    assert CALENDAR.working_days_between(end, start) == -7
    assert CALENDAR.working_days_between(start, start) == 0


@settings(max_examples=2000)
@given(DAYS, st.integers(-40, 40).filter(bool))
def test_as_many_working_days_lie_between_as_were_added(start: date, n: int) -> None:
    end = CALENDAR.add_working_days(start, n)
    assert CALENDAR.is_working_day(end)
    if n > 0 or CALENDAR.is_working_day(start):
        assert CALENDAR.working_days_between(start, end) == n


@given(DAYS, DAYS)
def test_going_back_counts_as_many_days_as_going_there_between_working_days(first: date, last: date) -> None:
    first, last = CALENDAR.working_day_on_or_before(first), CALENDAR.working_day_on_or_before(last)
    assert CALENDAR.working_days_between(first, last) == -CALENDAR.working_days_between(last, first)


def test_calendars_are_equal_when_their_content_is() -> None:
    closures = {day("Tue 29 Dec 2026"): "a", day("Wed 30 Dec 2026"): "b"}
    one = CALENDAR.with_closures(closures)
    other = CALENDAR.with_closures(dict(reversed(closures.items())))
    assert one == other
    assert hash(one) == hash(other)
    assert one.version == other.version
    assert one != CALENDAR
    assert CALENDAR.with_closures({}) == CALENDAR


def test_a_stored_calendar_is_read_back_with_its_version() -> None:
    closed = CALENDAR.with_closures({day("Tue 29 Dec 2026"): "Christmas closure"})
    assert read_calendar(calendar_text(closed)) == closed


def test_bank_holidays_are_confirmed_to_the_end_of_2028() -> None:
    assert CALENDAR.confirmed_to == max(CALENDAR.holidays) + timedelta(days=5) == date(2028, 12, 31)
