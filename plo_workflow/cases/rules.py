"""The rules in force: a policy and the calendar that goes with it, read from the database once for each version."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text

from plo_workflow.policy import Policy, policy_from_stored
from plo_workflow.store import Pen
from plo_workflow.working_days import Calendar, read_calendar


@dataclass(frozen=True)
class Rules:
    """A policy with the bank holidays it is counted by and its own closures on top."""

    policy: Policy
    calendar: Calendar
    calendar_version: str


class Rulebook:
    """Policies and calendars by version; both are immutable, so what was read once holds."""

    def __init__(self) -> None:
        self._policies: dict[str, Policy] = {}
        self._calendars: dict[str, Calendar] = {}
        self._rules: dict[tuple[str, str], Rules] = {}

    def rules(self, pen: Pen, policy_version: str, calendar_version: str) -> Rules:
        """The rules of two versions, both kept in the database."""
        found = self._rules.get((policy_version, calendar_version))
        if found is None:
            found = self._rules[policy_version, calendar_version] = self._read(pen, policy_version, calendar_version)
        return found

    def _read(self, pen: Pen, policy_version: str, calendar_version: str) -> Rules:
        policy_text = "SELECT content FROM policy_versions WHERE version = :version"
        calendar_text = "SELECT content FROM calendar_versions WHERE version = :version"
        [(policy,)] = pen.fetch("policy", lambda: text(policy_text), version=policy_version)
        [(calendar,)] = pen.fetch("calendar", lambda: text(calendar_text), version=calendar_version)
        return rules_from(policy, calendar, calendar_version)


def rules_from(policy_text: str, calendar_text: str, calendar_version: str) -> Rules:
    """The rules from their stored texts."""
    policy = policy_from_stored(policy_text)
    closures = {closure.on: closure.why for closure in policy.calendar.closures}
    return Rules(policy, read_calendar(calendar_text).with_closures(closures), calendar_version)
