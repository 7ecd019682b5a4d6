"""Mapping files: which heading is which column, which words mean what, which abbreviations are written out.

The project's own is tracker_columns.toml; a council's adds to it and wins. No cell is read here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from plo_workflow.interchange.problems import TrackerUnreadable
from plo_workflow.interchange.tracker.columns import KEYS, Column, plain

DEFAULT_FILE = "tracker_columns.toml"


class MappingFile(BaseModel):
    """The shape of a mapping file."""

    model_config = ConfigDict(extra="forbid")

    ignore: list[str] = []
    columns: dict[Column, list[str]] = {}
    words: dict[Column, dict[str, list[str]]] = {}
    aliases: dict[Column, dict[str, str]] = {}


@dataclass(frozen=True, slots=True)
class TrackerMapping:
    """How a tracker is read. Headings and words are in their plain form; `accepted` words are as written."""

    headings: dict[str, Column]
    words: dict[Column, dict[str, str]]
    accepted: dict[Column, tuple[str, ...]]
    aliases: dict[Column, tuple[tuple[re.Pattern[str], str], ...]]

    def word(self, column: Column, text: str) -> str | None:
        """The key from the column's closed list that the text stands for, if any."""
        return self.words[column].get(plain(text))

    def written_out(self, column: Column, text: str) -> str:
        """The text with the column's abbreviations written out."""
        for short, full in self.aliases.get(column, ()):
            text = short.sub(full, text)
        return text


def load_mapping(path: Path | None = None) -> TrackerMapping:
    """The project's mapping, with a council's file on top; raises TrackerUnreadable for a fault in that."""
    default = _checked(files(__package__).joinpath(DEFAULT_FILE).read_text("utf-8"), DEFAULT_FILE)
    return _merged(default, _checked(_text(path), path.name) if path else MappingFile())


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise TrackerUnreadable(f"The mapping file {path.name} cannot be read.") from error


def _checked(text: str, name: str) -> MappingFile:
    try:
        mapping = MappingFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise TrackerUnreadable(f"The mapping file {name} is not TOML: {error}.") from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise TrackerUnreadable(f"The mapping file {name} has faults: {faults}.") from error
    _refuse_unknown_words(mapping, name)
    _refuse_claimed_twice(mapping.columns, "heading", name)
    for words in mapping.words.values():
        _refuse_claimed_twice(words, "word", name)
    return mapping


def _refuse_unknown_words(mapping: MappingFile, name: str) -> None:
    for column, words in mapping.words.items():
        known = KEYS.get(column, ())
        if strange := [key for key in words if key not in known]:
            accepted = f"one of {', '.join(known)}" if known else "nothing: this column has no list of words"
            raise TrackerUnreadable(
                f"The mapping file {name} has faults: words.{column}.{strange[0]} should be {accepted}."
            )


def _refuse_claimed_twice(lists: Mapping[Column, list[str]] | Mapping[str, list[str]], what: str, name: str) -> None:
    owners: dict[str, str] = {}
    for owner, texts in lists.items():
        for text in texts:
            if owners.setdefault(plain(text), owner) != owner:
                first = owners[plain(text)]
                raise TrackerUnreadable(f"The mapping file {name} has the {what} '{text}' for {first} and for {owner}.")


def _merged(default: MappingFile, own: MappingFile) -> TrackerMapping:
    both = (default, own)
    ignored = {plain(text) for text in own.ignore}
    headings = {plain(text): column for one in both for column, texts in one.columns.items() for text in texts}
    return TrackerMapping(
        {text: column for text, column in headings.items() if text not in ignored},
        {column: _words(column, both) for column in KEYS},
        {column: _accepted(column, both) for column in KEYS},
        {column: _aliases(column, both) for column in Column},
    )


def _words(column: Column, both: Sequence[MappingFile]) -> dict[str, str]:
    lists = (one.words.get(column, {}) for one in both)
    return {plain(text): key for words in lists for key, texts in words.items() for text in texts}


def _accepted(column: Column, both: Sequence[MappingFile]) -> tuple[str, ...]:
    lists = (one.words.get(column, {}) for one in both)
    return tuple({key: texts[0] for words in lists for key, texts in words.items() if texts}.values())


def _aliases(column: Column, both: Sequence[MappingFile]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each abbreviation as a pattern for it as a word of its own, with what replaces it."""
    spelt = {short: full for one in both for short, full in one.aliases.get(column, {}).items()}
    return tuple(
        (re.compile(rf"(?<!\w){re.escape(short)}(?!\w)", re.IGNORECASE), full.replace("\\", r"\\"))
        for short, full in spelt.items()
    )
