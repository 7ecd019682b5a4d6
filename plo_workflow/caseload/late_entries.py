"""How long after the event something was recorded, and whether the policy calls that late (domain E25).

It is worked out whenever it is asked for; nothing of it is stored, and no clock is moved by it.
"""

from __future__ import annotations

from datetime import date, datetime

from plo_workflow.models import Fact
from plo_workflow.policy import Policy
from plo_workflow.settings import LONDON
from plo_workflow.working_days import Calendar


def recorded_after(happened_on: date, recorded_at: datetime, calendar: Calendar) -> int:
    """How many working days lie between the event and the London day on which it was recorded; never less than none."""
    return max(calendar.working_days_between(happened_on, recorded_at.astimezone(LONDON).date()), 0)


def late_entry(fact: Fact, policy: Policy, calendar: Calendar) -> int:
    """How many working days after the event a fact was recorded where the policy calls that late, else nought."""
    days = recorded_after(fact.happened_on, fact.recorded_at, calendar)
    return days if days > policy.records.late_entry_working_days else 0
