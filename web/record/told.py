"""The lines of a history in words: what was done, what was said with it, and what was passed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from plo_workflow.caseload.histories import Told
from plo_workflow.cases import label_of
from plo_workflow.settings import LONDON
from plo_workflow.working_days import in_words
from web.questions import wording_for
from web.record.columns import plain
from web.record.names import Names
from web.wording import sentence_case

NOT_SAID = {"fact", "changed", "id", "happened_on", "withdrawn_at", "withdrawn_by", "replaced_by_id", "child_key",
            "content_hash", "from_stage"}  # fmt: skip
"""Columns that say nothing to a reader, or that the line itself says."""


@dataclass(frozen=True)
class ToldFact:
    """One fact of a line: what kind it is, and what was recorded of it."""

    title: str
    said: list[tuple[str, str]]


@dataclass(frozen=True)
class ToldLine:
    """One line of the history as a page shows it."""

    line: Told
    title: str
    recorded_on: date
    facts: list[ToldFact]
    passed_over: list[tuple[str, str]]


def told(line: Told, names: Names) -> ToldLine:
    """A line of the history in words."""
    return ToldLine(
        line=line,
        title=label_of(line.command),
        recorded_on=line.at.astimezone(LONDON).date(),
        facts=[_fact(fact, names) for fact in line.facts],
        passed_over=[(sentence_case(key), why) for key, why in line.overrides.items()],
    )


def _fact(fact: dict[str, Any], names: Names) -> ToldFact:
    table = str(fact.get("fact") or fact.get("changed"))
    title = sentence_case(table) if "fact" in fact else f"{sentence_case(table)}: changed"
    if fact.get("withdrawn_why"):
        title = f"{sentence_case(table)}: taken off the record, or kept as it was before a correction"
    pairs = [(column, value) for column, value in fact.items() if column not in NOT_SAID and value not in (None, {})]
    return ToldFact(title, [pair for column, value in pairs for pair in _said(table, column, value, names)])


def _said(table: str, column: str, value: Any, names: Names) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [pair for key, inner in value.items() for pair in _said(table, key, inner, names) if inner]
    label = wording_for(table, column).label
    if isinstance(value, str) and column.endswith("_on"):
        return [(label, in_words(date.fromisoformat(value)))]
    if isinstance(value, list):
        return [(label, ", ".join(plain(table, column, one) for one in value))]
    return [(label, names.value(table, column, value))]
