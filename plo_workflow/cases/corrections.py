"""Correcting the record: a date or a word that was wrong, a fact that should not be there. The original is
always kept."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from plo_workflow.access import CASEWORKERS, LAWYERS, MANAGERS, require_role
from plo_workflow.cases.alerts import DECIDERS
from plo_workflow.cases.asks import Choose
from plo_workflow.cases.order import check_order
from plo_workflow.cases.registry import command
from plo_workflow.cases.work import Work
from plo_workflow.errors import FactNotFound, NotGiven
from plo_workflow.kinds import AlertAnswerKind
from plo_workflow.models import (
    AdviceNote,
    AlertAnswer,
    Approval,
    Child,
    ChildOutcome,
    ClockSetting,
    Extension,
    Fact,
    GatewayDecision,
    GatewayRequest,
    LetterReview,
    Move,
    Override,
    RecordSigned,
)

FACTS: dict[str, type[Fact]] = {kind.__tablename__: kind for kind in Fact.__subclasses__()}
"""Every kind of fact by the name of its table."""

WhichKind = Annotated[str, Choose("fact_kinds")]


@command("Correct a date", (*CASEWORKERS, *LAWYERS, *MANAGERS), "corrections")
def correct_date(work: Work, *, kind: WhichKind, fact: int, happened_on: date, reason: str) -> None:
    """Something happened on another day than was recorded. Every date counted from it is counted again."""
    _correct(work, kind, fact, reason, happened_on=happened_on)


@command("Correct what was recorded", (*CASEWORKERS, *LAWYERS, *MANAGERS), "corrections")
def correct_fact(work: Work, *, kind: WhichKind, fact: int, changes: dict[str, Any], reason: str) -> None:
    """Other columns of a fact were wrong.

    What somebody decided or agreed to is not put into other words here: it is withdrawn, and recorded again by them.
    """
    if FACTS.get(kind) in DECIDED:
        raise NotGiven("This says what somebody decided or agreed to. Withdraw it and have them record it again.")
    if kind in FACTS and not set(changes) <= {c.name for c in FACTS[kind].__table__.c} - _FIXED:
        raise NotGiven("That cannot be corrected here.")
    _correct(work, kind, fact, reason, **changes)


DECIDED = (
    Move, Approval, Override, GatewayDecision, RecordSigned, LetterReview, Extension, ChildOutcome, ClockSetting,
    AlertAnswer,
)  # fmt: skip
"""Facts that stand for what somebody with the role decided, signed or agreed to."""

_FIXED = {
    "id",
    "case_id",
    "happened_on",
    "recorded_at",
    "recorded_by",
    "withdrawn_at",
    "withdrawn_by",
    "withdrawn_why",
    "replaced_by_id",
}


def _correct(work: Work, kind: str, fact_id: int, reason: str, **changes: Any) -> None:
    if not reason.strip():
        raise NotGiven("Say why it is corrected.")
    fact = _found(work, kind, fact_id)
    work.amend(fact, reason, **changes)
    check_order(work.file, fact)
    if isinstance(fact, Move):
        _restage(work)


def _found(work: Work, kind: str, fact_id: int) -> Fact:
    if kind not in FACTS:
        raise FactNotFound("There is no such kind of fact.")
    if FACTS[kind] is AdviceNote:
        require_role(work.actor, LAWYERS, "Changing legal advice")
    return work.find(FACTS[kind], fact_id)


def _restage(work: Work) -> None:
    """The days on which the case began, reached its stage and ended, as its moves now have them."""
    moves = work.file.all(Move)
    reached = [move for move in moves if move.from_stage != move.to_stage][-1]
    work.set_case(opened_on=moves[0].happened_on, stage_since_on=reached.happened_on)
    work.set_case(closed_on=None if work.case.open else reached.happened_on)


@command("Withdraw what was recorded", (*CASEWORKERS, *LAWYERS, *MANAGERS), "corrections")
def withdraw_fact(work: Work, *, kind: WhichKind, fact: int, reason: str) -> None:
    """A fact should not be there. It stays on the record as withdrawn; a move is withdrawn by its own command."""
    if not reason.strip():
        raise NotGiven("Say why it is withdrawn.")
    if FACTS.get(kind) in (Move, GatewayRequest, Child, ChildOutcome):
        raise NotGiven("What a case is made of is not withdrawn here: use the move that leads back, or close the case.")
    found = _found(work, kind, fact)
    if isinstance(found, AlertAnswer) and found.answer == AlertAnswerKind.WAITING:
        require_role(work.actor, DECIDERS, "Taking back a decision that something waits")
    work.withdraw(found, reason)
