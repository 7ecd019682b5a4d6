"""The nights on which the clocks change, wherever the server stands: the same reminders, by the day it is in London."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from plo_workflow.models import RunningClock
from schedules.jobs import sweep_reminders
from tests.databases import Databases
from tests.journeys import requested
from tests.office import Office, prepare
from tests.plo_workflow.weekdays import day
from tests.schedules.test_commands import stopped_at
from tests.steps import ON_TIME
from tests.year.facts import Reader
from tests.year.living import tellings_since
from tests.year.oracle import Oracle, Told
from tests.year.rules import Rules

DAY = timedelta(days=1)
FORWARD = "30 Mar 2025, 29 Mar 2026, 28 Mar 2027, 26 Mar 2028, 25 Mar 2029, 31 Mar 2030, 30 Mar 2031, 28 Mar 2032, "
FORWARD += "27 Mar 2033, 26 Mar 2034, 25 Mar 2035"
BACK = "26 Oct 2025, 25 Oct 2026, 31 Oct 2027, 29 Oct 2028, 28 Oct 2029, 27 Oct 2030, 26 Oct 2031, 31 Oct 2032, "
BACK += "30 Oct 2033, 29 Oct 2034, 28 Oct 2035"
SPRING = {-90: -1, -30: -1, 30: 0, 90: 0, 1350: 0, 1410: 1, 1470: 1}
AUTUMN = {-90: -1, -30: 0, 30: 0, 90: 0, 1350: 0, 1410: 0, 1470: 1}
"""Minutes from midnight UTC of the Sunday on which the clocks change, and which day it is then in London: the
Saturday, the Sunday or the Monday."""
ASKED = ("child_seen", "tracker_review", "gateway_record_shared", "hard_ceiling", "application_lodged")


def nights() -> list[tuple[date, dict[int, int]]]:
    """Every Sunday on which the clocks change, in order, and what day it then is."""
    spring = [(day(f"Sun {one}"), SPRING) for one in FORWARD.split(", ")]
    autumn = [(day(f"Sun {one}"), AUTUMN) for one in BACK.split(", ")]
    return sorted(spring + autumn, key=lambda night: night[0])


def have_something_due(office: Office, sunday: date) -> None:
    """On each of the days around a Sunday something is due, from different people."""
    with office.store.writing() as pen:
        rows = [
            {
                "case_id": 1, "clock": clock, "subject": str(due_on), "turn": 1, "anchor_on": due_on - 60 * DAY,
                "due_on": due_on, "provisional": False, "chased": True,
            }
            for clock in ASKED for due_on in (sunday + number * DAY for number in range(-3, 4))
        ]  # fmt: skip
        pen.insert(RunningClock, *rows)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "Pacific/Honolulu"])
def test_the_reminders_are_those_of_londons_day_wherever_the_server_stands(
    databases: Databases, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, oracle = Office(databases.fresh(prepare)), Oracle(Rules())
    requested(office, replace(ON_TIME, requested=day("Mon 6 Jan 2025")))
    expected, found, last = dict[datetime, Counter[Told]](), dict[datetime, Counter[Told]](), 0
    try:
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        for sunday, days in nights():
            have_something_due(office, sunday)
            for minutes, number in days.items():
                instant = datetime(sunday.year, sunday.month, sunday.day, tzinfo=UTC) + timedelta(minutes=minutes)
                today = sunday + number * DAY
                expected[instant] = oracle.morning(Reader(office.rows).read(today).with_dates_alone, today)
                with stopped_at(instant):
                    assert time.localtime().tm_hour == instant.astimezone(ZoneInfo(zone)).hour  # the zone is in force
                    sweep_reminders(office.store, lambda: False)
                found[instant], last = tellings_since(office, last)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert found == expected
    assert len(found) == 22 * 7
    assert all(any(found[instant] for instant in found if instant.year == year) for year in range(2025, 2036))
