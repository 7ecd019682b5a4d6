"""When something would be due with no case at hand, by no more time than the law and the policy allow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from plo_workflow.clocks import CLOCKS, Clock
from plo_workflow.errors import ExtensionNotAllowed
from plo_workflow.policy import Policy
from plo_workflow.working_days import Calendar, Counted, count, in_words, quantity, sentence

COURT_TIMETABLE = ("statutory_26_weeks", "court_extension")
"""What the court extends, and not the gateway."""


def answer(
    clock: Clock, from_on: date, policy: Policy, calendar: Calendar, extensions: Sequence[int] = ()
) -> dict[str, Any]:
    """When a clock would be due if it were counted from a day, as plain facts.

    Raises `ExtensionNotAllowed` for more time than the clock can be given.
    """
    counted = count(policy.clock(clock.key).timescale, from_on, calendar)
    if extensions:
        _check_each(clock, extensions, policy)
        counted = count(counted.timescale, from_on, calendar, extensions)
        _check_ceiling(clock, counted, policy)
    return {
        "clock": clock.key,
        "from": from_on.isoformat(),
        "due_on": counted.due_on.isoformat(),
        "latest_working_day": counted.latest_working_day.isoformat(),
        "provisional": counted.provisional,
        "sentence": sentence(clock.label, counted),
        "excluded": [{"date": day.on.isoformat(), "why": day.why} for day in counted.excluded],
    }


def _check_each(clock: Clock, extensions: Sequence[int], policy: Policy) -> None:
    """Each extension is no longer than the law (court) or the policy (gateway) allows."""
    if clock.key in COURT_TIMETABLE:
        rule = policy.clock("court_extension")
        whose, longest, source = "A court extension", rule.timescale.length, f" ({rule.source})"
    elif clock.extendable:
        whose, longest, source = "An extension", policy.extension.max_days, " (policy: extension.max_days)"
    else:
        raise ExtensionNotAllowed(f"{clock.label} ({clock.id}) cannot be extended.")
    for days in extensions:
        if days > longest:
            most, asked = quantity(longest, "days"), quantity(days, "days")
            raise ExtensionNotAllowed(f"{whose} is at most {most}, and this one is {asked}{source}.")


def _check_ceiling(clock: Clock, counted: Counted, policy: Policy) -> None:
    """No more extensions than the policy allows, and none past a ceiling that counts from the same event."""
    if not clock.extendable:
        return
    most, given = policy.extension.max_count, len(counted.extensions)
    ceiling = policy.clock("hard_ceiling")
    if ceiling.on and ceiling.anchor == policy.clock(clock.key).anchor:
        latest = count(ceiling.timescale, counted.anchor_on, counted.calendar).due_on
        if counted.due_on > latest:
            raise ExtensionNotAllowed(
                f"That would be {in_words(counted.due_on)}, after the ceiling "
                f"({CLOCKS['hard_ceiling'].id}) on {in_words(latest)}."
            )
    if given > most:
        raise ExtensionNotAllowed(f"There are at most {most} extensions, and these are {given}.")
