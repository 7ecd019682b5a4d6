"""Signals about meetings with the parents: not held, nothing better, something worse, nobody beside the parent."""

from __future__ import annotations

from sqlalchemy import FromClause, and_, case, exists, func, or_, select, union_all

from plo_workflow.drift.day import Day
from plo_workflow.drift.facts import (
    CASE,
    UNDER_WAY,
    Condition,
    Found,
    about,
    first_of,
    here_by,
    imported_on,
    looked_at,
    of_the_case,
    raised,
    red_if,
    standing,
    there_is,
)
from plo_workflow.kinds import PARENTS, Judgement, MeetingKind, Severity
from plo_workflow.models import (
    GatewayListing,
    Meeting,
    MeetingAttendance,
    MeetingBooking,
    Person,
    Progress,
    Representation,
)
from plo_workflow.store import latest_of, table_of

ATTENDANCE, BOOKING, LISTING = table_of(MeetingAttendance), table_of(MeetingBooking), table_of(GatewayListing)
MEETING, PERSON, PROGRESS = table_of(Meeting), table_of(Person), table_of(Progress)
REPRESENTATION = table_of(Representation)
WITH_PARENTS = (MeetingKind.FIRST.value, MeetingKind.REVIEW.value)


def meeting_booked_not_held(day: Day) -> Found:
    """A meeting with the parents was booked and not held, and none was held since."""
    failed, held = _failures(day), MEETING.alias("held")
    held_since = exists().where(
        standing(held, day),
        held.c.case_id == failed.c.case_id,
        held.c.effective,
        held.c.happened_on >= failed.c.failed_on,
    )
    since_on = func.min(case((~held_since, failed.c.failed_on)))
    found = raised(since_on, red_if(func.count() >= day.policy.drift.meeting_booked_not_held.red_from))
    joined = found.join_from(failed, CASE, CASE.c.id == failed.c.case_id).where(looked_at(day, *UNDER_WAY))
    return joined.group_by(CASE.c.id).having(since_on.is_not(None))


def _failures(day: Day) -> FromClause:
    """Each meeting that failed, on its day, and each booking that nothing came of, from the day after."""
    ineffective = (standing(MEETING, day), MEETING.c.kind.in_(WITH_PARENTS), ~MEETING.c.effective)
    failed = select(MEETING.c.case_id, MEETING.c.happened_on.label("failed_on")).where(*ineffective)
    passed = (standing(BOOKING, day), BOOKING.c.kind.in_(WITH_PARENTS), BOOKING.c.meeting_on < day.on)
    lapsed = select(BOOKING.c.case_id, day.after(BOOKING.c.meeting_on)).where(*passed, ~_met(day), ~_booked_anew(day))
    return union_all(failed, lapsed).subquery("failures")


def _met(day: Day) -> Condition:
    """Something came of a booking: a meeting of its kind after it was made, or on the day itself."""
    met = MEETING.alias("met")
    then = or_(met.c.happened_on > BOOKING.c.happened_on, met.c.happened_on == BOOKING.c.meeting_on)
    return exists().where(standing(met, day), met.c.case_id == BOOKING.c.case_id, met.c.kind == BOOKING.c.kind, then)


def _booked_anew(day: Day) -> Condition:
    """Another date took the place of a booking before its day came."""
    other = BOOKING.alias("other")
    instead = and_(other.c.id > BOOKING.c.id, other.c.happened_on <= BOOKING.c.meeting_on)
    same = and_(other.c.case_id == BOOKING.c.case_id, other.c.kind == BOOKING.c.kind)
    return exists().where(standing(other, day), same, instead)


def nothing_better(day: Day) -> Found:
    """At several reviews one after the other nothing was better for the child: the gateway should look early."""
    run = _reviews_since_anything_was_better(day)
    found = raised(run.c.happened_on, Severity.RED)
    joined = found.join_from(run, CASE, CASE.c.id == run.c.case_id)
    return joined.where(looked_at(day, *UNDER_WAY), run.c.place == day.policy.drift.nothing_better.reviews)


def _reviews_since_anything_was_better(day: Day) -> FromClause:
    """The reviews at which progress was judged since the last at which any of it was better, numbered in order."""
    later = MEETING.alias("later")
    no_earlier = or_(
        later.c.happened_on > MEETING.c.happened_on,
        and_(later.c.happened_on == MEETING.c.happened_on, later.c.id >= MEETING.c.id),
    )
    better_since = exists().where(
        _review(later, day), later.c.case_id == MEETING.c.case_id, no_earlier, _judged(later, day, Judgement.BETTER)
    )
    place = func.row_number().over(partition_by=MEETING.c.case_id, order_by=(MEETING.c.happened_on, MEETING.c.id))
    reviews = select(MEETING.c.case_id, MEETING.c.happened_on, place.label("place"))
    return reviews.where(_review(MEETING, day), _judged(MEETING, day), ~better_since).subquery("run")


def _review(meeting: FromClause, day: Day) -> Condition:
    return and_(standing(meeting, day), meeting.c.kind == MeetingKind.REVIEW.value, meeting.c.effective)


def _judged(meeting: FromClause, day: Day, *judgements: Judgement) -> Condition:
    """Progress was judged at a meeting, for some concern to be one of these where any is named."""
    at_it = (PROGRESS.c.case_id == meeting.c.case_id, PROGRESS.c.meeting_id == meeting.c.id)
    so = [PROGRESS.c.judgement.in_([one.value for one in judgements])] if judgements else []
    return exists().where(standing(PROGRESS, day), *at_it, *so)


def risk_worse_without_gateway(day: Day) -> Found:
    """Something was worse for the child at a review, and the case was not listed for the gateway in time."""
    within = day.policy.drift.risk_worse_without_gateway.within
    listed = there_is(LISTING, day, LISTING.c.happened_on >= MEETING.c.happened_on)
    worse = (_review(MEETING, day), MEETING.c.happened_on <= day.ago(within), _judged(MEETING, day, Judgement.WORSE))
    found = raised(day.after(func.min(MEETING.c.happened_on), within), Severity.RED)
    joined = found.join_from(CASE, MEETING, MEETING.c.case_id == CASE.c.id)
    return joined.where(looked_at(day, *UNDER_WAY), *worse, ~listed).group_by(CASE.c.id)


def parent_without_solicitor(day: Day) -> Found:
    """A parent who gets the letter had no solicitor at the first meeting and has none now."""
    met = (MEETING.c.kind == MeetingKind.FIRST.value, MEETING.c.effective)
    since_on = latest_of(PERSON.c.happened_on, first_of(MEETING, day, *met), imported_on())
    acts = or_(REPRESENTATION.c.until_on.is_(None), REPRESENTATION.c.until_on >= day.on)
    represented = there_is(REPRESENTATION, day, REPRESENTATION.c.person_id == PERSON.c.id, acts)
    came_with = there_is(ATTENDANCE, day, ATTENDANCE.c.person_id == PERSON.c.id, ATTENDANCE.c.with_solicitor)
    parent = and_(
        PERSON.c.gets_letter,
        PERSON.c.whereabouts_known,
        or_(PERSON.c.has_parental_responsibility, PERSON.c.relationship.in_([one.value for one in PARENTS])),
    )
    found = raised(since_on, Severity.AMBER, about("person", PERSON.c.id))
    joined = found.join_from(CASE, PERSON, of_the_case(PERSON, day))
    alone = (there_is(MEETING, day, *met), ~represented, ~came_with)
    return joined.where(looked_at(day, *UNDER_WAY), parent, here_by(day.on), *alone)
