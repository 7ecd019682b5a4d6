"""The work that goes on between meetings: visits, supervision, notes, assessments, family meetings, workers."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from plo_workflow.access import CASEWORKERS, EVERYONE, LAWYERS, MANAGERS, MILESTONES_OF_LAWYERS
from plo_workflow.cases.asks import Choose
from plo_workflow.cases.order import check_order
from plo_workflow.cases.registry import command
from plo_workflow.cases.work import Work
from plo_workflow.errors import DateOutOfOrder, NotGiven
from plo_workflow.kinds import Cause, FamilyStep, MilestoneKind, Part, QueryKind, Role
from plo_workflow.models import (
    Allocation,
    Assessment,
    AssessmentFiled,
    Challenge,
    Child,
    Delay,
    Fact,
    FamilyMeetingStep,
    Milestone,
    Note,
    Person,
    Query,
    QueryAnswered,
    SectionTwenty,
    SectionTwentyConsent,
    Supervision,
    TrackerReview,
    Visit,
)
from plo_workflow.working_days import in_words, listed

WhichChild = Annotated[int, Choose("children")]


@command("Record a visit", (Role.SOCIAL_WORKER, Role.TEAM_MANAGER), "work")
def record_visit(
    work: Work,
    *,
    on: date,
    children: Annotated[list[int], Choose("children")],
    seen_alone: bool,
    note: str | None = None,
) -> None:
    """The children who were seen on this day."""
    if not children:
        raise NotGiven("Say which children were seen.")
    for seen in [work.find(Child, child) for child in children]:
        if seen.born_on and on < seen.born_on:
            raise DateOutOfOrder(f"{seen.given_name} cannot have been seen before {in_words(seen.born_on)}, the birth.")
        work.record(Visit(happened_on=on, child_id=seen.id, seen_alone=seen_alone, note=note))


@command("Record supervision", MANAGERS, "work")
def record_supervision(work: Work, *, on: date, note: str) -> None:
    """The case was discussed in supervision; its actions are added as actions with an owner and a date."""
    work.record(Supervision(happened_on=on, note=note))


@command("Review on the tracker", (*MANAGERS, Role.CASE_PROGRESSION_MANAGER), "work")
def review_on_tracker(work: Work, *, on: date, note: str) -> None:
    """A manager looked at the case on the tracker and says so."""
    if not note.strip():
        raise NotGiven("Write what you found: a review without a note is no review.")
    work.record(TrackerReview(happened_on=on, note=note))


@command("Write a case note", EVERYONE, "work")
def write_note(work: Work, *, on: date, text: str) -> None:
    """A note with its author and time."""
    if not text.strip():
        raise NotGiven("The note is empty.")
    work.record(Note(happened_on=on, text=text))


@command("Challenge a delay", (*MANAGERS, Role.CASE_PROGRESSION_MANAGER), "work")
def challenge(work: Work, *, on: date, text: str) -> Fact:
    """A manager challenges a delay, on the record."""
    return work.record(Challenge(happened_on=on, text=text))


@command("Answer a challenge", EVERYONE, "work")
def answer_challenge(work: Work, *, on: date, challenge: Annotated[int, Choose("challenges")], text: str) -> None:
    """The challenge is answered, on the record."""
    work.record(Challenge(happened_on=on, answers_id=work.find(Challenge, challenge).id, text=text))


@command("Raise a query", EVERYONE, "work")
def raise_query(work: Work, *, on: date, text: str) -> Fact:
    """Ask openly about something on the record that does not fit together or was never said."""
    if not text.strip():
        raise NotGiven("Say what has to be looked into.")
    return work.record(Query(happened_on=on, kind=QueryKind.RAISED_HERE, text=text))


@command("Answer a query", EVERYONE, "work")
def answer_query(work: Work, *, on: date, query: Annotated[int, Choose("queries")], text: str) -> None:
    """Say what was found; a fact that was wrong is corrected by a command of its own."""
    if not text.strip():
        raise NotGiven("Say what you found: a query is not closed without an answer.")
    work.record(QueryAnswered(happened_on=on, query_id=work.find(Query, query).id, text=text))


@command("Say why something is late", CASEWORKERS, "work")
def explain_delay(
    work: Work, *, on: date, clock: Annotated[str, Choose("clocks")], cause: Cause, explanation: str
) -> None:
    """Whose cause a delay is, and why."""
    work.record(Delay(happened_on=on, clock=clock, cause=cause, explanation=explanation))


@command("Commission an assessment", (*CASEWORKERS, *LAWYERS), "work")
def commission_assessment(
    work: Work, *, on: date, kind: str, due_on: date, author: str | None = None, about: str | None = None
) -> Fact:
    """Ask for an assessment by a date; it may not end after the exit gateway (K28)."""
    limits = work.ask(on).running("exit_gateway_listed")
    if limits and due_on > limits[0].due_on:
        raise NotGiven(
            "An assessment must be in before the exit gateway is due. Choose an earlier date, or say so in supervision."
        )
    return work.record(Assessment(happened_on=on, kind=kind, due_on=due_on, author=author, about=about))


@command("Record an assessment as filed", (*CASEWORKERS, *LAWYERS), "work")
def file_assessment(work: Work, *, on: date, assessment: Annotated[int, Choose("assessments")]) -> None:
    """An assessment came in."""
    filed = AssessmentFiled(happened_on=on, assessment_id=work.find(Assessment, assessment).id)
    check_order(work.file, work.record(filed))


@command("Record a family meeting step", CASEWORKERS, "work")
def record_family_meeting(
    work: Work,
    *,
    on: date,
    step: FamilyStep,
    person: Annotated[int, Choose("people")] | None = None,
    reason: str | None = None,
) -> None:
    """Family group decision-making: offered, accepted, declined, held, or judged not to be in the child's best
    interests."""
    exempt = step in (FamilyStep.EXEMPT_OFFER, FamilyStep.EXEMPT_MEETING)
    if exempt and not (reason or "").strip():
        raise NotGiven("Say why it is not in the child's best interests.")
    person_id = work.find(Person, person).id if person else None
    work.record(FamilyMeetingStep(happened_on=on, step=step, person_id=person_id, reason=reason))


@command("Record a milestone", (*CASEWORKERS, *LAWYERS, Role.GATEWAY_CHAIR), "work")
def record_milestone(
    work: Work, *, on: date, kind: MilestoneKind, child: WhichChild | None = None, note: str | None = None
) -> None:
    """A dated fact with no more structure: a conference, a plan that started, a sign-off by the lawyer."""
    if kind in MILESTONES_OF_LAWYERS and not work.actor.holds(Role.AUTHORITY_LAWYER):
        raise NotGiven(f"“{kind.label}” is for the authority's lawyer to record.")
    if kind == MilestoneKind.FINAL_MEETING_WAIVED and not (note or "").strip():
        raise NotGiven("Say why the final meeting is waived.")
    if kind == MilestoneKind.MARRIED and not child:
        raise NotGiven("Say which child married.")
    child_id = work.find(Child, child).id if child else None
    work.record(Milestone(happened_on=on, kind=kind, child_id=child_id, note=note))


@command("Change the worker", MANAGERS, "work")
def change_worker(
    work: Work,
    *,
    on: date,
    part: Part,
    staff: Annotated[str, Choose("staff")],
    handover_note: str,
    next_actions: str,
    joint_visit_on: date | None = None,
) -> None:
    """Another person takes the case on, with a handover note, the next actions and a joint visit (E16).

    No clock changes: what was due from the one is due from the other.
    """
    if not (handover_note.strip() and next_actions.strip()):
        raise NotGiven("A change of worker needs a handover note and the list of next actions.")
    if part == Part.SOCIAL_WORKER and joint_visit_on is None:
        raise NotGiven(
            "A change of social worker needs the date of a joint visit, so that the family is told in person."
        )
    work.record(
        Allocation(
            happened_on=on,
            part=part,
            staff_key=staff,
            handover_note=handover_note,
            joint_visit_on=joint_visit_on,
            next_actions=next_actions,
        )
    )
    holder = {
        Part.SOCIAL_WORKER: "social_worker",
        Part.TEAM_MANAGER: "team_manager",
        Part.LAWYER: "lawyer",
    }.get(part)
    if holder is None:
        raise NotGiven("A case is held by a social worker, a team manager and a lawyer.")
    work.set_case(**{holder: staff})


@command("Record accommodation under section 20", CASEWORKERS, "work")
def record_section_twenty(
    work: Work,
    *,
    on: date,
    child: WhichChild,
    consents: Annotated[list[int], Choose("people")],
    capacity_checked: bool,
    review_on: date,
    exit_plan: str | None = None,
) -> Fact:
    """A child is accommodated by agreement: who agreed, that they could, when it is reviewed, how it ends (E18)."""
    agreed = [work.find(Person, person) for person in consents]
    without = [person.name for person in agreed if not person.has_parental_responsibility]
    if without or not agreed:
        who = f"{listed(without)} has no parental responsibility" if without else "Nobody's agreement is given"
        raise NotGiven(f"{who}: a child is accommodated by agreement of those who have parental responsibility.")
    record = work.record(
        SectionTwenty(happened_on=on, child_id=work.find(Child, child).id, exit_plan=exit_plan, review_on=review_on)
    )
    for person in agreed:
        consent = SectionTwentyConsent(
            happened_on=on,
            section_twenty_id=record.id,
            person_id=person.id,
            capacity_checked=capacity_checked,
        )
        work.record(consent)
    return record


@command("End accommodation under section 20", CASEWORKERS, "work")
def end_section_twenty(work: Work, *, on: date, accommodation: Annotated[int, Choose("accommodations")]) -> None:
    """The child is no longer accommodated by agreement."""
    work.amend(work.find(SectionTwenty, accommodation), "accommodation ended", ended_on=on)
