"""Both sides of what is recorded when parents are met."""

from __future__ import annotations

from datetime import date

from plo_workflow.kinds import GatewayKind, Judgement, MeetingKind
from plo_workflow.models import Action, Concern, GatewayListing, Meeting, MeetingAttendance, MeetingBooking, Progress
from plo_workflow.requirements import meetings
from tests.builders import made
from tests.plo_workflow.requirements.sides import JO, ON, Table, has, person
from tests.plo_workflow.weekdays import day

HELD = 921


def meeting(*, effective: bool = True, risk: str | None = "Lower.", on: date = ON) -> Meeting:
    return made(Meeting, on, id=HELD, kind=MeetingKind.REVIEW, effective=effective, current_risk=risk)


def came(*, attended: bool, with_solicitor: bool = False) -> MeetingAttendance:
    said = {"person_id": JO, "staff_key": None, "attended": attended, "with_solicitor": with_solicitor}
    return made(MeetingAttendance, ON, meeting_id=HELD, **said)


def concern(good_looks_like: str = "An adult is there.") -> Concern:
    said = {"worry": "Left alone at night.", "good_looks_like": good_looks_like, "safety_critical": True}
    return made(Concern, ON, id=922, **said)


def action(due_on: str) -> Action:
    said = {"arises_from": "plan", "what": "Grandmother stays.", "owner_kind": "parent", "owner": "Jo"}
    return made(Action, ON, due_on=day(due_on), **said)


def next_review(on: str) -> MeetingBooking:
    return made(MeetingBooking, ON, kind=MeetingKind.REVIEW, meeting_on=day(on))


EXIT = made(GatewayListing, ON, kind=GatewayKind.REVIEW, sitting_on=day("Tue 21 Apr 2026"), deferred=False)
REVIEW = next_review("Tue 24 Feb 2026")

SIDES: Table = {
    meetings.meeting_was_effective: has(
        person(), meeting(), came(attended=False, with_solicitor=True),
        without=[person(), meeting(), came(attended=False)], missing="No parent, nobody with parental responsibility",
    ),
    meetings.attendance_recorded: has(
        meeting(), came(attended=True), without=[meeting()], missing="Record who came to the meeting"
    ),
    meetings.plan_is_complete: has(
        concern(), action("Tue 24 Mar 2026"), REVIEW, without=[concern(), action("Wed 25 Mar 2026"), REVIEW],
        missing="Due later than 28 days after the next review: “Grandmother stays”",
    ),
    meetings.next_dates_set: has(REVIEW, EXIT, without=[REVIEW], missing="No date is set for the exit gateway"),
    meetings.next_review_set: has(EXIT, missing="No date is set for the next review or the exit gateway"),
    meetings.progress_judged_for_every_concern: has(
        meeting(), concern(),
        made(Progress, ON, meeting_id=HELD, concern_id=922, judgement=Judgement.SAME, evidence="Seen."),
        without=[meeting(), concern()], missing="Progress is not judged for: “Left alone at night”",
    ),
    meetings.current_risk_stated: has(meeting(), without=[meeting(risk=" ")], missing="Say what the risk"),
}  # fmt: skip
