"""The steps that a journey is made of: each does through the real commands what people do on one day.

What must be on the case before a step is not put there by it (`journeys` does that).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plo_workflow.cases.court import OrdersSought, add_pack_item, lodge_application
from plo_workflow.cases.family import add_person, record_need
from plo_workflow.cases.gateway import (
    ChildDecision,
    Sat,
    add_gateway_paper,
    approve,
    record_gateway_decisions,
    record_legal_advice,
    record_sitting,
    sign_decision_record,
)
from plo_workflow.cases.letters import (
    Sent,
    approve_letter,
    confirm_readability,
    draft_letter,
    draft_letter_before_proceedings,
    issue_letters,
    record_letter_sent,
)
from plo_workflow.cases.meetings import Came, ConcernProgress, book_meeting, hold_review
from plo_workflow.cases.ongoing import record_milestone, record_visit
from plo_workflow.cases.outcomes import ChildEnd, confirm_step_down
from plo_workflow.cases.plan import add_action, add_concern
from plo_workflow.cases.requesting import NewChild, request_gateway
from plo_workflow.kinds import (
    ApprovalKind,
    Decision,
    GatewayKind,
    Judgement,
    LegalStatus,
    LetterKind,
    LetterStep,
    MeetingKind,
    MilestoneKind,
    NeedKind,
    Outcome,
    OwnerKind,
    PackKind,
    PackState,
    PaperKind,
    Part,
    Relationship,
    ThresholdLimb,
)
from plo_workflow.models import Child, Concern, Letter, Person
from tests.office import Office
from tests.plo_workflow.weekdays import day


@dataclass(frozen=True)
class Days:
    """The days of a journey; `ON_TIME` has those of a case that keeps every date."""

    requested: date
    listed: date
    papers: date
    entered: date
    written: date
    letters: date
    first_meeting: date
    review: date
    relisted: date
    exit: date


@dataclass(frozen=True)
class Family:
    """Who the case is about: made-up people."""

    name: str = "Merrow"
    children: Sequence[NewChild] = (NewChild("Isla", born_on=date(2018, 3, 4)),)
    parents: Sequence[str] = ("Jo Merrow",)
    legal_status: LegalStatus = LegalStatus.CHILD_IN_NEED
    synthetic: bool = False


ON_TIME = Days(
    requested=day("Mon 5 Jan 2026"),
    listed=day("Tue 6 Jan 2026"),
    papers=day("Wed 7 Jan 2026"),
    entered=day("Tue 13 Jan 2026"),
    written=day("Wed 14 Jan 2026"),
    letters=day("Fri 16 Jan 2026"),
    first_meeting=day("Tue 27 Jan 2026"),
    review=day("Tue 10 Mar 2026"),
    relisted=day("Tue 14 Apr 2026"),
    exit=day("Tue 21 Apr 2026"),
)
MERROW = Family()
TWO = Family(children=(NewChild("Isla", born_on=date(2018, 3, 4)), NewChild("Rowan", born_on=date(2021, 9, 9))))
MANDATORY = (
    PaperKind.CHRONOLOGY,
    PaperKind.CHILD_AND_FAMILY_ASSESSMENT,
    PaperKind.GENOGRAM,
    PaperKind.CARE_PLAN_OPTIONS,
)
QUORATE = (Sat("cara", Part.CHAIR), Sat("lee", Part.LAWYER), Sat("sam", Part.SOCIAL_WORKER))
SECTIONS = (
    "worries", "help_given", "must_change", "help_offered", "assessments", "meeting", "free_lawyer", "family",
    "if_nothing_changes",
)  # fmt: skip


def child(office: Office, ref: str, name: str = "Isla") -> int:
    """The id of a child of the case by given name."""
    return next(one.id for one in office.file(ref).all(Child) if one.given_name == name)


def children(office: Office, ref: str) -> list[int]:
    """The ids of the children of the case who have no outcome yet."""
    return [one.id for one in office.file(ref).open_children]


def person(office: Office, ref: str, name: str = "Jo Merrow") -> int:
    """The id of a person of the case by name."""
    return next(one.id for one in office.file(ref).all(Person) if one.name == name)


def addressees(office: Office, ref: str) -> list[int]:
    """The ids of those who get letters."""
    return [one.id for one in office.file(ref).having(Person, gets_letter=True)]


def letters(office: Office, ref: str, kind: LetterKind = LetterKind.BEFORE_PROCEEDINGS) -> list[int]:
    """The ids of the letters of one kind."""
    return [letter.id for letter in office.file(ref).having(Letter, kind=kind)]


def request(office: Office, days: Days = ON_TIME, family: Family = MERROW, *, acknowledged: bool = False) -> str:
    """Ask for a gateway meeting; gives the reference of the new case."""
    ref = office.do(
        "sam", request_gateway, on=days.requested, family_name=family.name, children=list(family.children),
        concerns="The children are left alone at night.", legal_status=family.legal_status,
        fgdm_position="To be offered in the letter.", social_worker="sam", team_manager="tess", team="North",
        earlier_periods_acknowledged=acknowledged, synthetic=family.synthetic,
    ).case  # fmt: skip
    assert ref
    return ref


def bring_papers(office: Office, ref: str, *, on: date, dated_on: date | None = None) -> None:
    """Put the mandatory papers before the gateway, dated the same day unless said otherwise."""
    for kind in MANDATORY:
        office.do("sam", add_gateway_paper, ref, on=on, kind=kind, dated_on=dated_on or on)


def add_parents(office: Office, ref: str, family: Family = MERROW, *, on: date) -> None:
    """Record the parents, who get letters and need nothing more to take part."""
    for name in family.parents:
        found = office.do(
            "sam", add_person, ref, on=on, name=name, relationship=Relationship.MOTHER,
            has_parental_responsibility=True, gets_letter=True,
        ).value  # fmt: skip
        office.do("sam", record_need, ref, on=on, person=found, kind=NeedKind.NONE)


def sit(
    office: Office, ref: str, decision: Decision | None, *, on: date, kind: GatewayKind = GatewayKind.ENTRY,
    sat: Sequence[Sat] = QUORATE,
) -> int:  # fmt: skip
    """Hold the gateway with a signed record, the advice, and one decision for every child; gives the sitting's id."""
    sitting: int = office.do(
        "cara", record_sitting, ref, on=on, kind=kind, sat=list(sat), threshold_limb=ThresholdLimb.CARE_GIVEN,
        threshold_view="Met in principle.", options_weighed="The grandmother was asked.", action_plan="As minuted.",
    ).value  # fmt: skip
    office.do("lee", record_legal_advice, ref, on=on, advice="Kept apart.")
    if decision:
        decided = [ChildDecision(one, decision, "The record says why.") for one in children(office, ref)]
        office.do("cara", record_gateway_decisions, ref, on=on, decisions=decided)
    office.do("cara", sign_decision_record, ref, on=on)
    return sitting


def write_letters(office: Office, ref: str, *, on: date, meeting_on: date, fgdm_offered: bool = True) -> None:
    """Draft, read and approve a letter before proceedings to each addressee, and book the first meeting."""
    for to in addressees(office, ref):
        letter = office.do(
            "sam", draft_letter_before_proceedings, ref, on=on, person=to, child=None, fgdm_offered=fgdm_offered,
            solicitor_list_on=on, **dict.fromkeys(SECTIONS, "In plain words."),
        ).value  # fmt: skip
        office.do("ben", confirm_readability, ref, on=on, letter=letter)
        for who, step in (("tess", LetterStep.MANAGER), ("lee", LetterStep.LEGAL)):
            office.do(who, approve_letter, ref, on=on, letter=letter, step=step)
    office.do("ben", book_meeting, ref, on=on, kind=MeetingKind.FIRST, meeting_on=meeting_on)


def send_letters(office: Office, ref: str, *, on: date) -> None:
    """Send the letters before proceedings by hand."""
    office.do("ben", issue_letters, ref, on=on, sent=[Sent(letter, "by hand") for letter in letters(office, ref)])


def tell_parents(office: Office, ref: str, kind: LetterKind, *, on: date) -> None:
    """Write and send another letter to each addressee."""
    for to in addressees(office, ref):
        letter = office.do("sam", draft_letter, ref, on=on, person=to, kind=kind, text="In plain words.").value
        office.do("ben", record_letter_sent, ref, on=on, letter=letter, how="by hand")


def make_plan(office: Office, ref: str, *, on: date, due_on: date) -> None:
    """One concern that is critical for safety, and one action."""
    concern = office.do(
        "sam", add_concern, ref, on=on, worry="Left alone at night", good_looks_like="An adult is there",
        safety_critical=True,
    ).value  # fmt: skip
    office.do(
        "sam", add_action, ref, on=on, what="Grandmother stays", owner_kind=OwnerKind.PARENT, owner="Jo Merrow",
        due_on=due_on, concern=concern,
    )  # fmt: skip


def came(office: Office, ref: str) -> list[Came]:
    """Every addressee came with a solicitor."""
    return [Came(one, attended=True, with_solicitor=True) for one in addressees(office, ref)]


def review(office: Office, ref: str, judgement: Judgement = Judgement.BETTER, *, on: date, next_on: date) -> int:
    """Hold a review at which every concern is judged alike; gives the meeting's id."""
    progress = [ConcernProgress(one.id, judgement, "Seen at visits.") for one in office.file(ref).all(Concern)]
    held: int = office.do(
        "sam", hold_review, ref, on=on, came=came(office, ref), progress=progress, next_review_on=next_on,
        current_risk="Lower while the grandmother stays.",
    ).value  # fmt: skip
    return held


def see_children(office: Office, ref: str, *on: date) -> None:
    """See every child on each of these days."""
    for one in on:
        office.do("sam", record_visit, ref, on=one, children=children(office, ref), seen_alone=True)


def get_ready_to_issue(office: Office, ref: str, *, on: date) -> None:
    """Sign off the threshold, record the care plan, and have the head of service agree to applying to court."""
    office.do("lee", record_milestone, ref, on=on, kind=MilestoneKind.THRESHOLD_SIGNED_OFF)
    office.do("sam", record_milestone, ref, on=on, kind=MilestoneKind.CARE_PLAN_READY)
    office.do("hugh", approve, ref, on=on, what=ApprovalKind.ISSUE)


def get_ready_to_step_down(office: Office, ref: str, *, on: date) -> None:
    """See the children, and record the partners' view and the plan that follows."""
    see_children(office, ref, on)
    for kind in (MilestoneKind.PARTNERS_VIEW, MilestoneKind.RECEIVING_PLAN_NAMED, MilestoneKind.CONFERENCE_CHAIR_TOLD):
        office.do("sam", record_milestone, ref, on=on, kind=kind, note="As minuted.")


def fill_pack(office: Office, ref: str, *, on: date) -> None:
    """Attach every document of the application pack, with a care plan for each child."""
    for kind in PackKind:
        for child in children(office, ref) if kind == PackKind.CARE_PLAN else [None]:
            office.do("lee", add_pack_item, ref, on=on, kind=kind, state=PackState.ATTACHED, child=child)


def lodge(office: Office, ref: str, *, on: date, **said: str) -> None:
    """Lodge the application for every child."""
    orders = [OrdersSought(one, "Interim care order") for one in children(office, ref)]
    office.do("lee", lodge_application, ref, on=on, orders=orders, **said)


def finish_step_down(office: Office, ref: str, *, on: date, outcome: Outcome = Outcome.CHILD_IN_NEED_PLAN) -> None:
    """Tell the parents, record the next plan and the waived meeting, and confirm the step-down."""
    tell_parents(office, ref, LetterKind.CLOSING, on=on)
    for kind in (MilestoneKind.STEP_DOWN_PLAN_ACTIVE, MilestoneKind.FINAL_MEETING_WAIVED):
        office.do("tess", record_milestone, ref, on=on, kind=kind, note="Parents chose a call instead.")
    outcomes = [ChildEnd(one, outcome) for one in children(office, ref)]
    office.do("tess", confirm_step_down, ref, on=on, outcomes=outcomes)
