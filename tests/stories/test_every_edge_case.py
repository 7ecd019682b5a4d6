"""Every edge case of the field has a test that is named for it, and every golden date one that says its number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent.parent
EDGE_CASES = set(range(1, 31))
GOLDEN = {
    1, 2, 3, 4, 6, 8, 10, 12, 14, 15, 16, 17, 19, 20, 22, 23, 25, 26, 29, 31, 34, 36, 37, 38, 39, 40, 41, 42, 45,
    46, 47,
}  # fmt: skip
"""The numbers of the golden dates; those that are missing between them were never given out."""


def written(folder: Path, pattern: str) -> Iterator[str]:
    """What a pattern finds in the tests of a folder."""
    for path in sorted(folder.rglob("test_*.py")):
        yield from re.findall(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_edge_case_has_a_test_that_is_named_for_it() -> None:
    named = {int(number) for number in written(TESTS / "stories", r"^def test_e(\d\d)_\w+\(")}
    assert named == EDGE_CASES


def test_every_golden_date_is_the_number_of_a_test() -> None:
    told = [number for numbers in written(TESTS, r"# .*golden ([\d, ]+)") for number in re.findall(r"\d+", numbers)]
    counted = written(TESTS / "plo_workflow" / "policy", r'^        \((\d+), "\w+", "')
    assert {int(number) for number in (*told, *counted)} >= GOLDEN
