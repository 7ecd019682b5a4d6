"""REQUIREMENTS: what must be true before a move. The task list, the move, the pages and the reports all ask here.

Every requirement answers, not just the first that fails; a lawful override is part of the answer.
"""

from __future__ import annotations

from plo_workflow.models import Override
from plo_workflow.requirements import court, decisions, entry, letters, meetings
from plo_workflow.requirements.asking import Ask, Finding, Requirement, Verdict
from plo_workflow.stages import Move

REQUIREMENTS: dict[str, Requirement] = {
    row.key: row for module in (entry, letters, meetings, decisions, court) for row in module.ROWS
}


def verdicts(move: Move, ask: Ask) -> list[Verdict]:
    """The answer of every requirement of a move, in the order of the table.

    An override counts for this move only, and only if it was recorded since the stage began.
    """
    return [_verdict(REQUIREMENTS[key], move, ask) for key in move.requires]


def _verdict(requirement: Requirement, move: Move, ask: Ask) -> Verdict:
    finding = requirement.check(ask)
    override = None if finding.met else ask.file.last(Override, requirement=requirement.key, move=move.key)
    if override and override.happened_on < ask.file.case.stage_since_on:
        override = None
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


__all__ = ["REQUIREMENTS", "Ask", "Finding", "Requirement", "Verdict", "verdicts"]
