"""Signals about periods of pre-proceedings: extended again, or begun again soon after stepping down."""

from __future__ import annotations

from sqlalchemy import exists, func, select

from plo_workflow.drift.day import Day
from plo_workflow.drift.facts import (
    AT_REQUEST,
    CASE,
    OUTCOME,
    STEPPED_DOWN,
    UNDER_WAY,
    Found,
    about,
    child_has_an_outcome,
    looked_at,
    of_the_case,
    raised,
    standing,
)
from plo_workflow.kinds import Severity
from plo_workflow.models import Child, Extension
from plo_workflow.policy import Span
from plo_workflow.store import table_of

CHILD, EXTENSION = table_of(Child), table_of(Extension)


def extended_again(day: Day) -> Found:
    """Pre-proceedings have been extended more than once."""
    place = func.row_number().over(partition_by=EXTENSION.c.case_id, order_by=(EXTENSION.c.happened_on, EXTENSION.c.id))
    numbered = select(EXTENSION.c.case_id, EXTENSION.c.happened_on, place.label("place"))
    each = numbered.where(standing(EXTENSION, day)).subquery("extensions")
    found = raised(each.c.happened_on, Severity.DIRECTOR).join_from(each, CASE, CASE.c.id == each.c.case_id)
    return found.where(looked_at(day, *UNDER_WAY), each.c.place == day.policy.drift.extended_again.extension)


def back_after_stepping_down(day: Day) -> Found:
    """The gateway is asked about a child who stepped down from pre-proceedings not long ago."""
    before, ended, earlier = CHILD.alias("before"), OUTCOME.alias("ended"), CASE.alias("earlier")
    months = Span(length=day.policy.reentry.months, unit="months")
    stepped_down = exists().where(
        before.c.child_key == CHILD.c.child_key,
        before.c.withdrawn_at.is_(None),
        before.c.case_id != CHILD.c.case_id,
        ended.c.case_id == before.c.case_id,
        ended.c.child_id == before.c.id,
        ended.c.withdrawn_at.is_(None),
        ended.c.outcome.in_(STEPPED_DOWN),
        ended.c.happened_on <= CASE.c.opened_on,
        day.after(ended.c.happened_on, months) > CASE.c.opened_on,
        earlier.c.id == before.c.case_id,
        earlier.c.stage == "stepped_down",
    )
    found = raised(CASE.c.opened_on, Severity.RED, about("child", CHILD.c.id))
    joined = found.join_from(CASE, CHILD, of_the_case(CHILD, day))
    asked = (looked_at(day, *AT_REQUEST), CASE.c.opened_on <= day.on)
    return joined.where(*asked, stepped_down, ~child_has_an_outcome(CHILD.c.id, day))
