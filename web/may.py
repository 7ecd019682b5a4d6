"""Which commands somebody may be offered, by their roles; whether a command goes through is the engine's to say."""

from __future__ import annotations

from collections.abc import Mapping

from plo_workflow.access import APPROVERS, LAWYERS, MILESTONES_OF_LAWYERS, Actor
from plo_workflow.cases import COMMANDS, Command
from plo_workflow.kinds import ApprovalKind
from plo_workflow.working_days import listed
from web.wording import mid_sentence

BY_MOVE: dict[str, Command] = {command.move: command for command in COMMANDS.values() if command.move}
"""The command that makes each move."""

CORRECTIONS = tuple(name for name, command in COMMANDS.items() if command.about == "corrections")


def may_do(actor: Actor, name: str, given: Mapping[str, str] | None = None) -> bool:
    """Whether a person holds a role that may do this, with what is given beforehand."""
    roles, given = COMMANDS[name].who, given or {}
    if name == "approve" and "what" in given:
        roles = APPROVERS[ApprovalKind(given["what"])]
    if name == "record_milestone" and given.get("kind") in MILESTONES_OF_LAWYERS:
        roles = LAWYERS
    return actor.holds(*roles)


def offered(actor: Actor, about: str) -> list[Command]:
    """The commands of one subject that a person may do, in the order of the engine's modules."""
    return [one for name, one in COMMANDS.items() if one.about == about and may_do(actor, name)]


def whose(command: Command) -> str:
    """Who may do something, in words."""
    names = listed(list(dict.fromkeys(mid_sentence(role.label) for role in command.who)))
    return names.replace(" and ", " or ")
