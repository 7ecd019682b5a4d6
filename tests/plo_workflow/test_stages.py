"""The table of stages and moves is the one that the field agreed on, move by move."""

from __future__ import annotations

import pytest

from plo_workflow.kinds import Role
from plo_workflow.stages import MOVES, OPEN_STAGES, STAGES, moves_from

SW, TM, SM, GC = Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.GATEWAY_CHAIR
LAW, CPM, HOS = Role.AUTHORITY_LAWYER, Role.CASE_PROGRESSION_MANAGER, Role.HEAD_OF_SERVICE
AD, BS = Role.ASSISTANT_DIRECTOR, Role.BUSINESS_SUPPORT
ANY_OPEN = (
    "gateway_requested gateway_listed letter_preparation letter_issued active_plan gateway_review "
    "application_preparation step_down_pending"
)

AGREED = [
    ("request_gateway", "T01", "", "gateway_requested", {SW, TM}),
    ("accept_and_list", "T02", "gateway_requested", "gateway_listed", {SM, CPM}),
    ("defer_gateway", "T03", "gateway_listed", "gateway_listed", {GC}),
    ("record_decision_continue", "T04", "gateway_listed", "not_entered", {GC}),
    ("record_decision_enter", "T05", "gateway_listed", "letter_preparation", {GC}),
    ("record_decision_issue", "T05i", "gateway_listed", "application_preparation", {GC}),
    ("approve_letter", "T06", "letter_preparation", "letter_preparation", {TM, LAW}),
    ("approve_joined_letter", "T06j", "letter_issued active_plan", "active_plan", {TM, LAW}),
    ("issue_letters", "T07", "letter_preparation", "letter_issued", {SW, BS}),
    ("hold_first_meeting", "T08", "letter_issued", "active_plan", {SW, BS, TM}),
    ("record_ineffective_first_meeting", "T08x", "letter_issued", "letter_issued", {SW, BS}),
    ("record_ineffective_review", "T08x", "active_plan", "active_plan", {SW, BS}),
    ("hold_review", "T09", "active_plan", "active_plan", {SW, TM}),
    (
        "list_gateway_review", "T10", "active_plan letter_issued letter_preparation", "gateway_review",
        {TM, SM, CPM, LAW},
    ),
    ("decide_continue", "T11", "gateway_review", "active_plan", {GC}),
    ("decide_return_to_letters", "T11", "gateway_review", "letter_preparation", {GC}),
    ("decide_return_to_first_meeting", "T11", "gateway_review", "letter_issued", {GC}),
    ("decide_extend", "T12", "gateway_review", "active_plan", {HOS, AD}),
    ("decide_step_down", "T13", "gateway_review", "step_down_pending", {GC}),
    ("decide_issue", "T14", "gateway_review", "application_preparation", {GC}),
    ("confirm_step_down", "T15", "step_down_pending", "stepped_down", {TM}),
    ("lodge_application", "T16", "application_preparation", "application_lodged", {LAW}),
    ("withdraw_decision", "T17", "application_preparation step_down_pending", "gateway_review", {GC}),
    ("issue_urgently", "T18", ANY_OPEN, "application_preparation", {SM}),
    ("return_to_review", "T19", "application_lodged", "gateway_review", {LAW, GC}),
    ("close_other", "T20", ANY_OPEN, "closed_other", {HOS}),
    ("reopen", "T21", "stepped_down not_entered closed_other", "gateway_requested", {SW, TM}),
]  # fmt: skip


def test_the_stages_are_the_twelve_of_the_field() -> None:
    assert {stage.key for stage in STAGES.values() if stage.open} == set(ANY_OPEN.split()) == set(OPEN_STAGES)
    ends = {"not_entered", "application_lodged", "stepped_down", "closed_other"}
    assert {stage.key for stage in STAGES.values() if not stage.open} == ends


@pytest.mark.parametrize(("key", "move_id", "sources", "target", "who"), AGREED, ids=[row[0] for row in AGREED])
def test_a_move_leads_from_where_to_where_and_is_made_by_whom(
    key: str, move_id: str, sources: str, target: str, who: set[Role]
) -> None:
    move = MOVES[key]
    assert (move.id, set(move.sources), move.target, set(move.who)) == (move_id, set(sources.split()), target, who)


def test_there_is_no_other_move() -> None:
    assert [row[0] for row in AGREED] == list(MOVES)


@pytest.mark.parametrize("stage", STAGES)
def test_the_moves_from_a_stage_come_in_the_order_of_the_table(stage: str) -> None:
    assert [move.key for move in moves_from(stage)] == [row[0] for row in AGREED if stage in row[2].split()]


@pytest.mark.parametrize("key", ["decide_step_down", "decide_issue", "decide_extend"])
def test_stepping_down_issuing_and_extending_are_decided_only_at_a_gateway_review(key: str) -> None:
    assert MOVES[key].sources == ("gateway_review",)
    assert {"quorum_met", "record_signed", "decider_did_not_ask"} <= set(MOVES[key].requires)


@pytest.mark.parametrize(
    ("key", "requirement"),
    [
        ("accept_and_list", "accepter_did_not_ask"),
        ("record_decision_continue", "decider_did_not_ask"),
        ("record_decision_enter", "decider_did_not_ask"),
        ("record_decision_issue", "decider_did_not_ask"),
        ("approve_letter", "approver_did_not_write_letter"),
        ("approve_joined_letter", "approver_did_not_write_letter"),
        ("decide_continue", "decider_did_not_ask"),
        ("decide_return_to_letters", "decider_did_not_ask"),
        ("decide_return_to_first_meeting", "decider_did_not_ask"),
        ("decide_extend", "decider_did_not_ask"),
        ("decide_step_down", "decider_did_not_ask"),
        ("decide_issue", "decider_did_not_ask"),
        ("confirm_step_down", "confirmer_did_not_propose"),
    ],
)
def test_whoever_proposes_does_not_approve(key: str, requirement: str) -> None:  # rule R1
    assert requirement in MOVES[key].requires


@pytest.mark.parametrize("key", ["record_decision_issue", "decide_issue", "issue_urgently", "lodge_application"])
def test_no_way_to_court_is_open_for_a_child_of_seventeen(key: str) -> None:  # Children Act 1989 s.31(3)
    assert "every_child_under_seventeen" in MOVES[key].requires
