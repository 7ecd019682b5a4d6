"""CLOCKS: every count that can run on a case: what starts it, what stops it, who answers for it, and the source.

How long each may run is policy; how dates are counted is in `working_days`; what is written down in `ledger`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from plo_workflow import marks
from plo_workflow.kinds import Role
from plo_workflow.marks import Mark, Marker
from plo_workflow.models import CaseFile, ClockSetting, Extension, Fact, Pause
from plo_workflow.policy import Policy

SW, TM, SM, GC = Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.GATEWAY_CHAIR
LAW, CPM, HOS = Role.AUTHORITY_LAWYER, Role.CASE_PROGRESSION_MANAGER, Role.HEAD_OF_SERVICE
BS = Role.BUSINESS_SUPPORT


ANCHORS: dict[str, tuple[Marker, str]] = {
    "gateway_meeting": (marks.sitting_held, "the gateway meeting"),
    "decision": (marks.entered, "the decision to enter"),
    "letter": (marks.letters_all_sent, "the letters being sent"),
    "first_meeting": (marks.first_meeting_effective, "the first effective meeting"),
}
"""What a policy may count a clock from, where councils differ, and how that is said."""


@dataclass(frozen=True)
class Clock:
    """One kind of count. `starts` opens a turn, `stops` satisfies it, `ends` lets it go without blame.

    `owner` is told first when it is due. A clock that is not `chased` is a watch: shown, never overdue.
    An `extendable` limit moves with each extension; `not_before_start` makes a milestone that had passed already
    when the count began due on that day; one that `lapses` needs nothing to stop it;
    one that is `anchored` counts from what the policy names in ANCHORS.
    """

    key: str
    id: str
    label: str
    anchor: str
    starts: Marker
    stops: Marker
    owner: Role
    ends: Marker = marks.over
    chased: bool = True
    extendable: bool = False
    not_before_start: bool = False
    lapses: bool = False
    anchored: bool = False
    source: str = "domain 2.2"

    @cached_property
    def reads(self) -> frozenset[type[Fact]]:
        """The kinds of fact that can change this clock."""
        always = {Pause, ClockSetting, *({Extension} if self.extendable else set())}
        anchors = [marker.reads for marker, _ in ANCHORS.values()] if self.anchored else []
        return self.starts.reads.union(self.stops.reads, self.ends.reads, always, *anchors)

    def started(self, file: CaseFile, policy: Policy) -> list[Mark]:
        """What starts the clock: what the policy counts it from, else what the table says."""
        anchor = policy.clock(self.key).anchor if self.anchored else None
        return ANCHORS[anchor][0](file, policy)[:1] if anchor else self.starts(file, policy)

    def anchor_words(self, policy: Policy) -> str:
        """What it counts from, in words."""
        anchor = policy.clock(self.key).anchor if self.anchored else None
        return ANCHORS[anchor][1] if anchor else self.anchor


CLOCKS: dict[str, Clock] = {
    clock.key: clock
    for clock in (
        Clock("gateway_request_booked", "K01", "Gateway request accepted", "the decision to seek a gateway",
              marks.gateway_sought, marks.request_accepted, SM),
        Clock("gateway_held", "K02", "Gateway meeting held", "the case being sent to the gateway",
              marks.sent_to_gateway, marks.sitting_held, GC),
        Clock("gateway_papers_in", "K03", "Gateway papers in", "the gateway date",
              marks.sitting_booked, marks.papers_complete, SW, ends=marks.sitting_held),
        Clock("decision_recorded", "K04", "Gateway decision record signed", "the gateway meeting",
              marks.each_sitting, marks.decision_record_signed, GC, ends=marks.never),
        Clock("gateway_record_shared", "K05", "Full gateway record shared", "the gateway meeting",
              marks.each_sitting, marks.full_record_shared, BS, ends=marks.never),
        Clock("letter_sent", "K06", "Letter before proceedings sent", "the decision to enter",
              marks.entered, marks.letters_all_sent, SW, anchored=True),
        Clock("letter_receipt_confirmed", "K07", "Letter receipt confirmed", "the letter being sent",
              marks.each_letter_sent, marks.each_letter_delivered, BS),
        Clock("first_meeting_held", "K08", "First meeting held", "the letter being sent",
              marks.letters_all_sent, marks.first_meeting_effective, SW, anchored=True),
        Clock("minimum_notice", "K09", "Earliest day for the first meeting", "the letter being delivered",
              marks.each_letter_delivered, marks.first_meeting_effective, SW, chased=False),
        Clock("minutes_sent", "K10", "Minutes and agreement sent", "the meeting",
              marks.each_meeting, marks.minutes_out, BS, ends=marks.never),
        Clock("midway_review", "K11", "Midway review held", "the first effective meeting",
              marks.first_meeting_effective, marks.review_effective, SW, ends=marks.exit_or_over, anchored=True),
        Clock("later_review", "K12", "Next review held", "the previous review",
              marks.review_effective, marks.review_effective, SW, ends=marks.exit_or_over),
        Clock("exit_gateway_listed", "K13", "Exit gateway held", "the decision to enter",
              marks.entered, marks.exit_review_held, TM, ends=marks.exit_or_over, anchored=True),
        Clock("headline_limit", "K14", "Pre-proceedings limit", "the decision to enter",
              marks.entered, marks.exit_decided, TM, extendable=True, anchored=True),
        Clock("extension", "K15", "Extended limit", "the limit that stood",
              marks.extended, marks.exit_decided, TM),
        Clock("hard_ceiling", "K16", "Ceiling on pre-proceedings", "the decision to enter",
              marks.entered, marks.exit_decided, HOS, anchored=True),
        Clock("final_meeting", "K17", "Final meeting with parents", "the exit decision",
              marks.exit_decided_at_review, marks.final_meeting_done, SW, ends=marks.never),
        Clock("application_lodged", "K18", "Application lodged", "the decision to issue",
              marks.decided_to_issue, marks.lodged, LAW),
        Clock("letter_of_issue_sent", "K19", "Letter of issue sent", "the decision to issue",
              marks.decided_to_issue, marks.letters_of_issue_sent, SW, ends=marks.child_out_of_reach),
        Clock("closing_letter_sent", "K20", "Closing letter sent", "the decision to step down",
              marks.decided_to_step_down, marks.closing_letters_sent, SW),
        Clock("step_down_plan_active", "K21", "Step-down plan active", "the decision to step down",
              marks.decided_to_step_down, marks.plan_after_step_down_active, TM),
        Clock("step_down_checkpoint", "K22", "Change confirmed sustained", "the step-down",
              marks.stepped_down, marks.change_confirmed_sustained, TM, ends=marks.never),
        Clock("reentry_watch", "K23", "Watch for return to pre-proceedings", "the step-down",
              marks.stepped_down, marks.never, TM, ends=marks.never, chased=False, lapses=True),
        Clock("child_seen", "K24", "Child seen", "the last visit",
              marks.child_visits_begin, marks.child_seen, SW),
        Clock("case_supervision", "K25", "Case supervision", "the last supervision",
              marks.supervision_begins, marks.supervised, TM),
        Clock("tracker_review", "K26", "Tracker review", "the last tracker review",
              marks.tracking_begins, marks.tracker_reviewed, TM),
        Clock("fgdm_held", "K27", "Family group decision-making meeting held", "the first acceptance",
              marks.family_meeting_accepted, marks.family_meeting_settled, SW),
        Clock("assessment_filed", "K28", "Assessment filed", "the commissioning",
              marks.each_assessment, marks.assessment_in, SW),
        Clock("prebirth_assessment_started", "P01", "Pre-birth assessment started", "the expected date",
              marks.each_unborn, marks.prebirth_assessment_started, SW, ends=marks.born_or_over, not_before_start=True),
        Clock("prebirth_gateway_held", "P02", "Gateway held before birth", "the expected date",
              marks.each_unborn, marks.sitting_held, SW, ends=marks.born_or_over, not_before_start=True),
        Clock("prebirth_letter_and_meeting", "P03", "Letter and first meeting before birth", "the expected date",
              marks.each_unborn, marks.letter_and_first_meeting, SW, ends=marks.born_or_over, not_before_start=True),
        Clock("prebirth_conference", "P04", "Pre-birth conference", "the expected date",
              marks.each_unborn, marks.prebirth_conference_settled, SW, ends=marks.born_or_over, not_before_start=True),
        Clock("birth_plan_shared", "P05", "Birth and safety plan shared", "the expected date",
              marks.each_unborn, marks.birth_plan_shared, SW, ends=marks.born_or_over, not_before_start=True),
        Clock("newborn_application", "N01", "Application for a newborn", "the birth",
              marks.born_with_removal_planned, marks.lodged, LAW),
        Clock("statutory_26_weeks", "S01", "Court timetable of 26 weeks", "the application being issued",
              marks.court_issued, marks.final_order, LAW, ends=marks.court_ended_otherwise),
        Clock("court_extension", "S02", "Court extension", "the end of the court's timetable",
              marks.court_extended, marks.final_order, LAW, ends=marks.court_ended_otherwise),
        Clock("age_17_wall", "S03", "Seventeenth birthday", "the date of birth",
              marks.each_birth_date, marks.final_order, SW, ends=marks.child_out_of_reach),
        Clock("urgent_ratified", "U01", "Urgent decision ratified", "the urgent decision",
              marks.issued_urgently, marks.urgent_issue_ratified, HOS, ends=marks.never, source="domain A.3 T18"),
        Clock("urgent_gateway_held", "U02", "Gateway held after an urgent decision", "the urgent decision",
              marks.issued_urgently, marks.ratification_held, GC, ends=marks.never, source="domain E12"),
        Clock("court_return_gateway_held", "U03", "Gateway held after court", "the return from court",
              marks.returned_from_court, marks.sitting_held, GC, source="domain E27"),
        Clock("transfer_in_gateway_held", "U04", "Gateway held after a transfer in", "the case being received",
              marks.received_from_elsewhere, marks.sitting_held, GC, source="domain E26"),
    )
}  # fmt: skip


def clock_named(name: str) -> Clock | None:
    """The clock with this id (K06, in any case) or readable key."""
    wanted = name.strip().lower()
    return next((clock for clock in CLOCKS.values() if wanted in (clock.id.lower(), clock.key)), None)
