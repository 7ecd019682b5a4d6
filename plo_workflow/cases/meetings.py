"""Meetings with parents: booking, holding, failing, minutes; and the family's plan as it is reviewed there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from plo_workflow.access import CASEWORKERS
from plo_workflow.cases.asks import Choose
from plo_workflow.cases.freezing import check_may_write_to_family
from plo_workflow.cases.order import check_order
from plo_workflow.cases.registry import command, move_command
from plo_workflow.cases.work import Work
from plo_workflow.kinds import Cause, GatewayKind, Judgement, MeetingKind, ReviewReason
from plo_workflow.models import (
    Concern,
    Fact,
    GatewayListing,
    Meeting,
    MeetingAttendance,
    MeetingBooking,
    MinutesSent,
    Person,
    Progress,
)

WhichMeeting = Annotated[int, Choose("meetings")]


@dataclass(frozen=True)
class Came:
    """Whether an invited person came, and whether a solicitor was there for them."""

    person: Annotated[int, Choose("people")]
    attended: bool
    with_solicitor: bool = False


@dataclass(frozen=True)
class ConcernProgress:
    """How one concern stands for the child, and what shows it."""

    concern: Annotated[int, Choose("concerns")]
    judgement: Judgement
    evidence: str


@command("Book a meeting with parents", CASEWORKERS, "meetings")
def book_meeting(work: Work, *, on: date, kind: MeetingKind, meeting_on: date, place: str | None = None) -> None:
    """Give a meeting its date; `on` is the day of booking."""
    work.record(MeetingBooking(happened_on=on, kind=kind, meeting_on=meeting_on, place=place))


@move_command("hold_first_meeting")
def hold_first_meeting(
    work: Work,
    *,
    on: date,
    came: list[Came],
    next_review_on: date,
    exit_gateway_on: date,
    current_risk: str | None = None,
) -> Fact:
    """The first effective meeting was held (T08); the next review and the exit gateway are set there and then."""
    meeting = _held(work, MeetingKind.FIRST, on, came, current_risk)
    _booked(work, on, next_review_on, exit_gateway_on)
    work.move("hold_first_meeting", on=on)
    return meeting


@move_command("record_ineffective_first_meeting")
def record_ineffective_first_meeting(work: Work, *, on: date, reason: str, cause: Cause) -> None:
    """The first meeting was cancelled or did not work (T08x): the time for it runs on."""
    _failed(work, MeetingKind.FIRST, on, reason, cause)
    work.move("record_ineffective_first_meeting", on=on, reason=reason)


@move_command("record_ineffective_review")
def record_ineffective_review(work: Work, *, on: date, reason: str, cause: Cause) -> None:
    """A review was cancelled or did not work (T08x): the time for it runs on."""
    _failed(work, MeetingKind.REVIEW, on, reason, cause)
    work.move("record_ineffective_review", on=on, reason=reason)


@move_command("hold_review")
def hold_review(
    work: Work,
    *,
    on: date,
    came: list[Came],
    progress: list[ConcernProgress],
    current_risk: str,
    next_review_on: date | None = None,
    exit_gateway_on: date | None = None,
) -> Fact:
    """A review was held (T09): each concern is judged for the child, the risk is stated, the next date is set."""
    meeting = _held(work, MeetingKind.REVIEW, on, came, current_risk)
    for one in progress:
        concern = work.find(Concern, one.concern)
        work.record(
            Progress(
                happened_on=on,
                meeting_id=meeting.id,
                concern_id=concern.id,
                judgement=one.judgement,
                evidence=one.evidence,
            )
        )
    _booked(work, on, next_review_on, exit_gateway_on)
    work.move("hold_review", on=on)
    return meeting


@command("Record the final meeting", CASEWORKERS, "meetings")
def hold_final_meeting(work: Work, *, on: date, came: list[Came]) -> Fact:
    """Parents heard the outcome at a meeting (stops K17)."""
    return _held(work, MeetingKind.FINAL, on, came, None)


@command("Record a parent met apart", CASEWORKERS, "meetings")
def meet_apart(work: Work, *, on: date, meeting: WhichMeeting, came: list[Came]) -> None:
    """A parent who was not met together with the other was met apart.

    It belongs to the same meeting, on a day of its own, and moves no date (E9).
    """
    _came(work, work.find(Meeting, meeting), on, came)


@command("Record minutes as sent", CASEWORKERS, "meetings")
def send_minutes(work: Work, *, on: date, meeting: WhichMeeting, sent_to: str) -> None:
    """Minutes and agreement went to the parents and their solicitors (stops K10)."""
    check_may_write_to_family(work, on)
    sent = MinutesSent(happened_on=on, meeting_id=work.find(Meeting, meeting).id, sent_to=sent_to)
    check_order(work.file, work.record(sent))


def _held(work: Work, kind: MeetingKind, on: date, came: list[Came], risk: str | None) -> Meeting:
    meeting = work.record(Meeting(happened_on=on, kind=kind, effective=True, current_risk=risk))
    _came(work, meeting, on, came)
    return meeting


def _came(work: Work, meeting: Meeting, on: date, came: list[Came]) -> None:
    for one in came:
        person = work.find(Person, one.person)
        work.record(
            MeetingAttendance(
                happened_on=on,
                meeting_id=meeting.id,
                person_id=person.id,
                attended=one.attended,
                with_solicitor=one.with_solicitor,
            )
        )


def _failed(work: Work, kind: MeetingKind, on: date, reason: str, cause: Cause) -> None:
    work.record(Meeting(happened_on=on, kind=kind, effective=False, ineffective_reason=reason, cause=cause))


def _booked(work: Work, on: date, next_review_on: date | None, exit_gateway_on: date | None) -> None:
    if next_review_on:
        work.record(MeetingBooking(happened_on=on, kind=MeetingKind.REVIEW, meeting_on=next_review_on))
    if exit_gateway_on:
        work.record(
            GatewayListing(
                happened_on=on,
                kind=GatewayKind.REVIEW,
                sitting_on=exit_gateway_on,
                reason=ReviewReason.EXIT,
                lawyer=work.case.lawyer,
            )
        )
