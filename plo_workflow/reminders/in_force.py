"""The policy and the calendar in force, by which people are told, whichever ones a case counts its own dates by."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import Connection, select

from plo_workflow.cases.rules import Rules, rules_from
from plo_workflow.models import CalendarVersion, PolicyVersion
from plo_workflow.store import table_of


def rules_in_force(connection: Connection) -> Rules:
    """The rules that new cases are pinned to."""
    policy, calendar = table_of(PolicyVersion), table_of(CalendarVersion)
    content = connection.execute(select(policy.c.content).where(policy.c.current)).scalar_one()
    version, text = connection.execute(select(calendar.c.version, calendar.c.content).where(calendar.c.current)).one()
    return _read(content, text, version)


_read = lru_cache(maxsize=8)(rules_from)
