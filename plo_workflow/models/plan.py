"""The family's plan: each concern with what good looks like, who does what by when, and how it goes at each review."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from plo_workflow.models.record import Fact, personal


class Concern(Fact):
    """What the authority is worried about, and the change that would show it is better."""

    __tablename__ = "concerns"

    worry: Mapped[str] = personal()
    good_looks_like: Mapped[str] = personal()
    safety_critical: Mapped[bool] = mapped_column(default=False)


class Contingency(Fact):
    """What happens if the plan does not work, and what brings the case back to the gateway early."""

    __tablename__ = "contingencies"

    plan: Mapped[str] = personal()
    early_return_trigger: Mapped[str] = personal()


class Action(Fact):
    """Something one named owner will do by one date, arising from the plan, a gateway or supervision."""

    __tablename__ = "actions"
    __table_args__ = (
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_whole"),
        Index(None, "case_id"),
        Index(None, "due_on"),
    )

    arises_from: Mapped[str] = mapped_column(String(40))
    concern_id: Mapped[int | None]
    what: Mapped[str] = personal()
    owner_kind: Mapped[str] = mapped_column(String(40))
    owner: Mapped[str] = personal()
    due_on: Mapped[date]


class ActionDone(Fact):
    """An action was completed."""

    __tablename__ = "actions_done"

    action_id: Mapped[int]
    note: Mapped[str | None] = personal()


class Progress(Fact):
    """How one concern stands at one review: better, same or worse for the child."""

    __tablename__ = "progress"

    meeting_id: Mapped[int]
    concern_id: Mapped[int]
    judgement: Mapped[str] = mapped_column(String(40))
    evidence: Mapped[str] = personal()


class PlanAgreement(Fact):
    """How a parent stands to the plan: agreed, seen and not agreed, or capacity in question."""

    __tablename__ = "plan_agreements"

    person_id: Mapped[int]
    how: Mapped[str] = mapped_column(String(40))
