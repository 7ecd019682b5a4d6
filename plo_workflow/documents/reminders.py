"""docs/reminders.md: for a manager, who is told what and when, from the default policy and the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill

from plo_workflow.cases.alerts import DECIDERS
from plo_workflow.kinds import Role
from plo_workflow.policy import OWNER, RemindersPolicy, Step, default_policy
from plo_workflow.reminders.audience import LEVELS
from plo_workflow.reminders.causes import CAUSES, SWEEPS
from plo_workflow.reminders.composing import GROUPS
from plo_workflow.reminders.week import MANAGE
from plo_workflow.working_days import listed

LADDERS = {
    "overdue": "Something is overdue",
    "amber": "A case drifts: amber",
    "red": "A case drifts: red",
    "director": "A case drifts: for the director",
}
"""The ladders of the policy, in words."""


def as_page() -> str:
    """Who is told what and when, how it climbs, what ends it, and when messages leave."""
    rule = default_policy().reminders
    parts = [
        ["# Who is told what, and when"],
        _words(
            "This page is written from the tables in the code by `make docs`; a test fails when it does not say what they "
            "say. The numbers are those of the default policy (its table `reminders`); a council sets its own."
        ),
        *_climbing(rule),
        *_answering(rule),
        *_leaving(rule),
        ["## What is looked for"],
        _words("Drift signals are in [drift.md](drift.md)."),
        *(part for sweep in SWEEPS if (part := _sweep(sweep))),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _climbing(rule: RemindersPolicy) -> Iterator[Sequence[str]]:
    yield ["## Before something is due"]
    yield _words(
        f"Whoever answers for it is told {listed([_ahead(days) for days in rule.due_in_working_days])}. A day on which the "
        "council is closed is announced on the working day before it. Nobody is reminded of what has only just begun."
    )
    yield ["## When it is late, or a case drifts"]
    yield _words(
        "The ladder climbs while nothing changes. Whoever was away hears of each thing once, on the rung it has reached. "
        "Working days count from the due date, or from the day on which the signal began."
    )
    ladders = (line for ladder, words in LADDERS.items() for line in _ladder(words, _steps(rule, ladder)))
    yield ["| what | after | who is told | how |", "|---|---|---|---|", *ladders]
    yield _words(
        "A part in the case (social worker, team manager, lawyer) is the person who has it on that day; any other role is "
        "everybody who holds it. Somebody who is away is stood in for by whoever was named. Where nobody can be told, it "
        f"goes to the next level up and says so: {', '.join(role.label.lower() for role in LEVELS)}."
    )


def _answering(rule: RemindersPolicy) -> Iterator[Sequence[str]]:
    yield ["## What ends an alert"]
    yield _words(
        "Only its cause: what is recorded on the case ends it by itself. Until then somebody may, on the record:"
    )
    yield [
        "- **acknowledge** it, with what will be done and by when: it climbs no further for "
        f"{rule.acknowledged_working_days} working days, and then climbs if nothing has changed;",
        f"- **put it off** until a day before it would climb, and for {rule.acknowledged_working_days} working days at most;",
        "- **hand it on** to a colleague, who is told from then on;",
        f"- **decide that it waits** until a new day, from which the ladder counts again ({_roles(DECIDERS)}).",
    ]


def _leaving(rule: RemindersPolicy) -> Iterator[Sequence[str]]:
    sending = rule.sending
    yield ["## When messages leave"]
    yield _words(
        f"What is found waits for the digest of the day: one message for each person, from {sending.digest_at:%H:%M} London "
        f"time, under {listed([f'“{heading}”' for heading in GROUPS.values()])}. Rungs marked “at once” go by themselves, "
        "and so does word of a move that was made. "
        f"Nothing leaves after {sending.until:%H:%M}, at weekends, on bank holidays or when the council is closed: it waits "
        "for the next working day, and what was done meanwhile is left out. A message holds a reference, what is due, since "
        "when, why it comes to this person and a link, and never a name of the family."
    )
    yield [
        f"- Each week, from {sending.weekly_on.capitalize()}: how each team stands, and the alerts that nobody has in hand "
        f"({_roles(MANAGE)}).",
        f"- {_count(sending.before_sitting_working_days).capitalize()} before a gateway sitting: the cases that come before "
        "it and which lack papers (the gateway chairs, and for their own cases the lawyer, team manager and worker).",
    ]
    yield _words(
        "A message that cannot be sent is tried again, later each time; one that can never be sent is on the page "
        "“Reminders”. When nobody has looked for what is late for an hour, every page says so."
    )


def _words(text: str) -> list[str]:
    return fill(text, width=118, break_long_words=False, break_on_hyphens=False).split("\n")


def _ahead(working_days: int) -> str:
    return "on the day itself" if working_days == 0 else f"{_count(working_days)} before"


def _count(working_days: int) -> str:
    return f"{working_days} working day{'' if working_days == 1 else 's'}"


def _steps(rule: RemindersPolicy, ladder: str) -> Sequence[Step]:
    return rule.overdue if ladder == "overdue" else dict(rule.drift)[ladder]


def _ladder(words: str, steps: Sequence[Step]) -> Iterator[str]:
    for step in steps:
        after = "at once" if step.working_days == 0 else _count(step.working_days)
        who = "whoever answers for it" if step.to == OWNER else f"the {Role(step.to).label.lower()}"
        yield f"| {words} | {after} | {who} | {'at once' if step.at_once else 'with the digest'} |"


def _roles(roles: Sequence[Role]) -> str:
    return listed([role.label.lower() for role in roles])


def _sweep(sweep: str) -> list[str]:
    found = [cause for cause in CAUSES.values() if cause.sweep == sweep and not cause.drifts]
    rows = [f"| {cause.what} | {cause.owner.label.lower()} |" for cause in found]
    return [f"### {sweep.capitalize()}", "", "| what is due | who answers for it |", "|---|---|", *rows] if rows else []
