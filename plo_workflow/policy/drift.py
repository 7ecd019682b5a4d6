"""What a policy says about drift signals: from when each is raised and from when it is red. No numbers."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from plo_workflow.policy.clock import Length, Table
from plo_workflow.working_days import Timescale, quantity

Several = Annotated[int, Field(ge=1, le=20)]


class Span(Table):
    """So much time, until the end of its last day."""

    length: Length
    unit: Literal["working_days", "days", "months"]

    @cached_property
    def timescale(self) -> Timescale:
        """The same as something that can be counted."""
        return Timescale(self.length, self.unit)

    def __str__(self) -> str:
        return quantity(self.length, self.unit)


class ClockOverdueDrift(Table):
    """Which clocks are red as soon as they are overdue; the others are amber."""

    red: tuple[str, ...]


class LetterOrMeetingDrift(Table):
    """How long the letter or the first meeting is overdue before it is red."""

    red_after: Span


class MeetingNotHeldDrift(Table):
    """From how many meetings in a period that were booked and not held it is red."""

    red_from: Several


class WorkerChangedDrift(Table):
    """From how many changes of social worker within what time it is red."""

    red_from: Several
    within: Span


class ActionsOverdueDrift(Table):
    """How many overdue actions are too many, and how long one may be overdue before it is red by itself."""

    more_than: Several
    red_after: Span


class AssessmentLateDrift(Table):
    """How long an assessment is overdue before it is red."""

    red_after: Span


class NothingBetterDrift(Table):
    """Over how many reviews in a row nothing was better."""

    reviews: Several


class RiskWorseDrift(Table):
    """How soon after a review at which something was worse the gateway must be listed."""

    within: Span


class ExtendedAgainDrift(Table):
    """From which extension on a director is told."""

    extension: Several


class LongOnPlanDrift(Table):
    """How long a child may be on a child protection plan without a gateway meeting."""

    amber_after: Span
    red_after: Span


class SectionTwentyDrift(Table):
    """How long a child may be accommodated by agreement with no plan for how it ends."""

    after: Span


class RecordGapDrift(Table):
    """How long the record of a case may be silent."""

    after: Span


class QuietCaseDrift(Table):
    """How long a case that is on time for every date may go without each thing that should happen on it."""

    meeting: Span
    visit: Span
    plan: Span


class DriftPolicy(Table):
    """The numbers of the drift signals that are no clock, a table each."""

    clock_overdue: ClockOverdueDrift
    letter_or_first_meeting_late: LetterOrMeetingDrift
    meeting_booked_not_held: MeetingNotHeldDrift
    social_worker_changed: WorkerChangedDrift
    actions_overdue: ActionsOverdueDrift
    assessment_late: AssessmentLateDrift
    nothing_better: NothingBetterDrift
    risk_worse_without_gateway: RiskWorseDrift
    extended_again: ExtendedAgainDrift
    long_on_plan_without_gateway: LongOnPlanDrift
    section_twenty_without_exit_plan: SectionTwentyDrift
    record_gap: RecordGapDrift
    quiet_case: QuietCaseDrift
