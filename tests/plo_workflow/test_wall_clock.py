"""What time it is: now, or now on the day that a demonstration stands on, by London's clock on every night."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from plo_workflow.errors import DayNotSet
from plo_workflow.settings import LONDON
from plo_workflow.wall_clock import day_given, now, on_another_day, wall_clock

WINTER = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
NIGHTS = {
    date(2026, 3, 29): "the clocks go forward",
    date(2026, 10, 25): "the clocks go back",
}


def stopped_at(instant: datetime) -> time_machine.travel:
    """Time stands still; given as a number, because an aware instant would set the time zone too."""
    return time_machine.travel(instant.timestamp(), tick=False)


def in_london(instant: datetime) -> str:
    return f"{instant.astimezone(LONDON):%Y-%m-%d %H:%M %Z}"


def test_it_is_what_the_clock_on_the_wall_says() -> None:
    with stopped_at(WINTER):
        assert wall_clock() == now() == WINTER
        assert now().tzinfo is UTC


@pytest.mark.parametrize(
    ("said", "ahead", "expected"),
    [
        ("2026-12-24", 0, "2026-12-24 09:30 GMT"),
        ("2026-12-24", 7, "2026-12-31 09:30 GMT"),
        ("2026-07-01", 0, "2026-07-01 09:30 BST"),
        ("", 0, "2026-11-24 09:30 GMT"),
        ("", 1, "2026-11-25 09:30 GMT"),
        ("", 366, "2027-11-25 09:30 GMT"),
    ],
)
def test_a_demonstration_stands_on_its_day_at_the_real_time_of_day(
    monkeypatch: pytest.MonkeyPatch, said: str, ahead: int, expected: str
) -> None:
    monkeypatch.setenv("PLO_TODAY", said)
    with stopped_at(WINTER):
        assert in_london(now(ahead)) == expected


@pytest.mark.parametrize("said", ["24.12.2026", "tomorrow", "2026-02-30", "0"])
def test_what_is_no_day_is_refused_in_a_sentence(said: str) -> None:
    with pytest.raises(DayNotSet, match=f"PLO_TODAY is a day written like 2026-12-24, and it is “{said}”."):
        day_given({"PLO_TODAY": said})


@pytest.mark.parametrize("night", NIGHTS, ids=NIGHTS.get)
@pytest.mark.parametrize("ahead", [1, 7, 30])
def test_every_minute_of_both_nights_is_on_the_day_it_should_be(night: date, ahead: int) -> None:
    """Stepping onto the night, onto another day from that night, and past it."""
    for minute in range(0, 26 * 60, 15):
        for start in (night - timedelta(days=ahead), night, night - timedelta(days=1)):
            real = datetime.combine(start, datetime.min.time(), LONDON).astimezone(UTC) + timedelta(minutes=minute)
            local = real.astimezone(LONDON)
            moved = on_another_day(real, None, ahead).astimezone(LONDON)
            assert moved.date() == local.date() + timedelta(days=ahead)
            skipped = moved.date() == date(2026, 3, 29) and local.hour == 1
            assert moved.time() == local.time() or (skipped and abs(moved.hour - local.hour) == 1)


def test_on_the_night_on_which_the_clocks_go_forward_a_time_that_is_skipped_is_an_hour_off() -> None:
    evening = datetime(2026, 3, 28, 1, 30, tzinfo=UTC)
    assert in_london(on_another_day(evening, None, 1)) == "2026-03-29 02:30 BST"


def test_on_the_night_on_which_they_go_back_the_day_is_25_hours_long_and_one_day() -> None:
    on = date(2026, 10, 25)
    assert in_london(on_another_day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), on, 0)) == "2026-10-25 00:30 BST"
    assert in_london(on_another_day(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), on, 0)) == "2026-10-25 23:30 GMT"
