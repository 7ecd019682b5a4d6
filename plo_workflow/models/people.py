"""The adults of a family: who they are, where they may be written to, what they need, who represents them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from plo_workflow.models.record import Fact, personal


class Person(Fact):
    """A parent, carer, relative or other person connected with the child."""

    __tablename__ = "people"

    name: Mapped[str] = personal()
    relationship: Mapped[str] = mapped_column(String(40))
    has_parental_responsibility: Mapped[bool]
    gets_letter: Mapped[bool]
    letter_reason: Mapped[str | None] = personal()
    whereabouts_known: Mapped[bool] = mapped_column(default=True)
    carer_status: Mapped[str | None] = mapped_column(String(40))


class Address(Fact):
    """An address of one person; a confidential one is never printed on anything another person receives."""

    __tablename__ = "addresses"

    person_id: Mapped[int]
    lines: Mapped[str] = personal()
    confidential: Mapped[bool]


class Need(Fact):
    """Something a person needs to take part: interpreter, advocate, easy read, capacity, access."""

    __tablename__ = "needs"

    person_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    details: Mapped[str | None] = personal()


class NeedMet(Fact):
    """How a need was met."""

    __tablename__ = "needs_met"

    need_id: Mapped[int]
    how: Mapped[str] = personal()


class Representation(Fact):
    """A solicitor who acts for a person, from the day it happened until the day it ended."""

    __tablename__ = "representations"

    person_id: Mapped[int]
    solicitor: Mapped[str] = personal()
    firm: Mapped[str | None] = personal()
    until_on: Mapped[date | None]


class TracingAttempt(Fact):
    """One attempt to find a parent whose whereabouts are unknown."""

    __tablename__ = "tracing_attempts"

    person_id: Mapped[int]
    method: Mapped[str] = mapped_column(String(80))
    result: Mapped[str] = personal()
