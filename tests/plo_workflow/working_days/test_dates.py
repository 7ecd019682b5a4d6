"""Dates in words, birthdays and weeks of a pregnancy."""

from datetime import date

import pytest

from plo_workflow.working_days import add_months, birthday, gestation_date, in_words, listed, with_weekday
from tests.plo_workflow.weekdays import day


def test_a_date_is_written_as_gov_uk_writes_it() -> None:
    assert in_words(date(2026, 2, 3)) == "3 February 2026"
    assert with_weekday(date(2026, 2, 3)) == "Tuesday 3 February 2026"


def test_a_list_is_written_as_it_is_spoken() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("week", "on"),
    [(16, "Mon 30 Mar 2026"), (22, "Mon 11 May 2026"), (26, "Mon 8 Jun 2026"), (34, "Mon 3 Aug 2026")],
)
def test_weeks_of_a_pregnancy_are_counted_back_from_the_expected_date(week: int, on: str) -> None:  # golden 26
    assert gestation_date(day("Mon 14 Sep 2026"), week) == day(on)


def test_the_expected_date_is_week_40() -> None:
    assert gestation_date(day("Mon 14 Sep 2026"), 40) == day("Mon 14 Sep 2026")


@pytest.mark.parametrize(
    ("born", "years", "reached"),
    [
        ("Tue 20 Oct 2009", 17, "Tue 20 Oct 2026"),
        ("Fri 29 Feb 2008", 17, "Sat 1 Mar 2025"),
        ("Fri 29 Feb 2008", 16, "Thu 29 Feb 2024"),
    ],
)
def test_an_age_is_reached_on_the_birthday(born: str, years: int, reached: str) -> None:
    assert birthday(day(born), years) == day(reached)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("Sat 31 Jan 2026", 1, "Sat 28 Feb 2026"),
        ("Tue 29 Feb 2028", 12, "Wed 28 Feb 2029"),
        ("Thu 31 Dec 2026", -6, "Tue 30 Jun 2026"),
        ("Tue 15 Dec 2026", 1, "Fri 15 Jan 2027"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(start: str, months: int, end: str) -> None:
    assert add_months(day(start), months) == day(end)
