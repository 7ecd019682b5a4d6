"""The kinds of answer a form can take: each turns what was typed into one typed value or one plain sentence.

Dates are in date_answers.py, answers of several rows in rows.py. Which field of a command gets which kind is
decided in forms.py; how a kind is drawn, in templates/parts/ask.html.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar

from wtforms import Field
from wtforms.utils import unset_value

from web.questions import Wording, noun_for
from web.wording import mid_sentence

LONGEST_LINE, LONGEST_TEXT = 250, 20_000
MOST_RADIOS = 6
LARGEST_NUMBER = 999_999
NO_DEFAULT: Any = object()
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen: the value the command gets and what people read."""

    value: object
    label: str

    @property
    def code(self) -> str:
        """How the option travels in the page."""
        return str(self.value.value if isinstance(self.value, Enum) else self.value)


class Answer(Field):
    """A question with its typed answer. `raw` keeps what was typed, so that an error loses nothing.

    A blank answer is refused when the command needs one, left out of the call when the command has a default
    of its own, and None otherwise.
    """

    kind: str
    parts: tuple[str, ...] = ("",)
    missing: ClassVar[str] = "Enter {noun}"

    def __init__(self, wording: Wording, *, optional: bool = False, preset: object = NO_DEFAULT, **places: Any) -> None:
        super().__init__(
            wording.label,
            description=wording.hint,
            default=None if preset is NO_DEFAULT else preset,
            **places,
        )
        self.wording = wording
        self.noun = noun_for(wording)
        self.preset = preset
        self.required = preset is NO_DEFAULT and not optional
        self.raw: dict[str, list[str]] = {}
        self.faulty: tuple[str, ...] = ()

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the answer from what was sent, or show the value the page starts with."""
        self.process_errors: list[str] = []
        if formdata is None:
            self.data = self.default if data is unset_value else data
            self.raw = {} if self.data is None else self.show(self.data)
            return
        self.raw = {part: list(map(_tidy, formdata.getlist(self.name_of(part)))) for part in self.parts}
        self.take()

    def take(self) -> None:
        """Turn what was sent into the typed value, or into the sentence of its error."""
        try:
            self.data = self.read()
        except ValueError as refusal:
            self.data = None
            self.process_errors.append(str(refusal))

    @property
    def title(self) -> str:
        """The label as shown; says so where nothing need be answered."""
        return self.wording.label + ("" if self.required or self.default else " (optional)")

    @property
    def hint(self) -> dict[str, str] | None:
        """The hint as the Design System's macros take it."""
        return {"text": self.wording.hint} if self.wording.hint else None

    @property
    def error(self) -> dict[str, str] | None:
        """The first error as the Design System's macros take it."""
        return {"text": str(self.errors[0])} if self.errors else None

    @property
    def items(self) -> list[dict[str, Any]]:
        """The parts or options as the Design System's macros take them."""
        return []

    def name_of(self, part: str) -> str:
        """The name, and id, of one part of the answer in the page."""
        return f"{self.name}-{part}" if part else self.name

    def text(self, part: str = "") -> str:
        """What was typed in one part."""
        return (self.raw.get(part) or [""])[0]

    @property
    def blank(self) -> bool:
        """Nothing was answered."""
        return not any(text for texts in self.raw.values() for text in texts)

    @property
    def untouched(self) -> bool:
        """Nothing was answered beyond what the page offered by itself."""
        return self.blank or (not self.process_errors and self.data == self.default)

    @property
    def left_out(self) -> bool:
        """The command's own default holds."""
        return self.blank and self.preset is not NO_DEFAULT

    @property
    def anchor(self) -> str:
        """The id that the error summary leads to."""
        return self.name_of(self.faulty[0] if self.faulty else self.parts[0])

    def faults(self) -> list[tuple[str, str]]:
        """Each error with the id it leads to."""
        return [(str(error), self.anchor) for error in self.errors]

    def read(self) -> Any:
        """The typed value. Raises ValueError with the sentence that is shown."""
        if not self.blank:
            return self.parse()
        if self.required:
            raise ValueError(self.missing.format(noun=mid_sentence(self.noun)))
        return None if self.preset is NO_DEFAULT else self.preset

    def parse(self) -> Any:
        """The typed value of what was typed. Raises ValueError with the sentence that is shown."""
        raise NotImplementedError

    def show(self, value: Any) -> dict[str, list[str]]:
        """What stands in the page for a typed value."""
        return {"": [str(value)]}


class TextAnswer(Answer):
    """A line of text, or prose in a larger box."""

    kind = "text"

    def parse(self) -> str:
        """The text without blanks around it."""
        text, most = self.text(), LONGEST_TEXT if self.wording.long else LONGEST_LINE
        if len(text) > most:
            raise ValueError(f"{self.noun} must be {most:,} characters or fewer")
        return text


class NumberAnswer(Answer):
    """A whole number."""

    kind = "number"

    def parse(self) -> int:
        """The number; commas between thousands are allowed."""
        digits = self.text().replace(",", "")
        if not re.fullmatch(r"-?[0-9]+", digits):
            raise ValueError(f"{self.noun} must be a whole number")
        if len(digits) > 9 or abs(int(digits)) > LARGEST_NUMBER:
            raise ValueError(f"{self.noun} must be {LARGEST_NUMBER:,} or fewer")
        return int(digits)


class TickAnswer(Answer):
    """One box to tick; not ticked means no."""

    kind = "tick"

    def read(self) -> bool:
        """Whether the box is ticked."""
        return not self.blank

    @property
    def left_out(self) -> bool:
        """Never: an empty box is an answer."""
        return False

    @property
    def title(self) -> str:
        """The label alone: a box may always be left empty."""
        return self.wording.label

    @property
    def items(self) -> list[dict[str, Any]]:
        """The one box."""
        return [{"value": "yes", "text": self.title, "checked": not self.blank}]

    @property
    def untouched(self) -> bool:
        """The box is as the page offered it."""
        return bool(self.data) == bool(self.default)

    def show(self, value: Any) -> dict[str, list[str]]:
        """Ticked for yes."""
        return {"": ["yes"] if value else []}


class ChoiceAnswer(Answer):
    """One of several options: radios, or a list to pick from when there are many.

    `choice` is the name of what is chosen from, where the options were looked up by a name.
    """

    missing = "Select {noun}"

    def __init__(self, wording: Wording, options: Sequence[Option], choice: str = "", **rest: Any) -> None:
        super().__init__(wording, **rest)
        self.options, self.choice = options, choice
        self.kind = "select" if len(options) > MOST_RADIOS else "radios"

    @property
    def items(self) -> list[dict[str, Any]]:
        """Every option, the chosen ones marked."""
        chosen, mark = self.raw.get("", []), "selected" if self.kind == "select" else "checked"
        return [{"value": one.code, "text": one.label, mark: one.code in chosen} for one in self.options]

    def parse(self) -> object:
        """The value of the option that was chosen."""
        return _option(self.options, self.text(), self.noun).value

    def show(self, value: Any) -> dict[str, list[str]]:
        """The chosen option."""
        return {"": [Option(value, "").code]}


class SeveralAnswer(ChoiceAnswer):
    """Any number of options, one box each."""

    def __init__(
        self,
        wording: Wording,
        options: Sequence[Option],
        collect: Callable[[Iterable[Any]], Any],
        **rest: Any,
    ) -> None:
        super().__init__(wording, options, **rest)
        self.kind = "boxes"
        self.collect = collect

    def parse(self) -> Any:
        """The values of the options that were ticked, in the order shown."""
        chosen = {_option(self.options, code, self.noun).code for code in self.raw[""]}
        return self.collect(option.value for option in self.options if option.code in chosen)

    def show(self, value: Any) -> dict[str, list[str]]:
        """The ticked options."""
        return {"": [Option(one, "").code for one in value]}


def options_from(pairs: Iterable[tuple[object, str]]) -> tuple[Option, ...]:
    """The options of a list of (value, label)."""
    return tuple(Option(value, label) for value, label in pairs)


def _option(options: Sequence[Option], code: str, noun: str) -> Option:
    for option in options:
        if option.code == code:
            return option
    raise ValueError(f"{noun} must be one of those shown")


def _tidy(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    return CONTROLS.sub("", lines).strip()
