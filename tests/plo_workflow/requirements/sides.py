"""Both sides of a requirement: a question to which it is met, one to which it is not, and words of what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from plo_workflow.kinds import Part, Relationship, Role
from plo_workflow.models import (
    Approval,
    Child,
    Fact,
    GatewayAttendance,
    GatewayListing,
    GatewayRequest,
    GatewaySitting,
    Letter,
    Milestone,
    Move,
    Person,
    Posting,
)
from plo_workflow.requirements import Ask
from tests.builders import asked, born, made, moved
from tests.plo_workflow.weekdays import day

REQUESTED, LISTED, SAT = day("Mon 5 Jan 2026"), day("Tue 6 Jan 2026"), day("Tue 13 Jan 2026")
ON = day("Wed 14 Jan 2026")
SITTING, JO, LETTER = 901, 902, 903


@dataclass(frozen=True)
class Sides:
    """Facts and answers with which a requirement is met, and those with which it is not."""

    met: Ask
    unmet: Ask
    missing: str


def ask(*facts: Fact, **said: Any) -> Ask:
    """A question asked on Wednesday 14 January 2026 unless said otherwise."""
    return asked(*facts, **{"on": ON, **said})


def says(**given: Any) -> Ask:
    """A question with only what is said with the move."""
    return ask(given=given)


def has(*facts: Fact, without: Iterable[Fact] = (), missing: str, **said: Any) -> Sides:
    """Met with these facts, not met with those."""
    return Sides(ask(*facts, **said), ask(*without, **said), missing)


def request(**said: Any) -> GatewayRequest:
    usual = {
        "concerns": "Left alone at night.", "legal_status": "child_in_need", "fgdm_position": "To be offered.",
        "earlier_periods_acknowledged": False, "urgent": False,
    }  # fmt: skip
    return made(GatewayRequest, REQUESTED, **{**usual, **said})


def listing(sitting_on: date = SAT, on: date = LISTED, **said: Any) -> GatewayListing:
    usual = {"kind": "entry", "deferred": False, "lawyer": "lee", "still_to_supply": None, "reason": None}
    return made(GatewayListing, on, sitting_on=sitting_on, **{**usual, **said})


ACCEPTED: Move = moved("accept_and_list", LISTED)
QUORATE = (("cara", Part.CHAIR), ("lee", Part.LAWYER), ("sam", Part.SOCIAL_WORKER))


def sitting(sat: Iterable[tuple[str, Part]] = QUORATE, on: date = SAT, **said: Any) -> list[Fact]:
    """The case was sent to the gateway, and it sat."""
    usual = {
        "threshold_limb": "care_given", "threshold_view": "Met.", "options_weighed": "All.",
        "action_plan": "As minuted.",
    }  # fmt: skip
    seats = [made(GatewayAttendance, on, sitting_id=SITTING, staff_key=who, part=part) for who, part in sat]
    return [ACCEPTED, made(GatewaySitting, on, id=SITTING, kind="entry", **{**usual, **said}), *seats]


ISLA: Child = born("Isla", date(2018, 3, 4), REQUESTED, id=911)
ROWAN: Child = born("Rowan", date(2021, 9, 9), REQUESTED, id=912)


def person(name: str = "Jo Merrow", number: int = JO, **said: Any) -> Person:
    usual = {
        "relationship": Relationship.MOTHER, "has_parental_responsibility": True, "gets_letter": True,
        "whereabouts_known": True, "letter_reason": None,
    }  # fmt: skip
    return made(Person, REQUESTED, id=number, name=name, **{**usual, **said})


def letter(kind: str = "before_proceedings", on: date = ON, number: int = LETTER, **said: Any) -> Letter:
    usual = {"person_id": JO, "sections": {}, "fgdm_offered": True, "solicitor_list_on": ON}
    return made(Letter, on, id=number, kind=kind, **{**usual, **said})


def posting(event: str = "sent", on: date = ON, number: int = LETTER) -> Posting:
    return made(Posting, on, letter_id=number, event=event)


def milestone(kind: str, child: Child | None = None, on: date = ON, note: str | None = None) -> Milestone:
    return made(Milestone, on, kind=kind, child_id=child.id if child else None, note=note)


def approval(what: str, by: str = "hugh", on: date = ON, about: int | None = None) -> Approval:
    return made(Approval, on, what=what, about_id=about, recorded_by=by)


def by(who: str, *roles: Role) -> dict[str, Any]:
    """Who asks, with the roles they hold."""
    return {"by": who, "roles": roles}


Claim = Callable[[Ask], object]
Table = dict[Claim, Sides]
