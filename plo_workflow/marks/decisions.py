"""Marks that decisions leave: to enter, extend, issue or step down; and the ends of pre-proceedings."""

from __future__ import annotations

from plo_workflow.kinds import ApprovalKind
from plo_workflow.marks.marking import ENDING, Marks, in_order, mark, moved, reads
from plo_workflow.models import Approval, CaseFile, ChildOutcome, Extension, TrackerRow
from plo_workflow.policy import Policy

TO_ENTER = ("record_decision_enter", "decide_return_to_letters")
"""The moves that decide on pre-proceedings: the first of them is the entry, and a later one only goes on."""
TO_ISSUE = ("decide_issue", "record_decision_issue", "issue_urgently")
"""The moves that decide on an application to court."""
TO_EXIT = ("decide_step_down", *TO_ISSUE)
"""The moves with which the exit from pre-proceedings is decided."""


@reads(*TO_ENTER)
def entered(file: CaseFile, policy: Policy) -> Marks:
    """The decision to enter pre-proceedings."""
    return [mark(move) for move in moved(file, *TO_ENTER)[:1]]


@reads(*TO_ENTER, "return_to_review")
def limit_begins(file: CaseFile, policy: Policy) -> Marks:
    """The decision to enter, and each return from court after it: what court refused begins a new count (E27)."""
    first = next(iter(moved(file, *TO_ENTER)), None)
    if first is None:
        return []
    back = [move for move in moved(file, "return_to_review") if in_order(move) > in_order(first)]
    return [mark(move) for move in (first, *back)]


@reads("return_to_review", "decide_continue", "decide_extend")
def gone_on_after_court(file: CaseFile, policy: Policy) -> Marks:
    """The first decision to go on with the plan after each return from court."""
    for back in moved(file, "return_to_review"):
        after = [one for one in moved(file, "decide_continue", "decide_extend") if in_order(one) > in_order(back)]
        yield from (mark(move) for move in after[:1])


@reads(*TO_ENTER, "return_to_review")
def under_way(file: CaseFile, policy: Policy) -> Marks:
    """Pre-proceedings are under way: from the decision to enter, and again from a return from court."""
    begun = moved(file, *TO_ENTER, "return_to_review")
    return [mark(move) for move in begun if move is begun[0] or move.move == "return_to_review"]


@reads(*under_way.reads, *ENDING, TrackerRow)
def under_way_here(file: CaseFile, policy: Policy) -> Marks:
    """Pre-proceedings under way, counted anew from the import where a case came from a tracker in the midst of them.

    A tracker does not hold visits, supervision and its own reviews, so nobody can say how late they were before.
    """
    begun, row = under_way(file, policy), file.first(TrackerRow)
    if row is None or not begun or begun[0].on > row.happened_on:
        return begun
    ended = any(move.happened_on <= row.happened_on for move in moved(file, *ENDING))
    return begun if ended else [*begun, mark(row)]


@reads(*TO_ISSUE)
def decided_to_issue(file: CaseFile, policy: Policy) -> Marks:
    """A decision to apply to court; an urgent one has its own timescale."""
    return [mark(move, urgent=move.move == "issue_urgently") for move in moved(file, *TO_ISSUE)]


@reads("decide_step_down")
def decided_to_step_down(file: CaseFile, policy: Policy) -> Marks:
    """A decision to step down."""
    return [mark(move) for move in moved(file, "decide_step_down")]


@reads(*TO_EXIT)
def exit_decided(file: CaseFile, policy: Policy) -> Marks:
    """A decision to step down or to apply to court."""
    return [*decided_to_step_down(file, policy), *decided_to_issue(file, policy)]


@reads("decide_step_down", "decide_issue")
def exit_decided_at_review(file: CaseFile, policy: Policy) -> Marks:
    """A decision at a gateway review to step down or to apply to court."""
    return [mark(move) for move in moved(file, "decide_step_down", "decide_issue")]


@reads(Extension)
def extended(file: CaseFile, policy: Policy) -> Marks:
    """More time was granted, counted from the limit that stood."""
    return [mark(e, anchor_on=e.from_limit_on, days=e.days) for e in file.all(Extension)]


@reads("confirm_step_down")
def stepped_down(file: CaseFile, policy: Policy) -> Marks:
    """The step-down was confirmed."""
    return [mark(move) for move in moved(file, "confirm_step_down")]


@reads("issue_urgently")
def issued_urgently(file: CaseFile, policy: Policy) -> Marks:
    """An application was decided on without the gateway."""
    return [mark(move) for move in moved(file, "issue_urgently")]


@reads(Approval)
def urgent_issue_ratified(file: CaseFile, policy: Policy) -> Marks:
    """The head of service ratified an urgent decision."""
    return [mark(a) for a in file.having(Approval, what=ApprovalKind.URGENT_RATIFIED)]


@reads(*ENDING, ChildOutcome)
def over(file: CaseFile, policy: Policy) -> Marks:
    """Pre-proceedings ended for the family, or for one child."""
    yield from (mark(move) for move in moved(file, *ENDING))
    yield from (mark(o, subject=f"child:{o.child_id}") for o in file.all(ChildOutcome))


@reads(*TO_EXIT, *ENDING, ChildOutcome)
def exit_or_over(file: CaseFile, policy: Policy) -> Marks:
    """The exit was decided, or pre-proceedings ended."""
    return [*exit_decided(file, policy), *over(file, policy)]


@reads("close_other")
def closed(file: CaseFile, policy: Policy) -> Marks:
    """The case was closed without a gateway outcome, which lets go even what would run on after an exit (T20)."""
    return [mark(move) for move in moved(file, "close_other")]


@reads()
def never(file: CaseFile, policy: Policy) -> Marks:
    """No mark: for a watch that runs out by itself."""
    return ()
