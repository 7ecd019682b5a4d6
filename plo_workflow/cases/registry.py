"""COMMANDS: every write there is, with the words people know it by and the roles that may do it.

A command is a function whose first parameter is the `Work` and whose others are keyword-only and annotated: pages, the
command line and the API build their questions from that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from plo_workflow.kinds import Role
from plo_workflow.stages import MOVES

C = TypeVar("C", bound=Callable[..., Any])


@dataclass(frozen=True)
class Command:
    """One kind of write. `move` is the key of the move it makes, `about` the part of the case it belongs to."""

    do: Callable[..., Any]
    label: str
    who: tuple[Role, ...]
    about: str
    move: str | None = None

    @property
    def name(self) -> str:
        """The name it is known by in the history and in addresses."""
        return self.do.__name__


COMMANDS: dict[str, Command] = {}


def label_of(name: str) -> str:
    """What people call a command, whatever its name in the history."""
    row = COMMANDS.get(name)
    return row.label if row else name.replace("_", " ").capitalize()


def command(label: str, who: tuple[Role, ...], about: str) -> Callable[[C], C]:
    """Enter a function in COMMANDS; the function stays as it is."""

    def enter(do: C) -> C:
        COMMANDS[do.__name__] = Command(do, label, who, about)
        return do

    return enter


def move_command(key: str) -> Callable[[C], C]:
    """Enter the command that makes a move; who may do it is in the table of moves."""
    move = MOVES[key]

    def enter(do: C) -> C:
        COMMANDS[do.__name__] = Command(do, move.label, move.who, "moves", key)
        return do

    return enter
