"""Which dates of birth a child in a case cannot have."""

from __future__ import annotations

from datetime import date

from plo_workflow.errors import NotGiven
from plo_workflow.working_days import birthday, in_words

ADULT_AT = 18
"""Years; Children Act 1989 s.105: a child is a person under eighteen."""


def check_birth(name: str, born_on: date | None, expected_on: date | None, *, on: date, today: date) -> None:
    """Raises `NotGiven` for a child born in the future, grown up on the day `on`, or said to be born and expected."""
    if born_on is None:
        return
    if expected_on:
        raise NotGiven(f"{name} has a date of birth and an expected date: give the one that is so.")
    if born_on > today:
        raise NotGiven(f"{name} cannot have been born on {in_words(born_on)}, a day to come: give the expected date.")
    grown_up_on = birthday(born_on, ADULT_AT)
    if grown_up_on <= on:
        raise NotGiven(f"{name} turned {ADULT_AT} on {in_words(grown_up_on)}: pre-proceedings are for children.")
