"""Where things stand in a TOML file: the line of each table, key and list entry. The parser does not tell."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from plo_workflow.policy.faults import Place


def line_numbers(text: str) -> dict[Place, int]:
    """The line, counted from 1, of every path in a valid TOML text."""
    lines = text.split("\n")
    found: dict[Place, int] = {}
    entries: Counter[Place] = Counter()
    table: Place = ()
    start = 0
    while start < len(lines):
        seen, end = _statement(lines, start)
        if lines[start].lstrip().startswith("["):
            table = _table(max(seen, key=len), entries)
            seen = {(): start + 1}
        for path, line in seen.items():
            found.setdefault((*table, *path), line)
        start = end
    return found


def line_of(path: Place, found: dict[Place, int]) -> int | None:
    """The line of a path, or of the nearest thing around it that stands in the file."""
    around = (path[:length] for length in range(len(path), 0, -1))
    return next((found[one] for one in around if one in found), None)


def _statement(lines: list[str], start: int) -> tuple[dict[Place, int], int]:
    """The paths of the statement that begins on a line, each with its line, and where the next one begins.

    A statement is the shortest run of lines that parses. A list over several lines parses as far as it goes
    once it is closed, which gives the line of each entry.
    """
    seen: dict[Place, int] = {}
    for end in range(start + 1, len(lines) + 1):
        so_far = "\n".join(lines[start:end])
        for text in (so_far, f"{so_far}\n]"):
            line = end if seen else start + 1
            parsed = _parsed(text)
            for path in _paths(parsed or {}):
                seen.setdefault(path, line)
            if text is so_far and parsed is not None:
                return seen, end
    return seen, len(lines)


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _paths(value: object, around: Place = ()) -> Iterator[Place]:
    inside: list[tuple[str | int, object]] = []
    match value:
        case dict():
            inside = list(value.items())
        case list():
            inside = list(enumerate(value))
    for name, part in inside:
        yield (*around, name)
        yield from _paths(part, (*around, name))


def _table(header: Place, entries: Counter[Place]) -> Place:
    """The path of a [table], or of the next entry of a [[list of tables]]."""
    *name, last = header
    if not isinstance(last, int):
        return header
    entries[tuple(name)] += 1
    return (*name, entries[tuple(name)] - 1)
