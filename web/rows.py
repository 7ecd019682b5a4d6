"""A form of answers, and the answer made of several such forms: who came to a meeting, and how."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from wtforms import Form
from wtforms.utils import unset_value

from web.answers import Answer
from web.questions import Wording, another, row_name

MOST_ROWS = 200


class CommandForm(Form):
    """A form whose fields are all answers."""

    @property
    def answers(self) -> list[Answer]:
        """The questions in the order asked."""
        return cast(list[Answer], list(self))

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Every error with the id it leads to, in the order of the page; refusals of the whole come first."""
        whole = [(str(error), "") for error in self.form_errors]
        return whole + [fault for answer in self.answers for fault in answer.faults()]

    def offer_row(self, name: str, formdata: Any) -> bool:
        """Show the form as it was sent, unjudged, with one more row at one answer; no where none can be added there."""
        answers = [answer for answer in self.answers if isinstance(answer, RowsAnswer)]
        if not any(answer.name == name and answer.another for answer in answers):
            return False
        for answer in answers:
            answer.show_again(formdata, more=answer.name == name)
        return True


@dataclass(frozen=True)
class RowsWanted:
    """How many rows are offered; or, by the name of a field, one row for each of its choices.

    `alone` marks an answer that is one row and no list.
    """

    count: int = 3
    each: str | None = None
    alone: bool = False


@dataclass(frozen=True)
class AnsweredRow:
    """One row in the page: its heading, the questions, and what is fixed because the row stands for it."""

    anchor: str
    legend: str
    form: CommandForm
    fixed: Mapping[str, object]

    @property
    def untouched(self) -> bool:
        """Nothing was answered in this row beyond what the page offered."""
        return all(answer.untouched for answer in self.form.answers)

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Each error of the row, with its heading, so that it differs from the same error in another row."""
        return [(f"{self.legend}: {words}", anchor or self.anchor) for words, anchor in self.form.faults]


class RowsAnswer(Answer):
    """Several rows of the same questions, each a frozen dataclass for the command; blank ones are dropped."""

    kind = "rows"

    def __init__(
        self,
        wording: Wording,
        row: type,
        form: type[CommandForm],
        collect: Callable[[Iterable[Any]], Any],
        wanted: RowsWanted,
        one_for: Sequence[tuple[object, str]],
        **rest: Any,
    ) -> None:
        super().__init__(wording, **rest)
        self.row, self.form, self.collect = row, form, collect
        self.wanted, self.one_for = wanted, one_for
        self.rows: list[AnsweredRow] = []

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Make the rows from what was sent, or from the values the page starts with."""
        self.process_errors = []
        given = list((self.default if data is unset_value else data) or ())
        self.rows = self._laid_out(formdata, given)
        self.data = self.collect(given)
        if formdata is not None:
            self.take()

    def show_again(self, formdata: Any, *, more: bool) -> None:
        """Show the rows as they were sent, before anybody judged them, and one more if wanted."""
        self.rows = self._laid_out(formdata, [])
        if more and len(self.rows) < MOST_ROWS:
            self.rows.append(self._row(len(self.rows), None, None))

    @property
    def another(self) -> str:
        """What the button for one more row says; nothing where the rows are fixed."""
        return "" if self.wanted.each or self.wanted.alone else another(self.row.__name__)

    @property
    def next_anchor(self) -> str:
        """The id that one more row would have."""
        return f"{self.name}-{len(self.rows)}"

    @property
    def blank(self) -> bool:
        """No row was answered."""
        return all(row.untouched for row in self.rows)

    def parse(self) -> Any:
        """The rows that were answered, as the command wants them; None when one of them has an error."""
        answered = [row for row in self.rows if not row.untouched]
        made = [self._made(row) for row in answered]
        return None if self._row_faults() else self.collect(made)

    def faults(self) -> list[tuple[str, str]]:
        """The error of the whole, or those of its rows."""
        return super().faults() + self._row_faults()

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Whether neither the whole nor a row has an error."""
        return super().validate(form, extra_validators) and not self._row_faults()

    @property
    def anchor(self) -> str:
        """The first row."""
        return self.rows[0].anchor if self.rows else self.name

    def _laid_out(self, formdata: Any, given: Sequence[object]) -> list[AnsweredRow]:
        if self.wanted.each:
            return [self._row_for(n, choice, formdata, given) for n, choice in enumerate(self.one_for)]
        count = max(self.wanted.count, len(given), self._sent(formdata))
        return [self._row(n, formdata, given[n] if n < len(given) else None) for n in range(count)]

    def _sent(self, formdata: Any) -> int:
        """How many rows were sent: a page may have shown more than are offered now."""
        row = re.compile(re.escape(self.name) + r"-([0-9]{1,3})-")
        numbers = [int(found[1]) for found in map(row.match, formdata or ()) if found]
        return min(max(numbers, default=-1) + 1, MOST_ROWS)

    def _row(self, number: int, formdata: Any, item: object | None) -> AnsweredRow:
        name = row_name(self.row.__name__)
        legend = name if self.wanted.alone else f"{name} {number + 1}"
        return self._answered(number, legend, formdata, item, {})

    def _row_for(self, number: int, choice: tuple[object, str], formdata: Any, given: Sequence[object]) -> AnsweredRow:
        value, label = choice
        each = str(self.wanted.each)
        item = next((item for item in given if getattr(item, each) == value), None)
        return self._answered(number, label, formdata, item, {each: value})

    def _answered(self, number: int, legend: str, formdata: Any, item: Any, fixed: Mapping[str, object]) -> AnsweredRow:
        anchor = f"{self.name}-{number}"
        values = {} if item is None else {f.name: getattr(item, f.name) for f in dataclasses.fields(item)}
        return AnsweredRow(anchor, legend, self.form(formdata, prefix=f"{anchor}-", data=values), fixed)

    def _made(self, row: AnsweredRow) -> object | None:
        if not row.form.validate():
            return None
        given = {answer.short_name: answer.data for answer in row.form.answers if not answer.left_out}
        try:
            return cast(object, self.row(**row.fixed, **given))
        except ValueError as refusal:
            row.form.form_errors.append(str(refusal))
            return None

    def _row_faults(self) -> list[tuple[str, str]]:
        return [fault for row in self.rows for fault in row.faults]
