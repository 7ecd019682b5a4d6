"""A drift signal is told on the ladder of its severity, from the day on which it began, until it is cured."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plo_workflow.cases.ongoing import write_note
from plo_workflow.reminders.alerts import alerts
from plo_workflow.reminders.bundling import bundle
from plo_workflow.reminders.gate import gate_of
from plo_workflow.reminders.outbox import mark_sent
from plo_workflow.reminders.sweeping import sweep
from tests.databases import Databases
from tests.journeys import decided_to_enter
from tests.office import Office, noon, prepare
from tests.plo_workflow.reminders.test_outbox import take
from tests.plo_workflow.reminders.test_sweeping import swept, told
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME

BEGAN = day("Tue 27 Jan 2026")
"""The first day on which more than fifteen working days have passed without a note."""
GAP = "record_gap"


@pytest.fixture
def office(databases: Databases) -> Office:
    return Office(databases.fresh(prepare))


@pytest.fixture
def ref(office: Office) -> str:
    return decided_to_enter(office)


def test_a_gap_in_the_record_is_told_and_climbs_by_the_amber_ladder(office: Office, ref: str) -> None:
    for number in range(-3, 30):
        swept(office, BEGAN + timedelta(days=number))
    climbed = [(one.rung, one.recipient) for one in told(office, GAP, "%")]
    assert climbed == [
        ("amber_0", "sam"), ("amber_5", "tess"), ("amber_10", "cara"), ("amber_10", "sue"), ("amber_20", "hugh"),
    ]  # fmt: skip
    assert told(office, GAP, "%")[0].words == "Gap in the record – since Tuesday 27 January 2026, for the social worker"


def test_a_signal_that_is_a_clock_is_told_by_the_reminders_of_the_clock_alone(office: Office, ref: str) -> None:
    swept(office, ON_TIME.letters + timedelta(days=30))
    assert told(office, "letter_sent")
    assert not told(office, "letter_or_first_meeting_late", "%")


def test_what_is_cured_before_it_goes_out_is_not_sent_and_is_no_alert_any_more(office: Office, ref: str) -> None:
    swept(office, BEGAN)
    with office.store.reading() as session:
        assert GAP in {alert.cause.key for alert in alerts(session, on=BEGAN)}
    office.do("sam", write_note, ref, on=BEGAN, text="The school rang.")
    at = noon(BEGAN) + timedelta(hours=1)
    bundle(office.store, gate_of(office.store), at=at)
    texts = []
    while message := take(office.store, at):
        texts += [message.letter.text] if message.letter else []
        mark_sent(office.store, message, at=at)
    assert texts
    assert not [text for text in texts if "Gap in the record" in text]
    with office.store.reading() as session:
        assert GAP not in {alert.cause.key for alert in alerts(session, on=BEGAN)}


def test_a_gap_that_opens_again_is_another_one_and_is_told_anew(office: Office, ref: str) -> None:
    swept(office, BEGAN)
    office.do("sam", write_note, ref, on=BEGAN, text="The school rang.")
    again = day("Wed 18 Feb 2026")
    sweep(office.store, on=again, at=noon(again))
    assert [one.recipient for one in told(office, GAP, "amber_0")] == ["sam", "sam"]
