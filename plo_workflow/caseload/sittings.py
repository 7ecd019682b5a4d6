"""Reading the gateway: which cases are asked for, listed or back there, and for which sitting. Nothing is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from plo_workflow.models import Case, GatewayListing, Staff
from plo_workflow.stages import MOVES

TO_BE_LISTED = frozenset(MOVES["accept_and_list"].sources)
TO_BE_DECIDED = frozenset(
    stage for move in MOVES.values() if "quorum_met" in move.requires for stage in move.sources
)  # fmt: skip


@dataclass(frozen=True)
class AtGateway:
    """One case that waits for a gateway: `listing` is its latest place at a sitting, if it has one."""

    case: Case
    listing: GatewayListing | None
    worker: str
    lawyer: str

    @property
    def sitting_on(self) -> date | None:
        """The day of the sitting."""
        return self.listing.sitting_on if self.listing else None


def waiting_for_gateway(session: Session) -> list[AtGateway]:
    """Every case that is to be listed or decided, those without a sitting first, then by the day of the sitting.

    A restricted case is in no list.
    """
    stages = TO_BE_LISTED | TO_BE_DECIDED
    query = select(Case).where(Case.open, Case.restricted.is_(False), Case.stage.in_(stages)).order_by(Case.id)
    cases = session.scalars(query).all()
    listings = _latest_listings(session, [case.id for case in cases if case.stage in TO_BE_DECIDED])
    names = {key: name for key, name in session.execute(select(Staff.key, Staff.name))}
    lines = [
        AtGateway(
            case, listings.get(case.id), names.get(case.social_worker or "", ""), names.get(case.lawyer or "", "")
        )
        for case in cases
    ]
    return sorted(lines, key=lambda line: line.sitting_on or date.min)


def _latest_listings(session: Session, case_ids: list[int]) -> dict[int, GatewayListing]:
    query = select(GatewayListing).where(GatewayListing.case_id.in_(case_ids), GatewayListing.withdrawn_at.is_(None))
    in_order = query.order_by(GatewayListing.happened_on, GatewayListing.id)
    return {listing.case_id: listing for listing in session.scalars(in_order)}
