"""The ledger writes down what changed of a clock and nothing else, so that its entries alone give the same dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from plo_workflow.clocks import CLOCKS
from plo_workflow.kinds import GatewayKind
from plo_workflow.ledger import Turn, changes, project
from plo_workflow.models import (
    CaseFile,
    ClockSetting,
    Extension,
    Fact,
    GatewaySitting,
    Meeting,
    Pause,
    RunningClock,
)
from plo_workflow.policy import ClockPolicy, Policy, default_policy
from plo_workflow.working_days import Calendar, load_calendar
from tests.builders import file_with, made, moved, running
from tests.plo_workflow.weekdays import day

ENTERED = day("Tue 13 Jan 2026")
LIMIT = day("Tue 5 May 2026")


def the_limit(*facts: Fact) -> Turn:
    [turn] = turns("headline_limit", file_with(moved("record_decision_enter", ENTERED), *facts))
    return turn


def turns(clock: str, file: CaseFile, policy: Policy | None = None, calendar: Calendar | None = None) -> list[Turn]:
    return project(CLOCKS[clock], file, policy or default_policy(), calendar or load_calendar())


def as_stored(turn: Turn) -> RunningClock:
    said = {"anchor_on": turn.anchor_on, "outcome": turn.outcome, "stopped_on": turn.stopped_on, "turn": turn.turn}
    return running(turn.clock, turn.due_on, turn.subject, **said)


def entries(now: Turn, before: Turn | None, today: date) -> list[tuple[str, date, int | None]]:
    found = changes([now], [as_stored(before)] if before else [], today)
    return [entry for change in found for entry in change.entries]


def extended(on: date, days: int, from_limit_on: date = LIMIT) -> Extension:
    return made(Extension, on, request_id=1, from_limit_on=from_limit_on, days=days)


def with_clock(key: str, **said: object) -> Policy:
    """The default policy with one clock changed."""
    policy = default_policy()
    changed: ClockPolicy = policy.clock(key).model_copy(update=said)
    return policy.model_copy(update={"clocks": {**policy.clocks, key: changed}})


def with_holiday(on: date) -> Calendar:
    calendar = load_calendar()
    holidays = {**calendar.holidays, on: "Bank holiday for a jubilee"}
    return Calendar(holidays, calendar.closures, calendar.confirmed_from, calendar.confirmed_to)


def test_the_limit_of_sixteen_weeks_moves_by_each_extension_that_is_granted() -> None:
    first = extended(day("Tue 28 Apr 2026"), 28)
    second = extended(day("Tue 26 May 2026"), 28, day("Tue 2 Jun 2026"))
    assert the_limit().due_on == LIMIT
    assert the_limit(first).due_on == day("Tue 2 Jun 2026")
    assert the_limit(first, second).due_on == day("Tue 30 Jun 2026")


def test_a_pause_does_not_move_the_limit() -> None:
    pause = made(Pause, day("Tue 10 Feb 2026"), reason="The mother is in hospital.", until_on=day("Fri 20 Feb 2026"))
    assert the_limit(pause).due_on == LIMIT


def test_a_new_extension_is_one_entry() -> None:
    on = day("Tue 28 Apr 2026")
    assert entries(the_limit(extended(on, 28)), the_limit(), on) == [("extended", on, 28)]


@pytest.mark.parametrize("days", [14, 28])
def test_an_extension_whose_length_was_wrong_is_written_down_anew(days: int) -> None:
    on, later = day("Tue 28 Apr 2026"), day("Wed 29 Apr 2026")
    was, now = the_limit(extended(on, 42 - days)), the_limit(extended(on, days))
    assert entries(now, was, later) == [("corrected", ENTERED, None), ("extended", on, days)]


def test_an_extension_that_was_withdrawn_is_written_down_as_a_correction() -> None:
    on = day("Tue 28 Apr 2026")
    assert entries(the_limit(), the_limit(extended(on, 28)), on) == [("corrected", ENTERED, None)]


def test_an_extension_comes_on_top_of_a_date_that_was_kept_at_a_change_of_policy() -> None:
    kept = made(
        ClockSetting, day("Mon 2 Mar 2026"), clock="headline_limit", subject="", anchor_on=ENTERED,
        decision="keep-date", due_on=LIMIT,
    )  # fmt: skip
    assert the_limit(kept).due_on == LIMIT
    now = the_limit(kept, extended(day("Tue 28 Apr 2026"), 28))
    assert now.due_on == day("Tue 2 Jun 2026")
    assert entries(now, the_limit(kept), day("Tue 28 Apr 2026")) == [("extended", day("Tue 28 Apr 2026"), 28)]


def minutes(policy: Policy, *facts: Fact) -> Turn:
    meeting = made(Meeting, day("Thu 12 Feb 2026"), kind="first", effective=True)
    [turn] = turns("minutes_sent", file_with(meeting, *facts), policy)
    return turn


def test_where_a_council_lets_a_pause_stop_paperwork_only_its_days_since_the_start_are_added() -> None:
    paused = made(Pause, day("Tue 10 Feb 2026"), reason="Half-term.", until_on=day("Fri 20 Feb 2026"))
    over = made(Pause, day("Mon 2 Feb 2026"), reason="Half-term.", until_on=day("Fri 6 Feb 2026"))
    stops = with_clock("minutes_sent", pause="stops")
    assert minutes(default_policy(), paused).due_on == day("Thu 19 Feb 2026")
    assert minutes(stops, over).due_on == day("Thu 19 Feb 2026")
    assert minutes(stops, paused).due_on == day("Fri 27 Feb 2026")


def test_a_bank_holiday_that_is_declared_moves_a_date_to_come_and_leaves_one_that_has_come() -> None:
    entered = moved("record_decision_enter", day("Tue 9 Jun 2026"))
    file, holiday = file_with(entered), with_holiday(day("Fri 12 Jun 2026"))
    [was], [now] = turns("letter_sent", file), turns("letter_sent", file, calendar=holiday)
    assert (was.due_on, now.due_on) == (day("Tue 16 Jun 2026"), day("Wed 17 Jun 2026"))
    assert entries(now, was, day("Wed 10 Jun 2026")) == [("re-projected", day("Wed 10 Jun 2026"), None)]
    assert entries(now, was, day("Tue 16 Jun 2026")) == []


def test_a_date_that_has_come_stays_when_what_was_late_is_done_after_a_holiday_was_declared() -> None:
    asked = made(GatewaySitting, day("Tue 9 Jun 2026"), kind=GatewayKind.ENTRY)
    [was] = turns("gateway_record_shared", file_with(asked))
    [now] = turns("gateway_record_shared", file_with(asked), calendar=with_holiday(day("Fri 12 Jun 2026")))
    shared_on = day("Mon 22 Jun 2026")
    [change] = changes([replace(now, outcome="satisfied", stopped_on=shared_on)], [as_stored(was)], shared_on)
    assert change.entries == (("satisfied", shared_on, None),)
    assert change.turn.due_on == day("Tue 16 Jun 2026")


def test_a_clock_whose_start_is_withdrawn_is_withdrawn_and_comes_back_as_a_correction() -> None:
    today = day("Wed 14 Jan 2026")
    [gone] = changes([], [as_stored(the_limit())], today)
    assert gone.entries == (("withdrawn", today, None),)
    withdrawn = replace(the_limit(), outcome="withdrawn", stopped_on=today)
    assert entries(the_limit(), withdrawn, today) == [("corrected", ENTERED, None)]


def test_nothing_is_written_where_nothing_changed() -> None:
    assert entries(the_limit(), the_limit(), LIMIT) == []
