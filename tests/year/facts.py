"""What anybody could read in an authority's tables on a morning: plain rows, with nothing worked out."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tests.year.files import File, Files, Rows

Name = tuple[int, str, str, date]
"""What an answer names something by: its case, what it is, about what, and its day."""
OVERDUE = "overdue"

STANDING = """SELECT k.id, k.case_id, c.ref, k.clock, k.subject, k.anchor_on, k.due_on,
  c.social_worker, c.team_manager, c.lawyer
  FROM clocks k JOIN cases c ON c.id = k.case_id
  WHERE k.outcome IS NULL AND k.chased AND NOT c.legal_hold"""
PEOPLE = "SELECT key, email, roles FROM staff WHERE active"
ABSENCES = "SELECT person, cover, from_on, until_on, back_on FROM absences ORDER BY id"
ANSWERS = """SELECT id, answer, case_id, cause, subject, due_on, until_on, recorded_by, handed_to
  FROM alert_answers WHERE withdrawn_at IS NULL ORDER BY id"""


@dataclass(frozen=True)
class Thing:
    """Something that is still so on a case which is not frozen: a date, known by its number, or a drift signal.

    `parts` is who has which part in the case, and `ladder` the one that it climbs.
    """

    key: int | Name
    case_id: int
    ref: str
    cause: str
    subject: str
    begun_on: date
    due_on: date
    parts: Mapping[str, str | None]
    ladder: str = OVERDUE

    @property
    def name(self) -> Name:
        """What an answer to it names it by."""
        return self.case_id, self.cause, self.subject, self.due_on


@dataclass(frozen=True)
class Absence:
    """Somebody is away, and who is there in their place."""

    person: str
    cover: str | None
    from_on: date
    until_on: date
    back_on: date | None

    def holds(self, on: date) -> bool:
        """Whether they are away on a day."""
        return self.from_on <= on <= self.until_on and (self.back_on is None or on < self.back_on)


@dataclass(frozen=True)
class Answer:
    """What somebody said about something that is late."""

    id: int
    kind: str
    name: Name
    until_on: date | None
    by: str
    to: str | None


@dataclass(frozen=True)
class Facts:
    """Everything that says who is to be told of what: `addresses` and `roles` are of those who work here now."""

    dates: Mapping[int, Thing]
    files: Mapping[int, File]
    addresses: Mapping[str, str]
    roles: Mapping[str, Sequence[str]]
    away: Mapping[str, str | None]
    answers: Mapping[Name, Sequence[Answer]]

    @property
    def with_dates_alone(self) -> Facts:
        """The same for a sweep that looks at dates and not for drift."""
        return replace(self, files={})

    def dates_of(self, cases: Collection[int]) -> Mapping[int, Sequence[Thing]]:
        """The dates of these cases."""
        found: dict[int, list[Thing]] = {case: [] for case in cases}
        for one in self.dates.values():
            if one.case_id in found:
                found[one.case_id].append(one)
        return found


class Reader:
    """Reads the facts of an authority as they stand."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._files = Files()

    def read(self, on: date) -> Facts:
        """The facts as they stand now, for a day."""
        people = self._rows(PEOPLE)
        absences = [Absence(person, cover, *map(_day, days)) for person, cover, *days in self._rows(ABSENCES)]
        answers: dict[Name, list[Answer]] = {}
        for answer in map(_answer, self._rows(ANSWERS)):
            answers.setdefault(answer.name, []).append(answer)
        return Facts(
            dates={row[0]: _thing(row) for row in self._rows(STANDING)},
            files=self._files.read(self._rows),
            addresses={key: email.strip() for key, email, _ in people if email and email.strip()},
            roles={key: json.loads(roles) if isinstance(roles, str) else roles for key, _, roles in people},
            away={one.person: one.cover for one in absences if one.holds(on)},
            answers=answers,
        )


def _thing(row: Any) -> Thing:
    number, case_id, ref, cause, subject, begun, due, worker, manager, lawyer = row
    parts = {"social_worker": worker, "team_manager": manager, "authority_lawyer": lawyer}
    return Thing(number, case_id, ref, cause, subject, _sure(begun), _sure(due), parts)


def _answer(row: Any) -> Answer:
    number, kind, case_id, cause, subject, due, until, by, to = row
    return Answer(number, kind, (case_id, cause, subject, _sure(due)), _day(until), by, to)


def _day(value: Any) -> Any:
    """A date, whichever way the database gives one."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _sure(value: Any) -> date:
    found = _day(value)
    assert isinstance(found, date)
    return found
