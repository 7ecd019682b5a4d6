"""Marks that the court, a birthday or another authority leaves."""

from __future__ import annotations

from datetime import date

from plo_workflow.kinds import CourtStepKind, MilestoneKind, Outcome, TransferKind
from plo_workflow.marks.marking import Marks, mark, moved, reads
from plo_workflow.models import CaseFile, Child, ChildOutcome, CourtStep, Lodging, Milestone, TransferStep
from plo_workflow.policy import Policy

OUT_OF_REACH = ("record_decision_continue", "confirm_step_down", "close_other")
"""The moves that end a period without an application."""


@reads("lodge_application", Lodging)
def lodged(file: CaseFile, policy: Policy) -> Marks:
    """The application was lodged, for the family and for each child named in it."""
    yield from (mark(move) for move in moved(file, "lodge_application"))
    yield from (mark(one, subject=f"child:{one.child_id}") for one in file.all(Lodging))


@reads(CourtStep)
def court_issued(file: CaseFile, policy: Policy) -> Marks:
    """The court issued the application."""
    return [mark(step) for step in file.having(CourtStep, step=CourtStepKind.ISSUED)]


@reads(CourtStep)
def court_extended(file: CaseFile, policy: Policy) -> Marks:
    """The court extended its timetable to a date."""
    return [mark(s, due_on=s.ends_on) for s in file.having(CourtStep, step=CourtStepKind.EXTENDED)]


@reads(CourtStep)
def final_order(file: CaseFile, policy: Policy) -> Marks:
    """The court made its final order."""
    return [mark(step) for step in file.having(CourtStep, step=CourtStepKind.FINAL_ORDER)]


@reads(CourtStep)
def court_ended_otherwise(file: CaseFile, policy: Policy) -> Marks:
    """The court refused the application or it was withdrawn."""
    ends = (CourtStepKind.REFUSED, CourtStepKind.WITHDRAWN)
    return [mark(step) for step in file.all(CourtStep) if step.step in ends]


def married_on(file: CaseFile, child: Child) -> date | None:
    """The day on which a child married, if they did."""
    married = file.first(Milestone, kind=MilestoneKind.MARRIED, child_id=child.id)
    return married.happened_on if married else None


@reads(Child, Milestone)
def each_birth_date(file: CaseFile, policy: Policy) -> Marks:
    """Each born child, counted from the date of birth; for one who is married, what counts is the marriage too."""
    for child in file.all(Child):
        if child.born_on:
            wed = married_on(file, child)
            due_on = policy.age.blocked_from(child.born_on, wed) if wed else None
            yield mark(child, subject=f"child:{child.id}", anchor_on=child.born_on, due_on=due_on)


@reads(*OUT_OF_REACH, ChildOutcome)
def child_out_of_reach(file: CaseFile, policy: Policy) -> Marks:
    """Pre-proceedings ended for the family, or for one child, otherwise than by an application."""
    yield from (mark(move) for move in moved(file, *OUT_OF_REACH))
    for one in file.all(ChildOutcome):
        if one.outcome != Outcome.APPLICATION_LODGED:
            yield mark(one, subject=f"child:{one.child_id}")


@reads(TransferStep)
def received_from_elsewhere(file: CaseFile, policy: Policy) -> Marks:
    """The case came in from another authority."""
    return [mark(step) for step in file.having(TransferStep, step=TransferKind.RECEIVED)]
