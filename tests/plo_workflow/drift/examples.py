"""What an example of a drift signal is: facts on one case, and what is seen of it on which day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import insert

from plo_workflow.drift import Drift, day_in_force, drifting
from plo_workflow.models import Case, Fact, Row
from plo_workflow.store import table_of
from tests.builders import made
from tests.office import Office, noon
from tests.plo_workflow.weekdays import day

F = TypeVar("F", bound=Fact)
R = TypeVar("R", bound=Row)
HERE, ELSEWHERE = 1, 2
NOTHING = ""


@dataclass(frozen=True)
class Example:
    """Facts on a case, how pressing the signal is on each day ("" is not raised), since when, and about what."""

    what: str
    rows: Iterable[Row]
    seen: Mapping[str, str]
    since: str = ""
    subject: str = ""
    case: dict[str, Any] = field(default_factory=dict)


def case_row(number: int = HERE, **said: Any) -> Case:
    """A case under way since the first Monday of January 2026, as it is stored."""
    began_on = day("Mon 5 Jan 2026")
    usual = {
        "ref": "", "family_name": "Merrow", "stage": "active_plan", "stage_since_on": began_on,
        "open": True, "opened_on": began_on, "revision": 1, "holds": [], "policy_version": "any",
        "recorded_at": noon(began_on), "recorded_by": "sam",
    }  # fmt: skip
    return Case(id=number, **(usual | said))


def fact(kind: type[F], on: str, /, **said: Any) -> F:
    """A fact of a day, as `made`, with the weekday written in."""
    return made(kind, day(on), **said)


def elsewhere(row: R) -> R:
    """The same fact on another case."""
    vars(row)["case_id"] = ELSEWHERE
    return row


def write(office: Office, rows: Iterable[Row], numbers: Mapping[int, int]) -> None:
    """Put rows into the database as they are, the cases first, each case under its number there."""
    with office.store.changing_many() as connection:
        for row in sorted(rows, key=lambda one: not isinstance(one, Case)):
            table = table_of(type(row))
            values = {column.name: vars(row)[column.name] for column in table.c}
            which = "id" if isinstance(row, Case) else "case_id"
            values[which] = numbers[values[which]]
            if isinstance(row, Case):
                values["ref"] = f"PLO-2026-{values['id']:05}"
            connection.execute(insert(table), values)


def write_example(office: Office, number: int, example: Example) -> None:
    """Put an example into the database as the case of that number; what is elsewhere on one of its own."""
    rows = (case_row(**example.case), *example.rows)
    write(office, rows, {HERE: number, ELSEWHERE: 1000 + number})


def look(office: Office, on: str, case_id: int | None = None) -> list[Drift]:
    """What is drifting on a day."""
    with office.store.reading() as session:
        return drifting(session, day_in_force(session, day(on)), case_id)
