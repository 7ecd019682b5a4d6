"""The one gate through which every message leaves: in the hours, and on the days, that the policy gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from plo_workflow.policy import SendingPolicy
from plo_workflow.reminders.in_force import rules_in_force
from plo_workflow.settings import LONDON
from plo_workflow.store import Store
from plo_workflow.working_days import Calendar


@dataclass(frozen=True)
class Gate:
    """The hours (London time) and the days on which messages may leave."""

    sending: SendingPolicy
    calendar: Calendar

    def is_open(self, at: datetime) -> bool:
        """Whether a message may leave at an instant (aware)."""
        return self.opens_at(at) <= at

    def opens_at(self, at: datetime) -> datetime:
        """The first instant from `at` on at which a message may leave: `at` itself in the hours. Nothing is dropped."""
        here = at.astimezone(LONDON)
        today, hours = here.date(), here.time()
        if self.calendar.is_working_day(today) and hours < self.sending.until:
            return max(at, _london(today, self.sending.digest_at))
        return _london(self.calendar.add_working_days(today, 1), self.sending.digest_at)


def gate_of(store: Store) -> Gate:
    """The gate by the policy and the calendar in force."""
    with store.reading() as session:
        rules = rules_in_force(session.connection())
    return Gate(rules.policy.reminders.sending, rules.calendar)


def start_of_day(day: date) -> datetime:
    """The first instant of a day in London."""
    return _london(day, time.min)


def _london(day: date, hours: time) -> datetime:
    return datetime.combine(day, hours, LONDON)
