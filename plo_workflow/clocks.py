"""CLOCKS: every count that can run on a case: what starts it, what stops it, who answers for it, and the source.

How long each may run is policy; how dates are counted is in `working_days`; what is written down in `ledger`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from plo_workflow.kinds import Role
from plo_workflow.marks import Mark, Marker, Read, birth, casework, contact, court, decisions, gateway
from plo_workflow.models import CaseFile, ClockSetting, Extension, Pause, TrackerRow
from plo_workflow.policy import Policy

SW, TM, SM, GC = Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.GATEWAY_CHAIR
LAW, CPM, HOS = Role.AUTHORITY_LAWYER, Role.CASE_PROGRESSION_MANAGER, Role.HEAD_OF_SERVICE
BS = Role.BUSINESS_SUPPORT


ANCHORS: dict[str, tuple[Marker, str]] = {
    "gateway_meeting": (gateway.sitting_held, "the gateway meeting"),
    "decision": (decisions.entered, "the decision to enter"),
    "letter": (contact.letters_all_sent, "the letters being sent"),
    "first_meeting": (contact.first_meeting_effective, "the first effective meeting"),
}
"""What a policy may count a clock from, where councils differ, and how that is said."""


@dataclass(frozen=True)
class Clock:
    """One kind of count. `starts` opens a turn, `stops` satisfies it, `ends` lets it go without blame.

    `owner` is told first when it is due. A clock that is not `chased` is a watch: shown, never overdue.
    An `extendable` limit moves with each extension; `not_before_start` makes a milestone that had passed already
    when the count began due on that day; one that `lapses` needs nothing to stop it;
    one that is `anchored` counts for the family from what the policy names in ANCHORS. What stops an `untracked` one is in no
    council's tracker: where a case came from one, what was due before that day is let go.
    """

    key: str
    id: str
    label: str
    anchor: str
    starts: Marker
    stops: Marker
    owner: Role
    ends: Marker = decisions.over
    chased: bool = True
    extendable: bool = False
    not_before_start: bool = False
    lapses: bool = False
    anchored: bool = False
    untracked: bool = False
    source: str = "domain 2.2"

    def looks_at(self, policy: Policy) -> frozenset[Read]:
        """The kinds of fact, and the moves by their keys, that can change this clock."""
        return self._reads[policy.clock(self.key).anchor if self.anchored else None]

    @cached_property
    def _reads(self) -> dict[str | None, frozenset[Read]]:
        """The same by what a policy may count it from, because every command asks it of every clock."""
        also: set[Read] = {Extension} if self.extendable else set()
        if self.untracked:
            also.add(TrackerRow)
        own = self.starts.reads.union(self.stops.reads, self.ends.reads, also, {Pause, ClockSetting})
        return {None: own} | {anchor: own | marker.reads for anchor, (marker, _) in ANCHORS.items()}

    def started(self, file: CaseFile, policy: Policy) -> list[Mark]:
        """What starts the clock: the first time for the family what the policy counts it from, else what the table
        says."""
        starts = self.starts(file, policy)
        if anchor := policy.clock(self.key).anchor if self.anchored else None:
            again = [one for one in starts if not one.subject][1:]
            return [*ANCHORS[anchor][0](file, policy)[:1], *again, *(one for one in starts if one.subject)]
        return starts

    def anchor_words(self, policy: Policy) -> str:
        """What it counts from, in words."""
        anchor = policy.clock(self.key).anchor if self.anchored else None
        return ANCHORS[anchor][1] if anchor else self.anchor


CLOCKS: dict[str, Clock] = {
    clock.key: clock
    for clock in (
        Clock("gateway_request_booked", "K01", "Gateway request accepted", "the decision to seek a gateway",
              gateway.gateway_sought, gateway.request_accepted, SM),
        Clock("gateway_held", "K02", "Gateway meeting held", "the case being sent to the gateway",
              gateway.sent_to_gateway, gateway.sitting_held, GC),
        Clock("gateway_papers_in", "K03", "Gateway papers in", "the gateway date",
              gateway.sitting_booked, gateway.papers_complete, SW, ends=gateway.sitting_held, untracked=True),
        Clock("decision_recorded", "K04", "Gateway decision record signed", "the gateway meeting",
              gateway.each_sitting, gateway.decision_record_signed, GC, ends=decisions.closed, untracked=True),
        Clock("gateway_record_shared", "K05", "Full gateway record shared", "the gateway meeting",
              gateway.each_sitting, gateway.full_record_shared, BS, ends=decisions.closed, untracked=True),
        Clock("letter_sent", "K06", "Letter before proceedings sent", "the decision to enter",
              contact.letters_called_for, contact.letters_all_sent_to_and_about_each, SW, ends=contact.letters_moot, anchored=True),
        Clock("letter_receipt_confirmed", "K07", "Letter receipt confirmed", "the letter being sent",
              contact.each_letter_sent, contact.each_letter_delivered, BS, untracked=True),
        Clock("first_meeting_held", "K08", "First meeting held", "the letter being sent",
              contact.letters_all_sent, contact.first_meeting_effective, SW, anchored=True),
        Clock("minimum_notice", "K09", "Earliest day for the first meeting", "the letter being delivered",
              contact.each_letter_delivered_before_the_meeting, contact.first_meeting_effective, SW, chased=False),
        Clock("minutes_sent", "K10", "Minutes and agreement sent", "the meeting",
              contact.each_meeting, contact.minutes_out, BS, ends=decisions.closed, untracked=True),
        Clock("midway_review", "K11", "Midway review held", "the first effective meeting",
              contact.first_meeting_effective, contact.review_effective, SW, ends=decisions.exit_or_over, anchored=True),
        Clock("later_review", "K12", "Next review held", "the previous review",
              contact.reviews_go_on, contact.review_effective, SW, ends=decisions.exit_or_over),
        Clock("exit_gateway_listed", "K13", "Exit gateway held", "the decision to enter",
              decisions.entered, gateway.exit_review_held, TM, ends=decisions.exit_or_over, anchored=True),
        Clock("headline_limit", "K14", "Pre-proceedings limit", "the decision to enter",
              decisions.limit_begins, decisions.exit_decided, TM, extendable=True, anchored=True),
        Clock("extension", "K15", "Extended limit", "the limit that stood",
              decisions.extended, decisions.exit_decided, TM),
        Clock("hard_ceiling", "K16", "Ceiling on pre-proceedings", "the decision to enter",
              decisions.limit_begins, decisions.exit_decided, HOS, anchored=True),
        Clock("final_meeting", "K17", "Final meeting with parents", "the exit decision",
              decisions.exit_decided_at_review, contact.final_meeting_done, SW, ends=decisions.closed, untracked=True),
        Clock("application_lodged", "K18", "Application lodged", "the decision to issue",
              decisions.decided_to_issue, court.lodged, LAW),
        Clock("letter_of_issue_sent", "K19", "Letter of issue sent", "the decision to issue",
              decisions.decided_to_issue, contact.letters_of_issue_sent, SW, ends=court.child_out_of_reach, untracked=True),
        Clock("closing_letter_sent", "K20", "Closing letter sent", "the decision to step down",
              decisions.decided_to_step_down, contact.closing_letters_sent, SW, untracked=True),
        Clock("step_down_plan_active", "K21", "Step-down plan active", "the decision to step down",
              decisions.decided_to_step_down, casework.plan_after_step_down_active, TM, untracked=True),
        Clock("step_down_checkpoint", "K22", "Change confirmed sustained", "the step-down",
              decisions.stepped_down, casework.change_confirmed_sustained, TM, ends=decisions.never, untracked=True),
        Clock("reentry_watch", "K23", "Watch for return to pre-proceedings", "the step-down",
              decisions.stepped_down, decisions.never, TM, ends=decisions.never, chased=False, lapses=True),
        Clock("child_seen", "K24", "Child seen", "the last visit",
              casework.child_visits_begin, casework.child_seen, SW),
        Clock("case_supervision", "K25", "Case supervision", "the last supervision",
              casework.supervision_begins, casework.supervised, TM),
        Clock("tracker_review", "K26", "Tracker review", "the last tracker review",
              casework.tracking_begins, casework.tracker_reviewed, TM),
        Clock("fgdm_held", "K27", "Family group decision-making meeting held", "the first acceptance",
              casework.family_meeting_accepted, casework.family_meeting_settled, SW),
        Clock("assessment_filed", "K28", "Assessment filed", "the commissioning",
              casework.each_assessment, casework.assessment_in, SW),
        Clock("prebirth_assessment_started", "P01", "Pre-birth assessment started", "the expected date",
              birth.each_unborn, birth.prebirth_assessment_started, SW, ends=birth.born_or_over, not_before_start=True),
        Clock("prebirth_gateway_held", "P02", "Gateway held before birth", "the expected date",
              birth.each_unborn, gateway.sitting_held, SW, ends=birth.born_or_over, not_before_start=True),
        Clock("prebirth_letter_and_meeting", "P03", "Letter and first meeting before birth", "the expected date",
              birth.each_unborn, birth.letter_and_first_meeting, SW, ends=birth.born_or_over, not_before_start=True),
        Clock("prebirth_conference", "P04", "Pre-birth conference", "the expected date",
              birth.each_unborn, birth.prebirth_conference_settled, SW, ends=birth.born_or_over, not_before_start=True),
        Clock("birth_plan_shared", "P05", "Birth and safety plan shared", "the expected date",
              birth.each_unborn, birth.birth_plan_shared, SW, ends=birth.born_or_over, not_before_start=True),
        Clock("newborn_application", "N01", "Application for a newborn", "the birth",
              birth.born_with_removal_planned, court.lodged, LAW),
        Clock("statutory_26_weeks", "S01", "Court timetable of 26 weeks", "the application being issued",
              court.court_issued, court.final_order, LAW, ends=court.court_ended_otherwise),
        Clock("court_extension", "S02", "Court extension", "the end of the court's timetable",
              court.court_extended, court.final_order, LAW, ends=court.court_ended_otherwise),
        Clock("age_17_wall", "S03", "Seventeenth birthday", "the date of birth",
              court.each_birth_date, court.final_order, SW, ends=court.child_out_of_reach),
        Clock("urgent_ratified", "U01", "Urgent decision ratified", "the urgent decision",
              decisions.issued_urgently, decisions.urgent_issue_ratified, HOS, ends=decisions.closed, source="domain A.3 T18"),
        Clock("urgent_gateway_held", "U02", "Gateway held after an urgent decision", "the urgent decision",
              decisions.issued_urgently, gateway.ratification_held, GC, ends=decisions.closed, source="domain E12"),
        Clock("court_return_gateway_held", "U03", "Gateway held after court", "the return from court",
              gateway.returned_from_court, gateway.sitting_held, GC, source="domain E27"),
        Clock("transfer_in_gateway_held", "U04", "Gateway held after a transfer in", "the case being received",
              court.received_from_elsewhere, gateway.sitting_held, GC, source="domain E26"),
    )
}  # fmt: skip


def clock_named(name: str) -> Clock | None:
    """The clock with this id (K06, in any case) or readable key."""
    wanted = name.strip().lower()
    return next((clock for clock in CLOCKS.values() if wanted in (clock.id.lower(), clock.key)), None)
