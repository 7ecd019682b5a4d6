"""Splitting a case: children who go another way move to a linked case at the same stage, and the shared past
goes with them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from plo_workflow.access import MANAGERS
from plo_workflow.cases.asks import Choose
from plo_workflow.cases.corrections import FACTS
from plo_workflow.cases.outcomes import open_child
from plo_workflow.cases.registry import command
from plo_workflow.cases.work import Work
from plo_workflow.errors import MoveNotOpen, NotGiven
from plo_workflow.kinds import LinkKind, Outcome, Role
from plo_workflow.models import CaseLink, Child, ChildOutcome, Fact, TrackerRow

OWN = {"children", "child_outcomes"}
"""What is not copied as it stands: each case has children and outcomes of its own."""


@command("Split the case", (Role.GATEWAY_CHAIR, *MANAGERS), "oversight")
def split_case(work: Work, *, on: date, children: Annotated[list[int], Choose("children")], reason: str) -> Work:
    """Move children to a linked case at the same stage (E1).

    Everything recorded up to now is copied with its dates and authors, so both cases stand on their own; the
    facts about a child go where the child goes. The history of the first case can be read from both.
    """
    if not work.case.open:
        raise MoveNotOpen(f"{work.ref} has ended, so there is nothing left to split.")
    going = [open_child(work, child_id) for child_id in children]
    staying = [child for child in work.file.open_children if child not in going]
    if not going or not staying:
        raise NotGiven("A split leaves at least one child in each case.")
    if not reason.strip():
        raise NotGiven("Say why the children go different ways.")
    case = work.case
    new = work.beside(
        family_name=case.family_name,
        stage=case.stage,
        stage_since_on=case.stage_since_on,
        opened_on=case.opened_on,
        team=case.team,
        social_worker=case.social_worker,
        team_manager=case.team_manager,
        lawyer=case.lawyer,
        urgent=case.urgent,
        paused_until_on=case.paused_until_on,
        transfer_pending=case.transfer_pending,
        synthetic=case.synthetic,
        restricted=case.restricted,
        split_from_id=case.id,
        previous_case_id=case.previous_case_id,
        policy_version=case.policy_version,
    )
    _copy_facts(work, new, {child.id for child in going})
    for child in going:
        work.record(
            ChildOutcome(happened_on=on, child_id=child.id, outcome=Outcome.MOVED_TO_LINKED_CASE, reasons=reason)
        )
    new.record(CaseLink(happened_on=on, other_ref=case.ref, why=LinkKind.SPLIT, note=reason))
    return new


def _copy_facts(work: Work, new: Work, going: set[int]) -> None:
    drafts: dict[tuple[str, int], int] = {}
    left_behind: set[tuple[str, int]] = set()
    for child in work.file.all(Child):
        if child.id in going:
            drafts["child", child.id] = new.record(_copied(child, {}), as_copy=True).id
        else:
            left_behind.add(("child", child.id))
    for kind in pointed_to_first():
        for fact in work.file.all(kind):
            if left_behind.isdisjoint(_pointed_at(fact)):
                copy = new.record(_copied(fact, drafts), as_copy=True, may_be_ahead=True)
                drafts[_stem(kind), fact.id] = copy.id
            else:
                left_behind.add((_stem(kind), fact.id))


POINTS_TO = {
    "child_id": "child",
    "person_id": "person",
    "letter_id": "letter",
    "sitting_id": "gatewaysitting",
    "need_id": "need",
    "meeting_id": "meeting",
    "concern_id": "concern",
    "action_id": "action",
    "assessment_id": "assessment",
    "answers_id": "challenge",
    "query_id": "query",
    "section_twenty_id": "sectiontwenty",
    "request_id": "extensionrequest",
    "about_id": "person",
}
"""What each reference column of a fact points to."""


def pointed_to_first() -> list[type[Fact]]:
    """Every kind of fact that is copied, each after the kinds that it points to."""
    ordered: list[type[Fact]] = []
    waiting = [kind for kind in FACTS.values() if kind.__tablename__ not in OWN]
    while waiting:
        settled = {_stem(kind) for kind in ordered} | {"child"}
        ready = [kind for kind in waiting if _points_to(kind) <= settled | {_stem(kind)}]
        ordered += ready
        waiting = [kind for kind in waiting if kind not in ready]
    return ordered


def _points_to(kind: type[Fact]) -> set[str]:
    return {POINTS_TO[c.name] for c in kind.__table__.c if c.name in POINTS_TO}


def _pointed_at(fact: Fact) -> set[tuple[str, int]]:
    """What a fact is about, which must go with it."""
    held = ((target, getattr(fact, name, None)) for name, target in POINTS_TO.items())
    return {(target, number) for target, number in held if number is not None}


def _stem(kind: type[Fact]) -> str:
    return kind.__name__.lower()


def _copied(fact: Fact, drafts: dict[tuple[str, int], int]) -> Any:
    columns = {c.name: getattr(fact, c.name) for c in fact.__table__.c if c.name not in ("id", "case_id")}
    if isinstance(fact, TrackerRow):
        columns["fact_ids"] = {}  # the tracker's row goes on being the first case's
    for name, target in POINTS_TO.items():
        if columns.get(name) is not None:
            columns[name] = drafts.get((target, columns[name]))
    return type(fact)(**columns)
