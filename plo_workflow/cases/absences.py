"""Who is away, and who is told in their place: recorded by themselves or by a manager."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from sqlalchemy import Select, bindparam, or_, select

from plo_workflow.access import EVERYONE, MANAGERS
from plo_workflow.cases.asks import Choose
from plo_workflow.cases.registry import command
from plo_workflow.cases.work import Work
from plo_workflow.errors import DateOutOfOrder, NotGiven, NotYourRole
from plo_workflow.models import Absence, Staff
from plo_workflow.store import table_of
from plo_workflow.working_days import in_words

Colleague = Annotated[str, Choose("staff")]


@command("Record an absence", EVERYONE, "office")
def record_absence(
    work: Work, *, person: Colleague, from_on: date, until_on: date, cover: Colleague | None = None
) -> None:
    """Say who is away from a day to a day, and who is told of things in their place.

    Without anybody in their place it goes to the level above. A manager may do this for others.
    """
    _check_may_say_so(work, person)
    if until_on < from_on:
        raise DateOutOfOrder("The last day away must not be before the first.")
    if until_on < work.today:
        raise DateOutOfOrder("An absence that is over tells nobody anything: give a last day from today on.")
    if cover == person:
        raise NotGiven("Nobody can stand in for themselves.")
    known = {key for (key,) in work.pen.fetch("two colleagues", _active, one=person, other=cover or person)}
    if known != {person, cover or person}:
        raise NotGiven("Choose somebody who works here.")
    same_days = work.pen.fetch("away then", _away_then, person=person, first=from_on, last=until_on)
    if same_days:
        [first, last] = same_days[0]
        raise NotGiven(f"An absence from {in_words(first)} to {in_words(last)} is recorded already. End it first.")
    work.keep(Absence, person=person, from_on=from_on, until_on=until_on, cover=cover)


@command("End an absence", EVERYONE, "office")
def end_absence(work: Work, *, absence: Annotated[int, Choose("absences")], back_on: date) -> None:
    """Somebody is back, or comes back on another day than was said: from that day they are told again."""
    found = work.pen.fetch("absence", _absence, absence=absence)
    if not found:
        raise NotGiven("There is no such absence: it may have been ended meanwhile.")
    [(person, until_on)] = found
    _check_may_say_so(work, person)
    if back_on > until_on:
        raise DateOutOfOrder(f"They are back after {in_words(until_on)} already.")
    work.keep_change(Absence, absence, back_on=back_on)


def _check_may_say_so(work: Work, person: str) -> None:
    if work.actor.key != person and not work.actor.holds(*MANAGERS):
        raise NotYourRole("You may record when you are away yourself; for others a manager does it.")


def _active() -> Select[Any]:
    staff = table_of(Staff)
    same = or_(staff.c.key == bindparam("one"), staff.c.key == bindparam("other"))
    return select(staff.c.key).where(same, staff.c.active)


def _away_then() -> Select[Any]:
    absence = table_of(Absence)
    return select(absence.c.from_on, absence.c.until_on).where(
        absence.c.person == bindparam("person"),
        absence.c.from_on <= bindparam("last"),
        absence.c.until_on >= bindparam("first"),
        or_(absence.c.back_on.is_(None), absence.c.back_on > bindparam("first")),
    )


def _absence() -> Select[Any]:
    absence = table_of(Absence)
    still = (absence.c.id == bindparam("absence"), absence.c.back_on.is_(None))
    return select(absence.c.person, absence.c.until_on).where(*still)
