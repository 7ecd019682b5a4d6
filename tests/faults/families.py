"""An authority with one made-up family at each point where a move of another kind can be made next.

Each move is given with who makes it and what they say, so that it can be made in any process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from plo_workflow.cases import Order
from plo_workflow.cases.corrections import correct_date
from plo_workflow.cases.gateway import list_gateway_review, record_decision_enter
from plo_workflow.cases.letters import Sent, issue_letters
from plo_workflow.cases.ongoing import record_milestone
from plo_workflow.cases.outcomes import ChildEnd, close_other, confirm_step_down
from plo_workflow.cases.plan import record_contingency
from plo_workflow.cases.requesting import NewChild, accept_and_list, request_gateway
from plo_workflow.cases.splitting import split_case
from plo_workflow.kinds import CloseReason, Decision, LegalStatus, LetterKind, MilestoneKind, Outcome, ReviewReason
from plo_workflow.models import Move
from tests import journeys, steps
from tests.office import Office, noon, prepare
from tests.steps import MERROW, ON_TIME, Family

Said = Callable[[Office, str], Mapping[str, Any]]
Form = tuple[Order, Callable[..., Any], Mapping[str, Any]]
"""What is handed in at a desk: the order, the command, and what is said with it."""


@dataclass(frozen=True)
class Asked:
    """One move that somebody can make next on one family's case: `said` gives the answers, given its reference."""

    family: str
    who: str
    command: Callable[..., Any]
    on: date
    said: Said

    def order(self, office: Office, key: str | None = None) -> Form:
        """What to hand in at a desk for it to be done at noon of its day; the office is only read from."""
        ref = next(iter(cases_of(office, self.family)), None)
        return Order(by=self.who, at=noon(self.on), case=ref, key=key), self.command, self.said(office, ref or "")


def cases_of(office: Office, family: str) -> list[str]:
    """The references of the cases of a family, the oldest first."""
    found = office.rows("SELECT ref FROM cases WHERE family_name = :family ORDER BY id", family=family)
    return [str(ref) for (ref,) in found]


def family(name: str, *children: str) -> Family:
    """A made-up family with one child unless more are named."""
    return replace(MERROW, name=name, children=[NewChild(one, name, date(2018, 3, 4)) for one in children or ("Isla",)])


def with_families(url: str) -> None:
    """Make an authority with a family for each of MOVES."""
    prepare(url)
    office = Office(url)
    journeys.requested(office, family=family("Listing"))
    ref = journeys.listed(office, family=family("Entering"))
    office.do("sam", record_contingency, ref, on=ON_TIME.entered, plan="Apply.", early_return_trigger="A night alone.")
    steps.sit(office, ref, Decision.ENTER, on=ON_TIME.entered)
    journeys.letters_approved(office, family=family("Writing"))
    journeys.reviewed(office, family=family("Returning"))
    ref = journeys.stepping_down(office, family=family("Leaving"))
    steps.tell_parents(office, ref, LetterKind.CLOSING, on=AFTER)
    for kind in (MilestoneKind.STEP_DOWN_PLAN_ACTIVE, MilestoneKind.FINAL_MEETING_WAIVED):
        office.do("tess", record_milestone, ref, on=AFTER, kind=kind, note="Parents chose a call instead.")
    journeys.plan_under_way(office, family=family("Splitting", "Isla", "Rowan"))
    journeys.plan_under_way(office, family=family("Correcting"))
    journeys.plan_under_way(office, family=family("Closing"))
    office.store.close()


def _letters(office: Office, ref: str) -> Mapping[str, Any]:
    return {"on": ON_TIME.letters, "sent": [Sent(one, "by hand") for one in steps.letters(office, ref)]}


def _plans(office: Office, ref: str) -> Mapping[str, Any]:
    ends = [ChildEnd(one, Outcome.CHILD_IN_NEED_PLAN) for one in steps.children(office, ref)]
    return {"on": AFTER, "outcomes": ends}


def _going(office: Office, ref: str) -> Mapping[str, Any]:
    children = [steps.child(office, ref, "Rowan")]
    return {"on": ON_TIME.first_meeting, "children": children, "reason": "Rowan went to his father."}


def _entered(office: Office, ref: str) -> Mapping[str, Any]:
    [move] = office.file(ref).having(Move, move="record_decision_enter")
    said = {"happened_on": move.happened_on + timedelta(1), "reason": "The record gave the wrong day."}
    return {"kind": "moves", "fact": move.id, **said}


AFTER = ON_TIME.exit + timedelta(2)
NEW_FAMILY: Mapping[str, Any] = {
    "on": ON_TIME.requested, "family_name": "Beginning", "children": [NewChild("Isla", born_on=date(2018, 3, 4))],
    "concerns": "The children are left alone at night.", "legal_status": LegalStatus.CHILD_IN_NEED,
    "fgdm_position": "To be offered in the letter.", "social_worker": "sam", "team_manager": "tess", "team": "North",
}  # fmt: skip
LISTING: Mapping[str, Any] = {"on": ON_TIME.listed, "sitting_on": ON_TIME.entered, "lawyer": "lee"}
RETURNING: Mapping[str, Any] = {
    "on": ON_TIME.relisted, "review_reason": ReviewReason.EXIT, "sitting_on": ON_TIME.exit,
}  # fmt: skip
CLOSING: Mapping[str, Any] = {
    "on": ON_TIME.review, "close_reason": CloseReason.MOVED_ABROAD, "reason": "Moved abroad.", "evidence": "A letter.",
}  # fmt: skip
MOVES = {
    "asking for a gateway": Asked("Beginning", "sam", request_gateway, ON_TIME.requested, lambda *_: NEW_FAMILY),
    "listing the request": Asked("Listing", "sue", accept_and_list, ON_TIME.listed, lambda *_: LISTING),
    "entering pre-proceedings": Asked(
        "Entering", "cara", record_decision_enter, ON_TIME.entered, lambda *_: {"on": ON_TIME.entered}
    ),
    "sending the letters": Asked("Writing", "ben", issue_letters, ON_TIME.letters, _letters),
    "going back to the gateway": Asked(
        "Returning", "tess", list_gateway_review, ON_TIME.relisted, lambda *_: RETURNING
    ),
    "stepping down": Asked("Leaving", "tess", confirm_step_down, AFTER, _plans),
    "splitting the case": Asked("Splitting", "tess", split_case, ON_TIME.first_meeting, _going),
    "correcting the day of a move": Asked("Correcting", "tess", correct_date, ON_TIME.review, _entered),
    "closing the case": Asked("Closing", "hugh", close_other, ON_TIME.review, lambda *_: CLOSING),
}
