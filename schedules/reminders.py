"""REMINDERS: the rungs of the ladder, each with its wording. How late a rung is and whom it tells are the policy's."""

from __future__ import annotations

from importlib.resources import files

from plo_workflow.cases.reminding import Rung


def worded(key: str, label: str, step: int, wording: str) -> Rung:
    """A rung with its words from `wording/`: the first line of the file is the subject, the rest is the message."""
    text = (files("schedules") / "wording" / f"{wording}.txt").read_text(encoding="utf-8")
    subject, _, body = text.partition("\n\n")
    return Rung(key, label, step, subject, body)


REMINDERS: dict[str, Rung] = {
    rung.key: rung for rung in (worded("overdue_first", "First reminder that it is overdue", 0, "overdue"),)
}
