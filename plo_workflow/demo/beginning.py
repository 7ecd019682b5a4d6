"""How a made-up family's case begins: the request, the gateway, the letters."""

from __future__ import annotations

from datetime import date, timedelta

from plo_workflow.cases.family import add_address, add_person, record_need, record_tracing
from plo_workflow.cases.gateway import (
    ChildDecision,
    Sat,
    add_gateway_paper,
    approve,
    record_decision_continue,
    record_decision_enter,
    record_decision_issue,
    record_gateway_decisions,
    record_legal_advice,
    record_sitting,
    share_gateway_record,
    sign_decision_record,
)
from plo_workflow.cases.letters import (
    Sent,
    approve_letter,
    confirm_readability,
    draft_letter_before_proceedings,
    issue_letters,
    record_letter_delivered,
    record_letter_returned,
    record_letter_sent,
)
from plo_workflow.cases.meetings import book_meeting
from plo_workflow.cases.ongoing import record_family_meeting, record_milestone
from plo_workflow.cases.plan import record_contingency
from plo_workflow.cases.requesting import accept_and_list, defer_gateway, request_gateway
from plo_workflow.demo import words
from plo_workflow.demo.names import FATHERS, LANGUAGES, MOTHERS, address, telephone
from plo_workflow.demo.stepping import Family, Journey, Parent
from plo_workflow.kinds import (
    ApprovalKind,
    Decision,
    FamilyStep,
    GatewayKind,
    LegalStatus,
    LetterStep,
    MeetingKind,
    MilestoneKind,
    NeedKind,
    PaperKind,
    Part,
    Relationship,
    ThresholdLimb,
)
from plo_workflow.working_days import in_words

PAPERS = (
    PaperKind.CHRONOLOGY,
    PaperKind.CHILD_AND_FAMILY_ASSESSMENT,
    PaperKind.GENOGRAM,
    PaperKind.CARE_PLAN_OPTIONS,
)


def ask(family: Family) -> Journey:
    """The gateway is asked for."""
    dice, team, on = family.dice, family.team, family.start_on
    status = LegalStatus.CHILD_PROTECTION if dice.between(1, 10) > 3 else LegalStatus.CHILD_IN_NEED
    done = yield family.step(
        on, family.worker, request_gateway, family_name=family.name, children=family.children,
        concerns=" ".join(theme.summary for theme in family.themes), legal_status=status,
        fgdm_position=dice.one_of(words.FAMILY_MEETING_POSITIONS), social_worker=family.worker,
        team_manager=team.manager, team=team.name, synthetic=True,
    )  # fmt: skip
    family.ref = done.case


def list_for_gateway(family: Family) -> Journey:
    """The request is accepted and listed; the papers and the people are put on the case."""
    dice, team = family.dice, family.team
    accepted = family.later(family.start_on, "request_accepted")
    sitting = family.calendar.add_working_days(accepted, dice.between(5, 9))
    yield family.step(accepted, team.service_manager, accept_and_list, sitting_on=sitting, lawyer=family.lawyer)
    yield from add_people(family, accepted)
    before = family.calendar.add_working_days(sitting, -dice.length("papers_before_sitting"))
    yield from bring_papers(family, max(accepted, before))
    if dice.happens("deferred"):
        reason, supply = dice.one_of(words.DEFERRALS)
        put_off = family.calendar.add_working_days(sitting, dice.between(4, 9))
        yield family.step(
            sitting, family.chair, defer_gateway, sitting_on=put_off, reason=reason, still_to_supply=supply
        )
        sitting = put_off
    family.sitting_on = sitting


def add_people(family: Family, on: date) -> Journey:
    """The parents, where they live and what they need."""
    dice = family.dice
    known = [(dice.one_of(MOTHERS), Relationship.MOTHER, True)]
    if dice.happens("father_known"):
        known.append((dice.one_of(FATHERS), Relationship.FATHER, dice.happens("father_shares_responsibility")))
    for given, relationship, responsible in known:
        lost = relationship == Relationship.FATHER and dice.happens("father_not_found")
        done = yield family.step(
            on, family.worker, add_person, name=f"{given} {family.name}", relationship=relationship,
            has_parental_responsibility=responsible, gets_letter=True, whereabouts_known=not lost,
            letter_reason=None if responsible else "He is closely involved with the children.",
        )  # fmt: skip
        parent = Parent(done.value, f"{given} {family.name}", found=not lost)
        family.parents.append(parent)
        yield family.step(
            on, family.worker, add_address, person=parent.id, lines=address(family.number * 3 + len(family.parents)),
            confidential=dice.happens("confidential_address"),
        )  # fmt: skip
        yield from record_needs(family, parent, on)


def record_needs(family: Family, parent: Parent, on: date) -> Journey:
    """What a parent needs to take part, or that it is nothing."""
    dice = family.dice
    kind, details = NeedKind.NONE, None
    if dice.happens("needs_something"):
        kind = dice.one_of((NeedKind.INTERPRETER, NeedKind.ADVOCATE, NeedKind.EASY_READ))
        details = dice.one_of(LANGUAGES) if kind == NeedKind.INTERPRETER else None
    done = yield family.step(on, family.worker, record_need, person=parent.id, kind=kind, details=details)
    if kind != NeedKind.NONE:
        family.needs.append(done.value)


def bring_papers(family: Family, on: date) -> Journey:
    """The mandatory papers, in date."""
    for kind in PAPERS:
        dated_on = on - timedelta(days=family.dice.between(3, 60))
        yield family.step(on, family.worker, add_gateway_paper, kind=kind, dated_on=dated_on)


def sit(family: Family, on: date, kind: GatewayKind, decision: Decision | None) -> Journey:
    """The gateway sits: who, what it made of it, the advice apart, a decision for each child, the record signed."""
    dice = family.dice
    sat = [Sat(family.chair, Part.CHAIR), Sat(family.lawyer, Part.LAWYER), Sat(family.worker, Part.SOCIAL_WORKER)]
    yield family.step(
        on, family.chair, record_sitting, kind=kind, sat=sat, threshold_limb=ThresholdLimb.CARE_GIVEN,
        threshold_view=dice.one_of(words.THRESHOLD_VIEWS), options_weighed=dice.one_of(words.OPTIONS),
        action_plan=dice.one_of(words.GATEWAY_PLANS),
    )  # fmt: skip
    yield family.step(on, family.lawyer, record_legal_advice, advice=dice.one_of(words.ADVICE))
    if decision:
        reasons = words.DECISION_REASONS[decision.value]
        decided = [ChildDecision(child, decision, reasons) for child in family.child_ids]
        yield family.step(on, family.chair, record_gateway_decisions, decisions=decided)
    yield family.step(on, family.chair, sign_decision_record)
    family.alongside.append(share_record(family, family.later(on, "record_shared")))


def share_record(family: Family, on: date) -> Journey:
    """The full record goes round, sooner or later."""
    yield family.step(on, family.team.support, share_gateway_record)


def decide_at_entry(family: Family, way: str) -> Journey:
    """What the gateway decides at the first sitting: not to enter, to issue at once, or to enter."""
    on, dice = family.sitting_on, family.dice
    if way == "not_entered":
        yield from sit(family, on, GatewayKind.ENTRY, Decision.CONTINUE)
        yield family.step(on, family.chair, record_decision_continue, reason=dice.one_of(words.NOT_ENTERED))
        return
    if way == "issue_now":
        yield from sit(family, on, GatewayKind.ENTRY, Decision.ISSUE)
        yield from get_ready_to_issue(family, on, exempt=True)
        yield family.step(on, family.chair, record_decision_issue, reason=words.ISSUE_NOW)
        return
    plan, trigger = dice.one_of(words.CONTINGENCIES)
    yield family.step(on, family.worker, record_contingency, plan=plan, early_return_trigger=trigger)
    yield from sit(family, on, GatewayKind.ENTRY, Decision.ENTER)
    yield family.step(on, family.chair, record_decision_enter)


def get_ready_to_issue(family: Family, on: date, *, exempt: bool = False) -> Journey:
    """What must be in place before applying to court is decided."""
    if exempt:
        yield family.step(
            on, family.worker, record_family_meeting, step=FamilyStep.EXEMPT_OFFER, reason=words.NOT_BEST_NOW
        )
    yield family.step(on, family.lawyer, record_milestone, kind=MilestoneKind.THRESHOLD_SIGNED_OFF)
    yield family.step(on, family.worker, record_milestone, kind=MilestoneKind.CARE_PLAN_READY)
    yield family.step(on, family.office.head, approve, what=ApprovalKind.ISSUE)


def write_letters(family: Family, on: date, meeting_on: date) -> Journey:
    """A letter to each parent, read for plain words, approved by manager and lawyer, and the first meeting booked."""
    meeting = f"{in_words(meeting_on)} at the family centre"
    for parent in family.parents:
        sections = words.letter_sections(
            parent.name, family.child_names, family.themes, meeting, telephone(family.number)
        )
        done = yield family.step(
            on, family.worker, draft_letter_before_proceedings, person=parent.id, fgdm_offered=True,
            solicitor_list_on=on - timedelta(days=5), **sections,
        )  # fmt: skip
        parent.letter = done.value
        yield family.step(on, family.team.support, confirm_readability, letter=parent.letter)
        for who, step in ((family.team.manager, LetterStep.MANAGER), (family.lawyer, LetterStep.LEGAL)):
            yield family.step(on, who, approve_letter, letter=parent.letter, step=step)
    yield family.step(on, family.team.support, book_meeting, kind=MeetingKind.FIRST, meeting_on=meeting_on)


def send_letters(family: Family, on: date) -> Journey:
    """The letters go out; a parent who cannot be found is looked for first."""
    for parent in family.parents:
        if not parent.found:
            yield from look_for(family, parent, on)
    sent = [Sent(parent.letter, "by hand") for parent in family.parents if parent.found]
    yield family.step(on, family.team.support, issue_letters, sent=sent)
    for parent in family.parents:
        if parent.found:
            family.alongside.append(letter_arrives(family, parent, on))


def look_for(family: Family, parent: Parent, on: date) -> Journey:
    """Three ways of looking, and the chair's agreement to go on without the letter."""
    for method in ("last known address", "wider family", "benefits office"):
        yield family.step(
            on, family.worker, record_tracing, person=parent.id, method=method, result="Nobody there knows."
        )
    yield family.step(on, family.chair, approve, what=ApprovalKind.PROCEED_WITHOUT_LETTER, person=parent.id)


def letter_arrives(family: Family, parent: Parent, sent_on: date) -> Journey:
    """Evidence that a letter arrived, now and then after it came back once."""
    on = family.later(sent_on, "letter_arrived")
    support = family.team.support
    if family.dice.happens("letter_comes_back"):
        yield family.step(on, support, record_letter_returned, letter=parent.letter, evidence="Returned by the post.")
        on = family.calendar.add_working_days(on, 2)
        yield family.step(on, support, record_letter_sent, letter=parent.letter, how="by hand")
        on = family.calendar.add_working_days(on, 1)
    yield family.step(on, support, record_letter_delivered, letter=parent.letter, evidence="Handed over at the door.")
