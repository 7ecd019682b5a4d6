"""The work that goes on beside a family's moves: visits, supervision, the tracker, births, changes of worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Concatenate, ParamSpec

from plo_workflow.cases import Work
from plo_workflow.cases.family import record_birth
from plo_workflow.cases.ongoing import (
    answer_challenge,
    challenge,
    change_worker,
    end_section_twenty,
    explain_delay,
    record_milestone,
    record_section_twenty,
    record_supervision,
    record_visit,
    review_on_tracker,
)
from plo_workflow.cases.plan import add_action, complete_action
from plo_workflow.demo import words
from plo_workflow.demo.family import Family, Journey, KnownChild
from plo_workflow.demo.names import CHILDREN
from plo_workflow.kinds import ActionSource, Cause, MilestoneKind, OwnerKind, Part

P = ParamSpec("P")

GESTATION = {
    MilestoneKind.PREBIRTH_ASSESSMENT_STARTED: 22,
    MilestoneKind.PREBIRTH_CONFERENCE: 7,
    MilestoneKind.BIRTH_PLAN_SHARED: 6,
}
"""What is done before a birth, and about how many weeks before the expected date."""


def go_on_working(family: Family) -> None:
    """From the decision to enter: visits, supervision, the tracker, and what may happen on the way."""
    family.plan(family.working_days(family.dice.between(2, 8)), partial(_visit, family))
    family.plan(family.working_days(family.dice.between(3, 18)), partial(_supervise, family))
    family.plan(family.days(family.dice.between(5, 14)), partial(_look_on_the_tracker, family))
    if family.dice.happens("worker_changes"):
        family.plan(family.days(family.dice.between(20, 100)), partial(_change_worker, family))
    if family.dice.happens("section_twenty"):
        family.plan(family.days(family.dice.between(25, 70)), partial(_stay_elsewhere, family))


def see_the_children(family: Family) -> Journey:
    """A visit today, written down today."""
    if born := _born(family):
        yield from family.do(family.worker, record_visit, **_visit_said(family, born))


def _visit(family: Family) -> Journey:
    family.plan(family.later("visit"), partial(_visit, family))
    if born := _born(family):
        yield from write_down(family, record_visit, **_visit_said(family, born))


def _born(family: Family) -> list[int]:
    return [child.id for child in family.children if child.born]


def _visit_said(family: Family, born: list[int]) -> dict[str, Any]:
    note = family.dice.one_of(words.VISIT_NOTES)
    return {"on": family.today, "children": born, "seen_alone": family.dice.between(0, 2) > 0, "note": note}


def write_down(
    family: Family, command: Callable[Concatenate[Work, P], Any], /, *args: P.args, **said: P.kwargs
) -> Journey:
    """Have the social worker write something down today or, as happens, days later."""
    if family.dice.happens("late_entry"):
        family.plan(family.later("written_down"), partial(_write_now, family, command, said))
    else:
        yield from _write_now(family, command, said)


def _write_now(family: Family, command: Callable[..., Any], said: dict[str, Any]) -> Journey:
    yield from family.do(family.worker, command, **said)


def _supervise(family: Family) -> Journey:
    family.plan(family.later("supervision"), partial(_supervise, family))
    note = family.dice.one_of(words.SUPERVISION_NOTES)
    yield from family.do(family.team.manager, record_supervision, on=family.today, note=note)
    if family.dice.happens("supervision_sets_action"):
        what = family.dice.one_of(words.SUPERVISION_ACTIONS)
        due_on = family.working_days(family.dice.between(4, 12))
        yield from agree_action(family, OwnerKind.AUTHORITY, "Social worker", what, due_on, ActionSource.SUPERVISION)


def agree_action(
    family: Family, owner_kind: OwnerKind, owner: str, what: str, due_on: date, arises_from: ActionSource,
    concern: int | None = None,
) -> Journey:  # fmt: skip
    """An action is agreed; most are done about when they are due."""
    by = family.team.manager if arises_from == ActionSource.SUPERVISION else family.worker
    told = yield from family.do(
        by, add_action, on=family.today, what=what, owner_kind=owner_kind, owner=owner, due_on=due_on,
        arises_from=arises_from, concern=concern,
    )  # fmt: skip
    if family.dice.happens("action_done"):
        done_on = family.working_days(family.dice.between(-3, 4), due_on)
        family.plan(max(done_on, family.working_days(1)), partial(_complete, family, told.value))


def _complete(family: Family, action: int) -> Journey:
    yield from family.do(family.worker, complete_action, on=family.today, action=action)


def _look_on_the_tracker(family: Family) -> Journey:
    family.plan(family.later("tracker_review"), partial(_look_on_the_tracker, family))
    note = family.dice.one_of(words.TRACKER_NOTES)
    yield from family.do(family.world.office.progress_manager, review_on_tracker, on=family.today, note=note)


def _change_worker(family: Family) -> Journey:
    others = [worker for worker in family.team.workers if worker != family.worker]
    handover, next_actions = family.dice.one_of(words.HANDOVERS)
    taking_over = family.dice.one_of(others)
    yield from family.do(
        family.team.manager, change_worker, on=family.today, part=Part.SOCIAL_WORKER, staff=taking_over,
        handover_note=handover, next_actions=next_actions, joint_visit_on=family.working_days(3),
    )  # fmt: skip
    family.worker = taking_over
    if family.dice.happens("worker_changes_again"):
        family.plan(family.days(family.dice.between(25, 70)), partial(_change_worker, family))


def _stay_elsewhere(family: Family) -> Journey:
    """A child stays elsewhere by agreement for a while; not every such stay has a plan for its end."""
    if not (born := _born(family)):
        return
    plan = "Home at the end of the month, after two weekends." if family.dice.between(0, 2) else None
    told = yield from family.do(
        family.worker, record_section_twenty, on=family.today, child=born[0], consents=[family.home.adults[0].id],
        capacity_checked=True, review_on=family.days(28), exit_plan=plan,
    )  # fmt: skip
    if plan:
        family.plan(family.days(family.dice.between(20, 40)), partial(_come_home, family, told.value))


def _come_home(family: Family, stay: int) -> Journey:
    yield from family.do(family.worker, end_section_twenty, on=family.today, accommodation=stay)


def account_for(family: Family, clock: str) -> Journey:
    """Something is late: mostly its cause is written down, sometimes it is challenged."""
    if family.dice.happens("delay_explained"):
        cause = family.dice.one_of((Cause.AUTHORITY, Cause.AUTHORITY, Cause.FAMILY, Cause.PARTNER, Cause.EXPERT))
        why = family.dice.one_of(words.DELAYS[cause])
        yield from family.do(family.worker, explain_delay, on=family.today, clock=clock, cause=cause, explanation=why)
    elif family.dice.happens("delay_challenged"):
        question, answer = family.dice.one_of(words.CHALLENGES)
        told = yield from family.do(family.world.office.progress_manager, challenge, on=family.today, text=question)
        family.plan(family.working_days(2), partial(_answer, family, told.value, answer))


def _answer(family: Family, question: int, answer: str) -> Journey:
    yield from family.do(family.worker, answer_challenge, on=family.today, challenge=question, text=answer)


def expect_births(family: Family) -> None:
    """What is done before each birth, and the birth itself, written down on the next working day."""
    for child, known in zip(family.home.children, family.children, strict=True):
        if child.expected_on is None or known.born:
            continue
        for kind, weeks in GESTATION.items():
            about = family.days(family.dice.between(-10, 12) - 7 * weeks, child.expected_on)
            family.plan(max(about, family.working_days(4)), partial(_prepare_birth, family, kind, known.id))
        born_on = family.home.births[child.given_name]
        family.plan(family.working_days(1, born_on), partial(_give_birth, family, known, born_on), when_over=True)


def _prepare_birth(family: Family, kind: MilestoneKind, child: int) -> Journey:
    unborn = any(known.id == child and not known.born for known in family.children)
    if unborn:
        yield from family.do(family.worker, record_milestone, on=family.today, kind=kind, child=child)


def _give_birth(family: Family, known: KnownChild, born_on: date) -> Journey:
    name = family.dice.one_of(CHILDREN)
    yield from family.do(family.worker, record_birth, on=born_on, child=known.id, given_name=name)
    family.children = [
        replace(child, name=name, born=True) if child.id == known.id else child for child in family.children
    ]
