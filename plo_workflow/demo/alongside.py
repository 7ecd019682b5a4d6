"""What goes on beside the meetings: visits, supervision, tracker reviews, changes of worker."""

from __future__ import annotations

from datetime import date, timedelta

from plo_workflow.cases.ongoing import (
    answer_challenge,
    challenge,
    change_worker,
    record_supervision,
    record_visit,
    review_on_tracker,
)
from plo_workflow.cases.plan import add_action
from plo_workflow.demo import words
from plo_workflow.demo.stepping import Family, Journey, Step
from plo_workflow.kinds import ActionSource, OwnerKind, Part


def visits(family: Family, on: date) -> Journey:
    """Each child is seen about every ten working days, with gaps; some visits are written down late."""
    while True:
        on = family.later(on, "visit")
        if family.over:
            return
        said = {
            "on": on, "children": family.child_ids, "seen_alone": family.dice.between(1, 3) > 1,
            "note": family.dice.one_of(words.VISIT_NOTES),
        }  # fmt: skip
        late = family.dice.happens("late_entry")
        yield Step(on, family.worker, record_visit, said, family.later(on, "written_down") if late else None)


def supervision(family: Family, on: date) -> Journey:
    """The manager talks the case through with the worker, and sometimes an action comes of it."""
    manager = family.team.manager
    while True:
        on = family.later(on, "supervision")
        if family.over:
            return
        yield family.step(on, manager, record_supervision, note=family.dice.one_of(words.SUPERVISION_NOTES))
        if family.dice.happens("supervision_sets_action"):
            yield family.step(
                on, manager, add_action, what=family.dice.one_of(words.SUPERVISION_ACTIONS),
                owner_kind=OwnerKind.AUTHORITY, owner="Social worker", due_on=on + timedelta(days=14),
                arises_from=ActionSource.SUPERVISION,
            )  # fmt: skip


def tracking(family: Family, on: date) -> Journey:
    """The case is looked at on the tracker; a delay is challenged on the record now and then."""
    manager = family.team.manager
    while True:
        on = family.later(on, "tracker_review")
        if family.over:
            return
        yield family.step(on, manager, review_on_tracker, note=family.dice.one_of(words.TRACKER_NOTES))
        if family.dice.between(1, 12) == 1:
            said, answer = family.dice.one_of(words.CHALLENGES)
            done = yield family.step(on, manager, challenge, text=said)
            answered = family.calendar.add_working_days(on, 2)
            family.alongside.append(answered_challenge(family, done.value, answered, answer))


def answered_challenge(family: Family, asked: int, on: date, text: str) -> Journey:
    """A challenge gets its answer."""
    yield family.step(on, family.worker, answer_challenge, challenge=asked, text=text)


def changes_of_worker(family: Family, on: date) -> Journey:
    """Another social worker of the team takes over, with a handover."""
    on = family.worked(on + timedelta(days=family.dice.between(15, 80)))
    others = [worker for worker in family.team.workers if worker != family.worker]
    if family.over or not others:
        return
    note, following = family.dice.one_of(words.HANDOVERS)
    successor = family.dice.one_of(others)
    yield family.step(
        on, family.team.manager, change_worker, part=Part.SOCIAL_WORKER, staff=successor, handover_note=note,
        next_actions=following, joint_visit_on=family.calendar.add_working_days(on, 3),
    )  # fmt: skip
    family.worker = successor
