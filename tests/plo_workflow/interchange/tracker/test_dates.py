"""Date cells: read day first or not at all. The property at the end is the point: a date is never made up."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plo_workflow.interchange.sheet import CellValue, Computed
from plo_workflow.interchange.tracker.dates import (
    Absent,
    Cancelled,
    Found,
    Timing,
    Unclear,
    misplaced,
    read_date,
)

AS_OF = date(2026, 6, 10)
FEBRUARY_3 = date(2026, 2, 3)


@pytest.mark.parametrize(
    "value",
    [
        "03/02/2026",
        "3/2/26",
        "3.2.26",
        "3-2-2026",
        "3 / 2 / 2026",
        "3 Feb 26",
        "3rd Feb 2026",
        "3 February 2026",
        "3 FEBRUARY, 2026",
        "3rd of February 2026",
        "3-Feb-26",
        "3Feb26",
        "3 Feb '26",
        "Tue 3 Feb 2026",
        "Tuesday 03/02/2026",
        "2026-02-03",
        "2026-02-03T10:30:00",
        "03/02/2026 10:30",
        "3 Feb 26 at 2.30pm",
        date(2026, 2, 3),
        datetime(2026, 2, 3, 14, 30),
    ],
)
def test_the_third_of_february_however_it_is_written(value: CellValue) -> None:
    assert read_date(value) == Found(FEBRUARY_3)


@pytest.mark.parametrize(("text", "year"), [("1/1/00", 2000), ("1/1/49", 2049), ("1/1/50", 1950), ("1/1/99", 1999)])
def test_years_of_two_digits_from_00_to_49_are_this_century(text: str, year: int) -> None:
    assert read_date(text) == Found(date(year, 1, 1))


def test_september_in_four_letters() -> None:
    assert read_date("1 Sept 26") == Found(date(2026, 9, 1))


@pytest.mark.parametrize(
    "text",
    ["tbc", "TBC", "t.b.c.", "tba", "n/a", "N/A", "na", "?", "??", "-", "–", "not yet", "not yet booked",
     "none", "nil", "unknown", "to follow", "awaiting date", "pending", "No"],
)  # fmt: skip
def test_words_for_no_date_are_an_absence_with_the_words_kept(text: str) -> None:
    assert read_date(text) == Absent(text)


def test_an_empty_cell_is_an_absence_without_words() -> None:
    assert read_date(None) == Absent()


@pytest.mark.parametrize(
    "text",
    [
        "??/05/26",
        "w/c 3rd",
        "03/2026",
        "Easter",
        "Feb 26",
        "3rd",
        "3 Feb",
        "03/02/20266",
        "03/02/2026 or 10/02/2026",
        "03/02/2026 (moved)",
        "early June",
        "46056",
        "3.2/26",
        "x" * 5_000,
    ],
)
def test_what_does_not_give_one_day_is_a_problem_and_never_guessed(text: str) -> None:
    assert isinstance(read_date(text), Unclear)


@pytest.mark.parametrize(
    "text", ["31/02/2026", "29.2.26", "31 April 2026", "02/13/2026", "0/1/26", "3 Foo 26", "1/1/0000"]
)
def test_a_day_that_is_not_in_the_calendar_is_a_problem(text: str) -> None:
    reading = read_date(text)
    assert isinstance(reading, Unclear)
    assert "no such day in the calendar" in reading.what


def test_a_weekday_that_does_not_fit_the_date_is_a_problem() -> None:
    assert read_date("Mon 3 Feb 2026") == Unclear("3 February 2026 is a Tuesday, not a Monday.")


def test_a_cancelled_meeting_keeps_its_date_and_its_words() -> None:
    words = "CANCELLED - parent unwell 09/02/26"
    assert read_date(words) == Cancelled(date(2026, 2, 9), words)
    assert read_date("Postponed, was 3 Feb 2026.") == Cancelled(FEBRUARY_3, "Postponed, was 3 Feb 2026.")
    assert read_date("cancelled x2, no sol") == Cancelled(None, "cancelled x2, no sol")


@pytest.mark.parametrize("text", ["CANCELLED 31/02/26", "CANCELLED 09/02/26, now 16/02/26"])
def test_a_cancelled_meeting_without_one_real_date_is_a_problem(text: str) -> None:
    assert isinstance(read_date(text), Unclear)


def test_a_bare_number_in_excels_range_is_a_date_with_a_note() -> None:
    reading = read_date(46056)
    assert isinstance(reading, Found)
    assert reading.on == FEBRUARY_3
    assert reading.note == "the number 46056 was read as Excel's count of days, 3 February 2026"
    assert read_date(46056.75) == Found(FEBRUARY_3, reading.note.replace("46056", "46056.75"))


@pytest.mark.parametrize(
    "value",
    [
        3,
        2026,
        -1,
        10**30,
        1e300,
        float("nan"),
        float("inf"),
        True,
        time(10, 30),
        timedelta(1),
        Computed("=A1"),
    ],
)
def test_other_things_in_a_date_cell_are_a_problem(value: CellValue) -> None:
    assert isinstance(read_date(value), Unclear)


def test_a_process_date_is_neither_before_1990_nor_over_two_years_ahead() -> None:
    for timing in Timing:
        assert misplaced(date(1989, 12, 31), timing, AS_OF) is not None
        assert misplaced(AS_OF + timedelta(days=732), timing, AS_OF) is not None
        assert misplaced(AS_OF, timing, AS_OF) is None


def test_only_what_records_the_past_may_not_lie_ahead() -> None:
    tomorrow = AS_OF + timedelta(days=1)
    wrong = misplaced(tomorrow, Timing.PAST, AS_OF)
    assert wrong is not None
    assert wrong.what == "11 June 2026 has not come yet, and this column is for what has happened."
    assert misplaced(tomorrow, Timing.MEETING, AS_OF) is None
    assert misplaced(tomorrow, Timing.AHEAD, AS_OF) is None


MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
PIECES = st.sampled_from(
    [
        *"0123456789/.-? :,'",
        *MONTHS,
        "February",
        "th",
        "of",
        "w/c ",
        "CANCELLED ",
        "tbc",
        "2026",
        "26",
        "T",
        "٣",
        "\n",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=14).map("".join)))
def test_no_text_gives_a_date_whose_day_month_and_year_are_not_in_it(text: str) -> None:
    reading = read_date(text)
    if isinstance(reading, Found | Cancelled) and reading.on:
        numbers = [int(number) for number in re.findall("[0-9]+", text)]
        assert reading.on.day in numbers
        assert reading.on.year in numbers or reading.on.year % 100 in numbers
        assert reading.on.month in numbers or MONTHS[reading.on.month - 1] in text.lower()


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_every_date_is_read_back_from_every_way_of_writing_it(on: date) -> None:
    short = f"{on.year % 100:02}"
    month = MONTHS[on.month - 1]
    written = [
        f"{on.day}/{on.month}/{on.year}",
        f"{on.day:02}.{on.month:02}.{short}",
        f"{on.day} {month.title()} {short}",
        on.isoformat(),
    ]
    assert {read_date(text) for text in written} == {Found(on)}
