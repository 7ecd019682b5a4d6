"""How the clocks of a case stand, three ways: as stored, from the facts, and from the ledger alone."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from plo_workflow.caseload.casefiles import clocks_of, rules_for
from plo_workflow.clocks import CLOCKS, clock_named
from plo_workflow.ledger import WITHDRAWN, project, replay
from plo_workflow.models import CalendarVersion, LedgerEntry, PolicyVersion
from plo_workflow.policy import Policy, policy_from_stored
from plo_workflow.working_days import Calendar, read_calendar, with_weekday
from tests.office import Office

Place = tuple[str, str, int]
Standing = tuple[date, str | None, date | None]


def stored(office: Office, ref: str) -> dict[Place, Standing]:
    """Every clock of a case as it is kept: due, how it ended, when."""
    with office.store.reading() as session:
        rows = clocks_of(session, office.file(ref).case)
        return {(c.clock, c.subject, c.turn): (c.due_on, c.outcome, c.stopped_on) for c in rows}


def projected(office: Office, ref: str) -> dict[Place, Standing]:
    """Every clock of a case worked out from its facts."""
    file = office.file(ref)
    with office.store.reading() as session:
        policy, calendar = rules_for(session, file.case)
    turns = [turn for clock in CLOCKS.values() for turn in project(clock, file, policy, calendar)]
    return {turn.place: (turn.due_on, turn.outcome, turn.stopped_on) for turn in turns}


def replayed(office: Office, ref: str) -> dict[Place, Standing]:
    """Every clock of a case worked out from its ledger entries alone, under the rules each was written by."""
    with office.store.reading() as session:
        policies = {p.version: policy_from_stored(p.content) for p in session.scalars(select(PolicyVersion))}
        calendars = {c.version: read_calendar(c.content) for c in session.scalars(select(CalendarVersion))}
        entries = session.scalars(
            select(LedgerEntry).where(LedgerEntry.case_id == office.file(ref).case.id).order_by(LedgerEntry.id)
        ).all()

    def rules_of(policy: str, calendar: str) -> tuple[Policy, Calendar]:
        closures = {closure.on: closure.why for closure in policies[policy].calendar.closures}
        return policies[policy], calendars[calendar].with_closures(closures)

    return {place: (one.due_on, one.outcome, one.stopped_on) for place, one in replay(entries, rules_of).items()}


def assert_clocks_agree(office: Office, *refs: str) -> None:
    """What is stored is what the facts give and what the ledger gives; only a withdrawn start has left the facts."""
    for ref in refs:
        kept = stored(office, ref)
        assert replayed(office, ref) == kept
        assert projected(office, ref) == {place: s for place, s in kept.items() if s[1] != WITHDRAWN}


def clock(office: Office, ref: str, clock_id: str, subject: str = "") -> list[str]:
    """Each turn of one clock in words: "due Tuesday 10 February 2026, satisfied Friday 6 February 2026"."""
    found = clock_named(clock_id)
    assert found
    turns = sorted(
        (place[2], standing) for place, standing in stored(office, ref).items() if place[:2] == (found.key, subject)
    )
    return [_in_words(standing) for _, standing in turns]


def _in_words(standing: Standing) -> str:
    due_on, outcome, stopped_on = standing
    ended = f", {outcome} {_short(stopped_on)}" if outcome and stopped_on else ""
    return f"due {_short(due_on)}{ended}"


def _short(day: date) -> str:
    weekday, number, month, year = with_weekday(day).split()
    return f"{weekday[:3]} {number} {month[:3]} {year}"
