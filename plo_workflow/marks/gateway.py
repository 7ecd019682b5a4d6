"""Marks that the legal gateway meeting leaves: asked for, listed, papers in, held, recorded."""

from __future__ import annotations

from datetime import date
from itertools import product

from plo_workflow.kinds import GatewayKind, PaperKind, RecordKind, ReviewReason
from plo_workflow.marks.marking import Mark, Marks, in_order, mark, moved, reads
from plo_workflow.models import (
    CaseFile,
    GatewayAttendance,
    GatewayListing,
    GatewayPaper,
    GatewayRequest,
    GatewaySitting,
    RecordSigned,
    TrackerRow,
)
from plo_workflow.policy import Policy
from plo_workflow.working_days import add_months

TO_GATEWAY = ("accept_and_list", "list_gateway_review", "withdraw_decision")
"""The moves that send a case to a sitting."""


@reads(GatewayRequest)
def gateway_sought(file: CaseFile, policy: Policy) -> Marks:
    """The decision to seek a gateway meeting."""
    return [mark(request) for request in file.all(GatewayRequest)]


@reads("accept_and_list")
def request_accepted(file: CaseFile, policy: Policy) -> Marks:
    """The request was accepted and listed."""
    return [mark(move) for move in moved(file, "accept_and_list")]


@reads(*TO_GATEWAY, GatewayRequest)
def sent_to_gateway(file: CaseFile, policy: Policy) -> Marks:
    """The case was accepted for a sitting, listed for a review, or a decision was withdrawn."""
    urgent = any(request.urgent for request in file.all(GatewayRequest))
    return [mark(move, urgent=urgent and move.move == "accept_and_list") for move in moved(file, *TO_GATEWAY)]


@reads("return_to_review")
def returned_from_court(file: CaseFile, policy: Policy) -> Marks:
    """The court refused, or the application was withdrawn, and the case went back to the gateway."""
    return [mark(move) for move in moved(file, "return_to_review")]


@reads(GatewayListing)
def sitting_booked(file: CaseFile, policy: Policy) -> Marks:
    """A sitting has a date; the papers count back from it."""
    return [mark(listing, anchor_on=listing.sitting_on) for listing in file.all(GatewayListing)]


def seats(file: CaseFile, sitting: GatewaySitting, policy: Policy) -> list[set[str]]:
    """Who sat that could take each of the parts that the policy wants at a sitting."""
    sat = file.having(GatewayAttendance, sitting_id=sitting.id)
    return [{one.staff_key for one in sat if one.part in group} for group in policy.gateway.quorum]


def quorate(file: CaseFile, sitting: GatewaySitting, policy: Policy) -> bool:
    """Whether every part at a sitting was taken, each by a different person (G2)."""
    return any(len(set(taken)) == len(taken) for taken in product(*seats(file, sitting, policy)))


def _put_off(file: CaseFile, sitting: GatewaySitting) -> bool:
    """Whether the next thing after a sitting was that the case was put off to a later one."""
    after = [one for one in file.all(GatewaySitting) if in_order(one) > in_order(sitting)]
    deferred = [one for one in file.having(GatewayListing, deferred=True) if in_order(one) > in_order(sitting)]
    return bool(deferred) and not (after and in_order(after[0]) < in_order(deferred[0]))


def _taken_over(file: CaseFile, sitting: GatewaySitting) -> bool:
    """Whether a sitting came with the tracker, which says that it was held and not who sat."""
    row = file.first(TrackerRow)
    known = file.having(GatewayAttendance, sitting_id=sitting.id)
    return row is not None and sitting.happened_on <= row.happened_on and not known


@reads(GatewaySitting, GatewayAttendance, GatewayListing, TrackerRow)
def sitting_held(file: CaseFile, policy: Policy) -> Marks:
    """The gateway sat on the case; a sitting that was not quorate, or put the case off, holds nothing (E23)."""
    for sitting in file.all(GatewaySitting):
        sat = quorate(file, sitting, policy) or _taken_over(file, sitting)
        if sat and not _put_off(file, sitting):
            yield mark(sitting)


@reads(GatewaySitting, GatewayAttendance, GatewayListing, TrackerRow)
def ratification_held(file: CaseFile, policy: Policy) -> Marks:
    """The gateway looked at an urgent decision afterwards."""
    held = {one.id for one in file.having(GatewaySitting, kind=GatewayKind.RATIFICATION)}
    return [one for one in sitting_held(file, policy) if one.fact[1] in held]


@reads(GatewaySitting)
def each_sitting(file: CaseFile, policy: Policy) -> Marks:
    """Each sitting, counted for itself."""
    return [mark(sitting, subject=f"sitting:{sitting.id}") for sitting in file.all(GatewaySitting)]


@reads(GatewayPaper, GatewayListing)
def papers_complete(file: CaseFile, policy: Policy) -> Marks:
    """For each sitting that is booked, the mandatory papers are in, and in date on the day of the sitting."""
    for listing in file.all(GatewayListing):
        in_date = [paper for paper in file.all(GatewayPaper) if _in_date(paper, listing.sitting_on, policy)]
        first = {paper.kind: paper for paper in reversed(in_date)}
        if all(wanted.kind in first for wanted in policy.gateway.papers):
            needed = [first[wanted.kind] for wanted in policy.gateway.papers]
            last = max((*needed, listing), key=in_order)
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


@reads(GatewaySitting, GatewayAttendance, GatewayListing, TrackerRow)
def exit_review_held(file: CaseFile, policy: Policy) -> Marks:
    """A gateway review that was listed to end or extend the period was held."""
    held = {one.fact[1] for one in sitting_held(file, policy)}
    for sitting in file.having(GatewaySitting, kind=GatewayKind.REVIEW):
        listings = [one for one in file.all(GatewayListing) if one.happened_on <= sitting.happened_on]
        if sitting.id in held and listings and listings[-1].reason in (ReviewReason.EXIT, ReviewReason.EXTENSION):
            yield mark(sitting)
