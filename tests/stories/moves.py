"""For every move: a case that is ready for it, one that is not, who makes it, on which day, and what they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from plo_workflow.cases.letters import Sent
from plo_workflow.kinds import (
    Cause,
    CloseReason,
    Decision,
    GatewayKind,
    LetterKind,
    LetterStep,
    ReviewReason,
    UrgentReason,
)
from tests import journeys
from tests.journeys import Builder
from tests.office import Office
from tests.plo_workflow.weekdays import day
from tests.steps import (
    ON_TIME,
    bring_papers,
    fill_pack,
    get_ready_to_issue,
    get_ready_to_step_down,
    letters,
    make_plan,
    tell_parents,
)
from tests.stories.readiness import (
    BEFORE_LETTERS,
    BEFORE_MEETING,
    EXIT,
    NEXT,
    THURSDAY,
    Ready,
    after,
    agree_that_it_is_urgent,
    ask_for_more_time,
    asking,
    contingency,
    done,
    draft,
    draft_about_newborn,
    end_well,
    ends,
    first_meeting,
    listed_before_letters,
    listed_before_meeting,
    newborn_in_pre_proceedings,
    only_listed,
    orders,
    progress,
    refused_by_court,
    requesting,
    sat,
    saying,
    send_everything,
    urgent_and_taken_back,
)

AT_GATEWAY = ("quorum_met", "record_signed")
TO_ISSUE = ("threshold_signed_off", "care_plan_ready", "family_options_weighed", "legal_advice_noted")
ENTRY = ON_TIME.entered
READY: dict[str, Ready] = {
    "request_gateway": Ready(
        "sam", ON_TIME.requested, None, requesting(date(2020, 1, 1)), None,
        ("child_or_expected_date_recorded", "concerns_summarised", "family_meeting_position_recorded"),
        requesting(None, concerns=" ", fgdm=""),
    ),
    "reopen": Ready(
        "sam", day("Mon 1 Jun 2026"), journeys.stepped_down,
        lambda office, ref: {"children": [1], **asking()}, journeys.stepped_down,
        ("concerns_summarised", "family_meeting_position_recorded", "earlier_periods_acknowledged"),
        lambda office, ref: {"children": [1], **asking("", "", False)},
    ),
    "accept_and_list": Ready(
        "sue", ON_TIME.listed, journeys.requested, saying(sitting_on=ENTRY, lawyer="lee"), journeys.requested,
        ("sitting_within_timescale", "lawyer_invited"), saying(sitting_on=day("Wed 21 Jan 2026"), lawyer=""),
    ),
    "defer_gateway": Ready(
        "cara", ENTRY, only_listed,
        saying(sitting_on=day("Tue 20 Jan 2026"), reason="No genogram.", still_to_supply="Sam: the genogram."),
        only_listed, ("reason_given", "later_sitting_given", "missing_things_named"),
        saying(sitting_on=ENTRY, reason=" ", still_to_supply=""),
    ),
    "record_decision_continue": Ready(
        "cara", ENTRY, after(journeys.listed, sat(Decision.CONTINUE, ENTRY, GatewayKind.ENTRY)),
        saying(reason="Help is working."), journeys.listed,
        (*AT_GATEWAY, "action_plan_recorded", "reason_given", "decision_to_continue_for_every_child"),
        saying(reason=""),
    ),
    "record_decision_enter": Ready(
        "cara", ENTRY, after(journeys.listed, contingency, sat(Decision.ENTER, ENTRY, GatewayKind.ENTRY)), saying(),
        only_listed,
        (*AT_GATEWAY, "papers_in_date", "threshold_view_recorded", "contingency_recorded",
         "decision_to_enter_for_every_child", "addressees_listed", "legal_advice_noted"),
    ),
    "record_decision_issue": Ready(
        "cara", ENTRY,
        after(journeys.listed, sat(Decision.ISSUE, ENTRY, GatewayKind.ENTRY), done(get_ready_to_issue, on=ENTRY)),
        saying(reason="The baby would not be safe for a day."), journeys.listed,
        (*AT_GATEWAY, "reason_given", "decision_to_issue_for_every_child", *TO_ISSUE, "head_of_service_approved_issue"),
        saying(reason=""),
    ),
    "approve_letter": Ready(
        "tess", ON_TIME.written,
        after(journeys.decided_to_enter, draft),
        lambda office, ref: {"letter": letters(office, ref)[0], "step": LetterStep.MANAGER},
        after(journeys.decided_to_enter, done(draft, words="", read=False)),
        ("letter_says_what_it_must", "readability_checked", "solicitor_list_fresh"),
    ),
    "approve_joined_letter": Ready(
        "tess", EXIT, after(newborn_in_pre_proceedings, draft_about_newborn),
        lambda office, ref: {"letter": letters(office, ref)[-1], "step": LetterStep.MANAGER},
        after(newborn_in_pre_proceedings, done(draft_about_newborn, words="", read=False)),
        ("letter_says_what_it_must", "readability_checked", "solicitor_list_fresh"),
    ),
    "issue_letters": Ready(
        "ben", ON_TIME.letters, journeys.letters_approved,
        lambda office, ref: {"sent": [Sent(one, "by hand") for one in letters(office, ref)]}, journeys.decided_to_enter,
        ("letters_approved", "every_addressee_written_to", "first_meeting_booked"),
    ),
    "hold_first_meeting": Ready(
        "sam", ON_TIME.first_meeting,
        after(journeys.letters_out, done(make_plan, on=ON_TIME.first_meeting, due_on=ON_TIME.review)),
        first_meeting, journeys.letters_out, ("meeting_was_effective", "plan_is_complete", "next_dates_set"),
        saying(came=[], next_review_on=ON_TIME.first_meeting, exit_gateway_on=ON_TIME.first_meeting),
    ),
    "record_ineffective_first_meeting": Ready(
        "sam", ON_TIME.first_meeting, journeys.letters_out, saying(reason="Nobody came.", cause=Cause.FAMILY),
        journeys.letters_out, ("reason_given",), saying(reason=" ", cause=Cause.FAMILY),
    ),
    "record_ineffective_review": Ready(
        "sam", ON_TIME.review, journeys.plan_under_way, saying(reason="The room was locked.", cause=Cause.AUTHORITY),
        journeys.plan_under_way, ("reason_given",), saying(reason=" ", cause=Cause.AUTHORITY),
    ),
    "hold_review": Ready(
        "sam", ON_TIME.review, journeys.plan_under_way, progress, journeys.plan_under_way,
        ("meeting_was_effective", "progress_judged_for_every_concern", "current_risk_stated", "attendance_recorded"),
        saying(came=[], progress=[], current_risk=" "),
    ),
    "list_gateway_review": Ready(
        "tess", ON_TIME.relisted, after(journeys.reviewed, done(bring_papers, on=ON_TIME.relisted)),
        saying(review_reason=ReviewReason.EXIT, sitting_on=EXIT),
        after(journeys.reviewed, done(bring_papers, on=ON_TIME.relisted, dated_on=day("Mon 1 Sep 2025"))),
        ("review_reason_given", "papers_in_date"), saying(review_reason="", sitting_on=EXIT),
    ),
    "decide_continue": Ready(
        "cara", EXIT, after(journeys.back_at_gateway, sat(Decision.CONTINUE, EXIT)),
        saying(reason="Two more weeks of nights."),
        journeys.back_at_gateway, (*AT_GATEWAY, "record_says_nothing_else", "reason_given"), saying(reason=""),
    ),
    "decide_return_to_letters": Ready(
        "cara", BEFORE_LETTERS, after(listed_before_letters, sat(Decision.CONTINUE, BEFORE_LETTERS)),
        saying(reason="The risk is as it was."), listed_before_letters,
        (*AT_GATEWAY, "record_says_nothing_else", "reason_given"), saying(reason=""),
    ),
    "decide_return_to_first_meeting": Ready(
        "cara", BEFORE_MEETING, after(listed_before_meeting, sat(Decision.CONTINUE, BEFORE_MEETING)),
        saying(reason="The risk is as it was."), listed_before_meeting,
        (*AT_GATEWAY, "record_says_nothing_else", "reason_given"), saying(reason=""),
    ),
    "decide_extend": Ready(
        "hugh", EXIT, after(journeys.back_at_gateway, ask_for_more_time, sat(Decision.EXTEND, EXIT)), saying(),
        journeys.back_at_gateway,
        (*AT_GATEWAY, "record_says_nothing_else", "extension_case_made", "extension_within_policy",
         "extension_letter_prepared"),
    ),
    "decide_step_down": Ready(
        "cara", EXIT,
        after(journeys.back_at_gateway, done(get_ready_to_step_down, on=EXIT), sat(Decision.STEP_DOWN, EXIT)),
        saying(), journeys.back_at_gateway,
        (*AT_GATEWAY, "children_seen_lately", "partners_view_recorded", "receiving_plan_named",
         "decision_to_step_down_for_every_child"),
    ),
    "decide_issue": Ready(
        "cara", EXIT,
        after(journeys.back_at_gateway, done(get_ready_to_issue, on=EXIT), sat(Decision.ISSUE, EXIT)),
        saying(), journeys.back_at_gateway,
        (*AT_GATEWAY, "decision_to_issue_for_every_child", *TO_ISSUE, "head_of_service_approved_issue"),
    ),
    "confirm_step_down": Ready(
        "tess", THURSDAY, after(journeys.stepping_down, send_everything, end_well), ends, journeys.stepping_down,
        ("closing_letters_sent", "step_down_plan_active", "final_meeting_held_or_waived"),
    ),
    "lodge_application": Ready(
        "lee", THURSDAY, after(journeys.preparing_application, send_everything, done(fill_pack, on=EXIT),
                               done(tell_parents, LetterKind.OF_ISSUE, on=EXIT)),
        orders, journeys.preparing_application, ("pack_complete", "letter_of_issue_sent_or_reason"),
    ),
    "withdraw_decision": Ready(
        "cara", THURSDAY, journeys.stepping_down, saying(reason="A night alone."), journeys.stepping_down,
        ("reason_given",), saying(reason=""),
    ),
    "issue_urgently": Ready(
        "sue", EXIT, after(journeys.reviewed, agree_that_it_is_urgent),
        saying(urgent_reason=UrgentReason.IMMEDIATE_SAFETY, immediate_harm="She was hit last night."),
        journeys.reviewed,
        ("urgent_reason_given", "immediate_harm_stated", "lawyer_agreed_urgency", "family_meeting_exemption_reasoned"),
        saying(urgent_reason="", immediate_harm=""),
    ),
    "return_to_review": Ready(
        "lee", NEXT, after(journeys.lodged, refused_by_court), saying(), journeys.lodged, ("court_outcome_recorded",),
    ),
    "close_other": Ready(
        "hugh", EXIT, after(journeys.reviewed, send_everything),
        saying(close_reason=CloseReason.MOVED_ABROAD, reason="They moved.", evidence="The embassy's letter."),
        journeys.reviewed, ("reason_given", "closing_evidence_given", "transfer_accepted"),
        saying(close_reason=CloseReason.TRANSFERRED, reason="", evidence=" "),
    ),
}  # fmt: skip
OTHERWISE_READY: dict[str, tuple[Ready, ...]] = {
    "withdraw_decision": (replace(READY["withdraw_decision"], ready=journeys.preparing_application),),
    "decide_return_to_letters": (
        replace(
            READY["decide_return_to_letters"],
            on=ENTRY,
            ready=after(
                journeys.listed, urgent_and_taken_back, contingency, sat(Decision.ENTER, ENTRY, GatewayKind.REVIEW)
            ),
        ),
    ),
}
"""Other cases on which a move starts or stops other clocks."""


def made(key: str) -> Builder:
    """A case on which this move was made."""

    def build(office: Office) -> str:
        row = READY[key]
        ref = row.ready(office) if row.ready else None
        return str(row.make(key, office, ref).case)

    return build
