"""The machine leads from stage to stage as the table says and in no other way, whatever is tried in whatever order."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plo_workflow.errors import MoveNotOpen
from plo_workflow.machine import DEFINITION, stage_after
from plo_workflow.stages import MOVES, STAGES, Move

ON_THE_CASE = [move for move in MOVES.values() if not move.opens_new_case]


@pytest.mark.parametrize(("stage", "key"), [*product(STAGES, MOVES)])
def test_a_move_leads_on_exactly_from_the_stages_of_its_row(stage: str, key: str) -> None:
    move = MOVES[key]
    if stage in move.sources and not move.opens_new_case:
        assert stage_after(stage, move) == (stage if move.records_again else move.target)
        return
    with pytest.raises(MoveNotOpen) as refused:
        stage_after(stage, move)
    assert str(refused.value) == f"“{move.label}” does not lead on from the stage “{STAGES[stage].label}”."


def test_the_machine_holds_no_case_and_has_no_way_of_its_own() -> None:
    assert DEFINITION.models == []
    assert set(DEFINITION.events) == {move.key for move in ON_THE_CASE}
    assert not any(name.startswith("to_") for name in DEFINITION.events)


def walked(moves: list[Move]) -> list[Move]:
    """The moves that were made of those that were tried, one after the other, on a new case."""
    stage, made = "gateway_requested", []
    for move in moves:
        try:
            stage = stage_after(stage, move)
        except MoveNotOpen:
            continue
        made.append(move)
    return made


@given(st.lists(st.sampled_from(ON_THE_CASE), max_size=60))
def test_no_way_leads_to_an_application_without_a_decision_to_apply(tried: list[Move]) -> None:
    keys = [move.key for move in walked(tried)]
    if "lodge_application" in keys:
        before = keys[: keys.index("lodge_application")]
        assert {"record_decision_issue", "decide_issue", "issue_urgently"} & set(before)


@given(st.lists(st.sampled_from(ON_THE_CASE), max_size=60))
def test_no_way_leads_to_a_step_down_without_a_gateway_review_that_decided_it(tried: list[Move]) -> None:
    keys = [move.key for move in walked(tried)]
    if "confirm_step_down" in keys:
        before = keys[: keys.index("confirm_step_down")]
        assert "decide_step_down" in before
        assert {"list_gateway_review", "withdraw_decision", "return_to_review"} & set(before)


@given(st.lists(st.sampled_from(ON_THE_CASE), max_size=60))
def test_no_letter_goes_out_before_the_decision_to_enter(tried: list[Move]) -> None:
    keys = [move.key for move in walked(tried)]
    if "issue_letters" in keys:
        assert "record_decision_enter" in keys[: keys.index("issue_letters")]


@given(st.lists(st.sampled_from(ON_THE_CASE), max_size=60))
def test_every_way_stays_among_the_stages(tried: list[Move]) -> None:
    assert {move.target for move in walked(tried)} <= set(STAGES)
