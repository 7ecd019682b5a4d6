"""What a database holds that an import has to know before it writes: cases, children, staff and the rules in force.

It is read in one go, in the transaction that then writes or, for a look beforehand, in a session.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.sql.expression import Executable

from plo_workflow.cases.office import SYSTEM, shipped_calendar
from plo_workflow.cases.rules import Rules, rules_from
from plo_workflow.models import CalendarVersion, Case, Child, ChildOutcome, PolicyVersion, Staff, TrackerRow
from plo_workflow.policy import default_policy, policy_text
from plo_workflow.store import table_of
from plo_workflow.working_days import read_calendar

Fetch = Callable[[str, Callable[[], Executable]], Iterable[Sequence[Any]]]
"""Runs a statement, known by a name, and gives its rows."""
ChildMark = tuple[str, str, date | None, date | None]


def reference_key(reference: str) -> str:
    """What spellings of one reference share: capitals and spaces make no difference."""
    return "".join(reference.casefold().split())


def child_mark(given_name: str, family_name: str, born_on: date | None, expected_on: date | None) -> ChildMark:
    """What tells a child from others: the names with the date of birth or, unborn, the expected date."""
    return given_name.casefold(), family_name.casefold(), born_on, None if born_on else expected_on


@dataclass(frozen=True)
class CaseHere:
    """A case with a reference of the other record, and what its last import held: nothing if it was opened here."""

    ref: str
    policy_version: str
    digest: str | None
    as_of: date | None


@dataclass(frozen=True)
class SomebodyHere:
    """A member of staff."""

    key: str
    name: str
    roles: frozenset[str]
    active: bool


@dataclass(frozen=True)
class AlreadyHere:
    """What the database holds: `cases` by the key of their reference, open cases by child, staff."""

    policies: Mapping[str, str]
    policy_version: str
    calendar: str
    cases: Mapping[str, CaseHere] = field(default_factory=dict)
    children: Mapping[ChildMark, Sequence[tuple[str, str]]] = field(default_factory=dict)
    staff: Sequence[SomebodyHere] = ()
    made_up: bool = False
    real: bool = False
    _rules: dict[str, Rules] = field(default_factory=dict)

    def rules(self, version: str | None = None) -> Rules:
        """The rules of a policy version, or those that new cases are pinned to."""
        version = version or self.policy_version
        if version not in self._rules:
            calendar_version = read_calendar(self.calendar).version
            self._rules[version] = rules_from(self.policies[version], self.calendar, calendar_version)
        return self._rules[version]


def nothing_here() -> AlreadyHere:
    """A database that has not been made yet, which would begin with the rules that are shipped."""
    policy = default_policy()
    return AlreadyHere({policy.version: policy_text(policy)}, policy.version, shipped_calendar())


def read_already_here(fetch: Fetch) -> AlreadyHere:
    """Everything that an import has to know, in six statements."""
    policies = [list(row) for row in fetch("policies", _policies)]
    [[calendar]] = fetch("calendar in force", _calendar)
    children = defaultdict(list)
    for given_name, family_name, born_on, expected_on, *case in fetch("open children", _open_children):
        children[child_mark(given_name, family_name, born_on, expected_on)].append((case[0], case[1] or ""))
    kinds = {bool(synthetic) for (synthetic,) in fetch("made up or real", _made_up_or_real)}
    return AlreadyHere(
        policies={version: content for version, content, _ in policies},
        policy_version=next(version for version, _, current in policies if current),
        calendar=calendar,
        cases={reference_key(reference): CaseHere(*row) for reference, *row in fetch("imported cases", _imported)},
        children=children,
        staff=[_somebody(row) for row in fetch("staff", _staff)],
        made_up=True in kinds,
        real=False in kinds,
    )


def _somebody(row: Sequence[Any]) -> SomebodyHere:
    key, name, roles, active = row
    return SomebodyHere(key, name, frozenset(json.loads(roles) if isinstance(roles, str) else roles), bool(active))


def _policies() -> Select[Any]:
    table = table_of(PolicyVersion)
    return select(table.c.version, table.c.content, table.c.current)


def _calendar() -> Select[Any]:
    table = table_of(CalendarVersion)
    return select(table.c.content).where(table.c.current)


def _open_children() -> Select[Any]:
    child, case, outcome = table_of(Child), table_of(Case), table_of(ChildOutcome)
    ended = exists().where(
        outcome.c.case_id == case.c.id, outcome.c.child_id == child.c.id, outcome.c.withdrawn_at.is_(None)
    )
    columns = (child.c.given_name, child.c.family_name, child.c.born_on, child.c.expected_on)
    return (
        select(*columns, case.c.ref, case.c.tracker_ref)
        .join_from(case, child, child.c.case_id == case.c.id)
        .where(case.c.open, child.c.withdrawn_at.is_(None), ~ended)
    )  # fmt: skip


def _imported() -> Select[Any]:
    """Each case with a reference of the other record, and its last row there: rows are numbered as they come."""
    case, row = table_of(Case), table_of(TrackerRow)
    last = select(func.max(row.c.id)).where(row.c.replaced_by_id.is_(None)).group_by(row.c.case_id)
    return (
        select(case.c.tracker_ref, case.c.ref, case.c.policy_version, row.c.digest, row.c.happened_on)
        .join_from(case, row, and_(row.c.case_id == case.c.id, row.c.id.in_(last)), isouter=True)
        .where(case.c.tracker_ref.is_not(None))
    )


def _staff() -> Select[Any]:
    table = table_of(Staff)
    query = select(table.c.key, table.c.name, table.c.roles, table.c.active).where(table.c.key != SYSTEM)
    return query.order_by(table.c.key)


def _made_up_or_real() -> Select[Any]:
    return select(table_of(Case).c.synthetic).distinct()
