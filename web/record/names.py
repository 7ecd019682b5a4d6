"""What things on a case are called when something else points to them: people, letters, meetings, staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from plo_workflow.models import (
    Action,
    Assessment,
    CaseFile,
    Challenge,
    Child,
    Concern,
    ExtensionRequest,
    Fact,
    GatewaySitting,
    Letter,
    Meeting,
    Need,
    Person,
    Query,
    SectionTwenty,
    Staff,
)
from plo_workflow.working_days import in_words
from web.record.columns import REFERS, closed_label, plain, shortened
from web.wording import mid_sentence

NO_LONGER_THERE = "something since taken off the record"


class Names:
    """The names of everything on one case, and of the authority's staff; each looked up once."""

    def __init__(self, session: Session, file: CaseFile) -> None:
        self.session, self.file = session, file
        self._facts: dict[type[Fact], dict[int, Fact]] = {}

    @cached_property
    def staff(self) -> dict[str, str]:
        """Everybody's name by their key, those who left too."""
        return {key: name for key, name in self.session.execute(select(Staff.key, Staff.name))}

    def somebody(self, key: str | None) -> str:
        """The name of a member of staff."""
        return self.staff.get(key or "", key or "")

    def fact(self, kind: type[Fact], fact_id: int | None) -> Fact | None:
        """The standing fact of that id."""
        if kind not in self._facts:
            self._facts[kind] = {fact.id: fact for fact in self.file.all(kind)}
        return self._facts[kind].get(fact_id or 0)

    def of(self, kind: type[Fact], fact_id: int | None) -> str:
        """What the fact of that id is called; nothing where none is meant."""
        if fact_id is None:
            return ""
        fact = self.fact(kind, fact_id)
        return self.title(fact) if fact else NO_LONGER_THERE

    def title(self, fact: Fact) -> str:
        """What a fact is called in a few words."""
        return TITLES[type(fact)](fact, self)

    def value(self, table: str, column: str, value: Any) -> str:
        """A stored value in words, references and staff by name."""
        if column in REFERS and isinstance(value, int):
            return self.of(REFERS[column], value)
        if column in ("staff_key", "lawyer"):
            return self.somebody(value)
        return plain(table, column, value)


def age(child: Child, on: date) -> str:
    """How old a child is on a day: "7", "5 months", "3 weeks"; or when the birth is expected."""
    if child.born_on is None:
        return f"expected {in_words(child.expected_on)}" if child.expected_on else "not yet born"
    months = (on.year - child.born_on.year) * 12 + on.month - child.born_on.month - (on.day < child.born_on.day)
    if months >= 24:
        return str(months // 12)
    weeks = max((on - child.born_on).days // 7, 0)
    return f"{months} months" if months >= 3 else f"{weeks} week{'' if weeks == 1 else 's'}"


def _letter(letter: Letter, names: Names) -> str:
    about = f" about {names.of(Child, letter.child_id)}" if letter.child_id else ""
    return f"{closed_label('letters', 'kind', letter.kind)} to {names.of(Person, letter.person_id)}{about}"


def _meeting(meeting: Meeting, names: Names) -> str:
    return f"{closed_label('meetings', 'kind', meeting.kind)} meeting on {in_words(meeting.happened_on)}"


def _sitting(sitting: GatewaySitting, names: Names) -> str:
    return f"Gateway on {in_words(sitting.happened_on)}"


def _need(need: Need, names: Names) -> str:
    return f"{names.of(Person, need.person_id)}: {mid_sentence(closed_label('needs', 'kind', need.kind))}"


def _accommodation(record: SectionTwenty, names: Names) -> str:
    return f"{names.of(Child, record.child_id)}, accommodated from {in_words(record.happened_on)}"


TITLES: dict[type[Fact], Callable[[Any, Names], str]] = {
    Action: lambda action, names: shortened(action.what),
    Assessment: lambda assessment, names: str(assessment.kind),
    Challenge: lambda one, names: f"{shortened(one.text, 60)} ({in_words(one.happened_on)})",
    Child: lambda child, names: str(child.given_name),
    Concern: lambda concern, names: shortened(concern.worry),
    ExtensionRequest: lambda request, names: f"more time until {in_words(request.new_limit_on)}",
    GatewaySitting: _sitting,
    Letter: _letter,
    Meeting: _meeting,
    Need: _need,
    Person: lambda person, names: str(person.name),
    Query: lambda query, names: shortened(query.text),
    SectionTwenty: _accommodation,
}
