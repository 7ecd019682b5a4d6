"""Dates, times and counts as people read them, and what fields are called."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from web.questions import Wording, noun_for, wording_for
from web.wording import clock_time, day, due, mid_sentence, moment, plural


def test_a_date_has_its_month_in_words() -> None:
    assert day(date(2026, 3, 12)) == "12 March 2026"
    assert day(None) == "–"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(10, 30), "10:30am"),
        (time(14), "2pm"),
        (time(12), "midday"),
        (time(0), "midnight"),
        (time(0, 5), "12:05am"),
        (time(12, 5), "12:05pm"),
        (time(12, 0, 30), "midday"),
    ],
)
def test_a_time_is_said_as_people_say_it(at: time, words: str) -> None:
    assert clock_time(at) == words


def test_an_instant_is_shown_as_london_has_it() -> None:
    assert moment(datetime(2026, 3, 12, 10, 30, tzinfo=UTC)) == "12 March 2026 at 10:30am"
    assert moment(datetime(2026, 7, 31, 23, 30, tzinfo=UTC)) == "1 August 2026 at 12:30am"
    assert moment(None) == "–"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (3, "in 3 working days"),
        (1, "in 1 working day"),
        (0, "today"),
        (-1, "1 working day overdue"),
        (-2, "2 working days overdue"),
    ],
)
def test_how_far_off_a_due_date_is(days: int, words: str) -> None:
    assert due(days) == words


def test_calendar_days_are_said_as_days() -> None:
    assert due(-2, "day") == "2 days overdue"


def test_a_count_agrees_with_its_noun() -> None:
    assert [plural(n, "child", "children") for n in (0, 1, 2)] == ["0 children", "1 child", "2 children"]
    assert plural(1204, "case") == "1,204 cases"


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("sent_on", "Date sent"),
        ("held_at", "Date and time held"),
        ("born_on", "Date of birth"),
        ("meeting_id", "Meeting"),
        ("on", "Date"),
        ("place", "Place"),
    ],
)
def test_a_field_without_words_of_its_own_is_called_by_its_name(field: str, label: str) -> None:
    assert wording_for("any_command", field).label == label


def test_an_abbreviation_keeps_its_capitals_inside_a_sentence() -> None:
    assert mid_sentence("Date sent") == "date sent"
    assert mid_sentence("PLO letter") == "PLO letter"


def test_a_question_is_not_used_as_a_noun() -> None:
    assert noun_for(Wording("When was it sent?")) == "This answer"
    assert noun_for(Wording("When was it sent?", noun="The date it was sent")) == "The date it was sent"
    assert noun_for(Wording("Date sent")) == "Date sent"
