"""The numbers and the words of a council, written down anew: when who is told of what, and which days are worked."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

ONE_DAY = timedelta(days=1)
HOLIDAYS = """2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26
    2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
    2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28"""
BANK_HOLIDAYS = frozenset(map(date.fromisoformat, HOLIDAYS.split()))
OWNERS = {
    "gateway_request_booked": ("Gateway request accepted", "service_manager"),
    "gateway_held": ("Gateway meeting held", "gateway_chair"),
    "gateway_papers_in": ("Gateway papers in", "social_worker"),
    "decision_recorded": ("Gateway decision record signed", "gateway_chair"),
    "gateway_record_shared": ("Full gateway record shared", "business_support"),
    "letter_sent": ("Letter before proceedings sent", "social_worker"),
    "letter_receipt_confirmed": ("Letter receipt confirmed", "business_support"),
    "first_meeting_held": ("First meeting held", "social_worker"),
    "minutes_sent": ("Minutes and agreement sent", "business_support"),
    "midway_review": ("Midway review held", "social_worker"),
    "later_review": ("Next review held", "social_worker"),
    "exit_gateway_listed": ("Exit gateway held", "team_manager"),
    "headline_limit": ("Pre-proceedings limit", "team_manager"),
    "extension": ("Extended limit", "team_manager"),
    "hard_ceiling": ("Ceiling on pre-proceedings", "head_of_service"),
    "final_meeting": ("Final meeting with parents", "social_worker"),
    "application_lodged": ("Application lodged", "authority_lawyer"),
    "letter_of_issue_sent": ("Letter of issue sent", "social_worker"),
    "closing_letter_sent": ("Closing letter sent", "social_worker"),
    "step_down_plan_active": ("Step-down plan active", "team_manager"),
    "step_down_checkpoint": ("Change confirmed sustained", "team_manager"),
    "child_seen": ("Child seen", "social_worker"),
    "case_supervision": ("Case supervision", "team_manager"),
    "tracker_review": ("Tracker review", "team_manager"),
    "fgdm_held": ("Family group decision-making meeting held", "social_worker"),
    "assessment_filed": ("Assessment filed", "social_worker"),
    "prebirth_assessment_started": ("Pre-birth assessment started", "social_worker"),
    "prebirth_gateway_held": ("Gateway held before birth", "social_worker"),
    "prebirth_letter_and_meeting": ("Letter and first meeting before birth", "social_worker"),
    "prebirth_conference": ("Pre-birth conference", "social_worker"),
    "birth_plan_shared": ("Birth and safety plan shared", "social_worker"),
    "newborn_application": ("Application for a newborn", "authority_lawyer"),
    "statutory_26_weeks": ("Court timetable of 26 weeks", "authority_lawyer"),
    "court_extension": ("Court extension", "authority_lawyer"),
    "age_17_wall": ("Seventeenth birthday", "social_worker"),
    "urgent_ratified": ("Urgent decision ratified", "head_of_service"),
    "urgent_gateway_held": ("Gateway held after an urgent decision", "gateway_chair"),
    "court_return_gateway_held": ("Gateway held after court", "gateway_chair"),
    "transfer_in_gateway_held": ("Gateway held after a transfer in", "gateway_chair"),
}
"""What each thing that has a date is called, and who answers for it (domain 2.2)."""
DRIFT_OWNERS = {
    "meeting_booked_not_held": ("Meeting with parents not held", "social_worker"),
    "social_worker_changed": ("Change of social worker", "team_manager"),
    "no_contingency": ("No contingency plan", "social_worker"),
    "action_without_owner": ("Action without an owner", "social_worker"),
    "actions_overdue": ("Actions overdue", "social_worker"),
    "no_assessment_commissioned": ("No assessment commissioned", "social_worker"),
    "family_meeting_not_offered_or_held": ("Family group decision-making not offered or not held", "social_worker"),
    "nothing_better": ("Nothing better over several reviews", "team_manager"),
    "risk_worse_without_gateway": ("Risk worse and no gateway listed", "team_manager"),
    "extended_again": ("Extended again", "head_of_service"),
    "back_after_stepping_down": ("Back soon after stepping down", "service_manager"),
    "long_on_plan_without_gateway": ("Long on a child protection plan without a gateway", "team_manager"),
    "parent_without_solicitor": ("Parent has no solicitor", "social_worker"),
    "section_twenty_without_exit_plan": ("Section 20 with no exit plan", "social_worker"),
    "record_gap": ("Gap in the record", "social_worker"),
    "quiet_case": ("Quiet case", "team_manager"),
}
"""What each drift signal is called, and who is told of it first (domain 4.3)."""


Ladder = Mapping[int, str | None]
LADDERS: Mapping[str, Ladder] = {
    "overdue": {1: None, 3: "team_manager", 5: "service_manager", 10: "head_of_service", 20: "director"},
    "amber": {0: None, 5: "team_manager", 10: "service_manager", 20: "head_of_service"},
    "red": {0: None, 1: "team_manager", 3: "service_manager", 5: "head_of_service", 10: "director"},
    "director": {0: "director"},
}
"""How what is late climbs, and what drifts (domain 2.2 and 4.4)."""


@dataclass(frozen=True)
class Rules:
    """Who is told when: working days before a date and, on each ladder, after it with the role that is told.

    The role is none for whoever answers for it. What is late climbs one ladder, and what drifts that of its severity.
    """

    coming: Sequence[int] = (10, 5, 2, 0)
    ladders: Mapping[str, Ladder] = field(default_factory=lambda: LADDERS)
    at_once: frozenset[str] = frozenset({"overdue_20", "red_10", "director_0"})
    closures: frozenset[date] = frozenset()

    @cached_property
    def _worked_up_to(self) -> Mapping[date, int]:
        """How many working days there were up to each day."""
        day, found, worked = date(2024, 1, 1), 0, {}
        while day.year < 2060:
            found += self.is_worked(day)
            worked[day] = found
            day += ONE_DAY
        return worked

    def is_worked(self, day: date) -> bool:
        """Whether people work on a day."""
        return day.isoweekday() <= 5 and day not in BANK_HOLIDAYS and day not in self.closures

    def between(self, first: date, last: date) -> int:
        """How many working days come after the first day, up to the last."""
        return self._worked_up_to[last] - self._worked_up_to[first]

    def before(self, last: date, number: int) -> date:
        """The day on which there are still so many working days to go."""
        day = last
        while not self.is_worked(day):
            day -= ONE_DAY
        while number:
            day -= ONE_DAY
            number -= self.is_worked(day)
        return day

    def over(self, day: date, working_days: int) -> date:
        """The first day on which more than so many working days have passed since a day."""
        while working_days:
            day += ONE_DAY
            working_days -= self.is_worked(day)
        return day + ONE_DAY


def over_months(day: date, months: int) -> date:
    """The first day on which more than so many months have passed since a day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) + ONE_DAY
