"""A message that could not be sent is somebody's work: it is counted for those who see to it, and can be sent again."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from plo_workflow.caseload.health import read_health
from plo_workflow.reminders.bundling import bundle
from plo_workflow.reminders.failures import server_away_since
from plo_workflow.reminders.gate import gate_of
from plo_workflow.reminders.outbox import Message, claim, mark_failed, mark_sent, put_off
from plo_workflow.reminders.sweeping import sweep
from tests.databases import Databases
from tests.journeys import decided_to_enter
from tests.office import Office, noon, prepare
from tests.plo_workflow.reminders.test_sweeping import NEXT_MORNING
from tests.web.offices import Website

TODAY = NEXT_MORNING
FAULT = "550 No such mailbox"


@pytest.fixture
def website(databases: Databases) -> Iterator[Website]:
    """Where the digest of the social worker was turned away by the mail server, and all others were sent."""
    office = Office(databases.fresh(prepare))
    decided_to_enter(office)
    sweep(office.store, on=TODAY, at=noon(TODAY))
    bundle(office.store, gate_of(office.store), at=noon(TODAY))
    for message in claimed(office, noon(TODAY)):
        if message.key == f"day:{TODAY}:sam":
            mark_failed(office.store, message, fault=FAULT)
        elif message.letter:
            mark_sent(office.store, message, at=noon(TODAY))
    yield Website(office, TODAY)
    office.store.close()


def claimed(office: Office, at: datetime) -> list[Message]:
    return claim(office.store, gate_of(office.store), at=at, site="", most=100)


def read(website: Website, who: str, path: str) -> str:
    with website.signed_in(who) as colleague:
        return " ".join(html.unescape(colleague.read(path)).split())


def test_it_is_counted_above_the_caseload_for_managers_and_business_support_alone(website: Website) -> None:
    line = '<a class="govuk-link" href="/reminders#failed">1 message could not be sent</a>'
    for who in ("ben", "tess", "sue", "hugh", "anna"):
        assert line in read(website, who, "/")
    for who in ("sam", "lee"):
        assert "could not be sent" not in read(website, who, "/")


def test_the_page_says_whose_it_was_about_which_case_and_what_stood_in_the_way(website: Website) -> None:
    section = read(website, "ben", "/reminders").split('id="failed"')[1].split("Waiting to be sent</h2>")[0]
    assert "Could not be sent (1)" in section
    for words in ("Digest of the day", ">Sam</td>", 'href="/cases/PLO-2026-00001"', FAULT):
        assert words in section
    assert "Send again" in section
    assert "Send again" not in read(website, "sam", "/reminders").split('id="failed"')[1]


def test_sent_again_it_goes_out_with_all_that_it_carried_and_the_history_says_who_did_so(website: Website) -> None:
    office = website.office
    [(digest,)] = office.rows("SELECT id FROM outbox WHERE state = 'failed' AND kind = 'day'")
    carried = office.rows("SELECT id FROM outbox WHERE sent_with = :id AND state = 'failed'", id=digest)
    assert carried
    with website.signed_in("ben") as ben:
        hidden = ben.hidden("/reminders")
        answer = ben.send("/office/do/send_again", {"message": digest}, hidden)
        assert (answer.status_code, answer.location) == (303, "/reminders")
        again = ben.send("/office/do/send_again", {"message": digest}, hidden)
        assert again.status_code in (303, 422), "the same form a second time does nothing more"
    assert office.rows("SELECT recorded_by FROM history WHERE command = 'send_again'") == [("ben",)]
    with office.store.reading() as session:
        assert read_health(session).failed == 0
    [message] = claimed(office, noon(TODAY))
    assert (message.recipient, message.tries) == ("sam", 2)
    assert message.letter
    assert "PLO-2026-00001" in message.letter.text
    assert {number for (number,) in carried} == set(message.carries)


def test_one_who_only_works_on_cases_cannot_send_it_again(website: Website) -> None:
    [(digest,)] = website.office.rows("SELECT id FROM outbox WHERE state = 'failed' AND kind = 'day'")
    with website.signed_in("sam") as sam:
        refused = sam.send("/office/do/send_again", {"message": digest}, sam.hidden("/office/do/send_again"))
    assert refused.status_code == 403
    assert website.office.rows("SELECT state FROM outbox WHERE id = :id", id=digest) == [("failed",)]


def test_what_was_sent_meanwhile_is_not_put_back(website: Website) -> None:
    [(sent,)] = website.office.rows("SELECT min(id) FROM outbox WHERE state = 'sent'")
    with website.signed_in("ben") as ben:
        refused = ben.send("/office/do/send_again", {"message": sent}, ben.hidden("/office/do/send_again"))
    assert refused.status_code == 422
    assert not website.office.rows("SELECT seq FROM history WHERE command = 'send_again'")


def away_since(office: Office, at: datetime) -> datetime | None:
    with office.store.reading() as session:
        return server_away_since(session, at=at)


def test_a_mail_server_that_is_away_for_an_hour_is_said_above_the_caseload(website: Website) -> None:
    office, last_sent = website.office, noon(TODAY)
    with website.signed_in("ben") as ben:
        [(digest,)] = office.rows("SELECT id FROM outbox WHERE state = 'failed' AND kind = 'day'")
        ben.send("/office/do/send_again", {"message": digest}, ben.hidden("/reminders"))
    at = last_sent + timedelta(minutes=1)
    while at < last_sent + timedelta(hours=1):
        assert away_since(office, at) is None
        for message in claimed(office, at):
            put_off(office.store, message, at=at, fault="The mail server cannot be reached")
        at += timedelta(minutes=1)
    for message in claimed(office, at + timedelta(minutes=10)):
        put_off(office.store, message, at=at + timedelta(minutes=10), fault="The mail server cannot be reached")
    assert away_since(office, at + timedelta(minutes=11)) == last_sent
    night = datetime.combine(TODAY + timedelta(days=1), datetime.min.time(), last_sent.tzinfo)
    assert away_since(office, night) is None, "nothing is sent at night"


def test_while_it_is_away_the_pages_of_those_who_see_to_it_say_so(website: Website) -> None:
    with website.office.store.changing_many() as connection:
        connection.exec_driver_sql(
            "UPDATE outbox SET state = 'waiting', tries = 7, fault = 'away' WHERE state = 'failed' AND kind = 'day'"
        )
        connection.exec_driver_sql("UPDATE outbox SET sent_at = NULL")
    since = "since 21 January 2026"
    assert f"No message could be sent {since}" in read(website, "ben", "/")
    assert "No message could be sent" not in read(website, "sam", "/")
    assert f"Nothing could be sent {since}" in read(website, "ben", "/reminders")
