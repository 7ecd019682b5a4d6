"""The ledger: works out from the facts how each clock stands, and writes down every change of it, append-only.

`project` reads the facts, `changes` compares with what is stored, `replay` gets the same dates from the entries alone.
"""

from plo_workflow.ledger.changes import Change, changes
from plo_workflow.ledger.replaying import Replayed, replay
from plo_workflow.ledger.turns import Turn, project, remaining, touched
from plo_workflow.ledger.words import CORRECTED, ENDINGS, REPROJECTED, STARTED, WITHDRAWN

__all__ = [
    "CORRECTED",
    "ENDINGS",
    "REPROJECTED",
    "STARTED",
    "WITHDRAWN",
    "Change",
    "Replayed",
    "Turn",
    "changes",
    "project",
    "remaining",
    "replay",
    "touched",
]
