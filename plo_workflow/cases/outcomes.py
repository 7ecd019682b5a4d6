"""How pre-proceedings end for each child. The family's case ends when every child has an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from plo_workflow.cases.asks import Choose
from plo_workflow.cases.registry import move_command
from plo_workflow.cases.work import Work
from plo_workflow.errors import MoveNotOpen, NotGiven
from plo_workflow.kinds import CloseReason, Outcome
from plo_workflow.models import Child, ChildOutcome
from plo_workflow.working_days import listed

STEP_DOWN_OUTCOMES = (
    Outcome.CHILD_PROTECTION_PLAN,
    Outcome.CHILD_IN_NEED_PLAN,
    Outcome.EARLY_HELP,
    Outcome.CLOSED,
)
CLOSING = {
    CloseReason.TRANSFERRED: Outcome.TRANSFERRED,
    CloseReason.MOVED_ABROAD: Outcome.CLOSED,
    CloseReason.DIED: Outcome.DIED,
    CloseReason.AGED_OUT: Outcome.AGED_OUT,
    CloseReason.RECORDED_IN_ERROR: Outcome.RECORDED_IN_ERROR,
}


@dataclass(frozen=True)
class ChildEnd:
    """The plan that follows for one child."""

    child: Annotated[int, Choose("children")]
    outcome: Outcome


def open_child(work: Work, child_id: int) -> Child:
    """A child of the case who has no outcome yet. Raises `FactNotFound`, or `MoveNotOpen` for one who has."""
    child = work.find(Child, child_id)
    if child not in work.file.open_children:
        raise MoveNotOpen(f"{child.given_name} has an outcome already and is no longer in {work.ref}.")
    return child


def end_for_every_child(work: Work, on: date, outcome: Outcome, reasons: str | None = None) -> None:
    """Give every child without an outcome this one."""
    for child in work.file.open_children:
        work.record(ChildOutcome(happened_on=on, child_id=child.id, outcome=outcome, reasons=reasons))


@move_command("confirm_step_down")
def confirm_step_down(work: Work, *, on: date, outcomes: list[ChildEnd]) -> None:
    """Confirm that the family has stepped down, and to which plan for each child (T15)."""
    work.move("confirm_step_down", on=on)
    for one in outcomes:
        if one.outcome not in STEP_DOWN_OUTCOMES:
            raise NotGiven(
                "After a step-down a child goes to a child protection or child in need plan, early help, or is closed."
            )
        work.record(ChildOutcome(happened_on=on, child_id=open_child(work, one.child).id, outcome=one.outcome))
    without = [child.given_name for child in work.file.open_children]
    if without:
        raise NotGiven(f"Say which plan follows for {listed(without)}.")


@move_command("close_other")
def close_other(work: Work, *, on: date, close_reason: CloseReason, reason: str, evidence: str) -> None:
    """Close the case without a gateway outcome (T20).

    After a death the file is frozen: a legal hold is set and no letter or reminder to the family is made any
    more (E21).
    """
    work.move("close_other", on=on, close_reason=close_reason, reason=reason, evidence=evidence)
    end_for_every_child(work, on, CLOSING[close_reason], reason)
    if close_reason == CloseReason.DIED:
        work.set_case(legal_hold=True)
