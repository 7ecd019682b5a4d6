"""What is drifting on one case, as it is shown: the signal, what it is about in words, since when and how pressing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from plo_workflow.caseload.explaining import about
from plo_workflow.clocks import CLOCKS
from plo_workflow.drift import SIGNALS, Drift, Signal, day_in_force, drifting
from plo_workflow.kinds import Severity
from plo_workflow.models import CaseFile, RunningClock
from plo_workflow.working_days import in_words

QUIET = {
    "quiet:meeting": "no meeting with the parents",
    "quiet:visit": "no visit to a child",
    "quiet:plan": "no progress in the plan",
}
"""What has not happened on a quiet case."""


@dataclass(frozen=True)
class Drifting:
    """A signal that is true of a case."""

    signal: Signal
    about: str
    since_on: date
    severity: Severity

    @property
    def sentence(self) -> str:
        """What is drifting, about whom or what, and since when."""
        subject = f" ({self.about})" if self.about else ""
        return f"{self.signal.label}{subject}, since {in_words(self.since_on)}."


def drift_of(session: Session, file: CaseFile, clocks: Sequence[RunningClock], on: date) -> list[Drifting]:
    """What is drifting on a case on a day, the most pressing first."""
    found = drifting(session, day_in_force(session, on), file.case.id) if file.case.open else []
    return [Drifting(SIGNALS[one.signal], _about(file, clocks, one), one.since_on, one.severity) for one in found]


def _about(file: CaseFile, clocks: Sequence[RunningClock], drift: Drift) -> str:
    kind, _, number = drift.subject.partition(":")
    if kind == "quiet":
        return QUIET[drift.subject]
    if kind != "clock":
        return about(file, drift.subject)
    clock = next(one for one in clocks if one.id == int(number))
    named = about(file, clock.subject)
    return f"{CLOCKS[clock.clock].label}: {named}" if named else CLOCKS[clock.clock].label
