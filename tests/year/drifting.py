"""Which drift stands on one case on one day: each signal worked out anew from the plain facts of its file.

The numbers are those of domain 4.3. What is a date seen as drift is in `overdue`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from tests.year.files import File
from tests.year.rules import ONE_DAY, Rules, over_months

AMBER, RED, DIRECTOR = "amber", "red", "director"
UNDER_WAY = ("letter_preparation", "letter_issued", "active_plan", "gateway_review")
AT_REQUEST = ("gateway_requested", "gateway_listed")
BEGINNINGS = ("record_decision_enter", "return_to_review")
WITH_PARENTS = ("first", "review")
STEPPED_DOWN = ("child_protection_plan", "child_in_need_plan", "early_help", "closed")


class Seen(NamedTuple):
    """A signal that stands: which, about what, since when, and how pressing it is."""

    signal: str
    subject: str
    since_on: date
    severity: str


Signal = Callable[["Look"], Iterator[Seen]]


@dataclass(frozen=True)
class Look:
    """One case as somebody finds it on a day, beside every other file. `late` says whether a date of it has passed."""

    file: File
    files: Mapping[int, File]
    on: date
    rules: Rules
    late: bool

    def all(self, table: str, **having: Any) -> list[Any]:
        """What had happened by the day, oldest first."""
        found = (one for one in self.file.facts.get(table, ()) if one.happened_on <= self.on)
        return [one for one in found if having.items() <= vars(one).items()]

    def last(self, *tables: str) -> list[date]:
        """The day of the last thing that happened of each kind, where there is any."""
        return [found[-1].happened_on for table in tables if (found := self.all(table))]

    @cached_property
    def under_way(self) -> bool:
        """Whether the family is in pre-proceedings and no way out is decided."""
        return self.file.case.stage in UNDER_WAY

    @cached_property
    def imported_on(self) -> date:
        """What a tracker does not hold can only have been missing since the case came from one."""
        return min((one.happened_on for one in self.all("tracker_rows")), default=date.min)

    def is_over_for(self, child: Any) -> bool:
        """Whether pre-proceedings ended for a child."""
        return bool(self.all("child_outcomes", child_id=child))


def told_of(look: Look) -> Iterator[Seen]:
    """Everything that people are told of as drift."""
    case = look.file.case
    if case.open and not case.legal_hold:
        for signal in SIGNALS:
            yield from signal(look)


# The plan


def no_contingency(look: Look) -> Iterator[Seen]:
    """D07: by the first review, a plan for what happens else and what brings the case back early."""
    whole = [one for one in look.all("contingencies") if one.plan.strip() and one.early_return_trigger.strip()]
    yield from _missing_by_first_review(look, "no_contingency", missing=not whole)


def no_assessment_commissioned(look: Look) -> Iterator[Seen]:
    """D10: by the first review, an assessment."""
    missing = not look.all("assessments")
    yield from _missing_by_first_review(look, "no_assessment_commissioned", missing=missing)


def family_meeting_not_offered_or_held(look: Look) -> Iterator[Seen]:
    """D11: by the first review, a family meeting offered; and held, where it was accepted."""
    steps = {one.step for one in look.all("family_meeting_steps")}
    offered = steps or look.all("letters", kind="before_proceedings", fgdm_offered=True)
    not_held = "accepted" in steps and not steps & {"held", "exempt_meeting"}
    yield from _missing_by_first_review(look, "family_meeting_not_offered_or_held", missing=not offered or not_held)


def _missing_by_first_review(look: Look, signal: str, *, missing: bool) -> Iterator[Seen]:
    """Red from the day of the first review, or from the day after it should have been."""
    reached = [day for one in look.file.facts.get("first_reviews", ()) if (day := _reached(one)) and day <= look.on]
    if look.under_way and missing and reached:
        yield Seen(signal, "", max(min(reached), look.imported_on), RED)


def _reached(review: Any) -> date | None:
    if review.outcome not in (None, "satisfied"):
        return None
    day_after: date = review.due_on + ONE_DAY
    return min(review.stopped_on, day_after) if review.stopped_on else day_after


def action_without_owner(look: Look) -> Iterator[Seen]:
    """D08."""
    for action in _not_done(look):
        if not action.owner.strip():
            yield Seen("action_without_owner", f"action:{action.id}", action.happened_on, AMBER)


def actions_overdue(look: Look) -> Iterator[Seen]:
    """D09: more than two, or one for more than ten working days: since whichever came first."""
    late = sorted(one.due_on for one in _not_done(look) if one.due_on < look.on)
    too_many = [late[2] + ONE_DAY] if len(late) > 2 else []
    too_long = [day for due_on in late if (day := look.rules.over(due_on, 10)) <= look.on]
    if too_many or too_long:
        yield Seen("actions_overdue", "", min(too_many + too_long), RED if too_long else AMBER)


def _not_done(look: Look) -> list[Any]:
    done = {one.action_id for one in look.all("actions_done")}
    return [one for one in look.all("actions") if one.id not in done]


# Meetings with the parents


def meeting_booked_not_held(look: Look) -> Iterator[Seen]:
    """D03: a meeting that failed, or a booking that nothing came of, and none held since; red from the second."""
    meetings = look.all("meetings")
    failed = [one.happened_on for one in meetings if one.kind in WITH_PARENTS and not one.effective]
    failed += [one.meeting_on + ONE_DAY for one in look.all("meeting_bookings") if _came_to_nothing(look, one)]
    held = max((one.happened_on for one in meetings if one.effective), default=date.min)
    since = [day for day in failed if day > held]
    if look.under_way and since:
        yield Seen("meeting_booked_not_held", "", min(since), RED if len(failed) > 1 else AMBER)


def _came_to_nothing(look: Look, booking: Any) -> bool:
    """Its day has passed, no such meeting took place after it was made, and no other day was agreed in time."""
    came = [
        one
        for one in look.all("meetings", kind=booking.kind)
        if one.happened_on > booking.happened_on or one.happened_on == booking.meeting_on
    ]
    moved = [
        one
        for one in look.all("meeting_bookings", kind=booking.kind)
        if one.id > booking.id and one.happened_on <= booking.meeting_on
    ]
    return booking.kind in WITH_PARENTS and booking.meeting_on < look.on and not came and not moved


def nothing_better(look: Look) -> Iterator[Seen]:
    """D12: two reviews in a row at which nothing was better."""
    run: list[date] = []
    for review, judged in _judged_reviews(look):
        run = [] if "better" in judged else [*run, review.happened_on]
    if look.under_way and len(run) > 1:
        yield Seen("nothing_better", "", run[1], RED)


def risk_worse_without_gateway(look: Look) -> Iterator[Seen]:
    """D13: something worse at a review, and the case not listed for the gateway within five working days."""
    worse = [review.happened_on for review, judged in _judged_reviews(look) if "worse" in judged]
    listed = max(look.last("gateway_listings"), default=date.min)
    since = [look.rules.over(day, 5) for day in worse if day > listed]
    if look.under_way and since and since[0] <= look.on:
        yield Seen("risk_worse_without_gateway", "", since[0], RED)


def _judged_reviews(look: Look) -> Iterator[tuple[Any, set[str]]]:
    """The reviews that were held and at which progress was judged, with how."""
    for review in look.all("meetings", kind="review", effective=True):
        if judged := {one.judgement for one in look.all("progress", meeting_id=review.id)}:
            yield review, judged


def parent_without_solicitor(look: Look) -> Iterator[Seen]:
    """D20: a parent who gets the letter, without a solicitor at the first meeting and since."""
    first = look.all("meetings", kind="first", effective=True)
    acts = {one.person_id for one in look.all("representations") if not one.until_on or one.until_on >= look.on}
    came_with_one = {one.person_id for one in look.all("meeting_attendances") if one.with_solicitor}
    for person in look.all("people") if look.under_way and first else ():
        is_parent = person.has_parental_responsibility or person.relationship in ("mother", "father")
        reached = person.gets_letter and person.whereabouts_known
        if is_parent and reached and person.id not in acts | came_with_one:
            since_on = max(person.happened_on, first[0].happened_on, look.imported_on)
            yield Seen("parent_without_solicitor", f"person:{person.id}", since_on, AMBER)


# Periods


def extended_again(look: Look) -> Iterator[Seen]:
    """D15: a second extension."""
    extensions = look.all("extensions")
    if look.under_way and len(extensions) > 1:
        yield Seen("extended_again", "", extensions[1].happened_on, DIRECTOR)


def back_after_stepping_down(look: Look) -> Iterator[Seen]:
    """D16: at the request, a child who stepped down within the twelve months before."""
    case = look.file.case
    for child in look.all("children") if case.stage in AT_REQUEST and case.opened_on <= look.on else ():
        ends = (day for other in look.files.values() if other is not look.file for day in _stepped_down(other, child))
        back = any(day <= case.opened_on < over_months(day, 12) for day in ends)
        if back and not look.is_over_for(child.id):
            yield Seen("back_after_stepping_down", f"child:{child.id}", case.opened_on, RED)


def _stepped_down(file: File, child: Any) -> Iterator[date]:
    """The days on which the same child stepped down in another case, which ended so."""
    for same in file.facts.get("children", ()) if file.case.stage == "stepped_down" else ():
        if same.child_key == child.child_key:
            for ended in file.facts.get("child_outcomes", ()):
                if ended.child_id == same.id and ended.outcome in STEPPED_DOWN:
                    yield ended.happened_on


# The authority's own work


def social_worker_changed(look: Look) -> Iterator[Seen]:
    """D06: another social worker; red where there were two within twelve months."""
    workers = look.all("allocations", part="social_worker")
    changes = [after.happened_on for before, after in pairwise(workers) if before.staff_key != after.staff_key]
    lately = [day for day in changes if over_months(day, 12) > look.on]
    if changes:
        yield Seen("social_worker_changed", "", changes[0], RED if len(lately) > 1 else AMBER)


def long_on_plan_without_gateway(look: Look) -> Iterator[Seen]:
    """D19: on a child protection plan for more than twelve months, red after fifteen, and the gateway never met."""
    if look.all("gateway_sittings"):
        return
    ended = look.all("milestones", kind="child_protection_plan_ended")
    for began in look.all("milestones", kind="child_protection_plan_started"):
        over = [one for one in ended if one.happened_on >= began.happened_on and _same_child(one, began)]
        since_on, red_on = (over_months(began.happened_on, months) for months in (12, 15))
        if since_on <= look.on and not over and not look.is_over_for(began.child_id):
            subject = f"child:{began.child_id}" if began.child_id else ""
            yield Seen("long_on_plan_without_gateway", subject, since_on, RED if red_on <= look.on else AMBER)


def _same_child(ended: Any, began: Any) -> bool:
    """A plan that ended for no child in particular ended for all of them."""
    return ended.child_id is None or ended.child_id == began.child_id


def section_twenty_without_exit_plan(look: Look) -> Iterator[Seen]:
    """D22: a child accommodated for more than 42 days, and nothing says how it will end."""
    for one in look.all("section_twenties", ended_on=None):
        since_on = one.happened_on + timedelta(days=43)
        if since_on <= look.on and not (one.exit_plan or "").strip() and not look.is_over_for(one.child_id):
            yield Seen("section_twenty_without_exit_plan", f"child:{one.child_id}", since_on, RED)


def record_gap(look: Look) -> Iterator[Seen]:
    """D23: nothing written down for more than fifteen working days."""
    written = look.last("notes", "visits", "supervisions", "meetings", "tracker_rows")
    since_on = look.rules.over(max(written, default=look.file.case.opened_on), 15)
    if since_on <= look.on:
        yield Seen("record_gap", "", since_on, AMBER)


def quiet_case(look: Look) -> Iterator[Seen]:
    """No date of the case has passed, and yet: 35 days without a meeting, 21 without a visit, 35 without progress."""
    began = [one.happened_on for move in BEGINNINGS for one in look.all("moves", move=move)]
    if look.late or not look.under_way or not began:
        return
    held = [one.happened_on for one in look.all("meetings", effective=True)]
    progress = look.last("actions_done", "progress", "assessments_filed")
    for what, days, happened in (
        ("meeting", 35, held), ("visit", 21, look.last("visits")), ("plan", 35, progress),
    ):  # fmt: skip
        since_on = max(*began, *happened, look.imported_on) + timedelta(days=days + 1)
        if since_on <= look.on:
            yield Seen("quiet_case", f"quiet:{what}", since_on, AMBER)


SIGNALS: tuple[Signal, ...] = (
    meeting_booked_not_held, social_worker_changed, no_contingency, action_without_owner, actions_overdue,
    no_assessment_commissioned, family_meeting_not_offered_or_held, nothing_better, risk_worse_without_gateway,
    extended_again, back_after_stepping_down, long_on_plan_without_gateway, parent_without_solicitor,
    section_twenty_without_exit_plan, record_gap, quiet_case,
)  # fmt: skip
