"""What templates call to put the engine's answers into words: dates of clocks, stages, names of commands, ledgers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import Flask, url_for

from plo_workflow.caseload.explaining import Explained
from plo_workflow.cases import label_of
from plo_workflow.models import LedgerEntry
from plo_workflow.stages import STAGES
from plo_workflow.working_days import in_words, listed, with_weekday
from web.next_steps import Step
from web.record.facts import SUBJECTS
from web.wording import due, mid_sentence, sentence_case

TONES = {"today": "soon", "ended": "done", "watch": "later"}
"""The colour of a tone of the engine, where it has no colour of its own."""


def time_left(one: Explained, today: date) -> str:
    """How a clock stands on a day, in a few words."""
    stored, left = one.stored, (one.stored.due_on - today).days
    if stored.outcome:
        ended = f" {in_words(stored.stopped_on)}" if stored.stopped_on else ""
        return f"{sentence_case(stored.outcome)}{ended}"
    return due(left, "day") if stored.chased else "for information"


def tone_of(one: Explained, today: date) -> str:
    """The colour in which a clock is shown on a day."""
    tone = one.tone(today)
    return TONES.get(tone, tone)


def asked_with(step: Step) -> str:
    """What will be asked for with a move, in the words of each requirement."""
    return listed([mid_sentence(verdict.fix.rstrip(".")) for verdict in step.open_move.asked])


def stage_label(key: str) -> str:
    """What people call a stage."""
    return STAGES[key].label


def case_subjects(ref: str) -> list[tuple[str, str, str]]:
    """The pages of a case by subject: key, name and address."""
    return [(about, name, url_for("case.record", ref=ref, about=about)) for about, name in SUBJECTS.items()]


def ledger_rows(entries: Sequence[LedgerEntry]) -> list[list[str]]:
    """The ledger of a clock as rows of a table, oldest first."""
    return [_ledger_row(entry) for entry in entries]


def _ledger_row(entry: LedgerEntry) -> list[str]:
    length = f"{entry.length} {(entry.unit or 'days').replace('_', ' ')}" if entry.length else ""
    why = entry.why or ("" if entry.set_due_on is None else f"set to {in_words(entry.set_due_on)}")
    return [sentence_case(entry.entry), in_words(entry.entry_on), length, why, in_words(entry.recorded_at.date())]


FILTERS: dict[str, Callable[..., Any]] = {
    "asked_with": asked_with,
    "label_of": label_of,
    "time_left": time_left,
    "tone_of": tone_of,
    "weekday": with_weekday,
}


def teach_templates(app: Flask) -> None:
    """Let templates use these words."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(
        stage_label=stage_label, case_subjects=case_subjects, ledger_rows=ledger_rows, subjects=SUBJECTS
    )
