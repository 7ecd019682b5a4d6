"""The form of a correction: it lists the columns of one fact, and only what is changed reaches the engine."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Text

from plo_workflow.cases.corrections import FACTS
from plo_workflow.errors import FactNotFound
from plo_workflow.models import Fact
from plo_workflow.store import table_of
from web.answers import Answer, ChoiceAnswer, NumberAnswer, TextAnswer, options_from
from web.choices import CHOICES, STAFF_COLUMNS
from web.date_answers import DateAnswer
from web.forms import YES_OR_NO
from web.questions import Wording, wording_for
from web.record.columns import CLOSED, REFERS
from web.record.names import Names
from web.rows import CommandForm

KEPT_AS_THEY_ARE = frozenset(
    {"id", "case_id", "happened_on", "recorded_at", "recorded_by", "withdrawn_at", "withdrawn_by", "withdrawn_why",
     "replaced_by_id", "child_key", "content_hash"}
)  # fmt: skip
"""What no correction on this page changes: the date has a command of its own, the rest is who, when and which."""

LINE = 100
"""Text that is longer than this is given a larger box."""
REASON = Wording("Why is it corrected?", noun="The reason", long=True)


class ChangesForm(CommandForm):
    """Asks for every column of a fact, as it stands, and for the reason."""

    fact: Fact

    def __init__(self, formdata: Any = None, data: Any = None) -> None:
        standing = {column.name: getattr(self.fact, column.name) for column in self.fact.__table__.c}
        super().__init__(formdata, data=standing)

    def said(self) -> dict[str, Any]:
        """What the command wants: the columns that were changed, and why."""
        answers = {answer.short_name: answer.data for answer in self.answers}
        reason = answers.pop("reason")
        changed = {name: value for name, value in answers.items() if value != getattr(self.fact, name)}
        return {"changes": changed, "reason": reason}


def find_fact(names: Names, table: str, fact_id: int) -> Fact:
    """A standing fact of the case. Raises `FactNotFound`."""
    kind = FACTS.get(table)
    fact = names.fact(kind, fact_id) if kind else None
    if fact is None:
        raise FactNotFound(f"{names.file.case.ref} holds no such fact (it may have been corrected meanwhile).")
    return fact


def changes_form(names: Names, table: str, fact_id: int) -> type[ChangesForm]:
    """The form that corrects one fact. Raises `FactNotFound`."""
    fact = find_fact(names, table, fact_id)
    columns = [c for c in table_of(type(fact)).c if c.name not in KEPT_AS_THEY_ARE and not isinstance(c.type, JSON)]
    fields: dict[str, Any] = {column.name: _answer(names, fact, column) for column in columns}
    return type("correct_fact", (ChangesForm,), {**fields, "reason": TextAnswer(REASON), "fact": fact})


def _answer(names: Names, fact: Fact, column: Column[Any]) -> Answer:
    common: dict[str, Any] = {"optional": bool(column.nullable)}
    wording = wording_for(fact.__tablename__, column.name)
    options = _options(names, fact, column)
    if options is not None:
        return ChoiceAnswer(wording, options_from(options), **common)
    if isinstance(column.type, Boolean):
        return ChoiceAnswer(wording, YES_OR_NO, **common)
    if isinstance(column.type, Date):
        return DateAnswer(wording, **common)
    if column.type.python_type is int:
        return NumberAnswer(wording, **common)
    long = wording.long or (isinstance(column.type, Text) and len(getattr(fact, column.name) or "") > LINE)
    return TextAnswer(Wording(wording.label, wording.hint, long=long), **common)


def _options(names: Names, fact: Fact, column: Column[Any]) -> list[tuple[object, str]] | None:
    """What the column may be chosen from: a closed list, other facts of the case, or the staff."""
    closed = CLOSED.get((fact.__tablename__, column.name))
    if closed:
        return [(member.value, member.label) for member in closed]
    if column.name in REFERS:
        kind = REFERS[column.name]
        return [(one.id, names.title(one)) for one in names.file.all(kind)]
    if column.name in STAFF_COLUMNS:
        return list(CHOICES["staff"](names))
    return None
