"""REQUIREMENTS: what must be true before a move. The task list, the move, the pages and the reports all ask here.

Every requirement answers, not just the first that fails; a lawful override is part of the answer.
"""

from __future__ import annotations

from plo_workflow.models import Move, Override
from plo_workflow.requirements import (
    court,
    decisions,
    entry,
    extending,
    going_on,
    letters,
    meetings,
    sending,
    stepping_down,
)
from plo_workflow.requirements.asking import Ask, Finding, Requirement, Verdict
from plo_workflow.stages import Move as Row

REQUIREMENTS: dict[str, Requirement] = {
    row.key: row
    for module in (entry, letters, sending, meetings, decisions, going_on, extending, stepping_down, court)
    for row in module.ROWS
}


def verdicts(move: Row, ask: Ask) -> list[Verdict]:
    """The answer of every requirement of a move, in the order of the table.

    An override counts once, for this move only, and only if it was recorded since the stage began.
    """
    return [_verdict(REQUIREMENTS[key], move, ask) for key in move.requires]


def _verdict(requirement: Requirement, move: Row, ask: Ask) -> Verdict:
    finding = requirement.check(ask)
    override = None if finding.met else _unused_override(requirement.key, move.key, ask)
    return Verdict(
        requirement.key,
        finding.met,
        finding.sentence,
        requirement.fix,
        requirement.who,
        requirement.override,
        requirement.with_the_move,
        overridden=override.reason if override else "",
    )


def _unused_override(requirement: str, move: str, ask: Ask) -> Override | None:
    since_on = ask.file.case.stage_since_on
    overrides = ask.file.having(Override, requirement=requirement, move=move)
    granted = [one for one in overrides if one.happened_on >= since_on]
    made = [one for one in ask.file.having(Move, move=move) if one.happened_on >= since_on]
    used = sum(requirement in one.overrides for one in made)
    return granted[used] if used < len(granted) else None


__all__ = ["REQUIREMENTS", "Ask", "Finding", "Requirement", "Verdict", "verdicts"]
