"""When and whom reminders tell: the `reminders` table of england.toml. Names, types and limits, no numbers."""

from datetime import time
from itertools import pairwise
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from plo_workflow.kinds import Role
from plo_workflow.policy.clock import Length, Table, Words
from plo_workflow.policy.faults import refuse_value
from plo_workflow.policy.rules import NotEmpty, Offset, Weekday

OWNER = "owner"  # of the late thing, whoever that is when the reminder falls due
FIELDS = {"what", "due", "by"}
"""What a reminder's sentence may be filled in with: the thing, its date, and who looks after it."""
SAID_ALWAYS = {"what", "due"}
"""What no reminder may leave out."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def _audience(to: str) -> str:
    roles = [role.value for role in Role]
    if to != OWNER and to not in roles:
        refuse_value([((), f'There is no role "{to}"; a reminder goes to {OWNER}, {", ".join(roles)}.')])
    return to


def _time_of_day(given: object) -> object:
    """Times are written in quotation marks, because TOML's own would not survive being stored as JSON."""
    try:
        found = time.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        found = None
    if found is None or (isinstance(found, time) and found.tzinfo):
        refuse_value([((), f'A time of day is written like "08:00", and this is "{given}".')])
    return found


TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]


class Step(Table):
    """Who is told once something has lasted that many working days: a role, or the owner of what is late.

    `at_once` does not wait for the daily digest.
    """

    working_days: Offset
    to: Annotated[str, AfterValidator(_audience)]
    at_once: bool = False


def _furthest_first(offsets: tuple[int, ...]) -> tuple[int, ...]:
    if list(offsets) != sorted(set(offsets), reverse=True):
        refuse_value([((), "The days before the due date must go down from the furthest, none twice.")])
    return offsets


def _soonest_first(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    pairs = pairwise(steps)
    late = [number for number, (a, b) in enumerate(pairs, start=1) if b.working_days <= a.working_days]
    refuse_value([((number,), "Each step must come later than the one before it.") for number in late])
    return steps


def _overdue(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    refuse_value([((0, "working_days"), "Nothing is overdue on its due date: at least 1.")] if _early(steps) else [])
    return steps


def _early(steps: tuple[Step, ...]) -> bool:
    return steps[0].working_days < 1


Ladder = Annotated[NotEmpty[Step], AfterValidator(_soonest_first)]


class DriftLadders(Table):
    """Who is told of a drift signal, by its severity: working days from the day on which it began."""

    amber: Ladder
    red: Ladder
    director: Ladder


def _only_known_fields(sentence: str) -> str:
    try:
        parts = [part for part in Formatter().parse(sentence) if part[1] is not None]
    except ValueError:
        parts = [("", "{", "", None)]
    named = {str(name) for _, name, _, _ in parts}
    known = ", ".join(f"{{{field}}}" for field in sorted(FIELDS))
    unknown = sorted(named - FIELDS)
    refuse_value([((), f'There is no field "{name}"; a reminder may say {known}.') for name in unknown])
    plain = all(not spec and conversion is None for _, _, spec, conversion in parts)
    refuse_value([] if plain else [((), f"A field is written as its name alone: {known}.")])
    missing = sorted(SAID_ALWAYS - named)
    refuse_value([((), f"A reminder must say {{{name}}}.") for name in missing])
    return sentence


Sentence = Annotated[Words, AfterValidator(_only_known_fields)]


class ReminderWords(Table):
    """What a reminder says of something coming due, overdue, or drifting."""

    coming: Sentence
    overdue: Sentence
    drifting: Sentence


class SendingPolicy(Table):
    """When messages may leave, London time, on days on which the council works: the digest, and anything else.

    What is ready outside these hours waits for the next ones.
    """

    digest_at: TimeOfDay
    until: TimeOfDay
    weekly_on: Weekday
    before_sitting_working_days: Length

    @model_validator(mode="after")
    def _some_time_in_between(self) -> "SendingPolicy":
        if self.until <= self.digest_at:
            refuse_value([(("until",), "Messages must be allowed for some time after the digest is sent.")])
        return self


class RemindersPolicy(Table):
    """When reminders go out, in working days before the due date and after it, to whom and in what words.

    An alert that was acknowledged waits so many working days before it climbs again (D24).
    """

    due_in_working_days: Annotated[NotEmpty[Offset], AfterValidator(_furthest_first)]
    overdue: Annotated[Ladder, AfterValidator(_overdue)]
    drift: DriftLadders
    acknowledged_working_days: Annotated[int, Field(ge=1, le=60)]
    words: ReminderWords
    sending: SendingPolicy
