"""Marks that the work between meetings leaves: visits, supervision, family meetings, assessments."""

from __future__ import annotations

from plo_workflow.kinds import FamilyStep, MilestoneKind, Outcome
from plo_workflow.marks.decisions import under_way_here
from plo_workflow.marks.marking import ENDING, Mark, Marks, mark, moved, reads
from plo_workflow.models import (
    Assessment,
    AssessmentFiled,
    CaseFile,
    Child,
    ChildOutcome,
    FamilyMeetingStep,
    Milestone,
    Supervision,
    TrackerReview,
    Visit,
)
from plo_workflow.policy import Policy


def milestones(file: CaseFile, *kinds: MilestoneKind) -> list[Mark]:
    """Milestones of these kinds, for the child they concern."""
    return [
        mark(one, subject=f"child:{one.child_id}" if one.child_id else "")
        for one in file.all(Milestone)
        if one.kind in kinds
    ]


def _for_every_child(file: CaseFile, kind: MilestoneKind) -> Marks:
    """A milestone of the family, or the last of those of its children who stayed in the case."""
    left = {o.child_id for o in file.having(ChildOutcome, outcome=Outcome.MOVED_TO_LINKED_CASE)}
    waiting = {f"child:{child.id}" for child in file.all(Child) if child.id not in left}
    for one in milestones(file, kind):
        waiting.discard(one.subject)
        if not (waiting and one.subject):
            yield one._replace(subject="")


@reads(Milestone, Child, ChildOutcome)
def plan_after_step_down_active(file: CaseFile, policy: Policy) -> Marks:
    """The child protection or child in need plan, or closure, is in place for every child."""
    return _for_every_child(file, MilestoneKind.STEP_DOWN_PLAN_ACTIVE)


@reads(Milestone, Child, ChildOutcome)
def change_confirmed_sustained(file: CaseFile, policy: Policy) -> Marks:
    """A manager confirmed after the step-down that the change has lasted for every child."""
    return _for_every_child(file, MilestoneKind.CHANGE_SUSTAINED)


@reads(*under_way_here.reads, Child, Visit)
def child_visits_begin(file: CaseFile, policy: Policy) -> Marks:
    """Each child's visits are counted from the decision to enter (or joining later), then from each visit."""
    ends = [move.happened_on for move in moved(file, *ENDING)]
    for start in under_way_here(file, policy):
        for child in file.all(Child):
            if child.born_on:
                day = max(start.on, child.happened_on, child.born_on)
                if any(start.on <= ended_on < day for ended_on in ends):
                    continue  # born or named after pre-proceedings had ended
                yield Mark(day, start.fact, start.recorded_at, f"child:{child.id}")
    yield from child_seen(file, policy)


@reads(Visit)
def child_seen(file: CaseFile, policy: Policy) -> Marks:
    """A child was seen."""
    return [mark(visit, subject=f"child:{visit.child_id}") for visit in file.all(Visit)]


@reads(*under_way_here.reads, Supervision)
def supervision_begins(file: CaseFile, policy: Policy) -> Marks:
    """Supervision is counted from the decision to enter, then from each supervision."""
    return [*under_way_here(file, policy), *supervised(file, policy)]


@reads(Supervision)
def supervised(file: CaseFile, policy: Policy) -> Marks:
    """Case supervision took place."""
    return [mark(one) for one in file.all(Supervision)]


@reads(*under_way_here.reads, TrackerReview)
def tracking_begins(file: CaseFile, policy: Policy) -> Marks:
    """Tracker reviews are counted from the decision to enter, then from each review."""
    return [*under_way_here(file, policy), *tracker_reviewed(file, policy)]


@reads(TrackerReview)
def tracker_reviewed(file: CaseFile, policy: Policy) -> Marks:
    """A manager reviewed the case on the tracker."""
    return [mark(one) for one in file.all(TrackerReview)]


@reads(FamilyMeetingStep)
def family_meeting_accepted(file: CaseFile, policy: Policy) -> Marks:
    """The first person accepted the offer of a family group decision-making meeting."""
    return [mark(step) for step in file.having(FamilyMeetingStep, step=FamilyStep.ACCEPTED)][:1]


@reads(FamilyMeetingStep)
def family_meeting_settled(file: CaseFile, policy: Policy) -> Marks:
    """The family meeting was held, or judged not to be in the child's best interests."""
    settled = (FamilyStep.HELD, FamilyStep.EXEMPT_MEETING)
    return [mark(step) for step in file.all(FamilyMeetingStep) if step.step in settled]


@reads(Assessment)
def each_assessment(file: CaseFile, policy: Policy) -> Marks:
    """Each assessment was commissioned, with its own due date."""
    return [mark(one, subject=f"assessment:{one.id}", due_on=one.due_on) for one in file.all(Assessment)]


@reads(AssessmentFiled)
def assessment_in(file: CaseFile, policy: Policy) -> Marks:
    """An assessment was filed."""
    return [mark(filed, subject=f"assessment:{filed.assessment_id}") for filed in file.all(AssessmentFiled)]
