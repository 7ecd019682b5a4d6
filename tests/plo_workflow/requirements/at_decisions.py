"""Both sides of what a gateway needs before it decides, extends, or steps a case down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from plo_workflow.kinds import (
    ApprovalKind,
    Cause,
    Decision,
    Judgement,
    LetterKind,
    MilestoneKind,
    Part,
    RecordKind,
    Role,
)
from plo_workflow.models import (
    AdviceNote,
    Child,
    Concern,
    Extension,
    ExtensionRequest,
    Fact,
    GatewayDecision,
    GatewaySitting,
    Meeting,
    Progress,
    RecordSigned,
)
from plo_workflow.requirements import decisions, extending, going_on, stepping_down
from tests.builders import born, made, moved, running
from tests.plo_workflow.requirements.sides import (
    ISLA,
    LETTER,
    ON,
    REQUESTED,
    ROWAN,
    SAT,
    SITTING,
    Sides,
    Table,
    approval,
    ask,
    by,
    has,
    letter,
    milestone,
    person,
    posting,
    request,
    says,
    sitting,
)
from tests.plo_workflow.weekdays import day

LIMIT, CEILING = day("Tue 5 May 2026"), day("Tue 30 Jun 2026")
CLOCKS: dict[str, Any] = {"clocks": [running("headline_limit", LIMIT), running("hard_ceiling", CEILING)]}
ONE_TAKES_TWO = (("cara", Part.CHAIR), ("lee", Part.LAWYER), ("cara", Part.TEAM_MANAGER))


def decided(decision: Decision, *children: Child) -> list[Fact]:
    said = {"sitting_id": SITTING, "decision": decision, "reasons": "The record says why."}
    return [made(GatewayDecision, SAT, child_id=child.id, **said) for child in children]


def for_every_child(decision: Decision, other: Decision) -> Sides:
    """Decided alike for both children; or another way for one of them."""
    return has(
        *sitting(), ISLA, ROWAN, *decided(decision, ISLA, ROWAN),
        without=[*sitting(), ISLA, ROWAN, *decided(decision, ISLA), *decided(other, ROWAN)],
        missing="Another decision is recorded for Rowan: split the case first",
    )  # fmt: skip


def more_time(
    days: int = 28, *, cause: Cause = Cause.FAMILY, risk: str = "Lower.", by: str = "sam"
) -> ExtensionRequest:
    said = {"what_changed": "She left him.", "why_this_child": "Isla sleeps.", "current_risk": risk, "cause": cause}
    return made(ExtensionRequest, SAT, new_limit_on=LIMIT + timedelta(days=days), recorded_by=by, **said)


def extensions(number: int) -> list[Extension]:
    return [made(Extension, SAT, request_id=1, from_limit_on=LIMIT, days=28) for _ in range(number)]


def effective(number: int) -> list[Meeting]:
    return [made(Meeting, ON, kind="review", effective=True) for _ in range(number)]


def judged(judgement: Judgement) -> list[Fact]:
    concern = made(Concern, ON, id=931, worry="Alone at night.", good_looks_like="Not so.", safety_critical=True)
    return [concern, made(Progress, ON, meeting_id=1, concern_id=931, judgement=judgement, evidence="Seen.")]


def seen_by(due_on: str) -> dict[str, Any]:
    return {"clocks": [running("child_seen", day(due_on), f"child:{ISLA.id}")]}


def recorded(kind: MilestoneKind, missing: str, *beside: Fact) -> Sides:
    return has(milestone(kind), *beside, without=beside, missing=missing)


def with_clocks(met: Iterable[Fact], unmet: Iterable[Fact], missing: str) -> Sides:
    return has(*met, without=unmet, missing=missing, **CLOCKS)


def signed(*over: Fact) -> RecordSigned:
    """Signed under what stood there."""
    file = ask(*over).file
    [sat] = file.all(GatewaySitting)
    said = {"sitting_id": SITTING, "kind": RecordKind.DECISION}
    return made(RecordSigned, SAT, signed_hashes=decisions.record_hashes(file, sat), **said)


BOTH = [person(), person("Al Merrow", 904)]
ADVISED = made(AdviceNote, SAT, sitting_id=SITTING, advice="Kept apart.")
LATER_BORN = born("Baby", day("Mon 12 Jan 2026"), REQUESTED, id=913, joined_later=True)

OUT = [person(), letter(), posting()]

SIDES: Table = {
    decisions.quorum_met: has(
        *sitting(), without=sitting(sat=ONE_TAKES_TWO), missing="The gateway was not quorate: one person took two parts"
    ),
    decisions.record_signed: has(
        *sitting(), signed(*sitting()), without=sitting(), missing="record of the sitting is not signed"
    ),
    decisions.decider_did_not_ask: Sides(
        ask(request(recorded_by="sam"), **by("cara")), ask(request(recorded_by="cara"), **by("cara")),
        "You asked for this"
    ),
    decisions.decider_is_not_line_manager: Sides(
        ask(team_manager="tess", **by("cara")), ask(team_manager="cara", **by("cara")),
        "You manage this case day to day"
    ),
    decisions.decision_to_continue_for_every_child: for_every_child(Decision.CONTINUE, Decision.ENTER),
    decisions.decision_to_enter_for_every_child: for_every_child(Decision.ENTER, Decision.ISSUE),
    decisions.decision_to_issue_for_every_child: for_every_child(Decision.ISSUE, Decision.STEP_DOWN),
    decisions.decision_to_step_down_for_every_child: for_every_child(Decision.STEP_DOWN, Decision.ISSUE),
    decisions.record_says_nothing_else: has(
        *sitting(), ISLA, ROWAN, *decided(Decision.CONTINUE, ISLA, ROWAN),
        without=[*sitting(), ISLA, ROWAN, *decided(Decision.CONTINUE, ISLA), *decided(Decision.STEP_DOWN, ROWAN)],
        missing="The record of the sitting says that pre-proceedings end for Rowan",
    ),
    decisions.joined_children_decided: has(
        LATER_BORN, *decided(Decision.ENTER, LATER_BORN), without=[LATER_BORN],
        missing="No gateway has decided anything for Baby, who joined later",
    ),
    decisions.review_reason_given: Sides(says(review_reason="exit"), says(), "why the case goes back"),
    going_on.entry_decided: has(
        *sitting(), ADVISED, ISLA, *decided(Decision.ENTER, ISLA), without=[*sitting(), ISLA],
        missing="so it is decided now. No decision is recorded for Isla. The lawyer has not yet put the legal advice",
    ),
    going_on.letters_were_sent: has(
        *OUT, moved("issue_letters", ON), without=[moved("issue_letters", ON), *BOTH, letter(), posting()],
        missing="are not out yet: decide to go on with the letters",
    ),
    going_on.letters_not_yet_sent: has(
        moved("record_decision_enter", SAT), without=OUT,
        missing="are out: decide to go on to the first meeting",
    ),
    going_on.first_meeting_was_held: has(
        moved("hold_first_meeting", ON), without=[*OUT, moved("issue_letters", ON)],
        missing="has not been held yet: decide to go on to the first meeting",
    ),
    going_on.first_meeting_not_yet_held: has(
        moved("issue_letters", ON), without=[moved("hold_first_meeting", ON)],
        missing="was held: decide to go on with the plan",
    ),
    extending.still_within_limit: Sides(
        replace(ask(**CLOCKS), on=LIMIT), replace(ask(**CLOCKS), on=day("Wed 6 May 2026")),
        "The limit passed on 5 May 2026",
    ),
    extending.extension_case_made: has(
        more_time(), without=[more_time(risk=" ")], missing="what changed, why it helps this child, and the risk now"
    ),
    extending.extension_within_policy: with_clocks(
        [more_time(28)], [more_time(29)], "it asks for 29 days and at most 28 may be granted"
    ),
    extending.approver_is_senior_enough: Sides(
        ask(*extensions(1), **by("anna", Role.ASSISTANT_DIRECTOR)),
        ask(*extensions(1), **by("hugh", Role.HEAD_OF_SERVICE)),
        "This extension is for the assistant director to grant",
    ),
    extending.authority_delay_seen: has(
        more_time(cause=Cause.AUTHORITY), approval(ApprovalKind.EXTENSION_FOR_AUTHORITY_DELAY, "anna"),
        without=[more_time(cause=Cause.AUTHORITY)], missing="an assistant director must see it first",
        **by("hugh", Role.HEAD_OF_SERVICE),
    ),
    extending.extension_letter_prepared: has(
        person(), more_time(), letter(LetterKind.EXTENSION),
        without=[person(), more_time(), letter(LetterKind.EXTENSION, REQUESTED)],
        missing="No letter about the extension is ready for Jo Merrow",
    ),
    stepping_down.change_is_sustained: has(
        *effective(2), *judged(Judgement.BETTER), without=[*effective(2), *judged(Judgement.SAME)],
        missing="Not judged better at the last review: “Alone at night”",
    ),
    stepping_down.children_seen_lately: Sides(
        ask(ISLA, **seen_by("Wed 14 Jan 2026")), ask(ISLA, **seen_by("Tue 13 Jan 2026")),
        "Isla has not been seen in time"
    ),
    stepping_down.partners_view_recorded: recorded(MilestoneKind.PARTNERS_VIEW, "What partner agencies think"),
    stepping_down.receiving_plan_named: recorded(MilestoneKind.RECEIVING_PLAN_NAMED, "The plan that follows"),
    stepping_down.conference_chair_told: recorded(
        MilestoneKind.CONFERENCE_CHAIR_TOLD, "conference chair is not told", request(legal_status="child_protection")
    ),
    stepping_down.closing_letters_sent: has(
        person(), letter(LetterKind.CLOSING), posting(number=LETTER), without=[person(), letter(LetterKind.CLOSING)],
        missing="No closing letter was sent to Jo Merrow",
    ),
    stepping_down.step_down_plan_active: recorded(MilestoneKind.STEP_DOWN_PLAN_ACTIVE, "not recorded as active"),
    stepping_down.confirmer_did_not_propose: Sides(
        ask(moved("decide_step_down", SAT, recorded_by="cara"), **by("tess")),
        ask(moved("decide_step_down", SAT, recorded_by="cara"), **by("cara")), "You decided this step-down",
    ),
    stepping_down.final_meeting_held_or_waived: recorded(MilestoneKind.FINAL_MEETING_WAIVED, "neither held nor waived"),
}  # fmt: skip
