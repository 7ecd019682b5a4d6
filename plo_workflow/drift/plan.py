"""Signals about the family's plan: what must be there by the first review, and the actions."""

from __future__ import annotations

from sqlalchemy import FromClause, and_, case, exists, func, or_, select

from plo_workflow.drift.day import Day
from plo_workflow.drift.facts import (
    CASE,
    UNDER_WAY,
    Condition,
    Found,
    about,
    here_by,
    imported_on,
    looked_at,
    of_the_case,
    raised,
    red_if,
    standing,
    there_is,
)
from plo_workflow.drift.overdue import CLOCK
from plo_workflow.kinds import FamilyStep, LetterKind, Severity
from plo_workflow.ledger.words import SATISFIED
from plo_workflow.models import Action, ActionDone, Assessment, Contingency, FamilyMeetingStep, Letter
from plo_workflow.store import latest_of, table_of

ACTION, DONE, ASSESSMENT = table_of(Action), table_of(ActionDone), table_of(Assessment)
CONTINGENCY, FAMILY_STEP, LETTER = table_of(Contingency), table_of(FamilyMeetingStep), table_of(Letter)


def _missing_by_first_review(day: Day, missing: Condition) -> Found:
    """What must be there by the first review is not: from the day it was held, or else was due.

    A tracker does not hold it, so an imported case has not lacked it for longer than since its import.
    """
    due_after = day.after(CLOCK.c.due_on)
    reached = case((CLOCK.c.stopped_on <= CLOCK.c.due_on, CLOCK.c.stopped_on), else_=due_after)
    since_on = latest_of(reached, imported_on())
    held = and_(CLOCK.c.outcome == SATISFIED, CLOCK.c.stopped_on <= day.on)
    overdue = and_(or_(CLOCK.c.outcome.is_(None), CLOCK.c.outcome == SATISFIED), CLOCK.c.due_on < day.on)
    by_now = and_(CLOCK.c.clock == "midway_review", or_(held, overdue))
    joined = raised(since_on, Severity.RED).join_from(CASE, CLOCK, CLOCK.c.case_id == CASE.c.id)
    return joined.where(looked_at(day, *UNDER_WAY), by_now, missing, here_by(day.on))


def no_contingency(day: Day) -> Found:
    """There is no plan for what happens if things do not change, or nothing that brings the case back early."""
    whole = and_(func.trim(CONTINGENCY.c.plan) != "", func.trim(CONTINGENCY.c.early_return_trigger) != "")
    return _missing_by_first_review(day, ~there_is(CONTINGENCY, day, whole))


def no_assessment_commissioned(day: Day) -> Found:
    """No assessment has been commissioned by the first review."""
    return _missing_by_first_review(day, ~there_is(ASSESSMENT, day))


def family_meeting_not_offered_or_held(day: Day) -> Found:
    """A family group decision-making meeting was not offered by the first review, or was accepted and not held."""
    in_letter = (LETTER.c.kind == LetterKind.BEFORE_PROCEEDINGS.value, LETTER.c.fgdm_offered)
    offered = or_(there_is(FAMILY_STEP, day), there_is(LETTER, day, *in_letter))
    accepted = there_is(FAMILY_STEP, day, FAMILY_STEP.c.step == FamilyStep.ACCEPTED.value)
    settling = (FamilyStep.HELD.value, FamilyStep.EXEMPT_MEETING.value)
    settled = there_is(FAMILY_STEP, day, FAMILY_STEP.c.step.in_(settling))
    return _missing_by_first_review(day, or_(~offered, and_(accepted, ~settled)))


def _not_done(day: Day) -> Condition:
    of_it = (DONE.c.case_id == ACTION.c.case_id, DONE.c.action_id == ACTION.c.id)
    return ~exists().where(standing(DONE, day), *of_it)


def action_without_owner(day: Day) -> Found:
    """An action has nobody who will do it."""
    found = raised(ACTION.c.happened_on, Severity.AMBER, about("action", ACTION.c.id))
    joined = found.join_from(CASE, ACTION, of_the_case(ACTION, day))
    return joined.where(looked_at(day), func.trim(ACTION.c.owner) == "", _not_done(day))


def actions_overdue(day: Day) -> Found:
    """Too many actions are overdue, or one of them has been for too long."""
    rule, overdue = day.policy.drift.actions_overdue, _overdue_actions(day)
    first = func.min(overdue.c.due_on)
    one_too_many = func.min(case((overdue.c.place == rule.more_than + 1, overdue.c.due_on)))
    long_ago = first <= day.ago(rule.red_after)
    by_age, by_number = day.after(first, rule.red_after), day.after(one_too_many)
    since_on = case((and_(long_ago, or_(one_too_many.is_(None), by_age < by_number)), by_age), else_=by_number)
    joined = raised(since_on, red_if(long_ago)).join_from(overdue, CASE, CASE.c.id == overdue.c.case_id)
    return joined.where(looked_at(day)).group_by(CASE.c.id).having(or_(one_too_many.is_not(None), long_ago))


def _overdue_actions(day: Day) -> FromClause:
    """The actions that are not done, numbered in the order in which they were due."""
    place = func.row_number().over(partition_by=ACTION.c.case_id, order_by=(ACTION.c.due_on, ACTION.c.id))
    actions = select(ACTION.c.case_id, ACTION.c.due_on, place.label("place"))
    return actions.where(standing(ACTION, day), ACTION.c.due_on < day.on, _not_done(day)).subquery("overdue")
