"""A whole policy: the tables of england.toml together, hashed by content, and the text it is stored as."""

import json
from functools import cached_property
from hashlib import sha256

from pydantic import model_validator

from plo_workflow.kinds import Role
from plo_workflow.policy.clock import ClockPolicy, Table, Words
from plo_workflow.policy.drift import DriftPolicy
from plo_workflow.policy.faults import refuse_value
from plo_workflow.policy.reminders import RemindersPolicy
from plo_workflow.policy.rules import (
    AgePolicy,
    CalendarPolicy,
    DelaysPolicy,
    ExtensionPolicy,
    FgdmPolicy,
    ForecastPolicy,
    GatewayPolicy,
    LetterPolicy,
    NamesPolicy,
    PausePolicy,
    PlanPolicy,
    RecordsPolicy,
    ReentryPolicy,
    StepDownPolicy,
)


class Policy(Table):
    """Every number and local name an authority works by. Two policies are equal when their content is.

    Only what the files state counts towards the version, so a release that adds a table here, with a default,
    leaves the versions of stored policies as they were.
    """

    name: Words
    clocks: dict[str, ClockPolicy]
    extension: ExtensionPolicy
    gateway: GatewayPolicy
    letter: LetterPolicy
    plan: PlanPolicy
    fgdm: FgdmPolicy
    reminders: RemindersPolicy
    drift: DriftPolicy
    forecast: ForecastPolicy
    age: AgePolicy
    reentry: ReentryPolicy
    step_down: StepDownPolicy
    pause: PausePolicy
    records: RecordsPolicy
    calendar: CalendarPolicy
    roles: dict[Role, Words]
    names: NamesPolicy
    delays: DelaysPolicy

    @model_validator(mode="after")
    def _one_number_in_one_place(self) -> "Policy":
        for key, clock in self.clocks.items():
            if clock.same_as:
                table, name = clock.same_as.split(".")
                self.clocks[key] = clock.model_copy(update={"length": getattr(getattr(self, table), name)})
        return self

    @model_validator(mode="after")
    def _names_clocks_that_there_are(self) -> "Policy":
        named = enumerate(self.drift.clock_overdue.red)
        unknown = [(number, key) for number, key in named if key not in self.clocks]
        refuse_value(
            [(("drift", "clock_overdue", "red", number), f'There is no clock "{key}".') for number, key in unknown]
        )
        return self

    def clock(self, key: str) -> ClockPolicy:
        """The numbers of one clock, by its readable key. Raises KeyError where there is no such clock."""
        return self.clocks[key]

    @cached_property
    def version(self) -> str:
        """A short hash of the content."""
        return sha256(policy_text(self).encode()).hexdigest()[:12]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Policy) and self.version == other.version

    def __hash__(self) -> int:
        return hash(self.version)


def policy_text(policy: Policy) -> str:
    """The whole policy in one canonical form, to be stored and read back (policy_from_stored)."""
    content = policy.model_dump(mode="json", exclude_unset=True)
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
