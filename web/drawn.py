"""Facts as pages draw them: the line, the prose under it, when it happened, whether it was recorded late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from plo_workflow.access import may_read_advice
from plo_workflow.caseload.late_entries import late_entry
from plo_workflow.errors import FactNotFound
from plo_workflow.models import AdviceNote, Fact
from plo_workflow.requirements.letters import SECTIONS
from plo_workflow.settings import LONDON
from web.choices import CHOSEN_FROM, ChoicesOf
from web.may import may_do
from web.opened import Opened
from web.questions import wording_for
from web.record.facts import IN_ORDER_OF_RECORDING, SHOWN, Shown
from web.wording import sentence_case


@dataclass(frozen=True)
class Link:
    """Something that may follow: a command with what it is about already given."""

    command: str
    given: dict[str, Any]


@dataclass(frozen=True)
class DrawnFact:
    """One fact as a page shows it. `late_by` is given, in working days, where it was recorded late."""

    kind: str
    id: int
    line: str
    prose: list[tuple[str, str]]
    on: date
    recorded_on: date
    by: str
    late_by: int
    links: list[Link]


def subject(opened: Opened, about: str) -> list[tuple[str, list[DrawnFact]]]:
    """What is recorded on one subject: each heading with its facts, in the order they are read."""
    choices = ChoicesOf(opened.names)
    rows = [row for row in SHOWN.values() if row.about == about and row.heading and may_see(opened, row.kind)]
    step = 1 if about in IN_ORDER_OF_RECORDING else -1
    groups = [
        (row.heading, [drawn(opened, row, fact, choices) for fact in opened.file.all(row.kind)[::step]]) for row in rows
    ]
    return [(heading, facts) for heading, facts in groups if facts]


def drawn_alone(opened: Opened, fact: Fact) -> DrawnFact:
    """One fact on a page of its own. Raises `FactNotFound` for what the person may not see."""
    kind = type(fact)
    if not may_see(opened, kind):
        raise FactNotFound("There is no such entry.")
    return drawn(opened, SHOWN[kind], fact, ChoicesOf(opened.names))


def may_see(opened: Opened, kind: type[Fact]) -> bool:
    """Whether the person may see facts of this kind: advice is privileged, everything else is on the case."""
    return kind is not AdviceNote or may_read_advice(opened.actor)


def drawn(opened: Opened, row: Shown, fact: Fact, choices: ChoicesOf) -> DrawnFact:
    """One fact as a page shows it."""
    return DrawnFact(
        kind=fact.__tablename__,
        id=fact.id,
        line=row.line(fact, opened.names),
        prose=list(prose(fact, row.prose)),
        on=fact.happened_on,
        recorded_on=fact.recorded_at.astimezone(LONDON).date(),
        by=opened.names.somebody(fact.recorded_by),
        late_by=late_entry(fact, *opened.rules),
        links=links(opened, row, fact, choices),
    )


def prose(fact: Fact, columns: tuple[str, ...]) -> list[tuple[str, str]]:
    """The whole text of these columns with what each is called; the sections of a letter one by one."""
    texts: list[tuple[str, str]] = []
    for column in columns:
        value = getattr(fact, column)
        if isinstance(value, dict):
            texts += [(section(key), str(text)) for key, text in value.items() if text]
        elif value:
            texts.append((wording_for(fact.__tablename__, column).label, str(value)))
    return texts


def section(key: str) -> str:
    """What a section of a letter is about."""
    return sentence_case(SECTIONS.get(key, key))


def links(opened: Opened, row: Shown, fact: Fact, choices: ChoicesOf) -> list[Link]:
    """The commands that may follow from this fact for this person, where the fact is still among the choices."""
    chosen = CHOSEN_FROM.get(row.kind, "")
    if not (row.then and row.open(fact)) or all(value != fact.id for value, _ in choices[chosen]):
        return []
    field = PARAMETERS[chosen]
    return [Link(name, {field: fact.id}) for name in row.then if may_do(opened.actor, name)]


PARAMETERS = {
    "accommodations": "accommodation",
    "actions": "action",
    "assessments": "assessment",
    "challenges": "challenge",
    "children": "child",
    "letters": "letter",
    "meetings": "meeting",
    "needs": "need",
    "people": "person",
    "queries": "query",
    "sittings": "sitting",
}
"""The parameter by which commands take a choice of each name."""
