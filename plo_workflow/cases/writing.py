"""What writing one case down needs to know: the transaction, the case with its file and rules, who and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plo_workflow.cases.rules import Rules
from plo_workflow.models import Case, CaseFile, RunningClock
from plo_workflow.store import Pen


@dataclass(frozen=True)
class Writing:
    """One case being written by one command: `clocks` are those that ran before, `today` the day in London."""

    pen: Pen
    case: Case
    file: CaseFile
    rules: Rules
    clocks: Sequence[RunningClock]
    today: date
    at: datetime
    by: str
