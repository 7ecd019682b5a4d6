"""SIGNALS: every drift signal: what it finds, how pressing that is and from which number, and who is told first.

What a signal looks at is in the module of its subject; the numbers are policy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import String, literal, union_all

from plo_workflow.drift import answers, meetings, overdue, periods, plan, work
from plo_workflow.drift.day import Day
from plo_workflow.drift.facts import Found
from plo_workflow.kinds import Role
from plo_workflow.policy import Policy

SW, TM, SM = Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER
HOS, LAW, BS = Role.HEAD_OF_SERVICE, Role.AUTHORITY_LAWYER, Role.BUSINESS_SUPPORT


@dataclass(frozen=True)
class Signal:
    """One drift signal. `find` gives one statement over the facts of every case, or of one.

    The words in braces in `when` are numbers of the policy. A signal that names `clocks` is those clocks seen as
    drift and nothing else: their people are told by the clocks' own reminders. One that is `of_an_alert` is told by the
    reminders of that alert.
    """

    find: Callable[[Day], Found]
    id: str
    label: str
    owner: Role
    when: str
    clocks: tuple[str, ...] = ()
    of_an_alert: bool = False
    source: str = "domain 4.3"

    @property
    def key(self) -> str:
        """The signal in the field's words."""
        return self.find.__name__

    @property
    def meaning(self) -> str:
        """The plain sentence that a manager reads."""
        return " ".join((self.find.__doc__ or "").split())

    @property
    def told(self) -> bool:
        """Whether people are told of it as this signal."""
        return not (self.clocks or self.of_an_alert)

    def severity(self, policy: Policy) -> str:
        """When it is raised and how pressing it is, with the numbers of a policy."""
        return self.when.format(drift=policy.drift, reentry=policy.reentry, reminders=policy.reminders)


def acknowledged_but_unchanged(day: Day) -> Found:
    """Somebody acknowledged an alert, the time that gave has passed, and its cause is still there."""
    told = [(key, signal) for key, signal in SIGNALS.items() if signal.told]
    raised = union_all(*(signal.find(day).add_columns(literal(key, String).label("cause")) for key, signal in told))
    return answers.acknowledged_and_standing(day, raised.subquery("raised"))


SIGNALS: dict[str, Signal] = {
    signal.key: signal
    for signal in (
        Signal(overdue.clock_overdue, "D01", "Overdue", TM,
               "amber once it is overdue; red at once where law or safety is behind it", clocks=overdue.ANY_OTHER),
        Signal(overdue.letter_or_first_meeting_late, "D02", "Letter or first meeting late", SW,
               "amber once it is overdue; red after more than {drift.letter_or_first_meeting_late.red_after}",
               clocks=overdue.LETTER_AND_MEETING),
        Signal(meetings.meeting_booked_not_held, "D03", "Meeting with parents not held", SW,
               "amber from the first; red from {drift.meeting_booked_not_held.red_from} in one period"),
        Signal(overdue.child_not_seen, "D04", "Child not seen", SW, "red once the visit is overdue",
               clocks=overdue.VISITS),
        Signal(overdue.supervision_gap, "D05", "Supervision overdue", TM, "amber once it is overdue",
               clocks=overdue.SUPERVISION),
        Signal(work.social_worker_changed, "D06", "Change of social worker", TM,
               "amber from the first; red from {drift.social_worker_changed.red_from} within "
               "{drift.social_worker_changed.within}"),
        Signal(plan.no_contingency, "D07", "No contingency plan", SW, "red from the first review"),
        Signal(plan.action_without_owner, "D08", "Action without an owner", SW, "amber"),
        Signal(plan.actions_overdue, "D09", "Actions overdue", SW,
               "amber when more than {drift.actions_overdue.more_than} are; red when any is for more than "
               "{drift.actions_overdue.red_after}"),
        Signal(overdue.assessment_late, "D10", "Assessment late", SW,
               "amber once it is overdue; red after more than {drift.assessment_late.red_after}",
               clocks=overdue.ASSESSMENTS),
        Signal(plan.no_assessment_commissioned, "D10", "No assessment commissioned", SW, "red from the first review"),
        Signal(plan.family_meeting_not_offered_or_held, "D11", "Family group decision-making not offered or not held",
               SW, "red from the first review"),
        Signal(meetings.nothing_better, "D12", "Nothing better over several reviews", TM,
               "red after {drift.nothing_better.reviews} reviews in a row"),
        Signal(meetings.risk_worse_without_gateway, "D13", "Risk worse and no gateway listed", TM,
               "red after more than {drift.risk_worse_without_gateway.within}"),
        Signal(overdue.past_the_limit, "D14", "Past the limit of pre-proceedings", TM,
               "red from the day after the limit",
               clocks=overdue.LIMIT_AND_MORE_TIME),
        Signal(periods.extended_again, "D15", "Extended again", HOS,
               "for the director from extension {drift.extended_again.extension}"),
        Signal(overdue.past_the_ceiling, "D15", "Past the ceiling of pre-proceedings", HOS,
               "for the director from the day after the ceiling", clocks=overdue.CEILING),
        Signal(periods.back_after_stepping_down, "D16", "Back soon after stepping down", SM,
               "red at the request, within {reentry.months} months of stepping down"),
        Signal(overdue.no_note_on_tracker, "D17", "No manager's note on the tracker", TM, "amber once it is overdue",
               clocks=overdue.TRACKING),
        Signal(overdue.issue_decided_not_lodged, "D18", "Decided to issue, not lodged", LAW, "red once it is overdue",
               clocks=overdue.LODGING),
        Signal(work.long_on_plan_without_gateway, "D19", "Long on a child protection plan without a gateway", TM,
               "amber after more than {drift.long_on_plan_without_gateway.amber_after}; red after more than "
               "{drift.long_on_plan_without_gateway.red_after}"),
        Signal(meetings.parent_without_solicitor, "D20", "Parent has no solicitor", SW, "amber from the first meeting"),
        Signal(overdue.letter_not_known_to_have_arrived, "D21", "Letter not known to have arrived", BS,
               "amber once receipt is overdue", clocks=overdue.RECEIPTS),
        Signal(work.section_twenty_without_exit_plan, "D22", "Section 20 with no exit plan", SW,
               "red after more than {drift.section_twenty_without_exit_plan.after}"),
        Signal(work.record_gap, "D23", "Gap in the record", SW, "amber after more than {drift.record_gap.after}"),
        Signal(acknowledged_but_unchanged, "D24", "Acknowledged and unchanged", TM,
               "red once {reminders.acknowledged_working_days} working days have passed since", of_an_alert=True),
        Signal(work.quiet_case, "Q01", "Quiet case", TM,
               "amber after more than {drift.quiet_case.meeting} without a meeting, {drift.quiet_case.visit} without "
               "a visit or {drift.quiet_case.plan} without progress of the plan",
               source="features: drift before breach"),
    )
}  # fmt: skip
