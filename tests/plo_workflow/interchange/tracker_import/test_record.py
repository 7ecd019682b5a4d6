"""What the columns of a tracker become: facts with the tracker's dates, moves that lead to the stage, and questions."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from plo_workflow.cases.already_here import nothing_here
from plo_workflow.cases.family_record import FamilyRecord, Item
from plo_workflow.interchange.tracker import TrackerChild, TrackerFamily, TrackerMeeting, implied_stage
from plo_workflow.interchange.tracker.words import (
    FamilyMeetingOffer,
    MeetingState,
    Represented,
    TrackerDecision,
    TrackerOutcome,
)
from plo_workflow.interchange.tracker_import.people import people_of
from plo_workflow.interchange.tracker_import.record import record_of
from plo_workflow.models import (
    Assessment,
    Child,
    ChildOutcome,
    CourtStep,
    Extension,
    Fact,
    FamilyMeetingStep,
    GatewayDecision,
    GatewayListing,
    GatewaySitting,
    Lodging,
    Meeting,
    MeetingBooking,
    Move,
    Note,
    Person,
)
from tests.plo_workflow.weekdays import day

AS_OF = day("Mon 1 Jun 2026")
ISLA = TrackerChild("Isla", born_on=day("Mon 1 Feb 2016"))


def held(on: date) -> TrackerMeeting:
    return TrackerMeeting(MeetingState.HELD, on)


ENTERED = TrackerFamily(
    row=4, reference="PLO/1", family_name="Merrow", children=(ISLA,),
    gateway_requested_on=day("Mon 5 Jan 2026"), gateway=held(day("Thu 15 Jan 2026")),
    gateway_decision=TrackerDecision.ENTER,
)  # fmt: skip
UNDER_WAY = replace(
    ENTERED, letter_sent_on=day("Tue 20 Jan 2026"), first_meeting=held(day("Fri 30 Jan 2026")),
)  # fmt: skip
STEPPED_DOWN = replace(
    UNDER_WAY, final_review=held(day("Mon 27 Apr 2026")), outcome=TrackerOutcome.CHILD_IN_NEED_PLAN,
    outcome_on=day("Wed 29 Apr 2026"),
)  # fmt: skip


def record(family: TrackerFamily) -> FamilyRecord:
    """The record of a family whose stage is what the tracker states or leads to."""
    stage, doubts = implied_stage(family)
    settled = replace(family, stage=stage, queries=(*family.queries, *doubts))
    return record_of(settled, people_of(()), nothing_here().rules(), as_of=AS_OF, synthetic=False)


def items(family: TrackerFamily, kind: type[Fact]) -> list[Item]:
    return [item for item in record(family).items if item.kind is kind]


def moves(family: TrackerFamily) -> list[tuple[str, date | None]]:
    return [(item.columns["move"], item.on) for item in items(family, Move)]


def test_the_moves_have_the_dates_of_the_tracker_and_say_where_they_come_from() -> None:
    assert moves(STEPPED_DOWN) == [
        ("request_gateway", day("Mon 5 Jan 2026")),
        ("accept_and_list", day("Mon 5 Jan 2026")),
        ("record_decision_enter", day("Thu 15 Jan 2026")),
        ("issue_letters", day("Tue 20 Jan 2026")),
        ("hold_first_meeting", day("Fri 30 Jan 2026")),
        ("hold_review", day("Mon 27 Apr 2026")),
        ("decide_step_down", day("Wed 29 Apr 2026")),
        ("confirm_step_down", day("Wed 29 Apr 2026")),
    ]
    said = {item.columns["move"]: item.columns["said"] for item in items(STEPPED_DOWN, Move)}
    assert said["issue_letters"] == {"imported": "PLO/1"}
    assert said["accept_and_list"]["dated"].startswith("dated like the request")
    assert (record(STEPPED_DOWN).stage, record(STEPPED_DOWN).since_on) == ("stepped_down", day("Wed 29 Apr 2026"))


def test_each_move_leads_on_from_where_the_one_before_it_led() -> None:
    walked = [(item.columns["from_stage"], item.columns["to_stage"]) for item in items(STEPPED_DOWN, Move)]
    assert walked[0][0] is None
    assert all(one[1] == following[0] for one, following in pairwise(walked))


def test_a_stage_that_is_only_stated_is_reached_on_the_last_day_that_is_known_and_asked_about() -> None:
    stated = replace(UNDER_WAY, stated_stage="gateway_review")
    assert moves(stated)[-1] == ("list_gateway_review", day("Fri 30 Jan 2026"))
    assert record(stated).queries[-1] == (
        "The tracker says the stage is “Back at gateway” but not since when. It was taken as 30 January 2026."
    )


def test_a_stage_stated_behind_the_record_takes_the_moves_no_further() -> None:
    stated = replace(UNDER_WAY, stated_stage="letter_issued")
    assert moves(stated)[-1] == ("issue_letters", day("Tue 20 Jan 2026"))
    assert len(items(stated, Meeting)) == 1, "what was held is on the case all the same"


def test_an_open_family_is_asked_to_be_looked_through_and_an_ended_one_is_not() -> None:
    assert record(UNDER_WAY).questions[-1].startswith("The moves so far were taken over from the tracker")
    assert record(STEPPED_DOWN).questions == ()


def test_a_gateway_that_deferred_did_not_decide_and_its_time_runs_on() -> None:
    deferred = replace(ENTERED, gateway_decision=TrackerDecision.DEFER)
    assert [move for move, _ in moves(deferred)] == ["request_gateway", "accept_and_list", "defer_gateway"]
    assert items(deferred, GatewaySitting) == []
    assert [item.columns["text"] for item in items(deferred, Note)] == [
        "The gateway of 15 January 2026 deferred the case."
    ]


def test_a_child_born_after_the_gateway_joined_later_and_no_decision_is_made_up() -> None:
    ben = TrackerChild("Ben", born_on=day("Fri 20 Feb 2026"))
    family = replace(ENTERED, children=(ISLA, ben))
    assert [(i.columns["given_name"], i.columns["joined_later"], i.on) for i in items(family, Child)] == [
        ("Isla", False, day("Mon 5 Jan 2026")),
        ("Ben", True, day("Fri 20 Feb 2026")),
    ]
    assert [item.points_to["child_id"] for item in items(family, GatewayDecision)] == ["child isla"]


def test_an_unborn_child_who_was_on_the_way_is_in_the_decision() -> None:
    unborn = TrackerChild("Unborn", expected_on=day("Fri 20 Mar 2026"))
    family = replace(ENTERED, children=(unborn,))
    assert [item.points_to["child_id"] for item in items(family, GatewayDecision)] == ["child unborn"]


def test_two_children_of_one_name_are_two() -> None:
    noah = TrackerChild("Noah", born_on=day("Mon 2 Mar 2020"))
    family = replace(ENTERED, children=(replace(noah, born_on=day("Sun 14 Aug 2016")), noah))
    assert [item.place for item in items(family, Child)] == ["child noah", "child noah 2"]


@pytest.mark.parametrize(
    ("until", "days"),
    [(day("Thu 4 Jun 2026"), 28), (day("Fri 8 May 2026"), 1)],
)
def test_an_extension_is_so_many_days_after_the_limit(until: date, days: int) -> None:
    [extension] = items(replace(UNDER_WAY, extension_to=until), Extension)
    assert extension.columns == {"from_limit_on": day("Thu 7 May 2026"), "days": days}
    assert extension.on == day("Fri 30 Jan 2026"), "dated like the last meeting before the limit"


def test_an_extension_that_is_none_is_asked_about() -> None:
    short = replace(UNDER_WAY, extension_to=day("Thu 7 May 2026"))
    assert items(short, Extension) == []
    assert record(short).queries == (
        "The extension is to 7 May 2026, but the limit would be 7 May 2026 without it: which date is right?",
    )
    undecided = replace(ENTERED, gateway_decision=None, gateway=None, extension_to=day("Thu 7 May 2026"))
    assert record(undecided).queries == (
        "An extension to 7 May 2026 is recorded, but not what the limit is counted from.",
    )


def test_a_planned_meeting_is_booked_and_one_called_off_beforehand_is_a_note() -> None:
    planned = TrackerMeeting(MeetingState.PLANNED, day("Mon 15 Jun 2026"))
    off = TrackerMeeting(MeetingState.CANCELLED, day("Mon 6 Jul 2026"), "CANCELLED 6/7/26")
    family = replace(UNDER_WAY, midway_review=planned, final_review=off)
    assert [item.columns["meeting_on"] for item in items(family, MeetingBooking)] == [day("Mon 15 Jun 2026")]
    assert len(items(family, Meeting)) == 1
    assert [i.columns["text"] for i in items(family, Note)] == ["Final review, in the tracker: CANCELLED 6/7/26."]


def test_a_meeting_that_failed_on_its_day_is_one_that_was_not_effective() -> None:
    off = TrackerMeeting(MeetingState.CANCELLED, day("Mon 16 Mar 2026"), "CANCELLED - parent unwell 16/03/26")
    [_, failed] = items(replace(UNDER_WAY, midway_review=off), Meeting)
    assert (failed.columns["effective"], failed.columns["ineffective_reason"]) == (False, off.words)
    assert moves(replace(UNDER_WAY, midway_review=off))[-1] == ("record_ineffective_review", off.on)


def test_a_review_held_after_the_outcome_is_the_final_meeting() -> None:
    family = replace(STEPPED_DOWN, final_review=held(day("Mon 4 May 2026")))
    assert [item.columns["kind"] for item in items(family, Meeting)] == ["first", "final"]
    assert "hold_review" not in dict(moves(family))


def test_the_letter_went_to_parents_whom_the_tracker_does_not_name() -> None:
    [parents] = items(UNDER_WAY, Person)
    assert (parents.columns["name"], parents.columns["gets_letter"]) == ("Parents (from tracker)", True)
    assert items(ENTERED, Person) == []


def test_an_application_is_for_the_children_who_were_born_and_the_court_issued_it_if_it_has_a_number() -> None:
    unborn = TrackerChild("Unborn", expected_on=day("Fri 18 Sep 2026"))
    lodged = replace(
        UNDER_WAY, children=(ISLA, unborn), outcome=TrackerOutcome.ISSUE, outcome_on=day("Wed 29 Apr 2026"),
        lodged_or_issued_on=day("Wed 6 May 2026"), court_number="ZZ26C00001",
    )  # fmt: skip
    assert [item.points_to["child_id"] for item in items(lodged, Lodging)] == ["child isla"]
    assert [item.columns["court_number"] for item in items(lodged, CourtStep)] == ["ZZ26C00001"]
    assert [item.points_to["child_id"] for item in items(lodged, ChildOutcome)] == ["child isla"]
    unnumbered = replace(lodged, court_number="")
    assert items(unnumbered, CourtStep) == []
    assert record(unnumbered).queries[-1] == (
        "The application is dated 6 May 2026 without a court number: has the court issued it, and when?"
    )


@pytest.mark.parametrize(
    ("text", "assessments", "notes"),
    [
        ("Parenting - due 22/06/2026", [("Parenting", day("Mon 22 Jun 2026"))], []),
        ("PAMS (due by 3 July 2026); viability MGM", [("PAMS", day("Fri 3 Jul 2026"))], ["viability MGM"]),
        ("Parenting due tbc", [], ["Parenting due tbc"]),
        ("none", [], []),
        ("", [], []),
    ],
)
def test_an_assessment_with_a_date_is_due_then_and_one_without_is_a_note(
    text: str, assessments: list[tuple[str, date]], notes: list[str]
) -> None:
    family = replace(UNDER_WAY, assessments=text)
    assert [(i.columns["kind"], i.columns["due_on"]) for i in items(family, Assessment)] == assessments
    assert [i.columns["text"] for i in items(family, Note)] == [f"Assessment outstanding: {note}" for note in notes]


def test_family_meetings_and_solicitors_are_kept_as_far_as_they_are_said() -> None:
    accepted = replace(UNDER_WAY, family_meeting_offer=FamilyMeetingOffer.OFFERED_ACCEPTED)
    assert [(i.columns["step"], i.on) for i in items(accepted, FamilyMeetingStep)] == [
        ("offered", None), ("accepted", None),
    ]  # fmt: skip
    refused = replace(
        UNDER_WAY, family_meeting_offer=FamilyMeetingOffer.NOT_OFFERED, represented=Represented.MOTHER_ONLY,
        comments="interpreter needed", notes=("SW: 'vacant', so no name was taken.",),
    )  # fmt: skip
    assert [item.columns["text"] for item in items(refused, Note)] == [
        "interpreter needed",
        "Parents' solicitors, by the tracker: mother only.",
        "The tracker says that family group decision-making was not offered.",
        "SW: 'vacant', so no name was taken.",
    ]


def test_what_has_no_date_in_an_ended_family_is_no_later_than_its_end() -> None:
    family = replace(STEPPED_DOWN, comments="closed", family_meeting_offer=FamilyMeetingOffer.OFFERED)
    assert {item.on for kind in (Note, FamilyMeetingStep) for item in items(family, kind)} == {
        day("Wed 29 Apr 2026")
    }  # fmt: skip


def test_a_family_of_which_only_the_stage_is_known_has_its_moves_as_of_the_import() -> None:
    bare = TrackerFamily(row=4, reference="PLO/9", children=(ISLA,), stated_stage="closed_other")
    assert moves(bare) == [("request_gateway", None), ("accept_and_list", None), ("close_other", None)]
    assert record(bare).about["family_name"] == "Not named (PLO/9)"
    assert items(bare, GatewayListing) == []


def test_the_record_is_the_same_whenever_it_is_read() -> None:
    assert record(STEPPED_DOWN).digest == record(STEPPED_DOWN).digest
    assert record(STEPPED_DOWN).digest != record(replace(STEPPED_DOWN, comments="late")).digest
