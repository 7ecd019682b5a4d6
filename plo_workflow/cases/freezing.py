"""What is no longer done once a child has died: nothing more is written to the family (domain E21)."""

from __future__ import annotations

from datetime import date

from plo_workflow.cases.work import Work
from plo_workflow.errors import CaseFrozen
from plo_workflow.kinds import Outcome
from plo_workflow.models import ChildOutcome
from plo_workflow.working_days import in_words


def check_may_write_to_family(work: Work, on: date) -> None:
    """Raise `CaseFrozen` for a letter, or minutes, to the family from the day on which a child died."""
    died = work.file.last(ChildOutcome, outcome=Outcome.DIED)
    if died and on >= died.happened_on:
        raise CaseFrozen(
            f"A child of this family died, and the file was closed on {in_words(died.happened_on)}: "
            "nothing more is written to the family from here."
        )
