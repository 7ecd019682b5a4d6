"""The application: the pack, lodging it, what the court does, and coming back from court."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from plo_workflow.access import CASEWORKERS, LAWYERS
from plo_workflow.cases.asks import Choose
from plo_workflow.cases.outcomes import end_for_every_child, open_child
from plo_workflow.cases.registry import command, move_command
from plo_workflow.cases.work import Work
from plo_workflow.errors import DateOutOfOrder, NotGiven
from plo_workflow.kinds import CourtStepKind, Outcome, PackKind, PackState
from plo_workflow.models import Child, ChildOutcome, CourtStep, Lodging, PackItem


@dataclass(frozen=True)
class OrdersSought:
    """The orders asked for one child."""

    child: Annotated[int, Choose("children")]
    orders: str


@command("Add to the application pack", (*CASEWORKERS, *LAWYERS), "court")
def add_pack_item(
    work: Work, *, on: date, kind: PackKind, state: PackState, child: Annotated[int, Choose("children")] | None = None,
    follows_on: date | None = None,
) -> None:  # fmt: skip
    """A document of the pack is attached, included in another, or to follow by a date."""
    child_id = work.find(Child, child).id if child else None
    work.record(PackItem(happened_on=on, kind=kind, state=state, child_id=child_id, follows_on=follows_on))


@move_command("lodge_application")
def lodge_application(
    work: Work,
    *,
    on: date,
    orders: list[OrdersSought],
    urgent_reason: str | None = None,
    no_letter_reason: str | None = None,
) -> None:
    """The application went to the court (T16): pre-proceedings end for these children."""
    for one in orders:
        child = open_child(work, one.child)
        work.record(Lodging(happened_on=on, child_id=child.id, orders=one.orders, urgent_reason=urgent_reason))
    named = {one.child for one in orders}
    without = [child.given_name for child in work.file.open_children if child.id not in named]
    if without:
        raise NotGiven(f"Say which orders are sought for {' and '.join(without)}, or split the case first.")
    work.move("lodge_application", on=on, no_letter_reason=no_letter_reason)
    end_for_every_child(work, on, Outcome.APPLICATION_LODGED)


@command("Record what the court did", LAWYERS, "court")
def record_court_step(
    work: Work,
    *,
    on: date,
    step: CourtStepKind,
    court_number: str | None = None,
    ends_on: date | None = None,
    note: str | None = None,
) -> None:
    """The court issued, extended (each time by no more than the law allows), made its final order, refused; or
    we withdrew."""
    if step == CourtStepKind.EXTENDED:
        _check_court_extension(work, ends_on)
    work.record(CourtStep(happened_on=on, step=step, court_number=court_number, ends_on=ends_on, note=note))


def _check_court_extension(work: Work, ends_on: date | None) -> None:
    """Each extension is at most 8 weeks (56 days) from the end that stands (Children Act 1989 s.32)."""
    kinds = ("statutory_26_weeks", "court_extension")
    running = [clock for clock in work.clocks if clock.clock in kinds]
    ends = [clock.due_on for clock in (*running, *work.ended_clocks(*kinds))]
    if not ends:
        raise NotGiven("The court has not issued the application, so there is no timetable to extend.")
    longest = work.rules.policy.clock("court_extension").timescale.length
    if ends_on is None or not 1 <= (ends_on - max(ends)).days <= longest:
        raise DateOutOfOrder(
            f"A court extension ends at most {longest} days after the end of the timetable that stands."
        )


@move_command("return_to_review")
def return_to_review(work: Work, *, on: date, reason: str | None = None) -> None:
    """The court refused or the application was withdrawn: the case is open again and goes back to the gateway (T19)."""
    work.move("return_to_review", on=on, reason=reason)
    for outcome in work.file.having(ChildOutcome, outcome=Outcome.APPLICATION_LODGED)[:]:
        work.withdraw(outcome, "the case came back from court")
