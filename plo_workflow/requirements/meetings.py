"""What must be recorded when parents are met and progress is reviewed."""

from __future__ import annotations

from datetime import date, timedelta

from plo_workflow.kinds import PARENTS, GatewayKind, MeetingKind, NeedKind, Role
from plo_workflow.models import (
    Action,
    ActionDone,
    Concern,
    GatewayListing,
    Meeting,
    MeetingAttendance,
    MeetingBooking,
    Need,
    NeedMet,
    Person,
    Progress,
)
from plo_workflow.requirements.asking import Ask, Finding, Requirement, either, met, quoted, unmet
from plo_workflow.working_days import in_words, listed


def _meeting(ask: Ask) -> Meeting | None:
    """The meeting this move records: the latest, if it is of that day."""
    meeting = ask.file.last(Meeting)
    return meeting if meeting and meeting.happened_on == ask.on else None


def meeting_was_effective(ask: Ask) -> Finding:
    """At least one parent or person with parental responsibility came, or their solicitor did."""
    meeting = _meeting(ask)
    if meeting is None:
        return unmet(f"No meeting on {in_words(ask.on)} is recorded.")
    if not meeting.effective:
        return unmet("The meeting is recorded as not effective.")
    people = ask.file.all(Person)
    invited = {one.id for one in people if one.has_parental_responsibility or one.relationship in PARENTS}
    came = [one for one in ask.file.having(MeetingAttendance, meeting_id=meeting.id) if one.person_id in invited]
    return either(
        any(one.attended or one.with_solicitor for one in came),
        "A parent or their solicitor took part.",
        "No parent, nobody with parental responsibility and no solicitor of theirs is recorded as having taken part.",
    )


def attendance_recorded(ask: Ask) -> Finding:
    """Who came to the meeting is recorded."""
    meeting = _meeting(ask)
    recorded = meeting and ask.file.having(MeetingAttendance, meeting_id=meeting.id)
    return either(recorded, "Attendance is recorded.", "Record who came to the meeting.")


def plan_is_complete(ask: Ask) -> Finding:
    """Every concern says what good looks like; every open action has an owner and a near enough date (G6)."""
    concerns = ask.file.all(Concern)
    if not concerns:
        return unmet("The family's plan has no concern in it.")
    vague = [c.worry for c in concerns if not c.good_looks_like.strip()]
    if vague:
        return unmet(f"The plan does not say what good looks like for: {quoted(vague)}.")
    done = {one.action_id for one in ask.file.all(ActionDone)}
    actions = [action for action in ask.file.all(Action) if action.id not in done]
    if not any(action.arises_from == "plan" for action in actions):
        return unmet("The family's plan has no action under way.")
    return _actions_dated(ask, actions)


def _actions_dated(ask: Ask, actions: list[Action]) -> Finding:
    bookings = [b.meeting_on for b in ask.file.having(MeetingBooking, kind=MeetingKind.REVIEW) if b.meeting_on > ask.on]
    if not bookings:
        return met("Every action has an owner and a date.")
    days = ask.policy.plan.action_within_days_of_next_review
    latest = min(bookings) + timedelta(days=days)
    late = [action.what for action in actions if action.due_on > latest]
    return either(
        not late,
        "Every action has an owner and a date.",
        f"Due later than {days} days after the next review: {quoted(late)}.",
    )


def next_dates_set(ask: Ask) -> Finding:
    """The dates of the next review and of the exit gateway are set at the first meeting."""
    review = [b for b in ask.file.having(MeetingBooking, kind=MeetingKind.REVIEW) if b.meeting_on > ask.on]
    exit_date = [g for g in ask.file.having(GatewayListing, kind=GatewayKind.REVIEW) if g.sitting_on > ask.on]
    missing = [words for found, words in ((review, "the review meeting"), (exit_date, "the exit gateway")) if not found]
    return either(not missing, "Review and exit dates are set.", f"No date is set for {listed(missing)}.")


def next_review_set(ask: Ask) -> Finding:
    """The date of the next review is agreed before the review ends."""
    later = [b for b in ask.file.all(MeetingBooking) if b.meeting_on > ask.on]
    exit_date = [g for g in ask.file.having(GatewayListing, kind=GatewayKind.REVIEW) if g.sitting_on > ask.on]
    return either(
        later or exit_date, "The next date is set.", "No date is set for the next review or the exit gateway."
    )


def progress_judged_for_every_concern(ask: Ask) -> Finding:
    """Each concern was judged better, same or worse at this review."""
    meeting = _meeting(ask)
    judged = {p.concern_id for p in ask.file.all(Progress) if meeting and p.meeting_id == meeting.id}
    left = [concern.worry for concern in ask.file.all(Concern) if concern.id not in judged]
    return either(not left, "Progress is judged for every concern.", f"Progress is not judged for: {quoted(left)}.")


def current_risk_stated(ask: Ask) -> Finding:
    """The review says what the risk to the child is now."""
    meeting = _meeting(ask)
    said = meeting and (meeting.current_risk or "").strip()
    return either(said, "The current risk is stated.", "Say what the risk to the child is now.")


def needs_met(ask: Ask) -> Finding:
    """Every need of those who come is met for this meeting, since the one before: no meeting is effective without (E8)."""
    before = max((one.happened_on for one in ask.file.all(Meeting) if one.happened_on < ask.on), default=date.min)
    done = {one.need_id for one in ask.file.all(NeedMet) if before < one.happened_on <= ask.on}
    names = {person.id: person.name for person in ask.file.all(Person)}
    open_needs = [need for need in ask.file.all(Need) if need.kind != NeedKind.NONE and need.id not in done]
    words = [f"{names.get(need.person_id, 'somebody')}: {need.kind.replace('_', ' ')}" for need in open_needs]
    return either(not words, "Needs are met.", f"Needs not yet met for this meeting: {listed(words)}.")


ROWS = (
    Requirement(meeting_was_effective, "Record the meeting and who took part.", "Social worker or business support", with_the_move=True, source="domain 5.2"),
    Requirement(attendance_recorded, "Record who came.", "Social worker or business support", with_the_move=True, source="domain T09"),
    Requirement(plan_is_complete, "Complete the family's plan.", "Social worker", by=("add_concern", "add_action"), source="domain G6"),
    Requirement(next_dates_set, "Book the review and the exit gateway.", "Social worker or business support", with_the_move=True, source="domain T08"),
    Requirement(next_review_set, "Book the next review.", "Social worker", with_the_move=True, source="domain T09"),
    Requirement(progress_judged_for_every_concern, "Judge each concern: better, same or worse.", "Social worker", with_the_move=True, source="domain T09"),
    Requirement(current_risk_stated, "Write the current risk in a sentence or two.", "Social worker", with_the_move=True, source="domain T09"),
    Requirement(needs_met, "Record how each need was met for this meeting.", "Social worker", override=Role.GATEWAY_CHAIR, by=("meet_need",), source="domain E8, G11"),
)  # fmt: skip
