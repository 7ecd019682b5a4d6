"""What a policy says besides clocks, a table of england.toml each: names, types and limits, no numbers."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, Field

from plo_workflow.kinds import Cause, PaperKind, Part, Role
from plo_workflow.policy.clock import Length, Table, Words
from plo_workflow.policy.faults import refuse_value
from plo_workflow.working_days import LONGEST, add_months, birthday, in_words
from plo_workflow.working_days.dates import weekday_name

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
Offset = Annotated[int, Field(ge=0, le=LONGEST)]
Item = TypeVar("Item")


def _not_empty(items: tuple[Item, ...]) -> tuple[Item, ...]:
    if not items:
        refuse_value([((), "This must not be empty.")])
    return items


NotEmpty = Annotated[tuple[Item, ...], AfterValidator(_not_empty)]


class Approvers(Table):
    """Who approves the first extension, and who the second and any later one."""

    first: Role
    second: Role


class ExtensionPolicy(Table):
    """How long each extension may be (calendar days), how many there may be and who approves them."""

    max_days: Length
    max_count: Annotated[int, Field(ge=0, le=20)]
    approvers: Approvers

    def approver(self, number: int) -> Role:
        """The role that approves the extension of that number, counted from 1."""
        return self.approvers.first if number == 1 else self.approvers.second


class GatewayPaper(Table):
    """A paper the gateway must have, and how old it may be (months; None is any age)."""

    kind: PaperKind
    max_age_months: Length | None = None


def _no_paper_twice(papers: tuple[GatewayPaper, ...]) -> tuple[GatewayPaper, ...]:
    refuse_value(_twice([paper.kind.value for paper in papers]))
    return papers


class RegularSitting(Table):
    """A sitting of the gateway that comes round every week, and how many cases it takes."""

    weekday: Weekday
    cases: Length

    def is_on(self, day: date) -> bool:
        """Whether it is held on a day, if that is a working day."""
        return weekday_name(day).lower() == self.weekday


class GatewayPolicy(Table):
    """The legal gateway meeting: its local name, quorum, papers and regular sittings, and who must agree besides."""

    name: Words
    quorum: NotEmpty[NotEmpty[Part]]
    papers: Annotated[tuple[GatewayPaper, ...], AfterValidator(_no_paper_twice)]
    entering_needs_head_of_service: bool
    sittings: tuple[RegularSitting, ...]


class LetterPolicy(Table):
    """Letters before proceedings: how old the list of solicitors may be (calendar days), and how many ways of
    tracing a parent are tried before going on without."""

    solicitor_list_max_age_days: Length
    tracing_methods_min: Length


class PlanPolicy(Table):
    """How long after the next review an action of the family's plan may end, in calendar days."""

    action_within_days_of_next_review: Length


class FgdmPolicy(Table):
    """Family group decision-making, Children Act 1989 s.31ZA: from which letter date the rule applies."""

    in_force_on: date
    held_before_lodging: bool


def _years_and_months(text: str) -> str:
    years, _, months = text.removesuffix("m").partition("y")
    if not (years.isdecimal() and months.isdecimal() and text.endswith("m") and int(months) < 12):
        refuse_value([((), f'An age is written like 16y8m, and this is "{text}".')])
    return text


class ForecastPolicy(Table):
    """From how many finished cases on it is said how likely it is that a case passes its limit."""

    min_cases: Length


MARRIED_AT = 16
"""The age from which a child who is married is out of the court's reach."""


class AgePolicy(Table):
    """The age at which the law ends the court's power, and when to look ahead to it."""

    block_at: Annotated[int, Field(ge=1, le=17)]
    confirm_at: Annotated[str, AfterValidator(_years_and_months)]
    warn_weeks_before: Length

    def blocked_from(self, born_on: date, married_on: date | None = None) -> date:
        """From this day no order can be made: at 17, or 16 for a child who is married (Children Act 1989 s.31(3))."""
        of_age = birthday(born_on, self.block_at)
        return min(of_age, max(birthday(born_on, MARRIED_AT), married_on)) if married_on else of_age

    def confirmed_from(self, born_on: date) -> date:
        """From this day a lawyer confirms that time is left."""
        years, months = self.confirm_at.removesuffix("m").split("y")
        return add_months(born_on, int(years) * 12 + int(months))

    def warned_from(self, born_on: date) -> date:
        """From this day the case carries a warning."""
        return self.blocked_from(born_on) - timedelta(weeks=self.warn_weeks_before)


class ReentryPolicy(Table):
    """How long after stepping down a new request is flagged as a re-entry, in months."""

    months: Length


class StepDownPolicy(Table):
    """How many effective meetings must have been held before stepping down."""

    min_effective_meetings: Annotated[int, Field(ge=0, le=20)]


class PausePolicy(Table):
    """How long a pause may be, in calendar days."""

    max_days: Length


class RecordsPolicy(Table):
    """After how many working days a record of an event is marked as a late entry."""

    late_entry_working_days: Length


class Closure(Table):
    """A day on which the council is closed."""

    on: date
    why: Words


def _no_day_twice(closures: tuple[Closure, ...]) -> tuple[Closure, ...]:
    refuse_value(_twice([in_words(closure.on) for closure in closures]))
    return closures


class CalendarPolicy(Table):
    """The council's own closures, on top of the bank holidays."""

    closures: Annotated[tuple[Closure, ...], AfterValidator(_no_day_twice)]


class NamesPolicy(Table):
    """What this council calls things."""

    letter_before_proceedings: Words
    plan: Words
    first_meeting: Words
    review_meeting: Words
    family_group_decision_making: Words


class DelaysPolicy(Table):
    """What this council calls the causes of delay."""

    causes: dict[Cause, Words]


def _twice(names: Sequence[str]) -> list[tuple[tuple[int], str]]:
    return [((n,), f"{name} is already in this list.") for n, name in enumerate(names) if name in names[:n]]
