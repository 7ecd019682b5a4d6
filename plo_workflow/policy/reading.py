"""Reads a council's policy file onto the default, or refuses it with everything that is wrong with it.

A council states only what differs: tables are merged name by name, lists are replaced whole.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from plo_workflow.policy.clock import ClockPolicy
from plo_workflow.policy.faults import Fault, Place, PolicyFaults, dotted, faults_in
from plo_workflow.policy.lines import line_numbers, line_of
from plo_workflow.policy.whole import Policy
from plo_workflow.working_days import Calendar, load_calendar

Content = dict[str, Any]
Faults = Iterator[tuple[Place, str]]

LARGEST_FILE = 64 * 1024  # bytes, some four times the default
NUMBERS = {"length", "unit", "urgent_length", "urgent_unit", "gestation_week", "anchor"}
PART_OF_THE_CLOCK = {
    *("id", "fixed", "same_as", "may_stop", "anchors"),
    *("direction", "including_first_day", "agreed_each_time"),
}
ORDER = (
    (
        "exit_gateway_listed",
        "headline_limit",
        "The limit (K14, {1} days) would pass before the exit gateway is due (K13, {0} days).",
    ),
    (
        "headline_limit",
        "hard_ceiling",
        "The ceiling (K16, {1} days) would be reached before the limit (K14, {0} days).",
    ),
)
"""Clocks of which the first may not be due after the second, and what is wrong where it would be."""
NO_LOCAL_SOURCE = "Set locally; no source given"


@lru_cache(maxsize=1)
def default_policy() -> Policy:
    """The policy of england.toml, as it comes with this release."""
    return Policy.model_validate_json(_as_json(_default_content()))


def read_policy(source: Path | str) -> Policy:
    """A council's policy from its file (Path) or TOML text (str). Raises PolicyFaults with all faults."""
    text = _read(source) if isinstance(source, Path) else source
    council, default = _parsed(text), _default_content()
    faults = list(_not_to_be_set(council, default))
    accepted = _without(council, {place for place, _ in faults})
    try:
        policy = Policy.model_validate_json(_as_json(_merged(default, _owned(accepted, default))))
    except ValidationError as refusal:
        faults += faults_in(refusal)
    else:
        faults += _out_of_order(policy, council)
    if faults:
        lines = line_numbers(text)
        raise PolicyFaults(Fault(dotted(place), line_of(place, lines), why) for place, why in faults)
    return policy


@lru_cache(maxsize=64)
def policy_from_stored(text: str) -> Policy:
    """The policy that policy_text wrote, with the same version. Raises PolicyFaults if it was spoilt."""
    try:
        return Policy.model_validate_json(text)
    except ValidationError as refusal:
        raise PolicyFaults(Fault(dotted(place), None, why) for place, why in faults_in(refusal)) from None


@lru_cache(maxsize=64)
def calendar_for(policy: Policy) -> Calendar:
    """The bank holidays of England and Wales with the closures of this policy on top."""
    return load_calendar().with_closures({closure.on: closure.why for closure in policy.calendar.closures})


def _default_content() -> Content:
    return tomllib.loads((files("plo_workflow.policy") / "england.toml").read_text(encoding="utf-8"))


def _read(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as fault:
        raise _refused(f"{file} cannot be read: {fault.strerror}.") from None
    if len(content) > LARGEST_FILE:
        raise _refused(f"{file} is too large to be a policy ({len(content)} bytes).")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise _refused(f"{file} is not UTF-8 text; save it as UTF-8.", line) from None


def _parsed(text: str) -> Content:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise _refused("This is nested too deeply to be a policy.") from None
    except ValueError as fault:  # a fault in the TOML, or a number too long to read
        found = re.search(r"at line (\d+)", str(fault))
        line = int(found[1]) if found else text.count("\n") + 1
        raise _refused(f"This is not valid TOML: {fault}.", line) from None


def _refused(sentence: str, line: int | None = None) -> PolicyFaults:
    return PolicyFaults([Fault("", line, sentence)])


def _not_to_be_set(council: Content, default: Content, around: Place = ()) -> Faults:
    """Where the council's file names what does not exist, what is fixed, or half of a length."""
    fixed = default.get("fixed", ())
    for name, value in council.items():
        place, standard = (*around, name), default.get(name)
        if name in default and value == standard:
            continue  # a council may well begin with a copy of the whole default
        if fixed is True or name in fixed or (name in PART_OF_THE_CLOCK and name in default):
            yield place, "This is fixed, by law or by what it is, and a council cannot change it."
        elif name not in default:
            yield place, _unknown(name, default)
        elif isinstance(value, dict) and isinstance(standard, dict):
            yield from _not_to_be_set(value, standard, place)
        elif name in ("unit", "urgent_unit") and (length := name.replace("unit", "length")) not in council:
            yield place, f"A unit without its {length} could mean anything; give both."


def _out_of_order(policy: Policy, council: Content) -> Faults:
    """Where what must come first would be due after what it leads to; only lengths from the same event compare."""
    for first, last, why in ORDER:
        earlier, later = policy.clock(first), policy.clock(last)
        one, other = _calendar_days(earlier), _calendar_days(later)
        if earlier.anchor == later.anchor and one and other and one > other:
            named = last if last in council.get("clocks", {}) else first
            yield ("clocks", named, "length"), why.format(one, other)


def _calendar_days(clock: ClockPolicy) -> int | None:
    """How long it runs, where that is a number of days whatever the day it is counted from."""
    days = {"days": 1, "weeks": 7}.get(clock.timescale.unit)
    return clock.timescale.length * days if days else None


def _unknown(name: str, default: Content) -> str:
    if name == "length" and "same_as" in default:
        return f"This number is kept in {default['same_as']}; change it there."
    kept = {*PART_OF_THE_CLOCK, *default.get("fixed", ())}
    known = [other for other in default if other not in kept]
    close = get_close_matches(name, known, 1)
    if close:
        return f'There is nothing called "{name}" here; did you mean "{close[0]}"?'
    choice = f"; what can be set is {', '.join(known)}" if len(known) <= 10 else ""
    return f'There is nothing called "{name}" here{choice}.'


def _without(content: Content, places: set[Place], around: Place = ()) -> Content:
    """The content without what stands at those places, so that each fault is told once."""
    return {
        name: _without(value, places, (*around, name)) if isinstance(value, dict) else value
        for name, value in content.items()
        if (*around, name) not in places
    }


def _owned(council: Content, default: Content) -> Content:
    """The council's content under a name of its own, and its numbers without the sources of the default."""
    if not council:
        return council
    clocks = council.get("clocks", {})
    for clock in clocks.values() if isinstance(clocks, dict) else ():
        if isinstance(clock, dict) and NUMBERS & clock.keys():
            clock.setdefault("source", NO_LOCAL_SOURCE)
    return {"name": f"{default['name']}, changed locally", **council}


def _merged(default: Content, council: Content) -> Content:
    both = {name: default[name] for name in default if name in council}
    tables = [name for name in both if isinstance(both[name], dict) and isinstance(council[name], dict)]
    return {**default, **council, **{name: _merged(default[name], council[name]) for name in tables}}


def _as_json(content: Content) -> str:
    return json.dumps(content, default=str)
