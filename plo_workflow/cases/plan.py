"""The family's plan: concerns, what good looks like, who does what by when, and what happens if it does not work."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from plo_workflow.access import CASEWORKERS, GATEWAY
from plo_workflow.cases.asks import Choose
from plo_workflow.cases.order import check_order
from plo_workflow.cases.registry import command
from plo_workflow.cases.work import Work
from plo_workflow.errors import DateOutOfOrder, NotGiven
from plo_workflow.kinds import ActionSource, AgreementHow, OwnerKind, Role
from plo_workflow.models import Action, ActionDone, Concern, Contingency, Fact, Person, PlanAgreement

PLANNERS = (*CASEWORKERS, Role.GATEWAY_CHAIR)


@command("Add a concern", CASEWORKERS, "plan")
def add_concern(work: Work, *, on: date, worry: str, good_looks_like: str, safety_critical: bool = False) -> Fact:
    """What we are worried about, and what good looks like for the child."""
    if not (worry.strip() and good_looks_like.strip()):
        raise NotGiven("Say both what the worry is and what good looks like for the child.")
    return work.record(
        Concern(happened_on=on, worry=worry, good_looks_like=good_looks_like, safety_critical=safety_critical)
    )


@command("Add an action", (*PLANNERS, Role.SERVICE_MANAGER), "plan")
def add_action(
    work: Work,
    *,
    on: date,
    what: str,
    owner_kind: OwnerKind,
    owner: str,
    due_on: date,
    arises_from: ActionSource = ActionSource.PLAN,
    concern: Annotated[int, Choose("concerns")] | None = None,
) -> Fact:
    """One action with one owner and one date. Raises `NotGiven` for an action without either (D08)."""
    if not (what.strip() and owner.strip()):
        raise NotGiven("An action says what is done and who does it.")
    if due_on < on:
        raise DateOutOfOrder("An action cannot be due before the day it was agreed.")
    concern_id = work.find(Concern, concern).id if concern else None
    return work.record(
        Action(
            happened_on=on, arises_from=arises_from, concern_id=concern_id, what=what, owner_kind=owner_kind,
            owner=owner, due_on=due_on,
        )
    )  # fmt: skip


@command("Record an action as done", (*PLANNERS, Role.SERVICE_MANAGER), "plan")
def complete_action(
    work: Work, *, on: date, action: Annotated[int, Choose("actions")], note: str | None = None
) -> None:
    """An action was completed."""
    done = ActionDone(happened_on=on, action_id=work.find(Action, action).id, note=note)
    check_order(work.file, work.record(done))


@command("Record the contingency plan", (*PLANNERS, *GATEWAY), "plan")
def record_contingency(work: Work, *, on: date, plan: str, early_return_trigger: str) -> None:
    """What happens if the plan does not work, and what brings the case back to the gateway early."""
    work.record(Contingency(happened_on=on, plan=plan, early_return_trigger=early_return_trigger))


@command("Record how a parent stands to the plan", CASEWORKERS, "plan")
def record_plan_agreement(work: Work, *, on: date, person: Annotated[int, Choose("people")], how: AgreementHow) -> None:
    """Agreed, or seen and not agreed, or capacity in question."""
    work.record(PlanAgreement(happened_on=on, person_id=work.find(Person, person).id, how=how))
