"""What counts for a way out of pre-proceedings is what was recorded for it, and not for one that was given up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plo_workflow.kinds import Decision, GatewayKind, Judgement, MilestoneKind, PackKind, PackState
from plo_workflow.models import Concern, GatewayDecision, GatewaySitting, PackItem, Progress, TrackerRow
from plo_workflow.requirements import court, decisions, extending, stepping_down
from tests.builders import made, moved
from tests.plo_workflow.requirements.at_decisions import decided, effective, signed
from tests.plo_workflow.requirements.sides import ISLA, LISTED, ON, ROWAN, SAT, ask, milestone, sitting

EARLIER = [ISLA, milestone(MilestoneKind.CARE_PLAN_READY, on=LISTED), milestone(MilestoneKind.PARTNERS_VIEW, on=LISTED)]
EARLIER += [
    milestone(kind, on=LISTED) for kind in (MilestoneKind.THRESHOLD_SIGNED_OFF, MilestoneKind.RECEIVING_PLAN_NAMED)
]
CLAIMS = [
    court.care_plan_ready, court.threshold_signed_off, stepping_down.partners_view_recorded,
    stepping_down.receiving_plan_named,
]  # fmt: skip


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
@pytest.mark.parametrize("gave_up", ["withdraw_decision", "return_to_review", "decide_continue"])
def test_what_was_recorded_for_a_way_out_that_was_given_up_counts_no_more(claim: object, gave_up: str) -> None:
    assert callable(claim)
    assert claim(ask(*EARLIER)).met
    assert not claim(ask(*EARLIER, moved(gave_up, SAT))).met


def judged(judgement: Judgement, number: int, *, critical: bool = False) -> list[Concern | Progress]:
    said = {"worry": f"Worry {number}.", "good_looks_like": "Not so.", "safety_critical": critical}
    concern = made(Concern, ON, id=number, **said)
    return [concern, made(Progress, ON, meeting_id=1, concern_id=number, judgement=judgement, evidence="Seen.")]


def test_a_concern_that_is_worse_is_no_sustained_change_even_where_none_is_critical() -> None:
    found = stepping_down.change_is_sustained(
        ask(*effective(2), *judged(Judgement.WORSE, 931), *judged(Judgement.BETTER, 932))
    )
    assert (found.met, found.sentence) == (False, "Judged worse at the last review: “Worry 931”.")


def test_a_plan_of_which_nothing_was_judged_is_no_sustained_change() -> None:
    found = stepping_down.change_is_sustained(ask(*effective(2)))
    assert (found.met, found.sentence) == (False, "No concern has been judged at a review.")


def test_the_sitting_that_decided_on_entry_decides_nothing_at_a_review_on_the_same_day() -> None:
    review = made(GatewaySitting, SAT, id=950, kind=GatewayKind.REVIEW)
    sent = moved("list_gateway_review", SAT)
    assert decisions.quorum_met(replace(ask(*sitting()), on=SAT)).met
    assert ask(*sitting(), sent).sitting is None
    assert ask(*sitting(), sent, review).sitting is review


def test_a_signature_stands_for_what_was_signed() -> None:
    before = [*sitting(), ISLA, ROWAN, *decided(Decision.ISSUE, ISLA)]
    name = signed(*before)
    assert decisions.record_signed(ask(*before, name)).met
    one_child = [fact for fact in before if not isinstance(fact, GatewayDecision)]
    assert decisions.record_signed(ask(*one_child, name)).met, "a split takes its part of the record along"
    later = decisions.record_signed(ask(*before, name, *decided(Decision.STEP_DOWN, ROWAN)))
    assert not later.met
    assert later.sentence == "The decision record was changed after it was signed on 13 January 2026: sign it again."
    other = decisions.record_signed(ask(*sitting(options_weighed="None."), ISLA, *decided(Decision.ISSUE, ISLA), name))
    assert not other.met


def test_going_on_is_decided_for_each_child() -> None:
    found = decisions.record_says_nothing_else(ask(*sitting(), ISLA, ROWAN, *decided(Decision.CONTINUE, ISLA)))
    assert (found.met, found.sentence) == (False, "No decision is recorded for Rowan.")


def test_each_of_several_children_has_a_care_plan_in_the_pack() -> None:
    def item(kind: PackKind, child: int | None = None) -> PackItem:
        return made(PackItem, ON, kind=kind, state=PackState.ATTACHED, child_id=child, follows_on=None)

    pack = [item(kind) for kind in PackKind]
    assert court.pack_complete(ask(ISLA, *pack)).met
    found = court.pack_complete(ask(ISLA, ROWAN, *pack, item(PackKind.CARE_PLAN, ISLA.id)))
    assert found.sentence == "The application pack is not complete: care plan for Rowan missing."
    assert court.pack_complete(ask(ISLA, ROWAN, *pack, *(item(PackKind.CARE_PLAN, c.id) for c in (ISLA, ROWAN)))).met


def test_an_imported_family_without_a_date_of_entry_is_told_which_date_is_missing() -> None:
    from_tracker = made(TrackerRow, SAT, digest="", content={}, fact_ids={})
    found = extending.still_within_limit(ask(from_tracker))
    assert not found.met
    assert "the tracker does not say when it was decided to enter" in found.sentence
    assert extending.still_within_limit(ask()).met, "nothing has begun"
