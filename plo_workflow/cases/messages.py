"""Messages that a move leaves behind it: who is told, and in words that name nobody of the family."""

from __future__ import annotations

from plo_workflow.cases.writing import Writing
from plo_workflow.models import MessageKind, MessageState, Move, Outbox
from plo_workflow.stages import MOVES, STAGES
from plo_workflow.working_days import in_words


def tell(writing: Writing, move: Move) -> None:
    """Queue one message for each person the table says is told, other than whoever made the move."""
    row, case = MOVES[move.move], writing.case
    holders = {"social_worker": case.social_worker, "team_manager": case.team_manager, "lawyer": case.lawyer}
    told = {key for part in row.tells if (key := holders[part]) and key != writing.by}
    stage = STAGES[move.to_stage].label
    messages = [
        {
            "message_key": f"move:{case.id}:{move.id}:{person}",
            "kind": MessageKind.MOVE,
            "reminder_id": None,
            "bundled": False,
            "sent_with": None,
            "case_ref": case.ref,
            "recipient": person,
            "subject": f"{case.ref}: {row.label.lower()}",
            "body": f"It was recorded for {in_words(move.happened_on)}. The case is now: {stage}.",
            "about_on": move.happened_on,
            "state": MessageState.WAITING,
            "tries": 0,
            "not_before_at": writing.at,
            "sent_at": None,
            "fault": None,
            "recorded_at": writing.at,
            "recorded_by": writing.by,
        }
        for person in sorted(told)
    ]
    writing.pen.insert(Outbox, *messages)
