"""The harder signals worked out anew from the facts of each case, one at a time and in plain Python: a second opinion.

Nothing of the engine's own drift code is used: days are counted one by one, and facts are gone through in loops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from plo_workflow.caseload.casefiles import read_file
from plo_workflow.models import (
    Action,
    ActionDone,
    Allocation,
    Case,
    CaseFile,
    Fact,
    GatewayListing,
    Meeting,
    MeetingBooking,
    Note,
    Progress,
    Supervision,
    TrackerRow,
    Visit,
)
from plo_workflow.working_days import Calendar, load_calendar
from tests.office import Office

Seen = tuple[str, str, date, str]
"""Which case, which signal, since when, how pressing."""
CALENDAR: Calendar = load_calendar()
UNDER_WAY = ("letter_preparation", "letter_issued", "active_plan", "gateway_review")
ONE_DAY = timedelta(days=1)


def second_opinion(office: Office, on: date) -> set[Seen]:
    """What is drifting on a day, as far as it is worked out here."""
    with office.store.reading() as session:
        refs = [case.ref for case in session.query(Case).filter(Case.open, Case.legal_hold.is_(False))]
        files = [read_file(session, ref) for ref in refs]
        return {(file.case.ref, *one) for file in files for signal in OPINIONS for one in signal(file, on)}


def day_after(start: date, working_days: int) -> date:
    """The day after so many working days, counted one by one."""
    while working_days:
        start += ONE_DAY
        working_days -= CALENDAR.is_working_day(start)
    return start + ONE_DAY


def actions_overdue(file: CaseFile, on: date) -> Iterator[tuple[str, date, str]]:
    """More than two, or one for more than ten working days: since whichever came first."""
    done = {one.action_id for one in file.all(ActionDone)}
    late = sorted(one.due_on for one in file.all(Action) if one.id not in done and one.due_on < on)
    since = [late[2] + ONE_DAY] if len(late) > 2 else []
    long_late = [day for day in (day_after(due_on, 10) for due_on in late) if day <= on]
    if since or long_late:
        yield "actions_overdue", min(since + long_late), "red" if long_late else "amber"


def nothing_better(file: CaseFile, on: date) -> Iterator[tuple[str, date, str]]:
    """Two reviews in a row at which nothing was better, none of them before one at which something was."""
    run: list[date] = []
    for review in file.having(Meeting, kind="review", effective=True):
        judged = {one.judgement for one in file.having(Progress, meeting_id=review.id)}
        if "better" in judged:
            run = []
        elif judged:
            run.append(review.happened_on)
    if file.case.stage in UNDER_WAY and len(run) >= 2:
        yield "nothing_better", run[1], "red"


def risk_worse(file: CaseFile, on: date) -> Iterator[tuple[str, date, str]]:
    """A review at which something was worse, five working days ago, and no listing since."""
    for review in file.having(Meeting, kind="review", effective=True):
        worse = file.having(Progress, meeting_id=review.id, judgement="worse")
        listed = [one for one in file.all(GatewayListing) if one.happened_on >= review.happened_on]
        if file.case.stage in UNDER_WAY and worse and not listed and day_after(review.happened_on, 5) <= on:
            yield "risk_worse_without_gateway", day_after(review.happened_on, 5), "red"
            return


def meeting_not_held(file: CaseFile, on: date) -> Iterator[tuple[str, date, str]]:
    """Meetings that failed, and bookings that were passed over; since the first for which none has made up."""
    meetings = [one for one in file.all(Meeting) if one.kind in ("first", "review")]
    failed = [one.happened_on for one in meetings if not one.effective]
    for kind in ("first", "review"):
        bookings = file.having(MeetingBooking, kind=kind)
        for booking in bookings:
            came = any(
                one.kind == kind and (one.happened_on > booking.happened_on or one.happened_on == booking.meeting_on)
                for one in meetings
            )
            moved = any(one.id > booking.id and one.happened_on <= booking.meeting_on for one in bookings)
            if booking.meeting_on < on and not came and not moved:
                failed.append(booking.meeting_on + ONE_DAY)
    held = max((one.happened_on for one in meetings if one.effective), default=date.min)
    if file.case.stage in UNDER_WAY and any(day > held for day in failed):
        yield "meeting_booked_not_held", min(day for day in failed if day > held), "red" if len(failed) > 1 else "amber"


def worker_changed(file: CaseFile, on: date) -> Iterator[tuple[str, date, str]]:
    """Each time the social worker was another than before."""
    workers = file.having(Allocation, part="social_worker")
    changes = [b.happened_on for a, b in pairwise(workers) if a.staff_key != b.staff_key]
    if changes:
        a_year_before = on.replace(year=on.year - 1)
        lately = [day for day in changes if day >= a_year_before]
        yield "social_worker_changed", changes[0], "red" if len(lately) > 1 else "amber"


def record_gap(file: CaseFile, on: date) -> Iterator[tuple[str, date, str]]:
    """Fifteen working days with nothing written down about the family."""
    kinds: tuple[type[Fact], ...] = (Note, Visit, Supervision, Meeting, TrackerRow)
    last = max(file.case.opened_on, *(one.happened_on for kind in kinds for one in file.all(kind)), date.min)
    if day_after(last, 15) <= on:
        yield "record_gap", day_after(last, 15), "amber"


OPINIONS: tuple[Callable[[CaseFile, date], Iterator[tuple[str, date, str]]], ...] = (
    actions_overdue, nothing_better, risk_worse, meeting_not_held, worker_changed, record_gap,
)  # fmt: skip
COVERED = {
    "actions_overdue", "nothing_better", "risk_worse_without_gateway", "meeting_booked_not_held",
    "social_worker_changed", "record_gap",
}  # fmt: skip
