"""Names of teams and people: variants of one spelling are brought together, and "vacant" is nobody.

Only capitals, spaces and punctuation are looked through; two different names are never taken for one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

NOBODY = frozenset(
    (
        "vacant",
        "vacancy",
        "unallocated",
        "not allocated",
        "awaiting allocation",
        "none",
        "na",
        "n a",
        "nk",
        "tbc",
        "tba",
    )
)
_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*$")


def spelling_key(name: str) -> str:
    """What variants of a name share: its letters and figures, in small letters, words parted by one space."""
    parted = re.sub(r"[^\w']+|_", " ", name.casefold().replace("’", "'"))
    return " ".join(parted.replace("'", "").split())


def is_nobody(name: str) -> bool:
    """Whether the words say that there is no such person: "vacant", "tbc", "?"."""
    key = spelling_key(name)
    return not key or key in NOBODY


def split_remark(name: str) -> tuple[str, str]:
    """A name and the remark in brackets after it: "D Whitcombe (agency)" gives "D Whitcombe" and "agency"."""
    match = _IN_BRACKETS.search(name)
    return (name[: match.start()].strip(), match[1].strip()) if match and match.start() else (name, "")


def preferred_spellings(names: Iterable[str]) -> dict[str, str]:
    """For each spelling the one to use: with capitals if any has them, then the most used, then by letter."""
    variants: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        variants[spelling_key(name)][name] += 1
    return {name: _best(used) for used in variants.values() for name in used}


def _best(used: Counter[str]) -> str:
    return min(used, key=lambda name: (not _has_capitals(name), name.isupper(), -used[name], name))


def _has_capitals(name: str) -> bool:
    return all(word[0].isupper() for word in name.split() if word[0].isalpha())
