"""What a policy says about one clock: how long it runs, and what becomes of it at weekends and in a pause."""

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from plo_workflow.policy.faults import refuse_value
from plo_workflow.working_days import LONGEST, WEEKS_OF_PREGNANCY, Direction, Roll, Timescale, Unit

Length = Annotated[int, Field(ge=1, le=LONGEST)]
Words = Annotated[str, Field(min_length=1, max_length=200)]


class Table(BaseModel):
    """A table of the file: nothing can be added to it, and its types are taken as written.

    `fixed` names what a council cannot change here; true is everything.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    fixed: bool | tuple[str, ...] = ()


class ClockPolicy(Table):
    """How long one clock may run, and what becomes of it at weekends and in a pause."""

    id: str
    source: Words
    length: Length | None = None
    unit: Unit | None = None
    urgent_length: Length | None = None
    urgent_unit: Unit | None = None
    gestation_week: Annotated[int, Field(ge=1, le=WEEKS_OF_PREGNANCY)] | None = None
    agreed_each_time: bool = False
    same_as: str | None = None
    direction: Direction = "after"
    including_first_day: bool = False
    roll: Roll = "keep"
    pause: Literal["runs_on", "stops"] = "runs_on"
    may_stop: bool = False
    anchor: str | None = None
    anchors: tuple[str, ...] = ()
    on: bool = True

    @model_validator(mode="after")
    def _makes_sense(self) -> "ClockPolicy":
        refuse_value(list(self._faults()))
        return self

    def _faults(self) -> Iterator[tuple[tuple[str], str]]:
        if self.anchors and self.anchor not in self.anchors:
            given = f", and {self.anchor} is not one of them" if self.anchor else ""
            yield ("anchor",), f"This clock is counted from one of {', '.join(self.anchors)}{given}."
        if self.pause == "stops" and not self.may_stop:
            yield ("pause",), "This clock runs on through a pause, because a child's time does."

    @cached_property
    def timescale(self) -> Timescale:
        """How long the clock runs; where a date is agreed each time, that day itself."""
        if self.agreed_each_time:
            return Timescale(0, "days", roll=self.roll)
        if self.gestation_week:
            return Timescale(WEEKS_OF_PREGNANCY - self.gestation_week, "weeks", "before", roll=self.roll)
        assert self.length  # a clock of england.toml has one of the three, and a council cannot take it away
        assert self.unit
        return Timescale(self.length, self.unit, self.direction, self.including_first_day, self.roll)

    @cached_property
    def urgent_timescale(self) -> Timescale:
        """How long the clock runs in an urgent case: as usual, unless the policy says otherwise."""
        if not (self.urgent_length and self.urgent_unit):
            return self.timescale
        return Timescale(self.urgent_length, self.urgent_unit, self.direction, roll=self.roll)
