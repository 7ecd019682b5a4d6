"""Marks that the legal gateway meeting leaves: asked for, listed, papers in, held, recorded."""

from __future__ import annotations

from datetime import date

from plo_workflow.kinds import GatewayKind, PaperKind, RecordKind, ReviewReason
from plo_workflow.marks.marking import Mark, Marks, mark, moved, reads
from plo_workflow.models import (
    CaseFile,
    GatewayListing,
    GatewayPaper,
    GatewayRequest,
    GatewaySitting,
    Move,
    RecordSigned,
)
from plo_workflow.policy import Policy
from plo_workflow.working_days import add_months


@reads(GatewayRequest)
def gateway_sought(file: CaseFile, policy: Policy) -> Marks:
    """The decision to seek a gateway meeting."""
    return [mark(request) for request in file.all(GatewayRequest)]


@reads(Move)
def request_accepted(file: CaseFile, policy: Policy) -> Marks:
    """The request was accepted and listed."""
    return [mark(move) for move in moved(file, "accept_and_list")]


@reads(Move, GatewayRequest)
def sent_to_gateway(file: CaseFile, policy: Policy) -> Marks:
    """The case was accepted for a sitting, listed for a review, or a decision was withdrawn."""
    urgent = any(request.urgent for request in file.all(GatewayRequest))
    keys = ("accept_and_list", "list_gateway_review", "withdraw_decision")
    return [mark(move, urgent=urgent and move.move == "accept_and_list") for move in moved(file, *keys)]


@reads(Move)
def returned_from_court(file: CaseFile, policy: Policy) -> Marks:
    """The court refused, or the application was withdrawn, and the case went back to the gateway."""
    return [mark(move) for move in moved(file, "return_to_review")]


@reads(GatewayListing)
def sitting_booked(file: CaseFile, policy: Policy) -> Marks:
    """A sitting has a date; the papers count back from it."""
    return [mark(listing, anchor_on=listing.sitting_on) for listing in file.all(GatewayListing)]


@reads(GatewaySitting)
def sitting_held(file: CaseFile, policy: Policy) -> Marks:
    """The gateway sat on the case."""
    return [mark(sitting) for sitting in file.all(GatewaySitting)]


@reads(GatewaySitting)
def each_sitting(file: CaseFile, policy: Policy) -> Marks:
    """Each sitting, counted for itself."""
    return [mark(sitting, subject=f"sitting:{sitting.id}") for sitting in file.all(GatewaySitting)]


@reads(GatewayPaper, GatewayListing)
def papers_complete(file: CaseFile, policy: Policy) -> Marks:
    """For each sitting that is booked, the mandatory papers are in, and in date on the day of the sitting."""
    for listing in file.all(GatewayListing):
        in_date = [paper for paper in file.all(GatewayPaper) if _in_date(paper, listing.sitting_on, policy)]
        latest = {paper.kind: paper for paper in in_date}
        if all(wanted.kind in latest for wanted in policy.gateway.papers):
            last = max((*latest.values(), listing), key=lambda fact: (fact.happened_on, fact.recorded_at))
            yield Mark(last.happened_on, ("papers", listing.id), max(last.recorded_at, listing.recorded_at))


def _in_date(paper: GatewayPaper, sitting_on: date, policy: Policy) -> bool:
    months = {wanted.kind: wanted.max_age_months for wanted in policy.gateway.papers}.get(PaperKind(paper.kind))
    return not months or add_months(paper.dated_on, months) >= sitting_on


@reads(RecordSigned)
def decision_record_signed(file: CaseFile, policy: Policy) -> Marks:
    """The chair signed the decision record of a sitting."""
    return [mark(r, subject=f"sitting:{r.sitting_id}") for r in file.having(RecordSigned, kind=RecordKind.DECISION)]


@reads(RecordSigned)
def full_record_shared(file: CaseFile, policy: Policy) -> Marks:
    """The full record of a sitting was shared."""
    return [mark(r, subject=f"sitting:{r.sitting_id}") for r in file.having(RecordSigned, kind=RecordKind.FULL)]


@reads(GatewaySitting, GatewayListing)
def exit_review_held(file: CaseFile, policy: Policy) -> Marks:
    """A gateway review that was listed to end or extend the period was held."""
    for sitting in file.having(GatewaySitting, kind=GatewayKind.REVIEW):
        listings = [one for one in file.all(GatewayListing) if one.happened_on <= sitting.happened_on]
        if listings and listings[-1].reason in (ReviewReason.EXIT, ReviewReason.EXTENSION):
            yield mark(sitting)
