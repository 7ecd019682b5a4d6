"""What people may try on a case in any order. Each try picks from what the case holds; many will rightly be refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from plo_workflow.cases.corrections import FACTS, correct_date, withdraw_fact
from plo_workflow.cases.court import record_court_step
from plo_workflow.cases.family import child_joins, record_birth
from plo_workflow.cases.gateway import share_gateway_record
from plo_workflow.cases.letters import record_letter_delivered, record_letter_sent
from plo_workflow.cases.migrating import adopt_calendar
from plo_workflow.cases.office import shipped_calendar
from plo_workflow.cases.ongoing import (
    commission_assessment,
    file_assessment,
    record_family_meeting,
    record_supervision,
    record_visit,
    review_on_tracker,
)
from plo_workflow.cases.oversight import end_pause, pause, record_transfer_step
from plo_workflow.cases.requesting import NewChild
from plo_workflow.kinds import CourtStepKind, Decision, FamilyStep, GatewayKind, TransferKind
from plo_workflow.models import Assessment, Child, Fact, Letter
from plo_workflow.stages import moves_from
from tests import steps
from tests.office import Office, noon
from tests.plo_workflow.weekdays import day
from tests.stories.moves import READY

SHIFTS = (-30, -7, -2, -1, 1, 3, 14)


class Play:
    """One case on one day after another. `holidays` are those that were declared meanwhile."""

    def __init__(self, office: Office, ref: str, today: date) -> None:
        self.office, self.ref, self.today = office, ref, today
        self.holidays: list[date] = []

    def facts(self) -> list[tuple[str, Fact]]:
        """Everything that stands on the case, with the name of its kind."""
        file = self.office.file(self.ref)
        return [(name, fact) for name, kind in FACTS.items() for fact in file.all(kind)]


Try = Callable[[Play, int], object]


def make_a_move(play: Play, pick: int) -> object:
    """The row's own person makes one of the moves that lead on from here."""
    moves = [move.key for move in moves_from(play.office.file(play.ref).case.stage) if move.key != "reopen"]
    if not moves:
        return None
    key = moves[pick % len(moves)]
    if key in ("approve_letter", "approve_joined_letter") and not steps.letters(play.office, play.ref):
        return None
    return READY[key].make(key, play.office, play.ref, on=play.today)


def get_ready_and_sit(play: Play, pick: int) -> object:
    decision = tuple(Decision)[pick % len(Decision)]
    kind = tuple(GatewayKind)[pick % len(GatewayKind)]
    steps.get_ready_to_issue(play.office, play.ref, on=play.today)
    steps.get_ready_to_step_down(play.office, play.ref, on=play.today)
    return steps.sit(play.office, play.ref, decision, on=play.today, kind=kind)


def bring_everything(play: Play, pick: int) -> object:
    steps.bring_papers(play.office, play.ref, on=play.today)
    steps.fill_pack(play.office, play.ref, on=play.today)
    return play.office.do("ben", share_gateway_record, play.ref, on=play.today)


def correct_a_date(play: Play, pick: int) -> object:
    facts = play.facts()
    kind, fact = facts[pick % len(facts)]
    moved = fact.happened_on + timedelta(SHIFTS[pick % len(SHIFTS)])
    said: dict[str, Any] = {"kind": kind, "fact": fact.id, "happened_on": moved, "reason": "The diary says so."}
    return play.office.late(play.today, "tess", correct_date, play.ref, **said)


def withdraw_something(play: Play, pick: int) -> object:
    facts = play.facts()
    kind, fact = facts[pick % len(facts)]
    return play.office.late(
        play.today, "tess", withdraw_fact, play.ref, kind=kind, fact=fact.id, reason="It was another family."
    )


def pause_it(play: Play, pick: int) -> object:
    until = play.today + timedelta(1 + pick % 14)
    return play.office.do("tess", pause, play.ref, on=play.today, reason="A bereavement.", until_on=until)


def end_the_pause(play: Play, pick: int) -> object:
    return play.office.do("tess", end_pause, play.ref, on=play.today)


def declare_a_holiday(play: Play, pick: int) -> object:
    play.holidays.append(play.today + timedelta(1 + pick % 60))
    content = json.loads(shipped_calendar())
    known = {event["date"] for event in content["england-and-wales"]["events"]}
    content["england-and-wales"]["events"] += [
        {"title": "Declared holiday", "date": on} for on in {one.isoformat() for one in play.holidays} - known
    ]
    return adopt_calendar(play.office.store, json.dumps(content), at=noon(play.today), today=play.today)


def see_the_children(play: Play, pick: int) -> object:
    on = play.today - timedelta(pick % 12)
    children = [one.id for one in play.office.file(play.ref).all(Child)]
    return play.office.late(
        play.today, "sam", record_visit, play.ref, on=on, children=children[: 1 + pick % 2], seen_alone=True
    )


def supervise(play: Play, pick: int) -> object:
    on = play.today - timedelta(pick % 9)
    play.office.late(play.today, "tess", record_supervision, play.ref, on=on, note="Discussed.")
    return play.office.late(play.today, "tess", review_on_tracker, play.ref, on=on, note="On course.")


def ask_for_an_assessment(play: Play, pick: int) -> object:
    due_on = play.today + timedelta(pick % 40)
    return play.office.do("sam", commission_assessment, play.ref, on=play.today, kind="Parenting", due_on=due_on)


def file_an_assessment(play: Play, pick: int) -> object:
    asked = play.office.file(play.ref).all(Assessment)
    chosen = asked[pick % len(asked)].id if asked else 0
    return play.office.do("sam", file_assessment, play.ref, on=play.today, assessment=chosen)


def hold_a_family_meeting(play: Play, pick: int) -> object:
    step = (FamilyStep.ACCEPTED, FamilyStep.HELD, FamilyStep.EXEMPT_MEETING)[pick % 3]
    return play.office.do("sam", record_family_meeting, play.ref, on=play.today, step=step, reason="Asked for.")


def post_a_letter(play: Play, pick: int) -> object:
    found = play.office.file(play.ref).all(Letter)
    letter = found[pick % len(found)].id if found else 0
    if pick % 2:
        return play.office.do("ben", record_letter_sent, play.ref, on=play.today, letter=letter, how="By hand")
    return play.office.do("ben", record_letter_delivered, play.ref, on=play.today, letter=letter, evidence="Signed.")


def hear_from_court(play: Play, pick: int) -> object:
    step, ends_on = tuple(CourtStepKind)[pick % len(CourtStepKind)], play.today + timedelta(190 + pick % 40)
    return play.office.do("lee", record_court_step, play.ref, on=play.today, step=step, ends_on=ends_on)


def a_child_joins(play: Play, pick: int) -> object:
    born_on = play.today - timedelta(pick) if pick % 2 else None
    expected_on = None if born_on else play.today + timedelta(pick % 200)
    joining = NewChild(f"Newborn {pick}", born_on=born_on, expected_on=expected_on, removal_planned=True)
    return play.office.do("sam", child_joins, play.ref, on=play.today, child=joining)


def a_child_is_born(play: Play, pick: int) -> object:
    expected = [one for one in play.office.file(play.ref).all(Child) if not one.born_on]
    child = expected[pick % len(expected)].id if expected else 0
    return play.office.do("sam", record_birth, play.ref, on=play.today, child=child)


def move_between_authorities(play: Play, pick: int) -> object:
    step = tuple(TransferKind)[pick % len(TransferKind)]
    return play.office.do("tess", record_transfer_step, play.ref, on=play.today, step=step, authority="The next county")


TRIES: tuple[Try, ...] = (
    make_a_move, make_a_move, make_a_move, get_ready_and_sit, bring_everything, correct_a_date, correct_a_date,
    correct_a_date, withdraw_something, withdraw_something, pause_it, end_the_pause, declare_a_holiday,
    see_the_children, supervise, ask_for_an_assessment, file_an_assessment, hold_a_family_meeting, post_a_letter,
    hear_from_court, a_child_joins, a_child_is_born, move_between_authorities,
)  # fmt: skip
BEGINS_ON = day("Thu 30 Apr 2026")
