"""One family's way through pre-proceedings, made through the commands, up to just before the moves that are timed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from plo_workflow.cases import Done
from plo_workflow.cases.family import add_address, add_person, meet_need, record_need, record_representation
from plo_workflow.cases.gateway import (
    ChildDecision,
    Sat,
    add_gateway_paper,
    record_decision_enter,
    record_gateway_decisions,
    record_legal_advice,
    record_sitting,
    sign_decision_record,
)
from plo_workflow.cases.letters import (
    Sent,
    approve_letter,
    confirm_readability,
    draft_letter_before_proceedings,
    issue_letters,
    record_letter_delivered,
)
from plo_workflow.cases.meetings import (
    Came,
    ConcernProgress,
    book_meeting,
    hold_first_meeting,
    hold_review,
    send_minutes,
)
from plo_workflow.cases.ongoing import record_family_meeting, record_supervision, record_visit, review_on_tracker
from plo_workflow.cases.plan import add_action, add_concern, record_contingency, record_plan_agreement
from plo_workflow.cases.requesting import NewChild, accept_and_list, request_gateway
from plo_workflow.kinds import (
    AgreementHow,
    Decision,
    FamilyStep,
    GatewayKind,
    Judgement,
    LegalStatus,
    LetterStep,
    MeetingKind,
    NeedKind,
    OwnerKind,
    PaperKind,
    Part,
    Relationship,
    ThresholdLimb,
)
from plo_workflow.models import Child, Need, Person
from plo_workflow.requirements.letters import SECTIONS
from tests.office import Office


@dataclass(frozen=True)
class Step:
    """A move that is next on a case: who makes it, and what they say."""

    ref: str
    who: str
    command: Callable[..., Any]
    said: dict[str, Any]

    def make(self, office: Office) -> Done:
        """Make the move."""
        return office.do(self.who, self.command, self.ref, **self.said)


class Journey:
    """A family with two children, taken from the first request to a review when the plan has run for ten weeks."""

    def __init__(self, office: Office, number: int) -> None:
        self._office, self._number, self._ref = office, number, ""

    def up_to(self, command: str) -> Step:
        """Everything before the named move (one that `_walk` gives out), and then the move itself, not yet made."""
        steps = self._walk()
        step = next(steps)
        while step.command.__name__ != command:
            step.make(self._office)
            step = next(steps)
        return step

    def _do(self, who: str, command: Callable[..., Any], **said: Any) -> Any:
        done = self._office.do(who, command, self._ref or None, **said)
        self._ref = done.case or ""
        return done.value

    def _next(self, who: str, command: Callable[..., Any], **said: Any) -> Step:
        return Step(self._ref, who, command, said)

    def _walk(self) -> Iterator[Step]:
        born = [NewChild(name, born_on=day) for name, day in (("Isla", date(2018, 3, 4)), ("Rowan", date(2021, 9, 9)))]
        self._do(
            "sam", request_gateway, on=date(2026, 1, 5), family_name=f"Merrow {self._number}", children=born,
            concerns="The children are left alone at night.", legal_status=LegalStatus.CHILD_PROTECTION,
            fgdm_position="Offered and being considered.", social_worker="sam", team_manager="tess", team="North",
            synthetic=True,
        )  # fmt: skip
        yield self._next("sue", accept_and_list, on=date(2026, 1, 7), sitting_on=date(2026, 1, 13), lawyer="lee")
        self._enter()
        letters = self._write_letters()
        sent = [Sent(letter, "by hand") for letter in letters.values()]
        yield self._next("sam", issue_letters, on=date(2026, 1, 16), sent=sent)
        concerns = self._begin_plan(letters)
        progress = [ConcernProgress(concern, Judgement.BETTER, "Seen at three visits.") for concern in concerns]
        self._meet_needs(date(2026, 4, 8))
        yield self._next(
            "sam", hold_review, on=date(2026, 4, 8), progress=progress,
            came=[Came(person, attended=True, with_solicitor=True) for person in letters],
            current_risk="Lower than in February, while the grandmother stays.", next_review_on=date(2026, 5, 13),
        )  # fmt: skip

    @property
    def _children(self) -> list[int]:
        return [child.id for child in self._office.file(self._ref).all(Child)]

    def _enter(self) -> None:
        for kind in PaperKind:
            self._do("sam", add_gateway_paper, on=date(2026, 1, 8), kind=kind, dated_on=date(2025, 12, 1))
        mother = self._do(
            "sam", add_person, on=date(2026, 1, 8), name="Jo Merrow", relationship=Relationship.MOTHER,
            has_parental_responsibility=True, gets_letter=True,
        )  # fmt: skip
        self._do("sam", add_address, on=date(2026, 1, 8), person=mother, lines="1 Example Road", confidential=False)
        self._record_need(date(2026, 1, 8), mother)
        day = date(2026, 1, 13)
        self._do("sam", record_contingency, on=day, plan="An application.", early_return_trigger="A night alone.")
        sat = [Sat("cara", Part.CHAIR), Sat("lee", Part.LAWYER), Sat("sam", Part.SOCIAL_WORKER)]
        self._do(
            "cara", record_sitting, on=day, kind=GatewayKind.ENTRY, sat=sat, threshold_limb=ThresholdLimb.CARE_GIVEN,
            threshold_view="Met in principle.", options_weighed="All.",
        )  # fmt: skip
        self._do("lee", record_legal_advice, on=day, advice="Kept apart.")
        decisions = [ChildDecision(child, Decision.ENTER, "The worries have lasted.") for child in self._children]
        self._do("cara", record_gateway_decisions, on=day, decisions=decisions)
        self._do("cara", sign_decision_record, on=day)
        self._do("cara", record_decision_enter, on=day)

    def _record_need(self, on: date, person: int) -> None:
        self._do("sam", record_need, on=on, person=person, kind=NeedKind.EASY_READ)

    def _meet_needs(self, on: date) -> None:
        for need in self._office.file(self._ref).all(Need):
            self._do("ben", meet_need, on=on, need=need.id, how="The plan with pictures, read out.")

    def _write_letters(self) -> dict[int, int]:
        father = self._do(
            "sam", add_person, on=date(2026, 1, 14), name="Al Merrow", relationship=Relationship.FATHER,
            has_parental_responsibility=True, gets_letter=True,
        )  # fmt: skip
        self._record_need(date(2026, 1, 14), father)
        people = [person.id for person in self._office.file(self._ref).all(Person)]
        written = {}
        for person in people:
            letter = self._do(
                "sam", draft_letter_before_proceedings, on=date(2026, 1, 14), person=person, fgdm_offered=True,
                solicitor_list_on=date(2026, 1, 2), **dict.fromkeys(SECTIONS, "In plain words. " * 12),
            )  # fmt: skip
            self._do("ben", confirm_readability, on=date(2026, 1, 15), letter=letter)
            for who, step in (("tess", LetterStep.MANAGER), ("lee", LetterStep.LEGAL)):
                self._do(who, approve_letter, on=date(2026, 1, 15), letter=letter, step=step)
            written[person] = letter
        self._do("sam", book_meeting, on=date(2026, 1, 15), kind=MeetingKind.FIRST, meeting_on=date(2026, 1, 29))
        return written

    def _begin_plan(self, letters: dict[int, int]) -> list[int]:
        for letter in letters.values():
            self._do("ben", record_letter_delivered, on=date(2026, 1, 19), letter=letter, evidence="Signed for.")
        day = date(2026, 1, 29)
        for person in letters:
            self._do("sam", record_representation, on=date(2026, 1, 26), person=person, solicitor="Example Law")
            self._do("sam", record_plan_agreement, on=day, person=person, how=AgreementHow.AGREED)
        worries = ("Left alone at night", "School missed", "No food in the house")
        concerns = [self._do("sam", add_concern, on=day, worry=w, good_looks_like="Never again") for w in worries]
        for concern in concerns:
            self._do(
                "sam", add_action, on=day, what="Grandmother stays", owner_kind=OwnerKind.PARENT, owner="Jo",
                due_on=date(2026, 2, 20), concern=concern,
            )  # fmt: skip
        self._meet_needs(day)
        came = [Came(person, attended=True) for person in letters]
        meeting = self._do(
            "sam", hold_first_meeting, on=day, came=came, next_review_on=date(2026, 3, 4),
            exit_gateway_on=date(2026, 4, 28),
        )  # fmt: skip
        self._do("ben", send_minutes, on=date(2026, 2, 2), meeting=meeting, sent_to="Parents and solicitors")
        self._do("sam", record_family_meeting, on=date(2026, 2, 3), step=FamilyStep.OFFERED)
        for day in (date(2026, 2, 10), date(2026, 3, 3), date(2026, 3, 24)):
            self._do("sam", record_visit, on=day, children=self._children, seen_alone=True)
            self._do("tess", record_supervision, on=day, note="On track.")
            self._do("pam", review_on_tracker, on=day, note="On track.")
        return concerns
