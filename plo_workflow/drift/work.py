"""Signals about the authority's own work: changes of worker, children away from home, a silent record, a quiet case."""

from __future__ import annotations

from sqlalchemy import FromClause, String, func, literal, not_, select, union_all

from plo_workflow.drift.day import Day
from plo_workflow.drift.facts import (
    CASE,
    THE_CASE,
    UNDER_WAY,
    Condition,
    Found,
    about,
    child_has_an_outcome,
    here_by,
    imported_on,
    last_of,
    looked_at,
    of_the_case,
    raised,
    raised_after,
    red_if,
    standing,
    there_is,
)
from plo_workflow.drift.meetings import MEETING, PROGRESS
from plo_workflow.drift.plan import DONE
from plo_workflow.kinds import MilestoneKind, Part, Severity
from plo_workflow.models import (
    Allocation,
    AssessmentFiled,
    GatewaySitting,
    Milestone,
    Move,
    Note,
    SectionTwenty,
    Supervision,
    TrackerRow,
    Visit,
)
from plo_workflow.policy import Span
from plo_workflow.store import latest_of, table_of

ALLOCATION, MILESTONE, MOVE = table_of(Allocation), table_of(Milestone), table_of(Move)
ACCOMMODATION, SITTING = table_of(SectionTwenty), table_of(GatewaySitting)
NOTE, VISIT, SUPERVISION, TRACKER = table_of(Note), table_of(Visit), table_of(Supervision), table_of(TrackerRow)
FILED = table_of(AssessmentFiled)
RECORDED = (NOTE, VISIT, SUPERVISION, MEETING, TRACKER)
"""Where something is written down about how things are for the family."""
BEGUN = MOVE.c.move.in_(("record_decision_enter", "return_to_review"))


def social_worker_changed(day: Day) -> Found:
    """Another social worker has taken the case on."""
    rule, changed = day.policy.drift.social_worker_changed, _changes_of_worker(day)
    lately = func.count().filter(changed.c.happened_on > day.ago(rule.within))
    found = raised(func.min(changed.c.happened_on), red_if(lately >= rule.red_from))
    joined = found.join_from(changed, CASE, CASE.c.id == changed.c.case_id)
    return joined.where(looked_at(day), changed.c.before != changed.c.staff_key).group_by(CASE.c.id)


def _changes_of_worker(day: Day) -> FromClause:
    """Each social worker of a case with the one before."""
    in_order = (ALLOCATION.c.happened_on, ALLOCATION.c.id)
    before = func.lag(ALLOCATION.c.staff_key).over(partition_by=ALLOCATION.c.case_id, order_by=in_order).label("before")
    workers = select(ALLOCATION.c.case_id, ALLOCATION.c.happened_on, ALLOCATION.c.staff_key, before)
    part = ALLOCATION.c.part == Part.SOCIAL_WORKER.value
    return workers.where(standing(ALLOCATION, day), part).subquery("workers")


def long_on_plan_without_gateway(day: Day) -> Found:
    """A child has been on a child protection plan for long and the gateway has not met about it."""
    rule, ended = day.policy.drift.long_on_plan_without_gateway, MILESTONE.alias("ended")
    began_on = MILESTONE.c.happened_on
    over = there_is(
        ended,
        day,
        ended.c.kind == MilestoneKind.CHILD_PROTECTION_PLAN_ENDED.value,
        ended.c.happened_on >= began_on,
        func.coalesce(ended.c.child_id, MILESTONE.c.child_id, 0) == func.coalesce(MILESTONE.c.child_id, 0),
    )
    found = raised(
        day.after(began_on, rule.amber_after),
        red_if(began_on <= day.ago(rule.red_after)),
        about("child", MILESTONE.c.child_id),
    ).join_from(CASE, MILESTONE, of_the_case(MILESTONE, day))
    long_ago = (
        MILESTONE.c.kind == MilestoneKind.CHILD_PROTECTION_PLAN_STARTED.value,
        began_on <= day.ago(rule.amber_after),
    )
    going_on = not_(over), ~there_is(SITTING, day), ~child_has_an_outcome(MILESTONE.c.child_id, day)
    return found.where(looked_at(day), *long_ago, *going_on)


def section_twenty_without_exit_plan(day: Day) -> Found:
    """A child has been accommodated by agreement for long and nothing says how it will end."""
    span = day.policy.drift.section_twenty_without_exit_plan.after
    since_on = day.after(ACCOMMODATION.c.happened_on, span)
    found = raised(since_on, Severity.RED, about("child", ACCOMMODATION.c.child_id))
    joined = found.join_from(CASE, ACCOMMODATION, of_the_case(ACCOMMODATION, day))
    running = (ACCOMMODATION.c.ended_on.is_(None), ACCOMMODATION.c.happened_on <= day.ago(span))
    without = func.trim(func.coalesce(ACCOMMODATION.c.exit_plan, "")) == ""
    return joined.where(looked_at(day), *running, without, ~child_has_an_outcome(ACCOMMODATION.c.child_id, day))


def record_gap(day: Day) -> Found:
    """Nothing was written down about the family for too long: no case note, visit, supervision or meeting."""
    span = day.policy.drift.record_gap.after
    last_on = latest_of(CASE.c.opened_on, *(last_of(table, day) for table in RECORDED))
    silent = [~there_is(table, day, table.c.happened_on > day.ago(span)) for table in RECORDED]
    return raised_after(day, last_on, span, Severity.AMBER, THE_CASE, CASE.c.opened_on <= day.ago(span), *silent)


def quiet_case(day: Day) -> Found:
    """Every date is kept and yet nothing happens: no meeting with parents, no visit, or no progress in the plan."""
    rule = day.policy.drift.quiet_case
    kinds = (
        _quiet(day, "meeting", rule.meeting, (MEETING,), MEETING.c.effective),
        _quiet(day, "visit", rule.visit, (VISIT,)),
        _quiet(day, "plan", rule.plan, (DONE, PROGRESS, FILED)),
    )
    quiet = union_all(*kinds).subquery("quiet")
    return select(quiet.c.case_id, quiet.c.subject, quiet.c.since_on, quiet.c.severity)


def _quiet(day: Day, what: str, span: Span, tables: tuple[FromClause, ...], *more: Condition) -> Found:
    """Nothing of one kind happened for a time on a case that has nothing overdue."""
    ago, happened = day.ago(span), [*((table, more) for table in tables), (MOVE, (BEGUN,))]
    last_on = latest_of(imported_on(), *(last_of(table, day, *such) for table, such in happened))
    silent = [~there_is(table, day, table.c.happened_on > ago, *such) for table, such in happened]
    on_time = func.coalesce(CASE.c.next_due_on, day.on) >= day.on
    under_way = (CASE.c.stage.in_(UNDER_WAY), there_is(MOVE, day, BEGUN), here_by(ago))
    subject = literal(f"quiet:{what}", String)
    return raised_after(day, last_on, span, Severity.AMBER, subject, on_time, *under_way, *silent)
