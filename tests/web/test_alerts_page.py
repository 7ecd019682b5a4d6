"""Alerts on their page and on the case, with the ways to answer; who is away, and who is told in their place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from plo_workflow.cases.alerts import alert_key
from plo_workflow.models import Absence, AlertAnswer
from plo_workflow.reminders.sweeping import sweep
from tests.databases import SqliteFiles
from tests.journeys import decided_to_enter
from tests.office import Office, noon, prepare
from tests.plo_workflow.weekdays import day
from tests.web.offices import Website

TODAY = day("Fri 23 Jan 2026")
LETTER = alert_key("letter_sent", "", day("Tue 20 Jan 2026"))
REF = "PLO-2026-00001"


def with_a_late_letter(url: str) -> None:
    """A case whose letter is three days late, of which its worker and the team manager were told."""
    prepare(url)
    office = Office(url)
    decided_to_enter(office)
    for number in range(3):
        on = day("Wed 21 Jan 2026") + timedelta(days=number)
        sweep(office.store, on=on, at=noon(on))
    office.store.close()


@pytest.fixture
def website(sqlite: SqliteFiles) -> Iterator[Website]:
    office = Office(sqlite.fresh(with_a_late_letter))
    yield Website(office, TODAY)
    office.store.close()


def test_an_alert_is_shown_to_whom_it_was_told_with_how_far_it_has_climbed(website: Website) -> None:
    for who, told in (("sam", True), ("tess", True), ("sasha", False)):
        with website.signed_in(who) as colleague:
            page = colleague.read("/alerts")
            assert ("Letter before proceedings sent" in page) == told
    with website.signed_in("sasha") as sasha:
        assert "Team manager, 23 January 2026" in sasha.read("/alerts?whose=all")


def test_the_case_shows_its_alerts_with_the_ways_to_answer_for_those_who_may(website: Website) -> None:
    with website.signed_in("tess") as tess:
        page = tess.read(f"/cases/{REF}")
        assert "Nobody has answered yet." in page
        assert f"/cases/{REF}/do/acknowledge_alert?alert=letter_sent%7C%7C2026-01-20" in page
        assert "/do/decide_to_wait" not in page
    with website.signed_in("hugh") as hugh:
        assert "/do/decide_to_wait" in hugh.read(f"/cases/{REF}")


def test_every_answer_is_given_through_its_form_and_stands_on_the_page(website: Website) -> None:
    on = {"on": TODAY, "alert": LETTER}
    with website.signed_in("tess") as tess:
        tess.do(REF, "acknowledge_alert", {**on, "action": "Sam writes it.", "done_by_on": TODAY})
        tess.do(REF, "hand_on_alert", {**on, "to": "tom", "reason": "Tom leads."})
        tess.do(REF, "put_off_alert", {**on, "until_on": TODAY + timedelta(days=3), "reason": "At court."})
        assert "Put off by Tess on 23 January 2026, until" in tess.read("/alerts")
        assert "Letter before proceedings" not in tess.read("/alerts?unanswered=yes")
    with website.signed_in("hugh") as hugh:
        hugh.do(REF, "decide_to_wait", {**on, "until_on": TODAY + timedelta(days=10), "reason": "She is abroad."})
        assert "Decided that it waits by Hugh" in hugh.read(f"/cases/{REF}")
    assert len(website.office.file(REF).all(AlertAnswer)) == 4


def test_somebody_records_that_they_are_away_and_is_back_earlier(website: Website) -> None:
    away = {"person": "sam", "from_on": TODAY, "until_on": TODAY + timedelta(days=14), "cover": "sasha"}
    with website.signed_in("sam") as sam:
        response = sam.send("/office/do/record_absence", away)
        assert response.status_code == 303
        page = sam.read(response.location or "")
        assert "Sam, 23 January 2026 to 6 February 2026: Sasha stands in" in page
        [(number,)] = website.office.rows("SELECT id FROM absences")
        back = {"absence": number, "back_on": TODAY + timedelta(days=4)}
        assert sam.send("/office/do/end_absence", back).status_code == 303
    assert website.office.rows(f"SELECT person, cover FROM {Absence.__tablename__}") == [("sam", "sasha")]
    written = website.office.rows("SELECT command, recorded_by, payload FROM history WHERE case_ref IS NULL")
    kept = [(command, by, payload) for command, by, payload in written if command in ("record_absence", "end_absence")]
    assert [(command, by) for command, by, _ in kept] == [("record_absence", "sam"), ("end_absence", "sam")]
    assert "sasha" in str(kept[0][2])


def test_nobody_says_of_a_colleague_that_they_are_away_but_a_manager(website: Website) -> None:
    away = {"person": "sam", "from_on": TODAY, "until_on": TODAY, "cover": ""}
    with website.signed_in("sasha") as sasha:
        response = sasha.send("/office/do/record_absence", away)
        assert response.status_code == 403
        assert "for others a manager does it" in response.text
    with website.signed_in("tess") as tess:
        assert tess.send("/office/do/record_absence", away).status_code == 303
    assert website.office.rows("SELECT count(*) FROM absences") == [(1,)]


@pytest.mark.parametrize("address", ["/office/do/write_note", "/office/do/nothing", f"/cases/{REF}/do/record_absence"])
def test_what_is_about_a_case_is_not_asked_of_the_office_nor_the_other_way_round(
    website: Website, address: str
) -> None:
    with website.signed_in("tess") as tess:
        assert tess.get(address).status_code == 404
