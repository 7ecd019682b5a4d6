"""The legal gateway meeting: the request, the listing, who sat, what was decided for each child. Legal advice
stands apart."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from plo_workflow.models.record import Fact, personal


class GatewayRequest(Fact):
    """A social worker asks for a gateway meeting; the date is that of the decision to ask.

    Only a request that was taken over from a tracker may lack the legal status.
    """

    __tablename__ = "gateway_requests"

    concerns: Mapped[str] = personal()
    legal_status: Mapped[str | None] = mapped_column(String(40))
    fgdm_position: Mapped[str] = personal()
    earlier_periods_acknowledged: Mapped[bool]
    urgent: Mapped[bool] = mapped_column(default=False)


class GatewayListing(Fact):
    """The case has a place at a sitting. A deferral is a new listing with its reason."""

    __tablename__ = "gateway_listings"

    kind: Mapped[str] = mapped_column(String(40))
    sitting_on: Mapped[date]
    reason: Mapped[str | None] = personal()
    lawyer: Mapped[str | None] = mapped_column(String(80))
    deferred: Mapped[bool] = mapped_column(default=False)
    still_to_supply: Mapped[str | None] = personal()


class GatewayPaper(Fact):
    """A paper that is before the meeting, with the date of the paper itself."""

    __tablename__ = "gateway_papers"

    kind: Mapped[str] = mapped_column(String(40))
    dated_on: Mapped[date]


class GatewaySitting(Fact):
    """The meeting was held: the threshold view in principle and the plan if things do not change."""

    __tablename__ = "gateway_sittings"

    kind: Mapped[str] = mapped_column(String(40))
    threshold_limb: Mapped[str | None] = mapped_column(String(40))
    threshold_view: Mapped[str | None] = personal()
    options_weighed: Mapped[str | None] = personal()
    action_plan: Mapped[str | None] = personal()


class GatewayAttendance(Fact):
    """Somebody who sat at the meeting, and in which part."""

    __tablename__ = "gateway_attendances"

    sitting_id: Mapped[int]
    staff_key: Mapped[str] = mapped_column(String(80))
    part: Mapped[str] = mapped_column(String(40))


class GatewayDecision(Fact):
    """What was decided for one child, why, and who dissented. A reversed decision is withdrawn, never deleted."""

    __tablename__ = "gateway_decisions"

    sitting_id: Mapped[int | None]
    child_id: Mapped[int]
    decision: Mapped[str] = mapped_column(String(40))
    reasons: Mapped[str] = personal()
    dissent: Mapped[str | None] = personal()


class RecordSigned(Fact):
    """The decision record signed by the chair, or the full record shared.

    `signed_hashes` are fingerprints of what stood above the signature, so that a later change shows.
    """

    __tablename__ = "records_signed"

    sitting_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    signed_hashes: Mapped[list[str]]


class AdviceNote(Fact):
    """Legal advice to the meeting: privileged. Pages show that it exists only to those who may know; nothing
    else reads it."""

    __tablename__ = "advice_notes"

    sitting_id: Mapped[int | None]
    advice: Mapped[str] = mapped_column(info={"personal": True, "privileged": True})


class Approval(Fact):
    """A second person's agreement to something that one person may not do alone."""

    __tablename__ = "approvals"

    what: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[int | None]
    reason: Mapped[str | None] = personal()
