"""Both sides of the signal that something was acknowledged and is unchanged."""

from __future__ import annotations

from plo_workflow.models import AlertAnswer, Extension
from tests.builders import running
from tests.plo_workflow.drift.examples import NOTHING, Example, fact
from tests.plo_workflow.weekdays import day

DUE, SAID, UNTIL, AFTER = "Tue 3 Mar 2026", "Wed 4 Mar 2026", "Wed 18 Mar 2026", "Thu 19 Mar 2026"
LETTER, AGAIN = "letter_sent", "extended_again"


def acknowledged(cause: str, due_on: str, answer: str = "acknowledged") -> AlertAnswer:
    """Somebody answers on 4 March, which holds until 18 March."""
    said = {"answer": answer, "cause": cause, "subject": "", "words": "Sam writes it.", "handed_to": None}
    return fact(AlertAnswer, SAID, due_on=day(due_on), until_on=day(UNTIL), **said)


def extended(on: str) -> Extension:
    return fact(Extension, on, request_id=None, from_limit_on=day("Tue 5 May 2026"), days=28)


THEN_RED = {SAID: NOTHING, UNTIL: NOTHING, AFTER: "red", "Mon 6 Apr 2026": "red"}
NEVER = dict.fromkeys(THEN_RED, NOTHING)
ANSWERS = {
    "acknowledged_but_unchanged": [
        Example("a clock", [running(LETTER, day(DUE)), acknowledged(LETTER, DUE)], THEN_RED, AFTER, LETTER),
        Example(
            "a drift signal",
            [extended("Mon 2 Feb 2026"), extended("Tue 3 Mar 2026"), acknowledged(AGAIN, DUE)],
            THEN_RED,
            AFTER,
            AGAIN,
        ),
        Example(
            "done, if late",
            [running(LETTER, day(DUE), stopped_on=day(AFTER), outcome="satisfied"), acknowledged(LETTER, DUE)],
            NEVER,
        ),
        Example("of a date that moved", [running(LETTER, day(DUE)), acknowledged(LETTER, "Mon 2 Mar 2026")], NEVER),
        Example("decided to wait", [running(LETTER, day(DUE)), acknowledged(LETTER, DUE, "waiting")], NEVER),
        Example("a signal that is no more", [extended(DUE), acknowledged(AGAIN, DUE)], NEVER),
    ]
}
