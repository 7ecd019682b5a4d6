"""Everything overdue is found, whoever answers for it is told once, and nothing is queued twice or for nobody."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Barrier
from unittest.mock import ANY

import pytest
from sqlalchemy import update

from plo_workflow.cases import Work
from plo_workflow.cases.absences import record_absence
from plo_workflow.cases.chain import verify
from plo_workflow.cases.corrections import correct_date
from plo_workflow.cases.migrating import adopt_policy
from plo_workflow.cases.office import give_address
from plo_workflow.cases.ongoing import change_worker
from plo_workflow.cases.outcomes import close_other
from plo_workflow.kinds import CloseReason, Part
from plo_workflow.models import GatewaySitting, Staff
from plo_workflow.policy import default_policy, policy_from_stored, policy_text
from plo_workflow.reminders.sweeping import ALREADY, Sweep, rehearse, sweep
from plo_workflow.store import Store
from tests.databases import Databases
from tests.journeys import decided_to_enter, requested, stepped_down
from tests.office import Office, noon, prepare
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME, send_letters, write_letters

DUE = day("Tue 20 Jan 2026")
NEXT_MORNING = day("Wed 21 Jan 2026")
LATER = day("Mon 2 Feb 2026")


@dataclass(frozen=True)
class Told:
    """A reminder with its message, for asserting."""

    cause: str
    rung: str
    recipient: str
    told_as: str
    words: str
    why: str


@pytest.fixture
def office(databases: Databases) -> Office:
    return Office(databases.fresh(prepare))


def swept(office: Office, on: date) -> Sweep:
    return sweep(office.store, on=on, at=noon(on))


def told(office: Office, cause: str = "%", rung: str = "overdue%") -> list[Told]:
    rows = office.rows(
        "SELECT r.cause, r.rung, r.recipient, r.told_as, o.subject, o.body FROM reminders r "
        "JOIN outbox o ON o.reminder_id = r.id AND o.recipient = r.recipient "
        "WHERE r.cause LIKE :cause AND r.rung LIKE :rung ORDER BY r.id",
        cause=cause, rung=rung,
    )  # fmt: skip
    return [Told(*row) for row in rows]


def takes_leave(office: Office, *keys: str) -> None:
    """These people work here no more."""
    with office.store.changing_many() as connection:
        connection.execute(update(Staff).where(Staff.key.in_(keys)).values(active=False))


def loses_address(office: Office, *keys: str, address: str | None = None) -> None:
    with office.store.changing_many() as connection:
        connection.execute(update(Staff).where(Staff.key.in_(keys)).values(email=address))


# Who is told, when, of what


def test_the_morning_after_the_letter_was_due_its_social_worker_is_told(office: Office) -> None:
    decided_to_enter(office)
    swept(office, NEXT_MORNING)
    assert told(office, "letter_sent") == [
        Told(
            "letter_sent", "overdue_1", "sam", "social_worker",
            "Letter before proceedings sent – overdue since Tuesday 20 January 2026, for the social worker",
            "You are told as social worker on this case.",
        )
    ]  # fmt: skip


def test_on_the_due_day_itself_nothing_is_overdue(office: Office) -> None:
    decided_to_enter(office)
    swept(office, DUE)
    assert not told(office)
    assert [one.rung for one in told(office, "letter_sent", "%")] == ["coming_0"]


def test_what_was_due_on_a_friday_is_told_of_on_monday_to_everybody_who_holds_the_role(office: Office) -> None:
    requested(office, replace(ON_TIME, requested=day("Fri 2 Jan 2026")))
    for waiting in ("Fri 9 Jan 2026", "Sat 10 Jan 2026", "Sun 11 Jan 2026"):
        swept(office, day(waiting))
        assert not told(office)
    swept(office, day("Mon 12 Jan 2026"))
    assert [(one.recipient, one.told_as) for one in told(office, "gateway_request_booked")] == [
        ("cara", "service_manager"),
        ("sue", "service_manager"),
    ]


def test_a_message_names_nobody_of_the_family(office: Office) -> None:
    decided_to_enter(office)
    swept(office, LATER)
    said = " ".join(one.words + one.why for one in told(office, rung="%"))
    assert said
    assert not [name for name in ("Merrow", "Isla", "Jo ") if name in said]


def test_a_watch_that_nobody_chases_is_never_told_of(office: Office) -> None:
    stepped_down(office)
    swept(office, day("Mon 3 Jan 2028"))
    assert not told(office, "reentry_watch")


def test_an_ended_case_still_reminds_of_what_must_be_confirmed_afterwards(office: Office) -> None:
    ref = stepped_down(office)
    assert not office.file(ref).case.open
    due = office.rows("SELECT due_on FROM clocks WHERE clock = 'step_down_checkpoint'")[0][0]
    swept(office, date.fromisoformat(str(due)) + timedelta(days=3))
    assert [one.recipient for one in told(office, "step_down_checkpoint")] == ["tess"]


def test_after_a_death_nobody_is_reminded_of_anything(office: Office) -> None:
    ref = decided_to_enter(office)
    office.do(
        "hugh", close_other, ref, on=DUE, close_reason=CloseReason.DIED, reason="Isla died.", evidence="Told by police."
    )
    assert swept(office, LATER).found == 0
    assert not told(office)


def test_how_late_and_who_is_told_are_the_policys(office: Office) -> None:
    decided_to_enter(office)
    content = json.loads(policy_text(default_policy()))
    content["reminders"]["overdue"][0] = {"working_days": 2, "to": "head_of_service"}
    adopt_policy(office.store, policy_from_stored(json.dumps(content)), at=noon(DUE))
    swept(office, NEXT_MORNING)
    assert not told(office)
    swept(office, NEXT_MORNING + timedelta(days=1))
    assert {one.recipient for one in told(office)} == {"hugh"}


# Once


def test_the_same_day_swept_again_queues_nothing(office: Office) -> None:
    decided_to_enter(office)
    first = swept(office, NEXT_MORNING)
    again = swept(office, NEXT_MORNING)
    assert (first.queued, first.skipped) == (first.found, {})
    assert (again.queued, again.skipped) == (0, {ALREADY: first.found})
    assert len(told(office, rung="%")) == first.queued


def test_what_stays_overdue_climbs_from_level_to_level_and_is_told_of_once_on_each(office: Office) -> None:
    decided_to_enter(office)
    for later in range(40):
        swept(office, NEXT_MORNING + timedelta(days=later))
    assert [(one.rung, one.recipient) for one in told(office, "letter_sent")] == [
        ("overdue_1", "sam"), ("overdue_3", "tess"), ("overdue_5", "cara"), ("overdue_5", "sue"),
        ("overdue_10", "hugh"), ("overdue_20", "dora"),
    ]  # fmt: skip


def test_what_comes_due_is_announced_from_further_off_to_the_day_itself(office: Office) -> None:
    requested(office)
    for on in range(5, 13):
        swept(office, date(2026, 1, on))
    announced = told(office, "gateway_request_booked", "coming%")
    assert [(one.rung, one.recipient) for one in announced] == [
        ("coming_2", "cara"), ("coming_2", "sue"), ("coming_0", "cara"), ("coming_0", "sue"),
    ]  # fmt: skip
    assert announced[0].words == "Gateway request accepted – due on Monday 12 January 2026, for the service manager"


def test_days_without_a_sweep_are_caught_up_at_once_on_the_highest_rung(office: Office) -> None:
    decided_to_enter(office)
    swept(office, LATER)
    assert [(one.rung, one.recipient) for one in told(office, "letter_sent")] == [
        ("overdue_5", "cara"), ("overdue_5", "sue"),
    ]  # fmt: skip
    assert len(told(office, "child_seen")) == 1


def test_what_was_done_before_the_sweep_is_not_told_of(office: Office) -> None:
    ref = decided_to_enter(office)
    write_letters(office, ref, on=DUE, meeting_on=day("Wed 28 Jan 2026"))
    send_letters(office, ref, on=DUE)
    swept(office, NEXT_MORNING)
    assert not told(office, "letter_sent")


def test_a_date_that_moved_and_is_missed_again_is_told_of_again(office: Office) -> None:
    ref = decided_to_enter(office)
    swept(office, NEXT_MORNING)
    assert len(told(office, "gateway_record_shared")) == 1
    sitting = office.file(ref).all(GatewaySitting)[0].id
    office.late(
        NEXT_MORNING, "cara", correct_date, ref, kind="gateway_sittings", fact=sitting,
        happened_on=day("Mon 12 Jan 2026"), reason="It was held on the Monday.",
    )  # fmt: skip
    swept(office, NEXT_MORNING)
    assert len(told(office, "gateway_record_shared")) == 2


def test_whoever_takes_the_case_over_is_told_too(office: Office) -> None:
    ref = decided_to_enter(office)
    swept(office, NEXT_MORNING)
    office.do(
        "tess", change_worker, ref, on=NEXT_MORNING, part=Part.SOCIAL_WORKER, staff="sasha",
        handover_note="The letters are late.", next_actions="Send them.", joint_visit_on=NEXT_MORNING,
    )  # fmt: skip
    swept(office, NEXT_MORNING)
    assert [one.recipient for one in told(office, "letter_sent")] == ["sam", "sasha"]


def test_sweeps_beside_each_other_tell_everybody_once(office: Office, databases: Databases) -> None:
    decided_to_enter(office)
    expected = rehearse(office.store, on=LATER).queued
    start = Barrier(4)

    def beside(_: int) -> int:
        store = Store(office.store.url.render_as_string(hide_password=False))
        try:
            start.wait()
            return sweep(store, on=LATER, at=noon(LATER)).queued
        finally:
            store.close()

    with ThreadPoolExecutor(4) as threads:
        queued = list(threads.map(beside, range(4)))
    assert sum(queued) == expected == len(told(office, rung="%"))
    assert office.rows("SELECT count(*) FROM outbox WHERE reminder_id IS NOT NULL")[0][0] == expected


def test_a_sweep_does_not_wait_for_a_case_that_is_being_changed(postgresql: Databases) -> None:
    office = Office(postgresql.fresh(prepare))
    ref = decided_to_enter(office)
    queued = []

    def write_note(work: Work, *, on: date) -> None:
        queued.append(swept(office, on).queued)

    office.do("sam", write_note, ref, on=NEXT_MORNING)
    assert queued == [len(told(office, rung="%"))] != [0]


# Nobody is told in vain


def test_where_the_social_worker_has_no_address_the_team_manager_is_told_and_why(office: Office) -> None:
    decided_to_enter(office)
    loses_address(office, "sam", address=" ")
    done = swept(office, NEXT_MORNING)
    [one] = told(office, "letter_sent")
    assert (one.recipient, one.told_as) == ("tess", "team_manager")
    assert "because no social worker on this case can be reached" in one.why
    assert done.to_next_level == len([one for one in told(office, rung="%") if "because" in one.why])


def test_where_the_team_manager_is_gone_too_every_service_manager_is_told(office: Office) -> None:
    decided_to_enter(office)
    takes_leave(office, "sam", "tess")
    swept(office, NEXT_MORNING)
    assert [(one.recipient, one.told_as) for one in told(office, "letter_sent")] == [
        ("cara", "service_manager"),
        ("sue", "service_manager"),
    ]


def test_where_nobody_holds_the_role_the_team_manager_is_told(office: Office) -> None:
    decided_to_enter(office)
    takes_leave(office, "ben")
    swept(office, NEXT_MORNING)
    [one] = told(office, "gateway_record_shared")
    assert one.recipient == "tess"
    assert "because no business support can be reached" in one.why


def test_whoever_stands_in_is_told_also_where_no_mail_would_reach_whom_they_stand_in_for(office: Office) -> None:
    decided_to_enter(office)
    office.late(DUE, "ben", record_absence, person="ben", from_on=DUE, until_on=LATER, cover="pam")
    loses_address(office, "ben")
    swept(office, NEXT_MORNING)
    [one] = told(office, "gateway_record_shared")
    assert (one.recipient, one.told_as) == ("pam", "business_support")


def test_where_nobody_can_be_told_it_is_said_and_made_up_for_later(office: Office) -> None:
    decided_to_enter(office)
    everybody = [key for (key,) in office.rows("SELECT key FROM staff")]
    loses_address(office, *everybody)
    none = swept(office, NEXT_MORNING)
    assert (none.queued, none.failed) == (0, none.found)
    again = swept(office, NEXT_MORNING)
    assert (again.found, again.queued, again.failed, again.skipped) == (none.found, 0, none.found, {})
    give_address(office.store, at=noon(NEXT_MORNING), key="sam", address="sam@council.example")
    assert swept(office, NEXT_MORNING).queued
    assert [(one.cause, one.recipient) for one in told(office)] == [("letter_sent", "sam")]


def test_a_second_sweep_says_what_was_told_and_one_after_any_entry_in_the_history_looks_again(office: Office) -> None:
    ref = decided_to_enter(office)
    first, second = swept(office, NEXT_MORNING), swept(office, NEXT_MORNING)
    nothing = dict.fromkeys(first.queued_by_sweep, 0)
    again = {ALREADY: first.found}
    assert second == replace(first, queued=0, to_next_level=0, skipped=again, queued_by_sweep=nothing)
    office.do(
        "tess", change_worker, ref, on=NEXT_MORNING, part=Part.SOCIAL_WORKER, staff="sasha",
        handover_note="The letters are late.", next_actions="Send them.", joint_visit_on=NEXT_MORNING,
    )  # fmt: skip
    assert swept(office, NEXT_MORNING).queued
    assert "sasha" in {one.recipient for one in told(office)}


# What a sweep leaves behind


def test_a_sweep_that_queued_something_is_in_the_history_and_the_chain_holds(office: Office) -> None:
    decided_to_enter(office)
    done = swept(office, NEXT_MORNING)
    swept(office, NEXT_MORNING)
    [(ref, by, payload)] = office.rows("SELECT case_ref, recorded_by, payload FROM history WHERE command = 'sweep'")
    assert (ref, by) == (None, "system")
    assert json.loads(payload) == {"kind": "reminders", **done.as_facts(), "on": "2026-01-21", "queued_by_sweep": ANY}
    with office.store.reading() as session:
        assert verify(session)[1] is None


def test_a_rehearsal_says_the_same_and_changes_nothing(office: Office) -> None:
    decided_to_enter(office)
    rehearsed = rehearse(office.store, on=LATER)
    assert not told(office)
    assert not office.rows("SELECT * FROM sweeps")
    assert swept(office, LATER) == rehearsed
    assert rehearsed.found
