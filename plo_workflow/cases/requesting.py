"""Asking for a gateway meeting, listing it, deferring it: how a case begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, NamedTuple
from uuid import uuid4

from sqlalchemy import Select, and_, bindparam, or_, select

from plo_workflow.cases.asks import Choose
from plo_workflow.cases.births import check_birth
from plo_workflow.cases.chain import lock_end
from plo_workflow.cases.demonstration_clock import only_made_up
from plo_workflow.cases.registry import move_command
from plo_workflow.cases.work import Work
from plo_workflow.errors import ChildInOpenCase, DateOutOfOrder, MoveNotOpen, NotGiven
from plo_workflow.kinds import GatewayKind, LegalStatus, LinkKind
from plo_workflow.models import (
    Allocation,
    Case,
    CaseLink,
    Child,
    ChildOutcome,
    GatewayListing,
    GatewayRequest,
)
from plo_workflow.stages import MOVES, STAGES
from plo_workflow.store import table_of
from plo_workflow.working_days import in_words, listed

Staff = Annotated[str, Choose("staff")]
Lawyer = Annotated[str, Choose("lawyers")]


@dataclass(frozen=True)
class NewChild:
    """A child as first recorded: born, or unborn with an expected date."""

    given_name: str
    family_name: str | None = None
    born_on: date | None = None
    expected_on: date | None = None
    removal_planned: bool = False


class MetBefore(NamedTuple):
    """The same child in another case: the child's key, the case, whether still open there, else how it ended."""

    child_key: str
    ref: str
    still_open: bool
    ended: str
    ended_on: date | None

    def how_it_ended(self, on: date) -> str | None:
        """How the other period ended and how long before a day, in words."""
        if self.ended_on is None or self.ended_on > on:
            return None
        return f"{self.ended} on {in_words(self.ended_on)}, {(on - self.ended_on).days} days before"


@move_command("request_gateway")
def request_gateway(
    work: Work,
    *,
    on: date,
    family_name: str,
    children: list[NewChild],
    concerns: str,
    legal_status: LegalStatus,
    fgdm_position: str,
    social_worker: Staff,
    team_manager: Annotated[str, Choose("team_managers")] | None = None,
    team: str | None = None,
    earlier_periods_acknowledged: bool = False,
    urgent: bool = False,
    synthetic: bool = False,
    tracker_ref: str | None = None,
) -> None:
    """Open a case by asking for a gateway meeting (T01).

    Beside made-up families only, the case is made up too. Raises `ChildInOpenCase` if a child is in another open case;
    an earlier, ended period is linked and must be acknowledged.
    """
    work.open_case(
        family_name=family_name.strip(),
        stage="gateway_requested",
        stage_since_on=on,
        opened_on=on,
        team=team,
        social_worker=social_worker,
        team_manager=team_manager,
        synthetic=synthetic or bool(work.pen.fetch("only made up", only_made_up)),
        tracker_ref=tracker_ref,
    )
    request = GatewayRequest(
        happened_on=on,
        concerns=concerns,
        legal_status=legal_status,
        fgdm_position=fgdm_position,
        earlier_periods_acknowledged=earlier_periods_acknowledged,
        urgent=urgent,
    )
    _begin(work, children, request, "request_gateway")


def _begin(work: Work, children: list[NewChild], request: GatewayRequest, move: str) -> None:
    """The first facts of a case: its children, who holds it, what is asked for, and the move that opens it."""
    if not children:
        raise NotGiven("No child is given. A case is about at least one child, born or unborn.")
    on, case = request.happened_on, work.case
    for child in children:
        add_child(work, child, on=on, family_name=case.family_name)
    for part, holder in (("social_worker", case.social_worker), ("team_manager", case.team_manager)):
        if holder:
            work.record(Allocation(happened_on=on, part=part, staff_key=holder))
    work.record(request)
    work.move(move, on=on)


@move_command("reopen")
def reopen(
    work: Work,
    *,
    on: date,
    children: Annotated[list[int], Choose("all_children")],
    concerns: str,
    legal_status: LegalStatus,
    fgdm_position: str,
    earlier_periods_acknowledged: bool,
    urgent: bool = False,
) -> Work:
    """Begin a new period for children of an ended case (T21); the old case stays as it ended."""
    old = work
    chosen = [old.find(Child, child_id) for child_id in children]
    if old.case.stage not in MOVES["reopen"].sources:
        stage = STAGES[old.case.stage].label
        raise MoveNotOpen(f"A new period begins when the last one has ended; {old.ref} is at the stage “{stage}”.")
    if on < old.case.stage_since_on:
        ended = in_words(old.case.stage_since_on)
        raise DateOutOfOrder(f"A new period cannot begin on {in_words(on)}: {old.ref} ended on {ended}.")
    new = old.beside(
        family_name=old.case.family_name,
        stage="gateway_requested",
        stage_since_on=on,
        opened_on=on,
        team=old.case.team,
        social_worker=old.case.social_worker,
        team_manager=old.case.team_manager,
        synthetic=old.case.synthetic,
        previous_case_id=old.case.id,
    )
    again = [
        NewChild(c.given_name, c.family_name, c.born_on, None if c.born_on else c.expected_on, c.removal_planned)
        for c in chosen
    ]
    request = GatewayRequest(
        happened_on=on,
        concerns=concerns,
        legal_status=legal_status,
        fgdm_position=fgdm_position,
        earlier_periods_acknowledged=earlier_periods_acknowledged,
        urgent=urgent,
    )
    _begin(new, again, request, "reopen")
    return new


@move_command("accept_and_list")
def accept_and_list(work: Work, *, on: date, sitting_on: date, lawyer: Lawyer) -> None:
    """Accept the request and give it a place at a sitting (T02)."""
    work.record(GatewayListing(happened_on=on, kind=GatewayKind.ENTRY, sitting_on=sitting_on, lawyer=lawyer))
    work.move("accept_and_list", on=on)
    work.set_case(lawyer=lawyer)


@move_command("defer_gateway")
def defer_gateway(work: Work, *, on: date, sitting_on: date, reason: str, still_to_supply: str) -> None:
    """Put the case off to a later sitting; the time for holding it runs on (T03)."""
    work.record(
        GatewayListing(
            happened_on=on,
            kind=GatewayKind.ENTRY,
            sitting_on=sitting_on,
            reason=reason,
            deferred=True,
            still_to_supply=still_to_supply,
            lawyer=work.case.lawyer,
        )
    )
    work.move("defer_gateway", on=on, reason=reason)


def add_child(work: Work, child: NewChild, *, on: date, family_name: str, joined_later: bool = False) -> Child:
    """Put a child into the case, known by the same key as in any earlier case.

    Raises `ChildInOpenCase`, or `NotGiven` for a date of birth that cannot be.
    """
    check_birth(child.given_name, child.born_on, child.expected_on, on=on, today=work.today)
    name = (child.family_name or family_name).strip()
    known = met_before(work, child, name)
    open_elsewhere = sorted({one.ref for one in known if one.still_open})
    if open_elsewhere:
        raise ChildInOpenCase(f"{child.given_name} is already in the open case {listed(open_elsewhere)}.")
    return enter_child(work, child, known, on=on, family_name=name, joined_later=joined_later)


def enter_child(
    work: Work, child: NewChild, known: Sequence[MetBefore], *, on: date, family_name: str, joined_later: bool = False
) -> Child:
    """Record a child who may be in other cases too, with a link to each that says how long ago it ended (E15)."""
    for met in known:
        if not any(link.other_ref == met.ref for link in work.file.all(CaseLink)):
            note = met.how_it_ended(on)
            work.record(CaseLink(happened_on=on, other_ref=met.ref, why=LinkKind.EARLIER_PERIOD, note=note))
    return work.record(
        Child(
            happened_on=on,
            child_key=known[0].child_key if known else uuid4().hex,
            given_name=child.given_name.strip(),
            family_name=family_name,
            born_on=child.born_on,
            expected_on=child.expected_on,
            removal_planned=child.removal_planned,
            joined_later=joined_later,
        )
    )


def met_before(work: Work, child: NewChild, family_name: str) -> list[MetBefore]:
    """The same child (name and date of birth, or expected date) in other cases, the latest case first."""
    lock_end(work.pen)  # else two requests for one child at the same instant would not see each other
    found = work.pen.fetch(
        "child met before",
        _same_child,
        given_name=child.given_name.strip(),
        family_name=family_name,
        born_on=child.born_on,
        expected_on=child.expected_on,
    )
    return [
        MetBefore(key, ref, bool(is_open) and not outcome, STAGES[stage].label, closed_on)
        for key, ref, is_open, stage, closed_on, outcome in found
        if ref != work.ref
    ]


def _same_child() -> Select[tuple[str, str, bool, str, date | None, str | None]]:
    child, case, outcome = table_of(Child), table_of(Case), table_of(ChildOutcome)
    given = {name: bindparam(name, type_=child.c[name].type) for name in ("born_on", "expected_on")}
    born = and_(child.c.born_on.is_not(None), child.c.born_on == given["born_on"])
    expected = and_(child.c.born_on.is_(None), child.c.expected_on == given["expected_on"])
    done = and_(
        outcome.c.child_id == child.c.id,
        outcome.c.case_id == child.c.case_id,
        outcome.c.withdrawn_at.is_(None),
    )
    return (
        select(child.c.child_key, case.c.ref, case.c.open, case.c.stage, case.c.closed_on, outcome.c.outcome)
        .join_from(child, case, case.c.id == child.c.case_id)
        .join(outcome, done, isouter=True)
        .where(
            child.c.given_name == bindparam("given_name"),
            child.c.family_name == bindparam("family_name"),
            or_(born, expected),
            child.c.withdrawn_at.is_(None),
        )
        .order_by(case.c.id.desc())
    )
