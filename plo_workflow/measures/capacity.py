"""Whether the gateway can sit on all that comes due: week by week, what is due, booked and possible."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from plo_workflow.caseload.casefiles import rules_in_force
from plo_workflow.caseload.sittings import TO_BE_LISTED
from plo_workflow.clocks import CLOCKS
from plo_workflow.marks import gateway
from plo_workflow.models import Case, GatewayListing, GatewaySitting, RunningClock
from plo_workflow.policy import Policy
from plo_workflow.working_days import Calendar

WEEKS = 8
ONE_WEEK = timedelta(weeks=1)
SITTINGS = (gateway.sitting_held, gateway.exit_review_held, gateway.ratification_held)
AWAITING = tuple(clock.key for clock in CLOCKS.values() if clock.stops in SITTINGS)
"""The clocks that only a sitting stops."""


@dataclass(frozen=True)
class Week:
    """What the gateway has before it in one week.

    `due` cases must have come before it by the end of the week and `overdue` ones before today, `booked` of them have
    a place at a sitting to come. `taken` are the places at the sittings of this week, whoever has them, of `places`
    in all, which is nothing where the council has not said.
    """

    monday: date
    due: int
    overdue: int
    booked: int
    taken: int
    places: int | None

    @property
    def short(self) -> int:
        """How many are due and not booked."""
        return self.due - self.booked

    @property
    def over(self) -> int:
        """How many more places are taken than there are."""
        return 0 if self.places is None else max(self.taken - self.places, 0)


def gateway_weeks(session: Session, *, on: date) -> list[Week]:
    """The next eight weeks from the Monday of this one. What is overdue stands in the first of them.

    A case counts once, for the earliest of the dates that want a sitting, and on the latest listing that stands.
    """
    first = on - timedelta(days=on.weekday())
    due, booked = _due(session), _booked(session, on)
    overdue = sum(due_on < on for due_on in due.values())
    by_week = Counter(_week(max(due_on, on)) for due_on in due.values())
    in_hand = Counter(_week(max(due_on, on)) for case_id, due_on in due.items() if case_id in booked)
    taken = Counter(map(_week, booked.values()))
    rules = rules_in_force(session)
    mondays = [first + number * ONE_WEEK for number in range(WEEKS)]
    return [
        Week(
            monday, by_week[monday], overdue if monday == first else 0, in_hand[monday], taken[monday],
            _places(monday, on, *rules),
        )
        for monday in mondays
    ]  # fmt: skip


def waiting_to_be_accepted(session: Session) -> int:
    """How many requests nobody has accepted yet; from then on it is known when the gateway must sit on them."""
    asked = select(func.count()).where(Case.open, Case.stage.in_(TO_BE_LISTED))
    return session.scalar(asked) or 0


def _week(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _due(session: Session) -> dict[int, date]:
    """For every case that must come before the gateway, by when; after an urgent decision that is also a lodged one."""
    query = (
        select(RunningClock.case_id, func.min(RunningClock.due_on))
        .where(RunningClock.clock.in_(AWAITING), RunningClock.outcome.is_(None))
        .group_by(RunningClock.case_id)
    )
    return {case_id: due_on for case_id, due_on in session.execute(query)}


def _booked(session: Session, on: date) -> dict[int, date]:
    """For every open case that has a place at a sitting on this day or later, which day.

    That is the latest listing, which may have been made at the first meeting, unless the gateway has sat since.
    """
    latest = func.row_number().over(
        partition_by=GatewayListing.case_id,
        order_by=(GatewayListing.happened_on.desc(), GatewayListing.id.desc()),
    )
    columns = (
        GatewayListing.case_id,
        GatewayListing.sitting_on,
        GatewayListing.happened_on,
        GatewayListing.recorded_at,
    )
    listings = (
        select(*columns, latest.label("back"))
        .join(Case, Case.id == GatewayListing.case_id)
        .where(GatewayListing.withdrawn_at.is_(None), Case.open)
        .subquery()
    )
    later_that_day = (GatewaySitting.happened_on == listings.c.happened_on) & (
        GatewaySitting.recorded_at > listings.c.recorded_at
    )
    sat_since = select(GatewaySitting.id).where(
        GatewaySitting.case_id == listings.c.case_id,
        GatewaySitting.withdrawn_at.is_(None),
        (GatewaySitting.happened_on > listings.c.happened_on) | later_that_day,
    )
    query = select(listings.c.case_id, listings.c.sitting_on).where(
        listings.c.back == 1, listings.c.sitting_on >= on, ~sat_since.exists()
    )
    return {case_id: sitting_on for case_id, sitting_on in session.execute(query)}


def _places(monday: date, on: date, policy: Policy, calendar: Calendar) -> int | None:
    """How many cases the regular sittings of a week take, from a day on; there is none on a day that is not worked."""
    if not policy.gateway.sittings:
        return None
    week = [monday + timedelta(days=number) for number in range(7)]
    days = [day for day in week if day >= on and calendar.is_working_day(day)]
    return sum(sitting.cases for sitting in policy.gateway.sittings for day in days if sitting.is_on(day))
