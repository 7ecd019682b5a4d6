"""The state machine: where a move leads. The only module that knows the library `transitions`.

One shared machine walks the table of moves; a case is never given to it, only its stage.
"""

from __future__ import annotations

from transitions import Machine, MachineError

from plo_workflow.errors import MoveNotOpen
from plo_workflow.stages import MOVES, STAGES, Move


class Position:
    """A stage on its own: the smallest thing the machine can move."""

    def __init__(self, stage: str) -> None:
        self.state = stage


class Definition(Machine):
    """The machine built from STAGES and MOVES; a move that opens a new case leads nowhere on the old one."""

    def __init__(self) -> None:
        super().__init__(
            model=None,
            states=list(STAGES),
            initial=None,
            auto_transitions=False,
            queued=False,
            send_event=False,
            transitions=[
                {"trigger": move.key, "source": list(move.sources), "dest": "=" if move.records_again else move.target}
                for move in MOVES.values()
                if not move.opens_new_case
            ],
        )


DEFINITION = Definition()


def stage_after(stage: str, move: Move) -> str:
    """The stage that a move leads to from a stage. Raises `MoveNotOpen` where it does not lead on from there."""
    position = Position(stage)
    event = DEFINITION.events.get(move.key)
    try:
        moved = event is not None and event.trigger(position)
    except MachineError:
        moved = False
    if moved is not True:
        raise MoveNotOpen(f"“{move.label}” does not lead on from the stage “{STAGES[stage].label}”.")
    return str(position.state)
