"""docs/drift.md: every drift signal for a manager, from SIGNALS and the default policy."""

from __future__ import annotations

from plo_workflow.clocks import CLOCKS
from plo_workflow.drift import SIGNALS, Signal
from plo_workflow.policy import default_policy
from plo_workflow.working_days import listed


def as_page() -> str:
    """What each signal means, when it is raised and how pressing it is, and who is told first."""
    return "\n".join(
        [
            "# What is seen before it is a breach",
            "",
            "This page is written from the tables in the code by `make docs`; a test fails when it does not say what",
            "they say. The numbers are those of the default policy (its table `drift`); a council sets its own.",
            "",
            "A signal is looked for in the facts of every open case, and is true from a day that follows from them:",
            "it does not matter when somebody looked. It ends when its cause is cured. A case under legal hold has",
            "none, and what a tracker does not hold is counted from the day on which a case came from one.",
            "",
            "*Amber* asks for a look, *red* for a decision, *director* for the director of children's services.",
            "",
            "| id | signal | what it means | when it is raised | who is told first |",
            "|---|---|---|---|---|",
            *map(_row, SIGNALS.values()),
            "",
            "## Signals that are a clock",
            "",
            "Some signals are a clock that has run out, seen as drift. Whoever answers for the clock is told by its",
            "own reminders and not a second time; the signal adds how pressing it is.",
            "",
            *(line for signal in SIGNALS.values() if signal.clocks for line in _clocks(signal)),
            "",
        ]
    )


def _row(signal: Signal) -> str:
    when = signal.severity(default_policy())
    cells = (signal.id, signal.label, signal.meaning, f"{when[:1].upper()}{when[1:]}.", signal.owner.label.lower())
    return f"| {' | '.join(cells)} |"


def _clocks(signal: Signal) -> list[str]:
    named = [f"{CLOCKS[key].label.lower()} ({CLOCKS[key].id})" for key in signal.clocks]
    return [f"- **{signal.id} {signal.label}**: {listed(named)}."]
