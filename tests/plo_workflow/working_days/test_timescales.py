"""On which day a timescale ends, and each day that was not counted on the way."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from itertools import product

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plo_workflow.working_days import CannotCount, Direction, Roll, Timescale, Unit, count, load_calendar
from tests.plo_workflow.weekdays import day

CALENDAR = load_calendar()
BANK_HOLIDAYS = set(holidays.country_holidays("GB", subdiv="ENG", years=range(2021, 2030)))
ALL_DAYS = (date(2021, 6, 1) + timedelta(days=n) for n in range(3000))
WORKED = [on for on in ALL_DAYS if on.isoweekday() <= 5 and on not in BANK_HOLIDAYS]
SPAN = timedelta(days=200)  # further than any of the generated counts


def second_opinion(timescale: Timescale, anchor: date, closures: set[date]) -> date:
    """The last day found another way: by its place in the list of all days that are worked."""
    day_0 = anchor
    if timescale.including_first_day:
        day_0 += timedelta(days=-1 if timescale.direction == "after" else 1)
    near = WORKED[bisect_left(WORKED, day_0 - SPAN) : bisect_left(WORKED, day_0 + SPAN)]
    worked = [on for on in near if on not in closures]
    if timescale.unit == "working_days":
        if timescale.direction == "after":
            return worked[bisect_right(worked, day_0) + timescale.length - 1]
        return worked[bisect_left(worked, day_0) - timescale.length]
    days = timescale.length * (7 if timescale.unit == "weeks" else 1)
    last = date.fromordinal(day_0.toordinal() + (days if timescale.direction == "after" else -days))
    if timescale.roll == "keep" or last in worked:
        return last
    index = bisect_left(worked, last)
    return worked[index] if timescale.roll == "next_working_day" else worked[index - 1]


LONGEST_OF_UNIT = {"working_days": 60, "days": 150, "weeks": 20}
LENGTHS = [(length, unit) for unit, most in LONGEST_OF_UNIT.items() for length in range(1, most + 1)]
ROLLS = ("keep", "next_working_day", "previous_working_day")
WAYS = list(product(("after", "before"), (False, True), ROLLS))
TIMESCALES = st.builds(lambda length, way: Timescale(*length, *way), st.sampled_from(LENGTHS), st.sampled_from(WAYS))
ANCHORS = st.integers(0, 2000).map(lambda n: date(2022, 9, 1) + timedelta(days=n))
# How far the days on which the council is closed are from the anchor: single days, and runs as at Christmas.
CLOSED = [(), (1,), (-1,), (3, 4, 5), (-3, -4, -5), (0, 20), (-20, 60), (7, 14, 42), tuple(range(-9, 9))]
COUNTS = st.tuples(TIMESCALES, ANCHORS, st.sampled_from(CLOSED))


def closed_around(anchor: date, distances: tuple[int, ...]) -> dict[date, str]:
    """Closures at these distances from a day."""
    return {anchor + timedelta(days=distance): "closed" for distance in distances}


@settings(max_examples=20_000)
@given(COUNTS)
def test_a_second_way_of_counting_agrees(case: tuple[Timescale, date, tuple[int, ...]]) -> None:
    timescale, anchor, distances = case
    closures = closed_around(anchor, distances)
    found = count(timescale, anchor, CALENDAR.with_closures(closures))
    assert found.due_on == second_opinion(timescale, anchor, set(closures))


@settings(max_examples=2000)
@given(COUNTS, st.lists(st.integers(1, 56), max_size=3))
def test_what_a_count_tells_agrees_with_its_date(
    case: tuple[Timescale, date, tuple[int, ...]], extensions: list[int]
) -> None:
    timescale, anchor, distances = case
    calendar = CALENDAR.with_closures(closed_around(anchor, distances))
    found = count(timescale, anchor, calendar, extensions)
    assert found.days[-1].on == found.due_on
    assert all(calendar.why_not_counted(excluded.on) == excluded.why for excluded in found.excluded)
    assert (found.due_on in {excluded.on for excluded in found.excluded}) == (not calendar.is_working_day(found.due_on))
    if timescale.unit == "working_days":
        assert max(row.number or 0 for row in found.days) == timescale.length


@pytest.mark.parametrize(
    ("timescale", "words"),
    [
        (Timescale(5, "working_days"), "5 working days after"),
        (Timescale(1, "working_days"), "1 working day after"),
        (Timescale(3, "working_days", "before"), "3 working days before"),
        (Timescale(42, "days"), "42 days after"),
        (Timescale(26, "weeks", including_first_day=True), "26 weeks beginning with"),
        (Timescale(2, "weeks", "before", including_first_day=True), "2 weeks ending with"),
        (Timescale(12, "months"), "12 months after"),
        (Timescale(17, "years"), "17 years after"),
        (Timescale(0, "days"), "on"),
    ],
)
def test_a_timescale_is_told_in_words(timescale: Timescale, words: str) -> None:
    assert timescale.text == words


def test_26_weeks_beginning_with_the_day_of_issue_end_181_days_later() -> None:
    issued = day("Wed 3 Jun 2026")
    counted = count(Timescale(26, "weeks", including_first_day=True), issued, CALENDAR)
    assert counted.due_on == issued + timedelta(days=181) == day("Tue 1 Dec 2026")


@pytest.mark.parametrize(
    ("start", "due"),
    [("Tue 3 Feb 2026", "Mon 9 Feb 2026"), ("Sat 7 Feb 2026", "Fri 13 Feb 2026")],
)
def test_working_days_counted_from_the_first_day_itself(start: str, due: str) -> None:
    counted = count(Timescale(5, "working_days", including_first_day=True), day(start), CALENDAR)
    assert counted.due_on == day(due)


@pytest.mark.parametrize(
    ("roll", "due"),
    [
        ("keep", "Fri 25 Dec 2026"),
        ("next_working_day", "Tue 29 Dec 2026"),
        ("previous_working_day", "Thu 24 Dec 2026"),
    ],
)
def test_a_last_day_that_is_a_bank_holiday_is_kept_or_moved(roll: Roll, due: str) -> None:  # golden 20
    counted = count(Timescale(42, "days", roll=roll), day("Fri 13 Nov 2026"), CALENDAR)
    assert counted.due_on == day(due)
    assert counted.reached_on == day("Fri 25 Dec 2026")
    assert counted.excluded[0].why == "Christmas Day"


def test_the_latest_working_day_is_shown_beside_a_date_that_is_kept() -> None:
    counted = count(Timescale(42, "days"), day("Fri 13 Nov 2026"), CALENDAR)
    assert counted.latest_working_day == day("Thu 24 Dec 2026")


def test_each_extension_is_added_to_the_limit_as_it_then_stood() -> None:
    limit = Timescale(112, "days", roll="next_working_day")
    start = day("Mon 2 Feb 2026")
    assert count(limit, start, CALENDAR).due_on == day("Tue 26 May 2026")  # from the bank holiday on Monday 25
    assert count(limit, start, CALENDAR, [28]).due_on == day("Tue 23 Jun 2026")


def test_the_day_table_numbers_each_day_or_says_why_not() -> None:
    counted = count(Timescale(5, "working_days"), day("Tue 31 Mar 2026"), CALENDAR, [28])
    assert [(f"{row.on:%a} {row.on.day}", row.number, row.why) for row in counted.days] == [
        ("Wed 1", 1, None),
        ("Thu 2", 2, None),
        ("Fri 3", None, "Good Friday"),
        ("Sat 4", None, "Saturday"),
        ("Sun 5", None, "Sunday"),
        ("Mon 6", None, "Easter Monday"),
        ("Tue 7", 3, None),
        ("Wed 8", 4, None),
        ("Thu 9", 5, None),
        ("Thu 7", None, "extended by 28 days"),
    ]


def test_the_day_table_of_calendar_days_has_the_days_that_matter() -> None:
    counted = count(Timescale(42, "days", roll="next_working_day"), day("Fri 13 Nov 2026"), CALENDAR)
    assert [(row.on.day, row.number, row.why) for row in counted.days] == [
        (25, 42, "Christmas Day"),
        (29, None, "next working day"),
    ]


@pytest.mark.parametrize(
    ("length", "unit", "direction", "anchor", "provisional"),
    [
        (5, "working_days", "after", "Wed 20 Dec 2028", False),
        (5, "working_days", "after", "Thu 21 Dec 2028", True),
        (3, "working_days", "before", "Mon 1 Jan 2029", False),
        (3, "working_days", "before", "Tue 2 Jan 2029", True),
        (3, "working_days", "before", "Wed 5 Jan 2022", True),
        (28, "days", "after", "Sun 3 Dec 2028", False),
        (28, "days", "after", "Mon 4 Dec 2028", True),
        (28, "days", "after", "Mon 20 Dec 2021", False),
        (17, "years", "after", "Tue 20 Oct 2009", False),
    ],
)
def test_a_count_beyond_the_published_bank_holidays_is_provisional(
    length: int, unit: Unit, direction: Direction, anchor: str, provisional: bool
) -> None:
    assert count(Timescale(length, unit, direction), day(anchor), CALENDAR).provisional is provisional


def test_a_bank_holiday_declared_later_moves_the_date() -> None:  # golden 47
    letter, due = Timescale(5, "working_days"), day("Tue 16 Jun 2026")
    assert count(letter, day("Tue 9 Jun 2026"), CALENDAR).due_on == due
    declared = CALENDAR.with_closures({day("Fri 12 Jun 2026"): "a day of national thanksgiving"})
    assert count(letter, day("Tue 9 Jun 2026"), declared).due_on == day("Wed 17 Jun 2026")


@pytest.mark.parametrize("length", [-1, 1001])
def test_a_length_that_makes_no_sense_is_refused(length: int) -> None:
    with pytest.raises(CannotCount, match=f"from 0 to 1000 long, and this one is {length}"):
        Timescale(length, "days")


@pytest.mark.parametrize(("length", "unit"), [(1, "months"), (1, "years"), (0, "days")])
def test_counting_from_the_first_day_itself_is_refused_where_it_is_unclear(length: int, unit: Unit) -> None:
    with pytest.raises(CannotCount, match="counted from the first day itself"):
        Timescale(length, unit, including_first_day=True)


@pytest.mark.parametrize("days", [0, -28, 1001])
def test_an_extension_of_no_days_is_refused(days: int) -> None:
    with pytest.raises(CannotCount, match="An extension is from 1 to 1000 days"):
        count(Timescale(112, "days"), day("Tue 13 Jan 2026"), CALENDAR, [28, days])


@pytest.mark.parametrize("anchor", [date(1899, 12, 31), date(2200, 1, 1), date.max, date.min])
def test_a_date_that_is_no_date_of_a_case_is_refused(anchor: date) -> None:
    with pytest.raises(CannotCount, match="Dates are counted from 1900 to 2199"):
        count(Timescale(5, "working_days"), anchor, CALENDAR)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(["after", "before"]))
def test_the_longest_timescale_can_be_counted_from_any_date(anchor: date, direction: Direction) -> None:
    for unit in ("working_days", "days", "weeks", "months", "years"):
        counted = count(Timescale(1000, unit, direction), anchor, CALENDAR, [1000])
        assert counted.latest_working_day <= counted.due_on
