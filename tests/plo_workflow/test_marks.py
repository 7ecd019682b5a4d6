"""What counts as done, and for whom: the marks that stop a clock, on files built in memory."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from plo_workflow.clocks import CLOCKS, clock_named
from plo_workflow.kinds import GatewayKind, LetterKind, MilestoneKind, Outcome, PaperKind, Part, PostingEvent
from plo_workflow.ledger import project
from plo_workflow.models import (
    ChildOutcome,
    Fact,
    GatewayAttendance,
    GatewayListing,
    GatewayPaper,
    GatewaySitting,
    Letter,
    Milestone,
    Person,
    Posting,
    TrackerRow,
)
from plo_workflow.policy import default_policy
from plo_workflow.working_days import load_calendar
from tests.builders import born, file_with, made, moved
from tests.plo_workflow.weekdays import day

LISTED, SITTING = day("Tue 6 Jan 2026"), day("Tue 13 Jan 2026")
QUORATE = {"cara": Part.CHAIR, "lee": Part.LAWYER, "sam": Part.SOCIAL_WORKER}
MANDATORY = [paper.kind for paper in default_policy().gateway.papers]


def ends(clock_id: str, *facts: Fact) -> dict[str, tuple[str | None, date | None]]:
    """How the last turn of a clock ended, for whom or what."""
    clock = clock_named(clock_id)
    assert clock
    turns = project(clock, file_with(*facts), default_policy(), load_calendar())
    return {turn.subject: (turn.outcome, turn.stopped_on) for turn in turns}


def begun(clock_id: str, *facts: Fact) -> list[date]:
    """The days on which the turns of a clock began."""
    clock = clock_named(clock_id)
    assert clock
    return [turn.began_on for turn in project(clock, file_with(*facts), default_policy(), load_calendar())]


def sitting(on: date, sat: dict[str, Part], number: int = 900) -> list[Fact]:
    seats = [made(GatewayAttendance, on, sitting_id=number, staff_key=who, part=part) for who, part in sat.items()]
    return [made(GatewaySitting, on, id=number, kind=GatewayKind.ENTRY), *seats]


def listing(on: date, sitting_on: date, **said: Any) -> GatewayListing:
    return made(GatewayListing, on, kind=GatewayKind.ENTRY, sitting_on=sitting_on, **{"deferred": False, **said})


def test_a_quorate_sitting_stops_the_time_for_holding_the_gateway() -> None:
    facts = [moved("accept_and_list", LISTED), *sitting(SITTING, QUORATE)]
    assert ends("K02", *facts) == {"": ("satisfied", SITTING)}


@pytest.mark.parametrize(
    "sat",
    [
        {"cara": Part.CHAIR, "sam": Part.SOCIAL_WORKER},
        {"cara": Part.CHAIR, "lee": Part.LAWYER},
        {},
    ],
)
def test_an_inquorate_sitting_does_not(sat: dict[str, Part]) -> None:
    assert ends("K02", moved("accept_and_list", LISTED), *sitting(SITTING, sat)) == {"": (None, None)}


def test_nor_does_a_sitting_that_put_the_case_off_until_the_later_one_is_held() -> None:
    put_off, later = listing(SITTING, day("Tue 20 Jan 2026"), deferred=True), day("Tue 20 Jan 2026")
    put_off.recorded_at = put_off.recorded_at.replace(hour=15)
    facts = [moved("accept_and_list", LISTED), *sitting(SITTING, QUORATE), put_off]
    assert ends("K02", *facts) == {"": (None, None)}
    assert ends("K02", *facts, *sitting(later, QUORATE, 901)) == {"": ("satisfied", later)}


def test_a_sitting_that_came_with_the_tracker_is_taken_as_held_although_nobody_knows_who_sat() -> None:
    imported = made(TrackerRow, day("Mon 2 Mar 2026"), digest="", content={}, fact_ids={})
    facts = [moved("accept_and_list", LISTED), *sitting(SITTING, {})]
    assert ends("K02", *facts, imported) == {"": ("satisfied", SITTING)}


def papers(on: date, kinds: list[PaperKind]) -> list[GatewayPaper]:
    return [made(GatewayPaper, on, kind=kind, dated_on=on) for kind in kinds]


def test_papers_are_in_on_the_day_when_the_last_that_was_missing_came() -> None:
    came, last = day("Wed 7 Jan 2026"), day("Thu 8 Jan 2026")
    facts = [listing(LISTED, SITTING), *papers(came, MANDATORY[:-1])]
    assert ends("K03", *facts) == {"": (None, None)}
    again = papers(day("Tue 14 Apr 2026"), MANDATORY)
    assert ends("K03", *facts, *papers(last, MANDATORY[-1:]), *again) == {"": ("satisfied", last)}


def test_papers_that_are_in_already_count_from_the_booking_of_the_next_sitting() -> None:
    booked = day("Tue 14 Apr 2026")
    facts = [*papers(day("Wed 7 Jan 2026"), MANDATORY), listing(booked, day("Tue 21 Apr 2026"))]
    assert ends("K03", *facts) == {"": ("satisfied", booked)}


def written_to(name: str, on: date, *sent: date, number: int) -> list[Fact]:
    person = made(
        Person, on, id=number, name=name, relationship="mother", has_parental_responsibility=True, gets_letter=True,
        whereabouts_known=True,
    )  # fmt: skip
    letter = made(Letter, on, id=number, kind=LetterKind.BEFORE_PROCEEDINGS, person_id=number, sections={})
    return [person, letter, *(made(Posting, one, letter_id=number, event=PostingEvent.SENT) for one in sent)]


ENTERED, SENT = day("Tue 13 Jan 2026"), day("Fri 16 Jan 2026")


def test_the_letters_are_sent_when_the_last_of_those_who_get_one_was_written_to() -> None:
    mother = written_to("Jo", ENTERED, SENT, number=1)
    assert ends("K06", moved("record_decision_enter", ENTERED), *mother) == {"": ("satisfied", SENT)}
    father = written_to("Al", ENTERED, number=2)
    assert ends("K06", moved("record_decision_enter", ENTERED), *mother, *father) == {"": (None, None)}


def test_a_father_who_is_found_later_does_not_undo_that_the_letters_went_out() -> None:
    facts = [moved("record_decision_enter", ENTERED), *written_to("Jo", ENTERED, SENT, number=1)]
    found, sent_on = day("Mon 2 Feb 2026"), day("Tue 3 Feb 2026")
    owed = written_to("Al", found, number=2)
    assert ends("K06", *facts, *owed) == {"": ("satisfied", SENT), "person:2": (None, None)}
    sent = written_to("Al", found, sent_on, number=2)
    assert ends("K06", *facts, *sent) == {"": ("satisfied", SENT), "person:2": ("satisfied", sent_on)}


def test_to_whom_the_letters_of_a_tracker_went_nobody_knows_so_nobody_is_late() -> None:
    imported = made(TrackerRow, day("Mon 2 Mar 2026"), digest="", content={}, fact_ids={})
    facts = [moved("record_decision_enter", ENTERED), *written_to("Parents", ENTERED, SENT, number=1), imported]
    recorded = written_to("Jo", day("Tue 3 Mar 2026"), number=2)
    assert ends("K06", *facts, *recorded) == {"": ("satisfied", SENT)}


def test_serving_a_letter_again_does_not_begin_the_time_for_confirming_receipt_anew() -> None:
    again = day("Mon 26 Jan 2026")
    clock = CLOCKS["letter_receipt_confirmed"]
    file = file_with(*written_to("Jo", ENTERED, SENT, again, number=1))
    turns = project(clock, file, default_policy(), load_calendar())
    assert [(turn.due_on, turn.outcome) for turn in turns] == [(day("Wed 21 Jan 2026"), None)]


def test_the_outcome_of_one_child_stops_no_clock_of_the_family_and_none_of_a_sibling() -> None:
    begun = day("Mon 5 Jan 2026")
    isla, rowan = born("Isla", date(2018, 3, 4), begun), born("Rowan", date(2021, 9, 9), begun)
    left_on = day("Tue 10 Mar 2026")
    left = made(ChildOutcome, left_on, child_id=isla.id, outcome=Outcome.MOVED_TO_LINKED_CASE)
    facts = [isla, rowan, left, moved("record_decision_enter", ENTERED)]
    assert ends("K14", *facts) == {"": (None, None)}
    for clock_id in ("K24", "S03"):
        assert ends(clock_id, *facts) == {f"child:{isla.id}": ("stopped", left_on), f"child:{rowan.id}": (None, None)}


def test_the_next_plan_is_active_when_it_is_for_every_child() -> None:
    begun, decided = day("Mon 5 Jan 2026"), day("Tue 21 Apr 2026")
    isla, rowan = born("Isla", date(2018, 3, 4), begun), born("Rowan", date(2021, 9, 9), begun)
    active = [
        made(Milestone, on, kind=MilestoneKind.STEP_DOWN_PLAN_ACTIVE, child_id=child.id)
        for child, on in ((isla, day("Thu 23 Apr 2026")), (rowan, day("Fri 24 Apr 2026")))
    ]
    facts = [isla, rowan, moved("decide_step_down", decided)]
    assert ends("K21", *facts, active[0]) == {"": (None, None)}
    assert ends("K21", *facts, *active) == {"": ("satisfied", day("Fri 24 Apr 2026"))}
    family = made(Milestone, day("Wed 22 Apr 2026"), kind=MilestoneKind.STEP_DOWN_PLAN_ACTIVE, child_id=None)
    assert ends("K21", *facts, family) == {"": ("satisfied", day("Wed 22 Apr 2026"))}


def test_a_birth_lets_go_what_was_due_before_it_even_on_the_day_the_child_joined() -> None:
    joined = day("Mon 5 Jan 2026")
    baby = born("Baby", joined, joined, expected_on=day("Mon 14 Sep 2026"))
    assert ends("P01", baby) == {f"child:{baby.id}": ("stopped", joined)}


@pytest.mark.parametrize(
    ("born_on", "runs"),
    [(day("Thu 24 Dec 2026"), True), (date(2021, 9, 9), False)],
)
def test_the_time_for_a_newborn_application_runs_for_a_child_born_since_the_case_began(
    born_on: date, runs: bool
) -> None:
    child = born("Baby", born_on, day("Mon 28 Dec 2026"), removal_planned=True)
    assert bool(ends("N01", child)) is runs


def test_a_case_that_is_closed_without_an_outcome_has_no_clock_left() -> None:
    facts = [*sitting(SITTING, QUORATE), moved("close_other", day("Wed 14 Jan 2026"))]
    for clock_id in ("K04", "K05"):
        assert ends(clock_id, *facts) == {"sitting:900": ("stopped", day("Wed 14 Jan 2026"))}


def test_a_family_back_from_court_that_then_enters_is_seen_and_supervised_from_the_return_and_not_anew() -> None:
    back_on, decided_on = day("Mon 2 Mar 2026"), day("Tue 10 Mar 2026")
    facts: list[Fact] = [moved("record_decision_issue", SITTING), moved("return_to_review", back_on)]
    facts.append(moved("decide_return_to_letters", decided_on))
    assert (begun("K25", *facts), begun("K06", *facts)) == ([back_on], [decided_on])


def test_only_the_first_decision_to_enter_is_the_entry() -> None:
    facts = [moved("record_decision_enter", ENTERED), moved("decide_return_to_letters", SENT)]
    for clock_id in ("K06", "K13", "K14", "K16", "K25", "K26"):
        assert begun(clock_id, *facts) == [ENTERED]
