"""Marks: the dates on a case that clocks start from and stop at, each read from the facts by one small function.

Which mark starts which clock is decided in `clocks`; how long a clock may run in policy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from plo_workflow.kinds import (
    ApprovalKind,
    CourtStepKind,
    FamilyStep,
    GatewayKind,
    LetterKind,
    MeetingKind,
    MilestoneKind,
    PaperKind,
    PostingEvent,
    RecordKind,
    ReviewReason,
    TransferKind,
)
from plo_workflow.models import (
    Approval,
    Assessment,
    AssessmentFiled,
    CaseFile,
    Child,
    ChildOutcome,
    CourtStep,
    Extension,
    Fact,
    FamilyMeetingStep,
    GatewayListing,
    GatewayPaper,
    GatewayRequest,
    GatewaySitting,
    Letter,
    Lodging,
    Meeting,
    Milestone,
    MinutesSent,
    Move,
    Person,
    Posting,
    RecordSigned,
    Supervision,
    TrackerReview,
    TransferStep,
    Visit,
)
from plo_workflow.policy import Policy
from plo_workflow.stages import STAGES
from plo_workflow.working_days import add_months


@dataclass(frozen=True)
class Mark:
    """A date on the case. `anchor_on` differs from `on` for clocks that count back from something to come.

    `days` and `due_on` override the policy's length where the fact itself says how long (an extension, an assessment).
    """

    on: date
    fact: tuple[str, int]
    recorded_at: datetime
    subject: str = ""
    anchor_on: date | None = None
    days: int | None = None
    due_on: date | None = None
    urgent: bool = False

    @property
    def counted_from_on(self) -> date:
        """The day the count begins at."""
        return self.anchor_on or self.on


Marks = Iterable[Mark]


class Marker:
    """A function from the case file to marks, with the kinds of fact that it may read.

    A command works out again only the clocks whose marks read something that it touched.
    """

    def __init__(self, find: Callable[[CaseFile, Policy], Marks], reads: frozenset[type[Fact]]) -> None:
        self._find, self.reads, self.__name__, self.__doc__ = find, reads, find.__name__, find.__doc__

    def __call__(self, file: CaseFile, policy: Policy) -> list[Mark]:
        """The marks on the case, in the order in which they are found."""
        return list(self._find(file, policy))


def reads(*kinds: type[Fact]) -> Callable[[Callable[[CaseFile, Policy], Marks]], Marker]:
    """Say which kinds of fact a marker may read; a test holds it to that."""
    return lambda find: Marker(find, frozenset(kinds))


def mark(
    fact: Fact,
    *,
    subject: str = "",
    on: date | None = None,
    anchor_on: date | None = None,
    days: int | None = None,
    due_on: date | None = None,
    urgent: bool = False,
) -> Mark:
    """The mark that a fact leaves on the day it happened (or `on`)."""
    return Mark(
        on or fact.happened_on,
        (fact.__tablename__, fact.id),
        fact.recorded_at,
        subject,
        anchor_on,
        days,
        due_on,
        urgent,
    )


def moved(file: CaseFile, *keys: str) -> list[Move]:
    """The standing moves with these keys."""
    return [move for move in file.all(Move) if move.move in keys]


# The gateway


@reads(GatewayRequest)
def gateway_sought(file: CaseFile, policy: Policy) -> Marks:
    """The decision to seek a gateway meeting."""
    return [mark(request) for request in file.all(GatewayRequest)]


@reads(Move)
def request_accepted(file: CaseFile, policy: Policy) -> Marks:
    """The request was accepted and listed."""
    return [mark(move) for move in moved(file, "accept_and_list")]


@reads(Move, GatewayRequest)
def sent_to_gateway(file: CaseFile, policy: Policy) -> Marks:
    """The case was accepted for a sitting, listed for a review, or a decision was withdrawn."""
    urgent = any(request.urgent for request in file.all(GatewayRequest))
    keys = ("accept_and_list", "list_gateway_review", "withdraw_decision")
    return [mark(move, urgent=urgent and move.move == "accept_and_list") for move in moved(file, *keys)]


@reads(Move)
def returned_from_court(file: CaseFile, policy: Policy) -> Marks:
    """The court refused, or the application was withdrawn, and the case went back to the gateway."""
    return [mark(move) for move in moved(file, "return_to_review")]


@reads(GatewayListing)
def sitting_booked(file: CaseFile, policy: Policy) -> Marks:
    """A sitting has a date; the papers count back from it."""
    return [mark(listing, anchor_on=listing.sitting_on) for listing in file.all(GatewayListing)]


@reads(GatewaySitting)
def sitting_held(file: CaseFile, policy: Policy) -> Marks:
    """The gateway sat on the case."""
    return [mark(sitting) for sitting in file.all(GatewaySitting)]


@reads(GatewaySitting)
def each_sitting(file: CaseFile, policy: Policy) -> Marks:
    """Each sitting, counted for itself."""
    return [mark(sitting, subject=f"sitting:{sitting.id}") for sitting in file.all(GatewaySitting)]


@reads(GatewayPaper, GatewayListing)
def papers_complete(file: CaseFile, policy: Policy) -> Marks:
    """For each sitting that is booked, the mandatory papers are in, and in date on the day of the sitting."""
    for listing in file.all(GatewayListing):
        in_date = [paper for paper in file.all(GatewayPaper) if _in_date(paper, listing.sitting_on, policy)]
        latest = {paper.kind: paper for paper in in_date}
        if all(wanted.kind in latest for wanted in policy.gateway.papers):
            last = max((*latest.values(), listing), key=lambda fact: (fact.happened_on, fact.recorded_at))
            yield Mark(last.happened_on, ("papers", listing.id), max(last.recorded_at, listing.recorded_at))


def _in_date(paper: GatewayPaper, sitting_on: date, policy: Policy) -> bool:
    months = {wanted.kind: wanted.max_age_months for wanted in policy.gateway.papers}.get(PaperKind(paper.kind))
    return not months or add_months(paper.dated_on, months) >= sitting_on


@reads(RecordSigned)
def decision_record_signed(file: CaseFile, policy: Policy) -> Marks:
    """The chair signed the decision record of a sitting."""
    return [mark(r, subject=f"sitting:{r.sitting_id}") for r in file.having(RecordSigned, kind=RecordKind.DECISION)]


@reads(RecordSigned)
def full_record_shared(file: CaseFile, policy: Policy) -> Marks:
    """The full record of a sitting was shared."""
    return [mark(r, subject=f"sitting:{r.sitting_id}") for r in file.having(RecordSigned, kind=RecordKind.FULL)]


@reads(GatewaySitting, GatewayListing)
def exit_review_held(file: CaseFile, policy: Policy) -> Marks:
    """A gateway review that was listed to end or extend the period was held."""
    for sitting in file.having(GatewaySitting, kind=GatewayKind.REVIEW):
        listings = [one for one in file.all(GatewayListing) if one.happened_on <= sitting.happened_on]
        if listings and listings[-1].reason in (ReviewReason.EXIT, ReviewReason.EXTENSION):
            yield mark(sitting)


# Decisions


@reads(Move)
def entered(file: CaseFile, policy: Policy) -> Marks:
    """The decision to enter pre-proceedings."""
    return [mark(move) for move in moved(file, "record_decision_enter")]


@reads(Move)
def under_way(file: CaseFile, policy: Policy) -> Marks:
    """Pre-proceedings are under way: from the decision to enter, and again from a return from court."""
    return [mark(move) for move in moved(file, "record_decision_enter", "return_to_review")]


@reads(Move)
def decided_to_issue(file: CaseFile, policy: Policy) -> Marks:
    """A decision to apply to court; an urgent one has its own timescale."""
    moves = moved(file, "decide_issue", "record_decision_issue", "issue_urgently")
    return [mark(move, urgent=move.move == "issue_urgently") for move in moves]


@reads(Move)
def decided_to_step_down(file: CaseFile, policy: Policy) -> Marks:
    """A decision to step down."""
    return [mark(move) for move in moved(file, "decide_step_down")]


@reads(Move)
def exit_decided(file: CaseFile, policy: Policy) -> Marks:
    """A decision to step down or to apply to court."""
    return [*decided_to_step_down(file, policy), *decided_to_issue(file, policy)]


@reads(Move)
def exit_decided_at_review(file: CaseFile, policy: Policy) -> Marks:
    """A decision at a gateway review to step down or to apply to court."""
    return [mark(move) for move in moved(file, "decide_step_down", "decide_issue")]


@reads(Extension)
def extended(file: CaseFile, policy: Policy) -> Marks:
    """More time was granted, counted from the limit that stood."""
    return [mark(e, anchor_on=e.from_limit_on, days=e.days) for e in file.all(Extension)]


@reads(Move)
def stepped_down(file: CaseFile, policy: Policy) -> Marks:
    """The step-down was confirmed."""
    return [mark(move) for move in moved(file, "confirm_step_down")]


@reads(Move)
def issued_urgently(file: CaseFile, policy: Policy) -> Marks:
    """An application was decided on without the gateway."""
    return [mark(move) for move in moved(file, "issue_urgently")]


@reads(Approval)
def urgent_issue_ratified(file: CaseFile, policy: Policy) -> Marks:
    """The head of service ratified an urgent decision."""
    return [mark(a) for a in file.having(Approval, what=ApprovalKind.URGENT_RATIFIED)]


@reads(GatewaySitting)
def ratification_held(file: CaseFile, policy: Policy) -> Marks:
    """The gateway looked at an urgent decision afterwards."""
    return [mark(sitting) for sitting in file.having(GatewaySitting, kind=GatewayKind.RATIFICATION)]


@reads(Move, ChildOutcome)
def over(file: CaseFile, policy: Policy) -> Marks:
    """Pre-proceedings ended for the family, or for one child."""
    yield from (mark(move) for move in file.all(Move) if not STAGES[move.to_stage].open)
    yield from (mark(o, subject=f"child:{o.child_id}") for o in file.all(ChildOutcome))


@reads(Move, ChildOutcome)
def exit_or_over(file: CaseFile, policy: Policy) -> Marks:
    """The exit was decided, or pre-proceedings ended."""
    return [*exit_decided(file, policy), *over(file, policy)]


@reads()
def never(file: CaseFile, policy: Policy) -> Marks:
    """No mark: for a watch that runs out by itself."""
    return ()


# Letters and meetings


def _sent(file: CaseFile, kind: LetterKind) -> list[tuple[Letter, Posting]]:
    letters = {letter.id: letter for letter in file.having(Letter, kind=kind)}
    done = (PostingEvent.SENT, PostingEvent.LEFT_ON_FILE)
    return [(letters[p.letter_id], p) for p in file.all(Posting) if p.letter_id in letters and p.event in done]


def _all_sent(file: CaseFile, kind: LetterKind) -> Marks:
    waiting = {person.id for person in file.having(Person, gets_letter=True)}
    for letter, posting in _sent(file, kind):
        waiting.discard(letter.person_id)
        if not waiting:
            return [mark(posting)]
    return []


@reads(Person, Letter, Posting)
def letters_all_sent(file: CaseFile, policy: Policy) -> Marks:
    """The last required letter before proceedings went out."""
    return _all_sent(file, LetterKind.BEFORE_PROCEEDINGS)


@reads(Letter, Posting)
def each_letter_sent(file: CaseFile, policy: Policy) -> Marks:
    """Each letter before proceedings that went out."""
    sent = _sent(file, LetterKind.BEFORE_PROCEEDINGS)
    return [mark(p, subject=f"letter:{letter.id}") for letter, p in sent if p.event == PostingEvent.SENT]


@reads(Posting)
def each_letter_delivered(file: CaseFile, policy: Policy) -> Marks:
    """Each letter that is known to have arrived."""
    return [mark(p, subject=f"letter:{p.letter_id}") for p in file.having(Posting, event=PostingEvent.DELIVERED)]


@reads(Person, Letter, Posting)
def letters_of_issue_sent(file: CaseFile, policy: Policy) -> Marks:
    """The last letter of issue went out."""
    return _all_sent(file, LetterKind.OF_ISSUE)


@reads(Person, Letter, Posting)
def closing_letters_sent(file: CaseFile, policy: Policy) -> Marks:
    """The last closing letter went out."""
    return _all_sent(file, LetterKind.CLOSING)


def _effective(file: CaseFile, *kinds: MeetingKind) -> list[Meeting]:
    return [meeting for meeting in file.all(Meeting) if meeting.effective and meeting.kind in kinds]


@reads(Meeting)
def first_meeting_effective(file: CaseFile, policy: Policy) -> Marks:
    """The first meeting that was effective; one that failed counts for nothing here."""
    return [mark(meeting) for meeting in _effective(file, MeetingKind.FIRST)][:1]


@reads(Meeting)
def review_effective(file: CaseFile, policy: Policy) -> Marks:
    """Each review meeting that was effective."""
    return [mark(meeting) for meeting in _effective(file, MeetingKind.REVIEW)]


@reads(Meeting, Milestone)
def final_meeting_done(file: CaseFile, policy: Policy) -> Marks:
    """The final meeting with the parents was held, or waived with a reason."""
    yield from (mark(meeting) for meeting in _effective(file, MeetingKind.FINAL))
    yield from milestones(file, MilestoneKind.FINAL_MEETING_WAIVED)


@reads(Meeting)
def each_meeting(file: CaseFile, policy: Policy) -> Marks:
    """Each effective meeting, for its own minutes."""
    return [mark(meeting, subject=f"meeting:{meeting.id}") for meeting in _effective(file, *MeetingKind)]


@reads(MinutesSent)
def minutes_out(file: CaseFile, policy: Policy) -> Marks:
    """The minutes of a meeting went out."""
    return [mark(sent, subject=f"meeting:{sent.meeting_id}") for sent in file.all(MinutesSent)]


# The work with the family


def milestones(file: CaseFile, *kinds: MilestoneKind) -> list[Mark]:
    """Milestones of these kinds, for the child they concern."""
    return [
        mark(one, subject=f"child:{one.child_id}" if one.child_id else "")
        for one in file.all(Milestone)
        if one.kind in kinds
    ]


@reads(Milestone)
def plan_after_step_down_active(file: CaseFile, policy: Policy) -> Marks:
    """The child protection or child in need plan, or closure, is in place."""
    return milestones(file, MilestoneKind.STEP_DOWN_PLAN_ACTIVE)


@reads(Milestone)
def change_confirmed_sustained(file: CaseFile, policy: Policy) -> Marks:
    """A manager confirmed after the step-down that the change has lasted."""
    return milestones(file, MilestoneKind.CHANGE_SUSTAINED)


@reads(Move, Child, Visit)
def child_visits_begin(file: CaseFile, policy: Policy) -> Marks:
    """Each child's visits are counted from the decision to enter (or joining later), then from each visit."""
    for start in under_way(file, policy):
        for child in file.all(Child):
            if child.born_on:
                day = max(start.on, child.happened_on, child.born_on)
                yield Mark(day, start.fact, start.recorded_at, f"child:{child.id}")
    yield from child_seen(file, policy)


@reads(Visit)
def child_seen(file: CaseFile, policy: Policy) -> Marks:
    """A child was seen."""
    return [mark(visit, subject=f"child:{visit.child_id}") for visit in file.all(Visit)]


@reads(Move, Supervision)
def supervision_begins(file: CaseFile, policy: Policy) -> Marks:
    """Supervision is counted from the decision to enter, then from each supervision."""
    return [*under_way(file, policy), *supervised(file, policy)]


@reads(Supervision)
def supervised(file: CaseFile, policy: Policy) -> Marks:
    """Case supervision took place."""
    return [mark(one) for one in file.all(Supervision)]


@reads(Move, TrackerReview)
def tracking_begins(file: CaseFile, policy: Policy) -> Marks:
    """Tracker reviews are counted from the decision to enter, then from each review."""
    return [*under_way(file, policy), *tracker_reviewed(file, policy)]


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


# Before and after birth


@reads(Child)
def each_unborn(file: CaseFile, policy: Policy) -> Marks:
    """Each child who joined unborn; the count goes back from the expected date."""
    for child in file.all(Child):
        if child.expected_on:
            yield mark(child, subject=f"child:{child.id}", anchor_on=child.expected_on)


@reads(Child)
def born(file: CaseFile, policy: Policy) -> Marks:
    """A child who joined unborn was born."""
    for child in file.all(Child):
        if child.expected_on and child.born_on:
            yield mark(child, subject=f"child:{child.id}", on=child.born_on)


@reads(Child, Move, ChildOutcome)
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


@reads(Person, Letter, Posting, Meeting)
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


# Court, age and transfer


@reads(Move, Lodging)
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


@reads(Child)
def each_birth_date(file: CaseFile, policy: Policy) -> Marks:
    """Each born child, counted from the date of birth."""
    for child in file.all(Child):
        if child.born_on:
            yield mark(child, subject=f"child:{child.id}", anchor_on=child.born_on)


@reads(Move)
def child_out_of_reach(file: CaseFile, policy: Policy) -> Marks:
    """Pre-proceedings ended for a child otherwise than by an application."""
    yield from (mark(m) for m in file.all(Move) if m.to_stage in ("not_entered", "stepped_down", "closed_other"))


@reads(TransferStep)
def received_from_elsewhere(file: CaseFile, policy: Policy) -> Marks:
    """The case came in from another authority."""
    return [mark(step) for step in file.having(TransferStep, step=TransferKind.RECEIVED)]
