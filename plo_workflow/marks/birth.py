"""Marks around a birth: the expected date, the milestones before it, and the birth itself."""

from __future__ import annotations

from plo_workflow.kinds import MilestoneKind
from plo_workflow.marks.casework import milestones
from plo_workflow.marks.contact import first_meeting_effective, letters_all_sent
from plo_workflow.marks.decisions import over
from plo_workflow.marks.marking import ENDING, Marks, mark, reads
from plo_workflow.models import CaseFile, Child, ChildOutcome, Milestone
from plo_workflow.policy import Policy


@reads(Child)
def each_unborn(file: CaseFile, policy: Policy) -> Marks:
    """Each child who joined unborn; the count goes back from the expected date."""
    for child in file.all(Child):
        if child.expected_on and not (child.born_on and child.born_on < child.happened_on):
            yield mark(child, subject=f"child:{child.id}", anchor_on=child.expected_on)


@reads(Child)
def born(file: CaseFile, policy: Policy) -> Marks:
    """A child was born since the case began. It is not the fact that the child joined, though one row holds both."""
    for child in file.all(Child):
        if child.born_on and child.born_on >= file.case.opened_on:
            yield mark(child, subject=f"child:{child.id}", on=child.born_on)._replace(fact=("births", child.id))


@reads(Child, *ENDING, ChildOutcome)
def born_or_over(file: CaseFile, policy: Policy) -> Marks:
    """The child was born, or pre-proceedings ended."""
    return [*born(file, policy), *over(file, policy)]


@reads(Child)
def born_with_removal_planned(file: CaseFile, policy: Policy) -> Marks:
    """A child was born for whom removal is planned."""
    planned = {f"child:{child.id}" for child in file.having(Child, removal_planned=True)}
    return [one for one in born(file, policy) if one.subject in planned]


@reads(Milestone)
def prebirth_assessment_started(file: CaseFile, policy: Policy) -> Marks:
    """The pre-birth assessment started."""
    return milestones(file, MilestoneKind.PREBIRTH_ASSESSMENT_STARTED)


@reads(*letters_all_sent.reads, *first_meeting_effective.reads)
def letter_and_first_meeting(file: CaseFile, policy: Policy) -> Marks:
    """Both the letter and the first effective meeting are done."""
    done = [*letters_all_sent(file, policy)[:1], *first_meeting_effective(file, policy)]
    return [max(done, key=lambda one: one.on)] if len(done) == 2 else []


@reads(Milestone)
def prebirth_conference_settled(file: CaseFile, policy: Policy) -> Marks:
    """The pre-birth conference was held or found not to be needed."""
    return milestones(file, MilestoneKind.PREBIRTH_CONFERENCE, MilestoneKind.PREBIRTH_CONFERENCE_NOT_NEEDED)


@reads(Milestone)
def birth_plan_shared(file: CaseFile, policy: Policy) -> Marks:
    """The birth and safety plan was shared."""
    return milestones(file, MilestoneKind.BIRTH_PLAN_SHARED)
