"""A family as another system kept it, in the midst of its work: brought in with all that nobody saw to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from plo_workflow.cases.family_record import FamilyRecord, Item
from plo_workflow.models import Action, Child, Extension, GatewayRequest, Meeting, Milestone, Move, Person
from tests.year.stories import PEOPLE

DAY = timedelta(days=1)
ORIGIN = (
    ("request_gateway", None, "gateway_requested", 160),
    ("accept_and_list", "gateway_requested", "gateway_listed", 155),
    ("record_decision_enter", "gateway_listed", "letter_preparation", 150),
    ("issue_letters", "letter_preparation", "letter_issued", 145),
    ("hold_first_meeting", "letter_issued", "active_plan", 130),
)
"""The moves that it had made, each with its stages and how many days ago it was."""
TEAM = PEOPLE.teams[0]


def from_a_tracker(number: int, on: date) -> FamilyRecord:
    """A family with two extensions, an action that nobody owns, and a child who has long been on a plan."""
    about = {"family_name": "Merrow", "team": TEAM.name, "opened_on": on - 160 * DAY}
    who = {"social_worker": TEAM.workers[0], "team_manager": TEAM.manager}
    return FamilyRecord(
        reference=f"T/{number}", stage="active_plan", since_on=on - 130 * DAY, queries=(), about={**about, **who},
        items=tuple(_items(number, on)), synthetic=True,
    )  # fmt: skip


def _items(number: int, on: date) -> Iterator[Item]:
    asked = {"concerns": "Alone at night.", "fgdm_position": "", "earlier_periods_acknowledged": False}
    named = {"given_name": f"Isla {number}", "family_name": "Merrow", "born_on": date(2016, 2, 1)}
    mother = {"relationship": "mother", "has_parental_responsibility": True, "gets_letter": True}
    to_do = {"arises_from": "plan", "what": "Mend the door.", "owner_kind": "family", "owner": ""}
    began = on - 160 * DAY
    yield Item("child", Child, began, {**named, "joined_later": False})
    yield Item("request", GatewayRequest, began, asked)
    yield Item("mother", Person, began, {"name": "Jo", **mother})
    yield Item("plan", Milestone, on - (380 + 5 * number) * DAY, {"kind": "child_protection_plan_started"})
    yield Item("meeting", Meeting, on - 130 * DAY, {"kind": "first", "effective": True})
    yield Item("action", Action, on - 130 * DAY, {**to_do, "due_on": on - 100 * DAY})
    for place, ago in (("extension", 50), ("another extension", 20)):
        yield Item(place, Extension, on - ago * DAY, {"from_limit_on": on - (ago - 10) * DAY, "days": 28})
    for key, before, after, ago in ORIGIN:
        said = {"said": {"imported": f"T/{number}"}, "overrides": {}}
        yield Item(f"move: {key}", Move, on - ago * DAY, {"move": key, "from_stage": before, "to_stage": after, **said})
