"""Whatever is done to a case, in whatever order: its clocks are what its facts give and what its ledger gives."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plo_workflow.caseload.casefiles import clocks_of, rules_for
from plo_workflow.cases.chain import verify
from plo_workflow.clocks import CLOCKS
from plo_workflow.errors import Refused
from plo_workflow.ledger import WITHDRAWN, changes, project
from tests import journeys
from tests.journeys import At, Builder
from tests.ledgers import replayed
from tests.stories.playing import BEGINS_ON, TRIES, Play, Try

STARTS = (journeys.listed, journeys.letters_out, journeys.reviewed, journeys.back_at_gateway, journeys.lodged)
TURNS = st.lists(
    st.tuples(st.sampled_from(TRIES), st.integers(0, 400), st.integers(0, 6)), min_size=5, max_size=12
)  # fmt: skip


def play_a_turn(play: Play, attempt: Try, pick: int, days: int) -> bool:
    """Try one thing some days later; false if it was refused."""
    play.today += timedelta(days=days)
    try:
        attempt(play, pick)
    except Refused:
        return False
    return True


def assert_all_is_sound(play: Play) -> None:
    """What is stored is what facts and ledger give, what is due next is the first of it, the history holds."""
    office, ref = play.office, play.ref
    file = office.file(ref)
    with office.store.reading() as session:
        assert verify(session)[1] is None
        clocks, rules = clocks_of(session, file.case), rules_for(session, file.case)
    kept = {(one.clock, one.subject, one.turn): (one.due_on, one.outcome, one.stopped_on) for one in clocks}
    assert replayed(office, ref) == kept
    assert file.case.next_due_on == min((c.due_on for c in clocks if c.chased and c.outcome is None), default=None)
    turns = [turn for clock in CLOCKS.values() for turn in project(clock, file, *rules)]
    assert changes(turns, clocks, play.today) == []
    if not play.holidays:  # else a date that had come when one was declared stays where it was
        standing = {place: stands for place, stands in kept.items() if stands[1] != WITHDRAWN}
        assert {turn.place: (turn.due_on, turn.outcome, turn.stopped_on) for turn in turns} == standing


@pytest.mark.parametrize("start", STARTS, ids=lambda start: start.__name__)
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(turns=TURNS)
def test_in_any_order_the_clocks_follow_from_the_facts_and_from_the_ledger(
    at: At, start: Builder, turns: list[tuple[Try, int, int]]
) -> None:
    play = Play(*at(start), BEGINS_ON)
    for attempt, pick, days in turns:
        play_a_turn(play, attempt, pick, days)
        assert_all_is_sound(play)
