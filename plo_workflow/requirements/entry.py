"""What must be on the case before it is asked for, listed and decided at its first gateway meeting."""

from __future__ import annotations

from plo_workflow.kinds import PARENTS, ApprovalKind, LegalStatus, Role
from plo_workflow.models import (
    AdviceNote,
    Approval,
    CaseLink,
    Child,
    Contingency,
    GatewayListing,
    GatewayPaper,
    GatewayRequest,
    Person,
)
from plo_workflow.requirements.asking import Ask, Finding, Requirement, either, met, unmet
from plo_workflow.working_days import add_months, in_words, listed


def child_or_expected_date_recorded(ask: Ask) -> Finding:
    """Every child has a date of birth or, unborn, an expected date (E2)."""
    children = ask.file.all(Child)
    without = [child.given_name for child in children if not (child.born_on or child.expected_on)]
    if without:
        return unmet(f"{listed(without)} has neither a date of birth nor an expected date.")
    return either(children, f"{len(children)} recorded.", "No child is recorded.")


def concerns_summarised(ask: Ask) -> Finding:
    """The request says what the worry is."""
    request = ask.file.last(GatewayRequest)
    return either(request and request.concerns.strip(), "Concerns summarised.", "The concerns are not summarised.")


def legal_status_recorded(ask: Ask) -> Finding:
    """The request says how the child stands with the authority."""
    request = ask.file.last(GatewayRequest)
    known = request and request.legal_status in set(LegalStatus)
    return either(known, "Legal status recorded.", "The child's legal status is not recorded.")


def family_meeting_position_recorded(ask: Ask) -> Finding:
    """The request says where family group decision-making stands."""
    request = ask.file.last(GatewayRequest)
    said = request and request.fgdm_position.strip()
    return either(said, "Family meeting position recorded.", "Say where family group decision-making stands.")


def earlier_periods_acknowledged(ask: Ask) -> Finding:
    """Earlier periods of these children were seen by whoever asks (D16)."""
    request = ask.file.last(GatewayRequest)
    links = ask.file.having(CaseLink, why="earlier_period")
    earlier = [f"{link.other_ref}: {link.note}" if link.note else link.other_ref for link in links]
    if not earlier:
        return met("No earlier period is known.")
    return either(
        request and request.earlier_periods_acknowledged,
        f"Earlier period {listed(earlier)} acknowledged.",
        f"There was an earlier period ({listed(earlier)}): say that you have read how it ended.",
    )


def accepter_did_not_ask(ask: Ask) -> Finding:
    """Rule R1: whoever asked for the gateway does not accept the request."""
    asked = {request.recorded_by for request in ask.file.all(GatewayRequest)}
    return either(
        ask.by.key not in asked,
        "Accepted by a second person.",
        "You asked for this gateway; another person must accept it.",
    )


def service_manager_agreed(ask: Ask) -> Finding:
    """A service manager agreed that the case goes to the gateway."""
    agreed = ask.by.holds(Role.SERVICE_MANAGER) or ask.file.last(Approval, what=ApprovalKind.LIST_AT_GATEWAY)
    return either(agreed, "A service manager agreed.", "No service manager has agreed to list this.")


def sitting_within_timescale(ask: Ask) -> Finding:
    """The sitting is within the timescale for holding a gateway (K02)."""
    listing = ask.file.last(GatewayListing)
    if listing is None:
        return unmet("No date for the sitting is given.")
    if listing.sitting_on < ask.on:
        return unmet(f"The sitting on {in_words(listing.sitting_on)} is before the case is listed for it.")
    request = ask.file.last(GatewayRequest)
    limit = ask.limit("gateway_held", ask.on, urgent=bool(request and request.urgent))
    return either(
        listing.sitting_on <= limit,
        f"The sitting on {in_words(listing.sitting_on)} is in time.",
        f"The sitting on {in_words(listing.sitting_on)} is too late: the timescale ends on {in_words(limit)}.",
    )


def lawyer_invited(ask: Ask) -> Finding:
    """The authority's lawyer is invited to the sitting."""
    listing = ask.file.last(GatewayListing)
    return either(
        listing and listing.lawyer,
        "The lawyer is invited.",
        "Say which of the authority's lawyers is invited.",
    )


def reason_given(ask: Ask) -> Finding:
    """A reason is given with the move."""
    return either(ask.says("reason"), "A reason is given.", "Give the reason.")


def later_sitting_given(ask: Ask) -> Finding:
    """The deferral names a later sitting."""
    listing = ask.file.last(GatewayListing, deferred=True)
    return either(
        listing and listing.happened_on == ask.on and listing.sitting_on > ask.on,
        "A later sitting is set.",
        "Give the date of the later sitting.",
    )


def missing_things_named(ask: Ask) -> Finding:
    """The deferral says who supplies what."""
    listing = ask.file.last(GatewayListing, deferred=True)
    said = listing and (listing.still_to_supply or "").strip()
    return either(said, "What is still needed is named.", "Say who must supply what before the later sitting.")


def action_plan_recorded(ask: Ask) -> Finding:
    """The record of the sitting has an action plan."""
    plan = ask.sitting and (ask.sitting.action_plan or "").strip()
    return either(plan, "The action plan is on the record.", "The record of the sitting has no action plan.")


def papers_in_date(ask: Ask) -> Finding:
    """The mandatory papers are before the meeting and not too old (G3)."""
    faults = []
    for wanted in ask.policy.gateway.papers:
        paper = ask.file.last(GatewayPaper, kind=wanted.kind)
        name = wanted.kind.replace("_", " ")
        if paper is None:
            faults.append(f"the {name} is missing")
        elif wanted.max_age_months and add_months(paper.dated_on, wanted.max_age_months) < ask.on:
            faults.append(f"the {name} of {in_words(paper.dated_on)} is older than {wanted.max_age_months} months")
    return either(not faults, "The papers are in and in date.", f"Papers: {listed(faults)}.")


def threshold_view_recorded(ask: Ask) -> Finding:
    """The sitting recorded its view in principle on the threshold, and on which limb."""
    sitting = ask.sitting
    said = sitting and sitting.threshold_limb and (sitting.threshold_view or "").strip()
    return either(
        said, "The threshold view is recorded.", "The view on the threshold, and which limb, is not recorded."
    )


def contingency_recorded(ask: Ask) -> Finding:
    """There is a plan for when things do not change, and a trigger that brings the case back early."""
    plan = ask.file.last(Contingency)
    both = plan and plan.plan.strip() and plan.early_return_trigger.strip()
    return either(
        both,
        "Contingency and early-return trigger recorded.",
        "The contingency plan and what brings the case back early are not recorded.",
    )


def addressees_listed(ask: Ask) -> Finding:
    """It is settled who gets a letter: everyone with parental responsibility, and each other parent with a reason (E10)."""
    people = ask.file.all(Person)
    left_out = [p.name for p in people if p.has_parental_responsibility and not p.gets_letter and not p.letter_reason]
    if left_out:
        return unmet(f"{listed(left_out)} has parental responsibility and is not to get a letter: record the reason.")
    others = [p for p in people if p.relationship in PARENTS and not p.has_parental_responsibility]
    unsaid = [p.name for p in others if not p.letter_reason]
    if unsaid:
        return unmet(
            f"{listed(unsaid)} is a parent without parental responsibility: record why a letter is or is not to go."
        )
    return either(
        any(person.gets_letter for person in people),
        "Those who get a letter are listed.",
        "Nobody is listed to get the letter before proceedings.",
    )


def legal_advice_noted(ask: Ask) -> Finding:
    """The legal advice is kept, apart from the record (G12)."""
    sitting = ask.sitting
    noted = sitting and ask.file.last(AdviceNote, sitting_id=sitting.id)
    return either(
        noted,
        "Legal advice is kept apart.",
        "The lawyer has not yet put the legal advice to this sitting on file.",
    )


def head_of_service_approved_entry(ask: Ask) -> Finding:
    """Where the policy wants it, a head of service agreed to entering pre-proceedings."""
    if not ask.policy.gateway.entering_needs_head_of_service:
        return met("The policy does not ask for the head of service here.")
    agreed = ask.agreed(ApprovalKind.ENTER)
    return either(agreed, "A head of service agreed.", "A head of service, other than you, must agree to entering.")


ROWS = (
    Requirement(child_or_expected_date_recorded, "Record each child with a date of birth or an expected date.", "Social worker", with_the_move=True, source="domain E2"),
    Requirement(concerns_summarised, "Say in a few sentences what the worry is.", "Social worker", with_the_move=True),
    Requirement(legal_status_recorded, "Choose the child's legal status.", "Social worker", with_the_move=True),
    Requirement(family_meeting_position_recorded, "Say whether a family meeting was considered, offered or held.", "Social worker", with_the_move=True),
    Requirement(earlier_periods_acknowledged, "Read how the earlier period ended and tick that you have.", "Social worker", with_the_move=True, source="domain D16"),
    Requirement(accepter_did_not_ask, "Ask a colleague with the role to accept it.", "Another service manager or case progression manager", source="domain A.2 R1"),
    Requirement(service_manager_agreed, "A service manager records their agreement.", "Service manager", by=("approve what=list_at_gateway",)),
    Requirement(sitting_within_timescale, "Choose a sitting within the timescale.", "Whoever lists", override=Role.SERVICE_MANAGER, with_the_move=True, source="domain K02"),
    Requirement(lawyer_invited, "Choose the lawyer who is invited.", "Whoever lists", with_the_move=True),
    Requirement(reason_given, "Write the reason.", "Whoever makes the move", with_the_move=True),
    Requirement(later_sitting_given, "Choose a later sitting.", "Gateway chair", with_the_move=True, source="domain E23"),
    Requirement(missing_things_named, "Name what is missing and who supplies it.", "Gateway chair", with_the_move=True, source="domain E23"),
    Requirement(action_plan_recorded, "Record the action plan with the sitting.", "Gateway chair", by=("record_sitting",)),
    Requirement(papers_in_date, "Put the papers on the case.", "Social worker", override=Role.GATEWAY_CHAIR, by=("add_gateway_paper",), source="domain G3"),
    Requirement(threshold_view_recorded, "Record the view with the sitting.", "Gateway chair", by=("record_sitting",)),
    Requirement(contingency_recorded, "Record the contingency plan.", "Social worker or gateway chair", by=("record_contingency",), source="domain G6"),
    Requirement(addressees_listed, "Record the parents and who gets a letter.", "Social worker", by=("add_person",), source="domain E10"),
    Requirement(legal_advice_noted, "The lawyer records the advice.", "Authority lawyer", by=("record_legal_advice",), source="domain G12"),
    Requirement(head_of_service_approved_entry, "A head of service records their agreement.", "Head of service", by=("approve what=enter",)),
)  # fmt: skip
