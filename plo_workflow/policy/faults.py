"""What is wrong with a policy file: every fault at once, each with its path, line and a plain sentence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

Place = tuple[str | int, ...]
SEVERAL = "several"  # our own refusals arrive through pydantic under this type

WHOLE_NUMBER = "This must be a whole number, and is {given}."
DATE = "This must be a date such as 2026-12-29, and is {given}."
CHOICE = "This must be {expected}, and is {given}."
TABLE = "This must be a table of names and values, and is {given}."
SENTENCES = {
    "missing": "This is missing.",
    "extra_forbidden": "There is nothing called this here.",
    "int_type": WHOLE_NUMBER,
    "int_from_float": WHOLE_NUMBER,
    "greater_than_equal": "This must be at least {ge}, and is {given}.",
    "less_than_equal": "This must be at most {le}, and is {given}.",
    "literal_error": CHOICE,
    "enum": CHOICE,
    "bool_type": "This must be true or false, and is {given}.",
    "string_type": "This must be text in quotation marks, and is {given}.",
    "string_too_short": "This must not be empty.",
    "string_too_long": "This must be at most {max_length} letters long.",
    "date_type": DATE,
    "date_parsing": DATE,
    "date_from_datetime_parsing": DATE,
    "date_from_datetime_inexact": DATE,
    "tuple_type": "This must be a list in square brackets, and is {given}.",
    "model_type": TABLE,
    "dict_type": TABLE,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. List entries are numbered from 1; there is a line if a text was read."""

    path: str
    line: int | None
    sentence: str

    def __str__(self) -> str:
        where = [f"line {self.line}" if self.line else "", self.path, self.sentence]
        return ": ".join(part for part in where if part)


class PolicyFaults(Exception):
    """A policy was refused; `faults` holds everything that is wrong with it, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.line or 0, fault.path)))
        super().__init__("\n".join(map(str, self.faults)))


def dotted(path: Place) -> str:
    """A path as people write it: clocks.letter_sent.length, calendar.closures.1.on."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def refuse_value(faults: Sequence[tuple[Place, str]]) -> None:
    """Refuses a value that is being validated for each fault (where inside it, why), if there are any."""
    if faults:
        raise PydanticCustomError(SEVERAL, "several faults", {SEVERAL: faults})


def faults_in(refusal: ValidationError) -> Iterator[tuple[Place, str]]:
    """Where and why pydantic refused, in our own words."""
    for error in refusal.errors(include_url=False):
        path = tuple(part for part in error["loc"] if part != "[key]")
        if error["type"] == SEVERAL:
            yield from (((*path, *inside), sentence) for inside, sentence in error["ctx"][SEVERAL])
        else:
            yield path, _sentence(error)


def _sentence(error: ErrorDetails) -> str:
    sentence = SENTENCES.get(error["type"])
    if sentence is None:
        return f"{error['msg']}."
    return sentence.format(given=_shown(error["input"]), **error.get("ctx", {}))


def _shown(value: object) -> str:
    match value:
        case str():
            return f'the text "{value[:60]}"'
        case bool():
            return str(value).lower()
        case dict():
            return "a table"
        case list():
            return "a list"
        case _:
            return str(value)
