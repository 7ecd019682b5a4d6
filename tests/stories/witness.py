"""What a story shows afterwards: what stood in the way, who was reminded of what, what history and ledger say."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from plo_workflow.caseload.casefiles import cases_beside, rules_for
from plo_workflow.caseload.histories import Told, history_of
from plo_workflow.errors import RequirementsUnmet
from plo_workflow.reminders.sweeping import Sweep, sweep
from tests.office import Office, noon
from tests.steps import Days


def later(days: Days, weeks: int) -> Days:
    """The days of a journey, each so many weeks later."""
    return replace(days, **{name: on + timedelta(weeks=weeks) for name, on in vars(days).items()})


def unmet(ask: Callable[[], object]) -> list[str]:
    """The names of all requirements for want of which a move is refused."""
    with pytest.raises(RequirementsUnmet) as refused:
        ask()
    return [getattr(one, "key", "") for one in refused.value.unmet]


def sentences(ask: Callable[[], object]) -> str:
    """What is said to whoever is refused."""
    with pytest.raises(RequirementsUnmet) as refused:
        ask()
    return refused.value.sentence


def running(office: Office, ref: str) -> dict[str, date]:
    """Every clock of a case that still runs, by its id and whom it concerns, with its due date."""
    rows = office.rows(
        "SELECT k.clock, k.subject, k.due_on FROM clocks k JOIN cases c ON c.id = k.case_id "
        "WHERE c.ref = :ref AND k.outcome IS NULL",
        ref=ref,
    )
    return {f"{clock} {subject}".strip(): _day(due_on) for clock, subject, due_on in rows}


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def swept(office: Office, on: date) -> Sweep:
    """Look for what is overdue, as the sweep does every morning."""
    return sweep(office.store, on=on, at=noon(on))


def reminded(office: Office, ref: str) -> list[tuple[str, str]]:
    """What somebody was reminded of as overdue, and who, in order."""
    rows = office.rows(
        "SELECT r.cause, r.recipient FROM reminders r JOIN cases c ON c.id = r.case_id "
        "WHERE c.ref = :ref AND r.rung LIKE 'overdue%' ORDER BY r.id",
        ref=ref,
    )
    return [(clock, recipient) for clock, recipient in rows]


def history(office: Office, ref: str) -> list[Told]:
    """The history of a case as its page tells it, oldest first."""
    with office.store.reading() as session:
        case = office.file(ref).case
        _, calendar = rules_for(session, case)
        return history_of(session, case, calendar)[::-1]


def beside(office: Office, ref: str) -> list[tuple[str, str]]:
    """The cases that a case came from and those that came from it, as its page names them."""
    with office.store.reading() as session:
        return cases_beside(session, office.file(ref).case)


def entries(office: Office, ref: str, clock_key: str) -> list[str]:
    """What the ledger says of one clock, in order."""
    rows = office.rows(
        "SELECT l.entry FROM clock_ledger l JOIN cases c ON c.id = l.case_id "
        "WHERE c.ref = :ref AND l.clock = :clock ORDER BY l.id",
        ref=ref,
        clock=clock_key,
    )
    return [entry for (entry,) in rows]


def last_payload(office: Office, ref: str) -> dict[str, Any]:
    """The content of the latest entry in the history of a case."""
    [(payload,)] = office.rows("SELECT payload FROM history WHERE case_ref = :ref ORDER BY seq DESC LIMIT 1", ref=ref)
    return dict(json.loads(payload))
