"""What a requirement is asked with and what it answers. The rules themselves are in the modules beside this one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from plo_workflow.access import Actor
from plo_workflow.kinds import ApprovalKind, GatewayKind, Role
from plo_workflow.marks.marking import in_order
from plo_workflow.models import Approval, CaseFile, Fact, GatewaySitting, Move, RunningClock
from plo_workflow.policy import Policy
from plo_workflow.working_days import Calendar, count, listed

F = TypeVar("F", bound=Fact)
TO_REVIEW = ("list_gateway_review", "return_to_review", "withdraw_decision")
"""The moves that send a case back to the gateway."""
GOING_ON = (
    "record_decision_enter", "decide_continue", "decide_return_to_letters", "decide_return_to_first_meeting",
    "decide_extend", "return_to_review", "withdraw_decision",
)  # fmt: skip
"""The moves after which a way out is to be prepared anew."""


@dataclass(frozen=True)
class Ask:
    """A move that somebody wants to make on a day: `given` is what they say with it, `file` what is on the case."""

    file: CaseFile
    policy: Policy
    calendar: Calendar
    on: date
    by: Actor
    given: Mapping[str, Any] = field(default_factory=dict)
    clocks: Sequence[RunningClock] = ()

    def says(self, name: str) -> str:
        """A text given with the move, or nothing."""
        return str(self.given.get(name) or "").strip()

    def limit(self, clock: str, from_on: date, *, urgent: bool = False) -> date:
        """The day on which a clock would end if it started on a day."""
        rule = self.policy.clock(clock)
        return count(rule.urgent_timescale if urgent else rule.timescale, from_on, self.calendar).due_on

    def running(self, key: str) -> list[RunningClock]:
        """The clocks of this kind that still run."""
        return [clock for clock in self.clocks if clock.clock == key and clock.outcome is None]

    def moves(self, *keys: str) -> list[Move]:
        """The standing moves with these keys, oldest first."""
        return [move for move in self.file.all(Move) if move.move in keys]

    @property
    def sitting(self) -> GatewaySitting | None:
        """The sitting this decision belongs to: the latest by then, since the case was last sent to the gateway, and
        of the kind it was sent to, so that what decided on entry decides nothing at a review."""
        sent = self.moves("accept_and_list", *TO_REVIEW)
        kind = GatewayKind.REVIEW if sent and sent[-1].move in TO_REVIEW else GatewayKind.ENTRY
        held = [one for one in self.file.having(GatewaySitting, kind=kind) if one.happened_on <= self.on]
        return held[-1] if held and sent and in_order(held[-1]) >= in_order(sent[-1]) else None

    def for_this_way_out(self, kind: type[F], /, **having: Any) -> list[F]:
        """The facts of one kind that count for the present way out of pre-proceedings: those since it was last decided
        to go on, or since a decision was withdrawn or the case came back from court."""
        gone_on = self.moves(*GOING_ON)
        found = self.file.having(kind, **having)
        return [one for one in found if not gone_on or in_order(one) >= in_order(gone_on[-1])]

    def agreed(self, what: ApprovalKind, since_on: date | None = None) -> bool:
        """Whether another person than who asks agreed to something, since a day or else since the stage began."""
        since_on = since_on or self.file.case.stage_since_on
        given = self.file.having(Approval, what=what)
        return any(one.happened_on >= since_on and one.recorded_by != self.by.key for one in given)


@dataclass(frozen=True)
class Finding:
    """Whether a requirement is met, and the sentence that says so or says what is missing."""

    met: bool
    sentence: str


def met(sentence: str) -> Finding:
    """It is met, and this is the evidence."""
    return Finding(True, sentence)


def unmet(sentence: str) -> Finding:
    """It is not met, and this is what is missing."""
    return Finding(False, sentence)


def quoted(texts: Iterable[str]) -> str:
    """What people wrote, as a list of quotations: whatever full stop they ended with is left out."""
    return listed([f"“{text.strip().rstrip('.')}”" for text in texts])


def either(holds: object, evidence: str, missing: str) -> Finding:
    """Met with the evidence where it holds, else unmet with what is missing."""
    return met(evidence) if holds else unmet(missing)


@dataclass(frozen=True)
class Requirement:
    """What must be true before a move. `override` is the role that may go on without it, with a reason.

    `with_the_move` marks what is asked for on the page of the move itself, rather than recorded before. `by` names
    the commands that put it right, each with what is given to them: "approve what=enter".
    """

    check: Callable[[Ask], Finding]
    fix: str
    who: str
    override: Role | None = None
    with_the_move: bool = False
    by: tuple[str, ...] = ()
    source: str = "domain A.3"

    @property
    def key(self) -> str:
        """The name of the claim."""
        return self.check.__name__


@dataclass(frozen=True)
class Verdict:
    """The answer of one requirement, whole enough for a page, a refusal, a report and the record."""

    key: str
    met: bool
    sentence: str
    fix: str
    who: str
    override: Role | None
    with_the_move: bool
    overridden: str = ""

    @property
    def holds_up(self) -> bool:
        """Whether it still stands in the way."""
        return not self.met and not self.overridden
