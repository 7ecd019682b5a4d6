"""Who is away now or going to be, and who stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from plo_workflow.models import Absence, Staff


@dataclass(frozen=True)
class Away:
    """Somebody who is or will be away, both days included, with the name of whoever stands in, if anybody."""

    id: int
    person: str
    name: str
    from_on: date
    until_on: date
    cover: str | None


def absences_now(session: Session, on: date) -> list[Away]:
    """Everybody who is away on a day or later, in the order in which they go."""
    person, cover = aliased(Staff), aliased(Staff)
    query = (
        select(Absence, person.name, cover.name)
        .join(person, person.key == Absence.person)
        .outerjoin(cover, cover.key == Absence.cover)
        .where(Absence.until_on >= on, or_(Absence.back_on.is_(None), Absence.back_on > on))
        .order_by(Absence.from_on, person.name)
    )
    return [
        Away(one.id, one.person, name, one.from_on, one.until_on, stands_in)
        for one, name, stands_in in session.execute(query)
    ]
