"""STAGES and MOVES: every stage a case can be in and every permitted move, who may make it and what it requires.

What a requirement means is decided in `requirements`, what a clock counts in `clocks`; here they are only named.
"""

from __future__ import annotations

from dataclasses import dataclass

from plo_workflow.kinds import Role

SW, TM, SM, GC = Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.GATEWAY_CHAIR
LAW, CPM, HOS = Role.AUTHORITY_LAWYER, Role.CASE_PROGRESSION_MANAGER, Role.HEAD_OF_SERVICE
AD, BS = Role.ASSISTANT_DIRECTOR, Role.BUSINESS_SUPPORT


@dataclass(frozen=True)
class Stage:
    """Where a case stands. `open` stages are pre-proceedings under way; the others are ends."""

    key: str
    label: str
    meaning: str
    open: bool = True
    source: str = "domain A.1"


@dataclass(frozen=True)
class Move:
    """A permitted move: from where, to where, who may make it, what it requires, which clocks it starts and stops.

    A clock that a fact starts or stops before the move is made, as the sitting does before its decision, is not named;
    nor is what was left undone, which is let go when a case ends.
    `records_again` marks a move that stays in its stage, of several in whichever it is made (`target` is one of them);
    `opens_new_case` one that begins another case.
    """

    key: str
    id: str
    label: str
    sources: tuple[str, ...]
    target: str
    who: tuple[Role, ...]
    requires: tuple[str, ...]
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    tells: tuple[str, ...] = ("social_worker",)
    opens_new_case: bool = False
    records_again: bool = False
    source: str = "domain A.3"


STAGES: dict[str, Stage] = {
    stage.key: stage
    for stage in (
        Stage(
            "gateway_requested",
            "Gateway requested",
            "A gateway meeting has been asked for and is not yet listed",
        ),
        Stage("gateway_listed", "Gateway listed", "The case has a date at the gateway meeting"),
        Stage(
            "letter_preparation",
            "Letter in preparation",
            "Pre-proceedings were decided; the letters are being written",
        ),
        Stage(
            "letter_issued",
            "Letter issued",
            "The letters before proceedings are out; the first meeting is to come",
        ),
        Stage("active_plan", "Plan under way", "The family's plan is agreed or known and is being reviewed"),
        Stage("gateway_review", "Back at gateway", "The gateway meeting is to decide what comes next"),
        Stage("application_preparation", "Preparing application", "It was decided to apply to the family court"),
        Stage(
            "step_down_pending",
            "Stepping down",
            "Things are better; the closing letter and the next plan are being put in place",
        ),
        Stage("not_entered", "Not entered", "The gateway decided to go on without pre-proceedings", open=False),
        Stage("application_lodged", "Application lodged", "The application is with the family court", open=False),
        Stage("stepped_down", "Stepped down", "Pre-proceedings ended because things are better", open=False),
        Stage(
            "closed_other",
            "Closed for another reason",
            "The case ended without a gateway outcome",
            open=False,
        ),
    )
}

OPEN_STAGES = tuple(stage.key for stage in STAGES.values() if stage.open)

AT_GATEWAY = ("quorum_met", "decider_did_not_ask", "decider_is_not_line_manager", "record_signed")
TO_GO_ON = (*AT_GATEWAY, "record_says_nothing_else", "joined_children_decided")
TO_ISSUE = (
    "threshold_signed_off",
    "care_plan_ready",
    "family_options_weighed",
    "family_meeting_rule_met",
    "legal_advice_noted",
    "head_of_service_approved_issue",
    "every_child_under_seventeen",
)
TO_APPROVE = (
    "letter_says_what_it_must",
    "family_meeting_offered_in_letter",
    "readability_checked",
    "needs_recorded",
    "solicitor_list_fresh",
    "approver_did_not_write_letter",
    "manager_approves_before_lawyer",
)
FROM_ENTRY = (
    "letter_sent",
    "headline_limit",
    "exit_gateway_listed",
    "hard_ceiling",
    "child_seen",
    "case_supervision",
    "tracker_review",
)

MOVES: dict[str, Move] = {
    move.key: move
    for move in (
        Move(
            "request_gateway", "T01", "Ask for a gateway meeting", (), "gateway_requested", (SW, TM),
            ("child_or_expected_date_recorded", "concerns_summarised", "legal_status_recorded",
             "family_meeting_position_recorded", "earlier_periods_acknowledged"),
            starts=("gateway_request_booked", "age_17_wall"),
            tells=("team_manager",), opens_new_case=True,
        ),
        Move(
            "accept_and_list", "T02", "Accept and list for the gateway", ("gateway_requested",), "gateway_listed", (SM, CPM),
            ("accepter_did_not_ask", "service_manager_agreed", "sitting_within_timescale", "lawyer_invited"),
            starts=("gateway_held", "gateway_papers_in"), stops=("gateway_request_booked",),
            tells=("social_worker", "team_manager", "lawyer"),
        ),
        Move(
            "defer_gateway", "T03", "Defer to a later sitting", ("gateway_listed",), "gateway_listed", (GC,),
            ("reason_given", "later_sitting_given", "missing_things_named"), starts=("gateway_papers_in",),
            tells=("social_worker", "team_manager"), records_again=True,
        ),
        Move(
            "record_decision_continue", "T04", "Decide not to enter pre-proceedings", ("gateway_listed",), "not_entered", (GC,),
            (*AT_GATEWAY, "action_plan_recorded", "reason_given", "decision_to_continue_for_every_child"),
            stops=("age_17_wall",), tells=("social_worker", "team_manager"),
        ),
        Move(
            "record_decision_enter", "T05", "Decide to enter pre-proceedings", ("gateway_listed",), "letter_preparation", (GC,),
            (*AT_GATEWAY, "papers_in_date", "threshold_view_recorded", "contingency_recorded",
             "decision_to_enter_for_every_child", "addressees_listed", "legal_advice_noted", "head_of_service_approved_entry"),
            starts=FROM_ENTRY,
            tells=("social_worker", "team_manager", "lawyer"),
        ),
        Move(
            "record_decision_issue", "T05i", "Decide to issue without pre-proceedings", ("gateway_listed",),
            "application_preparation", (GC,),
            (*AT_GATEWAY, "reason_given", "papers_in_date", "decision_to_issue_for_every_child", *TO_ISSUE),
            starts=("application_lodged", "letter_of_issue_sent"),
            tells=("social_worker", "team_manager", "lawyer"),
        ),
        Move(
            "approve_letter", "T06", "Approve a letter before proceedings", ("letter_preparation",), "letter_preparation",
            (TM, LAW), TO_APPROVE, records_again=True,
        ),
        Move(
            "approve_joined_letter", "T06j", "Approve a further letter before proceedings", ("letter_issued", "active_plan"),
            "active_plan", (TM, LAW), ("further_letter_called_for", "letter_is_a_further_one", *TO_APPROVE),
            records_again=True, source="domain E3, E10",
        ),
        Move(
            "issue_letters", "T07", "Send the letters before proceedings", ("letter_preparation",), "letter_issued", (SW, BS),
            ("letters_approved", "addressees_listed", "every_addressee_written_to", "first_meeting_booked",
             "meeting_gives_enough_notice", "first_meeting_within_timescale", "not_before_decision_to_enter"),
            starts=("letter_receipt_confirmed", "first_meeting_held"), stops=("letter_sent",),
            tells=("team_manager", "lawyer"),
        ),
        Move(
            "hold_first_meeting", "T08", "Record the first meeting", ("letter_issued",), "active_plan", (SW, BS, TM),
            ("letters_are_out", "addressees_listed", "meeting_was_effective", "plan_is_complete", "contingency_recorded",
             "next_dates_set", "needs_met"),
            starts=("minutes_sent", "midway_review", "gateway_papers_in"), stops=("first_meeting_held",), tells=("team_manager",),
        ),
        Move(
            "record_ineffective_first_meeting", "T08x", "Record a first meeting that did not work", ("letter_issued",),
            "letter_issued", (SW, BS), ("reason_given",), tells=("team_manager",), records_again=True,
        ),
        Move(
            "record_ineffective_review", "T08x", "Record a review that did not work", ("active_plan",), "active_plan", (SW, BS),
            ("reason_given",), tells=("team_manager",), records_again=True,
        ),
        Move(
            "hold_review", "T09", "Record a review meeting", ("active_plan",), "active_plan", (SW, TM),
            ("letters_are_out", "addressees_listed", "meeting_was_effective", "progress_judged_for_every_concern",
             "current_risk_stated", "attendance_recorded", "next_review_set", "needs_met"),
            starts=("minutes_sent", "later_review"), stops=("midway_review",), tells=("team_manager",), records_again=True,
        ),
        Move(
            "list_gateway_review", "T10", "List for a gateway review", ("active_plan", "letter_issued", "letter_preparation"),
            "gateway_review", (TM, SM, CPM, LAW), ("review_reason_given", "papers_in_date"),
            starts=("gateway_held", "gateway_papers_in"), tells=("social_worker", "team_manager", "lawyer"),
        ),
        Move(
            "decide_continue", "T11", "Decide to go on with the plan", ("gateway_review",), "active_plan", (GC,),
            (*TO_GO_ON, "still_within_limit", "letters_were_sent", "first_meeting_was_held", "plan_is_complete", "reason_given"),
            tells=("social_worker", "team_manager"),
        ),
        Move(
            "decide_return_to_letters", "T11", "Decide to go on with the letters", ("gateway_review",), "letter_preparation",
            (GC,),
            (*TO_GO_ON, "still_within_limit", "letters_not_yet_sent", "entry_decided", "contingency_recorded",
             "addressees_listed", "reason_given"),
            starts=FROM_ENTRY, tells=("social_worker", "team_manager", "lawyer"),
        ),
        Move(
            "decide_return_to_first_meeting", "T11", "Decide to go on to the first meeting", ("gateway_review",),
            "letter_issued", (GC,),
            (*TO_GO_ON, "still_within_limit", "letters_were_sent", "first_meeting_not_yet_held", "reason_given"),
            tells=("social_worker", "team_manager"),
        ),
        Move(
            "decide_extend", "T12", "Decide to extend", ("gateway_review",), "active_plan", (HOS, AD),
            (*TO_GO_ON, "letters_were_sent", "first_meeting_was_held", "extension_case_made", "extension_within_policy",
             "approver_is_senior_enough", "authority_delay_seen", "extension_letter_prepared"),
            starts=("extension",), tells=("social_worker", "team_manager", "lawyer"),
        ),
        Move(
            "decide_step_down", "T13", "Decide to step down", ("gateway_review",), "step_down_pending", (GC,),
            (*AT_GATEWAY, "change_is_sustained", "children_seen_lately", "partners_view_recorded", "receiving_plan_named",
             "conference_chair_told", "decision_to_step_down_for_every_child"),
            starts=("closing_letter_sent", "step_down_plan_active", "final_meeting"),
            stops=("headline_limit", "hard_ceiling", "later_review"), tells=("social_worker", "team_manager", "lawyer"),
        ),
        Move(
            "decide_issue", "T14", "Decide to apply to court", ("gateway_review",), "application_preparation", (GC,),
            (*AT_GATEWAY, "decision_to_issue_for_every_child", *TO_ISSUE),
            starts=("final_meeting", "application_lodged", "letter_of_issue_sent"),
            stops=("headline_limit", "hard_ceiling", "later_review"), tells=("social_worker", "team_manager", "lawyer"),
        ),
        Move(
            "confirm_step_down", "T15", "Confirm the step-down", ("step_down_pending",), "stepped_down", (TM,),
            ("confirmer_did_not_propose", "closing_letters_sent", "step_down_plan_active", "final_meeting_held_or_waived"),
            starts=("step_down_checkpoint", "reentry_watch"),
            stops=("child_seen", "case_supervision", "tracker_review", "age_17_wall"),
        ),
        Move(
            "lodge_application", "T16", "Record that the application is lodged", ("application_preparation",),
            "application_lodged", (LAW,),
            ("urgent_issue_ratified", "pack_complete", "family_meeting_rule_met", "every_child_born",
             "every_child_under_seventeen", "time_left_confirmed", "letter_of_issue_sent_or_reason",
             "not_before_decision_to_issue"),
            stops=("application_lodged", "child_seen", "case_supervision", "tracker_review"),
            tells=("social_worker", "team_manager"),
        ),
        Move(
            "withdraw_decision", "T17", "Withdraw the decision", ("application_preparation", "step_down_pending"),
            "gateway_review", (GC,), ("reason_given",),
            starts=("headline_limit", "hard_ceiling", "later_review", "gateway_held", "gateway_papers_in"),
            stops=("final_meeting", "closing_letter_sent", "step_down_plan_active", "application_lodged",
                   "letter_of_issue_sent"),
            tells=("social_worker", "team_manager", "lawyer"),
        ),
        Move(
            "issue_urgently", "T18", "Issue urgently", OPEN_STAGES, "application_preparation", (SM,),
            ("decider_did_not_ask", "urgent_reason_given", "immediate_harm_stated", "lawyer_agreed_urgency", "family_meeting_exemption_reasoned",
             "every_child_under_seventeen"),
            starts=("application_lodged", "letter_of_issue_sent", "urgent_ratified", "urgent_gateway_held"),
            stops=("headline_limit", "hard_ceiling", "exit_gateway_listed", "later_review"),
            tells=("social_worker", "team_manager", "lawyer"),
        ),
        Move(
            "return_to_review", "T19", "Return to the gateway after court", ("application_lodged",), "gateway_review", (LAW, GC),
            ("court_outcome_recorded",),
            starts=("court_return_gateway_held", "headline_limit", "hard_ceiling", "child_seen", "case_supervision",
                    "tracker_review"),
            tells=("social_worker", "team_manager"),
        ),
        Move(
            "close_other", "T20", "Close for another reason", OPEN_STAGES, "closed_other", (HOS,),
            ("reason_given", "closing_evidence_given", "reason_fits_every_child", "transfer_accepted"),
            stops=("headline_limit", "hard_ceiling", "exit_gateway_listed", "later_review", "child_seen", "case_supervision",
                   "tracker_review", "age_17_wall"),
            tells=("social_worker", "team_manager"),
        ),
        Move(
            "reopen", "T21", "Open a new period for this family", ("stepped_down", "not_entered", "closed_other"),
            "gateway_requested", (SW, TM),
            ("child_or_expected_date_recorded", "concerns_summarised", "legal_status_recorded",
             "family_meeting_position_recorded", "earlier_periods_acknowledged"),
            starts=("gateway_request_booked", "age_17_wall"), tells=("team_manager",), opens_new_case=True,
        ),
    )
}  # fmt: skip


def moves_from(stage: str) -> list[Move]:
    """The moves that lead on from a stage, in the order of the table."""
    return [move for move in MOVES.values() if stage in move.sources]
