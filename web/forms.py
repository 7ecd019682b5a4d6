"""Forms made from the commands themselves: each keyword-only parameter of a command becomes one question.

The type of the parameter decides the kind of answer; the words come from wording.py. Whether a command is
allowed, and whether its facts hold together, is the engine's to say: `refuse` puts its refusals on the form.
"""

from __future__ import annotations

import dataclasses
import inspect
import types
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from plo_workflow.cases.asks import Choose
from web.answers import (
    NO_DEFAULT,
    Answer,
    ChoiceAnswer,
    NumberAnswer,
    Option,
    SeveralAnswer,
    TextAnswer,
    TickAnswer,
    options_from,
)
from web.date_answers import DateAnswer, MomentAnswer
from web.questions import Wording, wording_for
from web.rows import CommandForm, RowsAnswer, RowsWanted
from web.wording import sentence_case

Choices = Mapping[str, Sequence[tuple[object, str]]]
"""What can be chosen, by the name in `Choose`: (value, label) in the order shown."""

PLAIN_ANSWERS: dict[object, Callable[..., Answer]] = {
    str: TextAnswer,
    int: NumberAnswer,
    date: DateAnswer,
    datetime: MomentAnswer,
}
COLLECTIONS: dict[object, Callable[[Iterable[Any]], Any]] = {
    list: list,
    tuple: tuple,
    set: set,
    frozenset: frozenset,
    Sequence: tuple,
    Collection: tuple,
    Iterable: tuple,
}
YES_OR_NO = options_from([(True, "Yes"), (False, "No")])


@dataclasses.dataclass(frozen=True)
class Parameter:
    """What the annotation of one parameter asks for."""

    core: Any
    optional: bool
    choose: Choose | None
    collect: Callable[[Iterable[Any]], Any] | None


def build(
    command: Callable[..., Any],
    *,
    leave_out: Collection[str] = (),
    choices: Choices = types.MappingProxyType({}),
    rows: Mapping[str, int] = types.MappingProxyType({}),
    each: Mapping[str, str] = types.MappingProxyType({}),
) -> type[CommandForm]:
    """The form class that asks for the keyword-only parameters of a command.

    `leave_out` names the parameters that the page supplies (who, which case, which revision); `choices` gives
    what every `Choose` may be; `rows` the number of rows offered for a list of rows (3 unless told); `each`
    names the field of such a row of which every choice gets a row of its own, as in {"decisions": "child"}.
    Raises TypeError for a parameter that no kind of answer fits, KeyError for a `Choose` without choices.
    """

    def wanted(key: str) -> RowsWanted:
        return RowsWanted(rows.get(key, 3), each.get(key))

    hints = get_type_hints(command, include_extras=True)
    name = getattr(command, "__name__", type(command).__name__)
    fields = {
        key: _answer(name, key, hints[key], _preset(parameter.default), choices, wanted(key))
        for key, parameter in inspect.signature(command).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and key not in leave_out
    }
    return type(name, (CommandForm,), fields)


def read(form: CommandForm) -> dict[str, object]:
    """The typed values for the call; blanks that have a default in the command are not among them."""
    return {answer.short_name: answer.data for answer in form.answers if not answer.left_out}


def refuse(form: CommandForm, sentence: str, field: str | None = None) -> None:
    """Put a refusal of the engine on the form: at one field, or at the whole."""
    if field is not None and field in form:
        answer = form[field]
        answer.errors = [*answer.errors, sentence]
    else:
        form.form_errors.append(sentence)


def _answer(command: str, key: str, annotation: Any, preset: object, choices: Choices, wanted: RowsWanted) -> Answer:
    parameter = _parameter(annotation)
    wording = wording_for(command, key)
    common: dict[str, Any] = {"optional": parameter.optional, "preset": preset}
    if dataclasses.is_dataclass(parameter.core):
        row = cast(type, parameter.core)
        if parameter.collect is None:
            return _rows(row, wording, _only, choices, RowsWanted(1, alone=True), common)
        return _rows(row, wording, parameter.collect, choices, wanted, common)
    options = _options(parameter, choices)
    if options is None:
        return _plain_answer(command, key, parameter, wording, common)
    common["choice"] = parameter.choose.name if parameter.choose else ""
    if parameter.collect:
        return SeveralAnswer(wording, options, parameter.collect, **common)
    return ChoiceAnswer(wording, options, **common)


def _plain_answer(command: str, key: str, parameter: Parameter, wording: Wording, common: dict[str, Any]) -> Answer:
    if parameter.core is bool and isinstance(common["preset"], bool):
        return TickAnswer(wording, **common)
    if parameter.core is bool:
        return ChoiceAnswer(wording, YES_OR_NO, **common)
    if parameter.collect or parameter.core not in PLAIN_ANSWERS:
        raise TypeError(f"No kind of answer fits the parameter {key} of {command}.")
    return PLAIN_ANSWERS[parameter.core](wording, **common)


def _options(parameter: Parameter, choices: Choices) -> tuple[Option, ...] | None:
    if parameter.choose:
        return options_from(choices[parameter.choose.name])
    if get_origin(parameter.core) is Literal:
        return options_from((value, sentence_case(str(value))) for value in get_args(parameter.core))
    if isinstance(parameter.core, type) and issubclass(parameter.core, Enum):
        return options_from((member, _label(member)) for member in parameter.core)
    return None


def _label(member: Enum) -> str:
    return str(getattr(member, "label", None) or sentence_case(member.name.lower()))


def _rows(
    row: type,
    wording: Wording,
    collect: Callable[[Iterable[Any]], Any],
    choices: Choices,
    wanted: RowsWanted,
    common: dict[str, Any],
) -> RowsAnswer:
    hints = get_type_hints(row, include_extras=True)
    fields = {field.name: field for field in dataclasses.fields(row)}
    one_for = choices[_chosen_name(hints[wanted.each])] if wanted.each else ()
    form = type(
        row.__name__,
        (CommandForm,),
        {
            key: _answer(row.__name__, key, hints[key], _preset(field.default), choices, RowsWanted())
            for key, field in fields.items()
            if key != wanted.each
        },
    )
    return RowsAnswer(wording, row, form, collect, wanted, one_for, **common)


def _only(rows: Iterable[Any]) -> Any:
    """The one row of an answer that is a row by itself."""
    return next(iter(rows), None)


def _chosen_name(annotation: Any) -> str:
    choose = _parameter(annotation).choose
    if choose is None:
        raise TypeError("Only a field marked with Choose can have a row for each of its choices.")
    return choose.name


def _parameter(annotation: Any) -> Parameter:
    """Take an annotation apart: optional or not, one or many, and the `Choose` that marks it at any depth."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        inner = _parameter(args[0])
        marks = [mark for mark in args[1:] if isinstance(mark, Choose)]
        return dataclasses.replace(inner, choose=marks[0] if marks else inner.choose)
    if origin in (Union, types.UnionType):
        inner = _parameter(next(arg for arg in args if arg is not type(None)))
        return dataclasses.replace(inner, optional=inner.optional or type(None) in args)
    if origin in COLLECTIONS:
        return dataclasses.replace(_parameter(args[0]), collect=COLLECTIONS[origin])
    return Parameter(annotation, optional=False, choose=None, collect=None)


def _preset(default: object) -> object:
    return NO_DEFAULT if default is inspect.Parameter.empty or default is dataclasses.MISSING else default
