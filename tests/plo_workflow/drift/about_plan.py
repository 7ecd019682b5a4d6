"""Both sides of the signals about the family's plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plo_workflow.models import (
    Action,
    ActionDone,
    Assessment,
    Contingency,
    FamilyMeetingStep,
    Letter,
    Row,
    RunningClock,
    TrackerRow,
)
from tests.builders import running
from tests.plo_workflow.drift.examples import NOTHING, Example, fact
from tests.plo_workflow.weekdays import day

FIRST_REVIEW = "Tue 10 Mar 2026"
FROM_THE_FIRST_REVIEW = {"Mon 9 Mar 2026": NOTHING, FIRST_REVIEW: "red", "Mon 6 Apr 2026": "red"}


def first_review(held_on: str = "", due_on: str = FIRST_REVIEW) -> RunningClock:
    """The clock of the midway review, satisfied on the day on which it was held."""
    held: dict[str, Any] = {"outcome": "satisfied", "stopped_on": day(held_on)} if held_on else {}
    return running("midway_review", day(due_on), **held)


def missing_by_first_review(there: Callable[[], list[Row]] = list) -> list[Example]:
    """What is asked for by the first review is missing, whatever else is there."""
    imported = fact(TrackerRow, "Mon 23 Mar 2026", digest="", content={}, fact_ids={})
    return [
        Example("held", [first_review(FIRST_REVIEW), *there()], FROM_THE_FIRST_REVIEW, FIRST_REVIEW),
        Example(
            "held early",
            [first_review("Tue 3 Mar 2026"), *there()],
            {"Mon 2 Mar 2026": NOTHING, "Tue 3 Mar 2026": "red"},
            "Tue 3 Mar 2026",
        ),
        Example(
            "due and not held",
            [first_review(), *there()],
            {FIRST_REVIEW: NOTHING, "Wed 11 Mar 2026": "red"},
            "Wed 11 Mar 2026",
        ),
        Example(
            "held late does not begin it again",
            [first_review("Tue 24 Mar 2026"), *there()],
            {FIRST_REVIEW: NOTHING, "Wed 11 Mar 2026": "red", "Wed 25 Mar 2026": "red"},
            "Wed 11 Mar 2026",
        ),
        Example(
            "imported after it",
            [first_review(FIRST_REVIEW), imported, *there()],
            {"Fri 20 Mar 2026": NOTHING, "Mon 23 Mar 2026": "red"},
            "Mon 23 Mar 2026",
        ),
        Example(
            "no review in sight",
            [running("midway_review", day(FIRST_REVIEW), outcome="stopped", stopped_on=day(FIRST_REVIEW)), *there()],
            {"Mon 6 Apr 2026": NOTHING},
        ),
    ]


def not_missing(what: str, *there: Row) -> Example:
    """It is there."""
    return Example(what, [first_review(FIRST_REVIEW), *there], dict.fromkeys(FROM_THE_FIRST_REVIEW, NOTHING))


def contingency(on: str, trigger: str = "A night alone.") -> Row:
    """A plan for what happens if things do not change."""
    return fact(Contingency, on, plan="Apply.", early_return_trigger=trigger)


def step(on: str, which: str) -> Row:
    """A step of family group decision-making."""
    return fact(FamilyMeetingStep, on, step=which)


def offering_letter(offered: bool) -> Row:
    """A letter before proceedings, with or without the offer."""
    return fact(Letter, "Fri 16 Jan 2026", kind="before_proceedings", person_id=1, sections={}, fgdm_offered=offered)


def action(due_on: str, owner: str = "Jo") -> Action:
    """An action that was agreed at the first meeting."""
    said = {"arises_from": "plan", "what": "A thing", "owner_kind": "parent", "owner": owner}
    return fact(Action, "Tue 27 Jan 2026", due_on=day(due_on), **said)


def done(one: Action, on: str) -> Row:
    """It was done."""
    return fact(ActionDone, on, action_id=one.id)


def with_no_owner() -> list[Example]:
    """An action nobody owns, as an import may bring it, until it is done."""
    left, finished, owned = action("Fri 27 Feb 2026", " "), action("Fri 27 Feb 2026", ""), action("Fri 27 Feb 2026")
    raised = {"Mon 26 Jan 2026": NOTHING, "Tue 27 Jan 2026": "amber"}
    return [
        Example("nobody", [left], raised, "Tue 27 Jan 2026", f"action:{left.id}"),
        Example(
            "until it was done",
            [finished, done(finished, "Mon 2 Feb 2026")],
            {"Fri 30 Jan 2026": "amber", "Mon 2 Feb 2026": NOTHING},
            "Tue 27 Jan 2026",
            f"action:{finished.id}",
        ),
        Example("somebody", [owned], {"Mon 2 Mar 2026": NOTHING}),
    ]


def overdue() -> list[Example]:
    """Three that are overdue, one that has long been, and what is done in between."""
    finished = action("Mon 2 Mar 2026")
    return [
        Example(
            "the third, and then the first for more than 10 working days",
            [action("Mon 2 Mar 2026"), action("Tue 3 Mar 2026"), action("Wed 4 Mar 2026")],
            {
                "Wed 4 Mar 2026": NOTHING,
                "Thu 5 Mar 2026": "amber",
                "Mon 16 Mar 2026": "amber",
                "Tue 17 Mar 2026": "red",
            },
            "Thu 5 Mar 2026",
        ),
        Example(
            "one for more than 10 working days, and then others",
            [action("Mon 2 Mar 2026"), action("Mon 23 Mar 2026"), action("Mon 23 Mar 2026")],
            {"Mon 16 Mar 2026": NOTHING, "Tue 17 Mar 2026": "red", "Tue 24 Mar 2026": "red"},
            "Tue 17 Mar 2026",
        ),
        Example(
            "one of three was done",
            [action("Tue 3 Mar 2026"), action("Tue 3 Mar 2026"), finished, done(finished, "Thu 5 Mar 2026")],
            {"Wed 4 Mar 2026": "amber", "Thu 5 Mar 2026": NOTHING, "Tue 17 Mar 2026": NOTHING},
            "Wed 4 Mar 2026",
        ),
        Example("two", [action("Wed 4 Mar 2026"), action("Thu 5 Mar 2026")], {"Wed 18 Mar 2026": NOTHING}),
    ]


PLAN = {
    "no_contingency": [
        *missing_by_first_review(),
        Example(
            "no trigger, then both",
            [first_review(FIRST_REVIEW), contingency("Tue 13 Jan 2026", " "), contingency("Mon 16 Mar 2026")],
            {FIRST_REVIEW: "red", "Mon 16 Mar 2026": NOTHING},
            FIRST_REVIEW,
        ),
        not_missing("made at the gateway", contingency("Tue 13 Jan 2026")),
    ],
    "no_assessment_commissioned": [
        *missing_by_first_review(),
        not_missing(
            "commissioned", fact(Assessment, "Tue 27 Jan 2026", kind="Parenting", due_on=day("Mon 6 Apr 2026"))
        ),
    ],
    "family_meeting_not_offered_or_held": [
        *missing_by_first_review(lambda: [offering_letter(False)]),
        *missing_by_first_review(lambda: [offering_letter(True), step("Mon 2 Feb 2026", "accepted")]),
        not_missing("offered in the letter", offering_letter(True)),
        not_missing("declined", step("Mon 2 Feb 2026", "declined")),
        not_missing("accepted and held", step("Mon 2 Feb 2026", "accepted"), step("Mon 23 Feb 2026", "held")),
        not_missing(
            "accepted, then judged wrong for the child",
            step("Mon 2 Feb 2026", "accepted"),
            step("Mon 23 Feb 2026", "exempt_meeting"),
        ),
    ],
    "action_without_owner": with_no_owner(),
    "actions_overdue": overdue(),
}
