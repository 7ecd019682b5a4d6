"""Both sides of what a case needs before it is asked for, listed and first decided."""

from __future__ import annotations

from plo_workflow.kinds import ApprovalKind, LinkKind, Role
from plo_workflow.models import AdviceNote, CaseLink, Contingency, GatewayPaper
from plo_workflow.policy import default_policy
from plo_workflow.requirements import Ask, entry
from tests.builders import born, made
from tests.plo_workflow.requirements.sides import (
    ISLA,
    LISTED,
    ON,
    REQUESTED,
    SAT,
    SITTING,
    Sides,
    Table,
    approval,
    ask,
    by,
    has,
    listing,
    person,
    request,
    says,
    sitting,
)
from tests.plo_workflow.weekdays import day

EARLIER = made(CaseLink, REQUESTED, other_ref="PLO-2024-00007", why=LinkKind.EARLIER_PERIOD)
KINDS = [paper.kind for paper in default_policy().gateway.papers]
PAPERS = [made(GatewayPaper, LISTED, kind=kind, dated_on=LISTED) for kind in KINDS]
OLD = [made(GatewayPaper, LISTED, kind=kind, dated_on=day("Fri 11 Jul 2025")) for kind in KINDS]


def with_head_of_service(question: Ask) -> Ask:
    """The same question under a policy that wants the head of service to agree to entering."""
    policy = question.policy
    gateway = policy.gateway.model_copy(update={"entering_needs_head_of_service": True})
    return Ask(
        question.file, policy.model_copy(update={"gateway": gateway}), question.calendar, question.on, question.by
    )


SIDES: Table = {
    entry.child_or_expected_date_recorded: has(
        ISLA, without=[born("Baby", None, REQUESTED)], missing="Baby has neither a date of birth nor an expected date"
    ),
    entry.concerns_summarised: has(request(), without=[request(concerns=" ")], missing="concerns are not summarised"),
    entry.legal_status_recorded: has(request(), without=[request(legal_status="")], missing="legal status is not"),
    entry.family_meeting_position_recorded: has(
        request(), without=[request(fgdm_position="")], missing="where family group decision-making stands"
    ),
    entry.earlier_periods_acknowledged: has(
        EARLIER, request(earlier_periods_acknowledged=True), without=[EARLIER, request()],
        missing="an earlier period (PLO-2024-00007): say that you have read how it ended",
    ),
    entry.accepter_did_not_ask: Sides(
        ask(request(recorded_by="sam"), **by("sue")), ask(request(recorded_by="sue"), **by("sue")), "You asked for this"
    ),
    entry.service_manager_agreed: Sides(
        ask(**by("sue", Role.SERVICE_MANAGER)), ask(**by("pam", Role.CASE_PROGRESSION_MANAGER)),
        "No service manager has agreed",
    ),
    entry.sitting_within_timescale: has(
        listing(day("Wed 28 Jan 2026")), without=[listing(day("Thu 29 Jan 2026"))],
        missing="is too late: the timescale ends on 28 January 2026",
    ),
    entry.lawyer_invited: has(listing(), without=[listing(lawyer=None)], missing="which of the authority's lawyers"),
    entry.reason_given: Sides(says(reason="A paper is missing."), says(reason="  "), "Give the reason"),
    entry.later_sitting_given: has(
        listing(day("Tue 20 Jan 2026"), ON, deferred=True), without=[listing(SAT, ON, deferred=True)],
        missing="Give the date of the later sitting",
    ),
    entry.missing_things_named: has(
        listing(deferred=True, still_to_supply="The genogram, by Sam."), without=[listing(deferred=True)],
        missing="who must supply what",
    ),
    entry.action_plan_recorded: has(*sitting(), without=sitting(action_plan=""), missing="has no action plan"),
    entry.papers_in_date: has(
        *PAPERS, without=OLD[:-1],
        missing="assessment of 11 July 2025 is older than 6 months and the care plan options is missing",
    ),
    entry.threshold_view_recorded: has(
        *sitting(), without=sitting(threshold_view=""), missing="The view on the threshold, and which limb"
    ),
    entry.contingency_recorded: has(
        made(Contingency, ON, plan="Apply.", early_return_trigger="A night alone."),
        without=[made(Contingency, ON, plan="Apply.", early_return_trigger="")],
        missing="what brings the case back early",
    ),
    entry.addressees_listed: has(
        person(), without=[person(gets_letter=False)], missing="is not to get a letter: record the reason"
    ),
    entry.legal_advice_noted: has(
        *sitting(), made(AdviceNote, SAT, sitting_id=SITTING, advice="Kept apart."), without=sitting(),
        missing="has not yet put the legal advice",
    ),
    entry.head_of_service_approved_entry: Sides(
        with_head_of_service(ask(approval(ApprovalKind.ENTER))),
        with_head_of_service(ask(approval(ApprovalKind.ENTER, by="cara"))), "A head of service, other than you",
    ),
}  # fmt: skip
