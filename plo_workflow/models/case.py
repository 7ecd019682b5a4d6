"""The case (one pre-proceedings period for one family group), its children, and the moves it has made."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from plo_workflow.models.record import PERSONAL, Fact, Row, personal


class Case(Row):
    """One family group's period of pre-proceedings. The stage is changed by a move and by nothing else.

    `next_due_on` is the earliest day on which something on the case is due, so that lists need not look at clocks.
    `holds` names the tables in which facts of the case were ever recorded, so that the others need not be read.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_open", "open", "stage"),
        Index("ix_cases_next_due", "open", "next_due_on", "id", "restricted"),  # pages and counts of the worklist
        Index("ix_cases_worker", "social_worker", "open", "next_due_on"),
        Index("ix_cases_team", "team", "open", "next_due_on"),
        CheckConstraint("(closed_on IS NULL) = open", name="open_until_closed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(40), unique=True)
    tracker_ref: Mapped[str | None] = mapped_column(String(80), unique=True)
    family_name: Mapped[str] = personal()
    stage: Mapped[str] = mapped_column(String(40))
    stage_since_on: Mapped[date]
    open: Mapped[bool]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    revision: Mapped[int]
    holds: Mapped[list[str]]
    next_due_on: Mapped[date | None]
    policy_version: Mapped[str] = mapped_column(String(12))
    team: Mapped[str | None] = mapped_column(String(80))
    social_worker: Mapped[str | None] = mapped_column(String(80))
    team_manager: Mapped[str | None] = mapped_column(String(80))
    lawyer: Mapped[str | None] = mapped_column(String(80))
    urgent: Mapped[bool] = mapped_column(default=False)
    paused_until_on: Mapped[date | None]
    transfer_pending: Mapped[bool] = mapped_column(default=False)
    restricted: Mapped[bool] = mapped_column(default=False)
    legal_hold: Mapped[bool] = mapped_column(default=False)
    synthetic: Mapped[bool] = mapped_column(default=False)
    previous_case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    split_from_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class Child(Fact):
    """A child, born or unborn, in a case. `child_key` is the same child in every case it is ever in."""

    __tablename__ = "children"

    child_key: Mapped[str] = mapped_column(String(40), index=True)
    given_name: Mapped[str] = personal()
    family_name: Mapped[str] = personal()
    born_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    expected_on: Mapped[date | None] = mapped_column(info=PERSONAL)
    removal_planned: Mapped[bool] = mapped_column(default=False)
    joined_later: Mapped[bool] = mapped_column(default=False)


Index("ix_children_name", Child.family_name, Child.given_name)  # a new child is looked for in every other case


class ChildOutcome(Fact):
    """How pre-proceedings ended for one child."""

    __tablename__ = "child_outcomes"

    child_id: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(40))
    reasons: Mapped[str | None] = personal()


class Move(Fact):
    """A move that was made: from which stage to which, why, and what was overridden to make it."""

    __tablename__ = "moves"

    move: Mapped[str] = mapped_column(String(40))
    from_stage: Mapped[str | None] = mapped_column(String(40))
    to_stage: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str | None] = personal()
    said: Mapped[dict[str, Any]] = mapped_column(info=PERSONAL)
    overrides: Mapped[dict[str, Any]] = mapped_column(info=PERSONAL)


class CaseLink(Fact):
    """Another case that this one belongs beside: an earlier period, a split, a sibling's proceedings."""

    __tablename__ = "case_links"

    other_ref: Mapped[str] = mapped_column(String(80))
    why: Mapped[str] = mapped_column(String(40))
    note: Mapped[str | None] = personal()
