"""The pages of cases: who sees what, what is refused and how, and that nothing typed is lost."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, get_type_hints

import pytest
from sqlalchemy import event

from plo_workflow.cases import COMMANDS
from plo_workflow.cases.corrections import FACTS
from plo_workflow.cases.gateway import record_legal_advice
from plo_workflow.cases.ongoing import write_note
from plo_workflow.cases.oversight import pause
from plo_workflow.cases.requesting import NewChild, request_gateway
from plo_workflow.kinds import LegalStatus
from plo_workflow.models import Child, Note, Visit
from plo_workflow.stages import MOVES
from tests.databases import SqliteFiles
from tests.journeys import back_at_gateway, listed, plan_under_way, stepped_down
from tests.office import STAFF, Office, prepare
from tests.steps import ON_TIME, TWO, Family
from tests.web.offices import Website
from web.choices import ADDED_BY, CHOICES, CHOSEN_FROM
from web.drawn import PARAMETERS
from web.next_steps import SET_BACKS
from web.record.columns import CLOSED, REFERS
from web.record.facts import SHOWN, SUBJECTS
from web.record.names import TITLES

TODAY = ON_TIME.exit
CASE_COMMANDS = sorted(name for name, row in COMMANDS.items() if row.about != "office" and name != "request_gateway")
ALDER = Family("Alder", TWO.children, ("Kit Alder", "Ash Alder"))
BEECH = Family("Beech", (NewChild("Wren", born_on=date(2019, 1, 2)),))
CEDAR = Family("Cedar", (NewChild("Ivy", born_on=date(2019, 3, 2)),), ("Jo Cedar",))
PAGES = ("", *(f"/{about}" for about in SUBJECTS), "/all", "/history")


def with_cases(url: str) -> None:
    """An authority with a listed case, one back at the gateway, and one that stepped down."""
    prepare(url)
    office = Office(url)
    listed(office)
    returned = back_at_gateway(office, family=ALDER)
    office.do("lee", record_legal_advice, returned, on=ON_TIME.exit, advice="CANARY of privilege")
    stepped_down(office, family=BEECH)
    office.store.close()


LISTED, RETURNED, ENDED = "PLO-2026-00001", "PLO-2026-00002", "PLO-2026-00003"


@pytest.fixture
def website(sqlite: SqliteFiles) -> Iterator[Website]:
    office = Office(sqlite.fresh(with_cases))
    yield Website(office, TODAY)
    office.store.close()


def record_of(website: Website, ref: str, kind: type[Any]) -> list[Any]:
    return website.office.file(ref).all(kind)


# Every page, every role


@pytest.mark.parametrize("who", STAFF)
def test_every_page_opens_for_every_role(website: Website, who: str) -> None:
    with website.signed_in(who) as colleague:
        for page in ("/", "/?whose=all&overdue=yes&page=9", "/gateway", "/reminders", "/rules", f"/rules?case={ENDED}"):
            colleague.read(page)
        for ref in (RETURNED, ENDED):
            for page in PAGES:
                colleague.read(f"/cases/{ref}{page}")


@pytest.mark.parametrize("name", CASE_COMMANDS)
def test_every_command_has_a_page_for_those_who_may_and_words_for_those_who_may_not(
    website: Website, name: str
) -> None:
    row = COMMANDS[name]
    entry = f"?kind=children&fact={record_of(website, RETURNED, Child)[0].id}" if row.about == "corrections" else ""
    may = [who for who, roles in STAFF.items() if not set(roles).isdisjoint(row.who)]
    for who in (may[0], *[who for who in STAFF if who not in may][:1]):
        roles = STAFF[who]
        with website.signed_in(who) as colleague:
            for ref in (LISTED, ENDED) if not entry else (RETURNED,):
                page = colleague.read(f"/cases/{ref}/do/{name}{entry}")
                asks = '<form method="post" novalidate>' in page
                assert f'<h1 class="govuk-heading-l">{row.label}</h1>' in page
                assert asks == ("does not lead on" not in page and not set(roles).isdisjoint(row.who)), (who, ref)


@pytest.mark.parametrize("name", CASE_COMMANDS)
def test_whoever_may_not_do_something_is_refused_when_they_send_it_all_the_same(website: Website, name: str) -> None:
    row = COMMANDS[name]
    outsiders = [who for who, roles in STAFF.items() if set(roles).isdisjoint(row.who)]
    before = website.office.rows("SELECT count(*) FROM history")
    for who in outsiders[:1]:
        with website.signed_in(who) as colleague:
            token = colleague.hidden("/")
            response = colleague.client.post(f"/cases/{RETURNED}/do/{name}?kind=children&fact=1", data=token)
        assert response.status_code in (403, 404, 422), name
    assert website.office.rows("SELECT count(*) FROM history") == before


def test_an_outsider_who_sends_a_whole_form_is_told_whose_it_is(website: Website) -> None:
    with website.signed_in("ben") as ben:
        hidden = ben.hidden("/") | {"key": "", "revision": ""}
        response = ben.send(f"/cases/{RETURNED}/do/pause", {"on": TODAY, "reason": "x", "until_on": TODAY}, hidden)
    assert response.status_code == 403
    assert "Ben does not hold that role." in response.text


def test_nobody_signed_in_sees_no_case(website: Website) -> None:
    with website.app.test_client() as client:
        for page in PAGES:
            assert client.get(f"/cases/{LISTED}{page}").location == "/sign-in"


def test_privileged_words_are_on_no_page_of_a_social_worker(website: Website) -> None:
    note = website.office.rows("SELECT id FROM advice_notes WHERE advice LIKE 'CANARY%'")[0][0]
    entry = f"/cases/{RETURNED}/record/advice_notes/{note}"
    with website.signed_in("sam") as sam:
        pages = [sam.read(f"/cases/{RETURNED}{page}") for page in PAGES]
        pages += [sam.get(f"/cases/{RETURNED}/do/{name}").text for name in CASE_COMMANDS]
        assert sam.get(entry).status_code == 404
        assert sam.get(f"/cases/{RETURNED}/do/correct_fact?kind=advice_notes&fact={note}").status_code == 404
    assert not any("CANARY" in page for page in pages)
    with website.signed_in("lee") as lee:
        assert "CANARY" in lee.read(f"/cases/{RETURNED}/gateway")
        assert "CANARY" in lee.read(entry)


# What is refused


def test_a_move_that_is_refused_says_everything_that_is_missing_and_how_to_put_it_right(website: Website) -> None:
    with website.signed_in("cara") as cara:
        response = cara.send(f"/cases/{LISTED}/do/record_decision_enter", {"on": ON_TIME.entered})
    assert response.status_code == 422
    summary = response.text.split("govuk-error-summary__list")[1].split("</ul>")[0]
    assert summary.count("<li>") >= 5
    assert "The gateway meeting is not recorded as held. Record the sitting and who sat." in summary


def test_somebody_elses_change_keeps_what_was_typed_and_says_who_changed_what(website: Website) -> None:
    path = f"/cases/{RETURNED}/do/write_note"
    with website.signed_in("sam") as sam:
        opened = sam.hidden(path)
        website.office.do("tess", write_note, RETURNED, on=TODAY, text="Seen by the manager.")
        refused = sam.send(path, {"on": TODAY, "text": "What I typed\nin two lines"}, opened)
        assert refused.status_code == 409
        assert "was changed by Tess (“Write a case note”, 21 April 2026 at midday)" in refused.text
        assert ">What I typed\nin two lines</textarea>" in refused.text
        again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', refused.text))
        assert sam.send(path, {"on": TODAY, "text": "What I typed\nin two lines"}, again).status_code == 303
    assert [note.text for note in record_of(website, RETURNED, Note)] == [
        "Seen by the manager.",
        "What I typed\nin two lines",
    ]


def test_a_form_that_is_sent_twice_is_carried_out_once(website: Website) -> None:
    path = f"/cases/{RETURNED}/do/write_note"
    with website.signed_in("sam") as sam:
        opened = sam.hidden(path)
        answers = [sam.send(path, {"on": TODAY, "text": "Once."}, opened).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert len(record_of(website, RETURNED, Note)) == 1


def test_what_is_wrong_in_a_form_stands_above_it_with_everything_typed(website: Website) -> None:
    with website.signed_in("sam") as sam:
        response = sam.send("/new", {"family_name": "Larch", "concerns": "Cold and hungry."})
    assert response.status_code == 422
    assert "<title>Error: Ask for a gateway meeting" in response.text
    assert 'value="Larch"' in response.text
    assert ">Cold and hungry.</textarea>" in response.text


def test_only_a_social_worker_is_offered_as_the_social_worker_of_a_new_case(website: Website) -> None:
    with website.signed_in("tess") as tess:
        page = tess.read("/new")
    assert re.findall(r'name="social_worker"[^>]* value="([^"]+)"', page) == ["sam", "sasha"]


def children_asked_for(page: str) -> list[str]:
    return re.findall(r'<legend class="[^"]+">(Child \d+)</legend>', page)


def test_a_fourth_sibling_gets_a_box_and_everything_typed_is_kept(website: Website) -> None:
    typed: dict[str, object] = {"family_name": "Larch", "concerns": "Cold and hungry.", "social_worker": "sam"}
    with website.signed_in("sam") as sam:
        page = sam.read("/new")
        assert children_asked_for(page) == ["Child 1"]
        for number in range(4):
            assert "Add another child" in page
            typed |= {f"children-{number}-given_name": f"Child{number}", f"children-{number}-born_on": date(2019, 1, 2)}
            response = sam.send("/new", {**typed, "another": "children"})
            assert response.status_code == 200
            page = response.text
        assert children_asked_for(page) == [f"Child {number}" for number in range(1, 6)]
        assert "There is a problem" not in page
        assert all(f'value="Child{number}"' in page for number in range(4))
        assert ">Cold and hungry.</textarea>" in page
        assert website.office.rows("SELECT count(*) FROM cases WHERE family_name = 'Larch'") == [(0,)]
        typed |= {"on": TODAY, "legal_status": "child_in_need", "fgdm_position": "To be offered."}
        ref = sam.send("/new", typed).location.rsplit("/", 1)[-1]
    assert [child.given_name for child in record_of(website, ref, Child)] == ["Child0", "Child1", "Child2", "Child3"]


def test_the_enter_key_saves_and_adds_no_child(website: Website) -> None:
    with website.signed_in("sam") as sam:
        form = sam.read("/new").split('<form method="post" novalidate>')[1]
    first, second, *_ = re.findall(r"<button[^>]*>", form)
    assert 'name="another"' not in first
    assert 'name="another"' in second


def test_a_box_that_is_half_filled_is_not_judged_when_another_is_asked_for(website: Website) -> None:
    with website.signed_in("sam") as sam:
        typed = {"children-0-family_name": "Larch", "children-0-born_on-day": "31", "another": "children"}
        page = sam.send("/new", typed).text
        assert sam.send("/new", {**typed, "another": "concerns"}).status_code == 422
    assert "govuk-error-message" not in page
    assert re.search(r'name="children-0-born_on-day"[^>]* value="31"', page)


def test_a_date_to_come_is_refused_in_the_words_of_the_engine(website: Website) -> None:
    with website.signed_in("sam") as sam:
        tomorrow = TODAY + timedelta(days=1)
        response = sam.send(f"/cases/{RETURNED}/do/write_note", {"on": tomorrow, "text": "Soon."})
    assert response.status_code == 422
    assert "which has not come yet" in response.text


def test_a_case_that_is_not_there_is_a_page_not_found(website: Website) -> None:
    with website.signed_in("sam") as sam:
        for page in (*PAGES, "/do/write_note", "/dates/1", "/record/children/1"):
            assert sam.get(f"/cases/PLO-2026-99999{page}").status_code == 404
        for page in ("/weather", "/do/fly", "/do/request_gateway", "/dates/99999", "/record/cats/1", "/record/notes/9"):
            assert sam.get(f"/cases/{RETURNED}{page}").status_code == 404
        assert sam.client.post("/cases/PLO-2026-99999/do/write_note", data=sam.hidden("/")).status_code == 404


def test_a_database_that_cannot_be_written_is_said_and_what_was_typed_is_kept(website: Website) -> None:
    with website.signed_in("sam") as sam:
        path = f"/cases/{RETURNED}/do/write_note"
        opened = sam.hidden(path)
        with website.office.store.engine.connect() as other:
            other.exec_driver_sql("PRAGMA query_only = 1")
            other.rollback()
        response = sam.send(path, {"on": TODAY, "text": "Kept."}, opened)
    assert response.status_code == 503
    assert "nothing was saved" in response.text
    assert ">Kept.</textarea>" in response.text


# The caseload


def lines(page: str) -> list[str]:
    return re.findall(r'href="/cases/([A-Z0-9-]+)"', page)


@pytest.mark.parametrize(
    ("who", "asked", "found"),
    [
        ("sam", "", {LISTED, RETURNED}),
        ("sasha", "", set()),
        ("sasha", "?whose=all", {LISTED, RETURNED}),
        ("tess", "", {LISTED, RETURNED}),
        ("sam", "?stage=gateway_review", {RETURNED}),
        ("sam", "?words=alder", {RETURNED}),
        ("sam", "?closed=yes", {ENDED}),
        ("sam", "?words=nobody", set()),
        ("sam", "?whose=nonsense&stage=nonsense&page=-3", {LISTED, RETURNED}),
    ],
)
def test_the_list_shows_what_was_asked_for(website: Website, who: str, asked: str, found: set[str]) -> None:
    with website.signed_in(who) as colleague:
        assert set(lines(colleague.read(f"/{asked}"))) == found


@pytest.mark.parametrize(
    ("asked", "caption"),
    [
        ("", "Yours: 2 cases, what is due first on top"),
        ("?whose=team", "Your team’s: 2 cases"),
        ("?whose=all", "Everybody’s: 3 cases"),
    ],
)
def test_the_numbers_are_said_to_be_the_councils_and_the_list_says_whose_it_is(
    website: Website, asked: str, caption: str
) -> None:
    website.office.late(
        TODAY, "sasha", request_gateway, on=TODAY, family_name="Cedar", children=list(CEDAR.children), concerns="Cold.",
        legal_status=LegalStatus.CHILD_IN_NEED, fgdm_position="To be offered.", social_worker="sasha",
    )  # fmt: skip
    with website.signed_in("sam") as sam:
        page = sam.read(f"/{asked}")
    council, listed_below = page.split("<form class")
    assert re.search(r"Across the council</h2>.*plo-numbers__count\">3</span> open", council, re.DOTALL)
    assert caption in listed_below


def test_an_empty_list_says_what_to_do(website: Website) -> None:
    with website.signed_in("sasha") as sasha:
        assert "everybody’s cases" in sasha.read("/")
        assert "No case fits what you asked for" in sasha.read("/?words=nobody")


def test_what_is_overdue_is_said_in_words(website: Website) -> None:
    with website.signed_in("sam") as sam:
        assert re.search(r"Gateway meeting held.*?20 January 2026, .*?91 days overdue", sam.read("/"), re.DOTALL)


# One case


def test_the_case_leads_each_to_what_they_can_do_now(website: Website) -> None:
    todo = re.compile(r'plo-to-do__link" href="([^"]+)"')
    with website.signed_in("sam") as sam:
        assert f"/cases/{LISTED}/do/record_contingency" in todo.findall(sam.read(f"/cases/{LISTED}"))
    with website.signed_in("hugh") as hugh:
        assert f"/cases/{LISTED}/do/approve?what=issue" in todo.findall(hugh.read(f"/cases/{LISTED}"))
    with website.signed_in("cara") as cara:
        cara_can = todo.findall(cara.read(f"/cases/{LISTED}"))
    assert f"/cases/{LISTED}/do/record_sitting" in cara_can
    assert f"/cases/{LISTED}/do/approve?what=issue" not in cara_can


def test_before_a_sitting_the_chair_is_led_to_the_sitting_first_and_to_signing_last(website: Website) -> None:
    with website.signed_in("cara") as cara:
        page = cara.read(f"/cases/{LISTED}")
    can = re.findall(r'plo-to-do__link" href="[^"]+/do/([a-z_]+)', page)
    assert can[0] == "record_sitting"
    assert can.index("record_sitting") < can.index("record_gateway_decisions") < can.index("sign_decision_record")
    assert can[-1] == "sign_decision_record"


def test_what_is_missing_is_unfolded_for_one_move_only(website: Website) -> None:
    with website.signed_in("cara") as cara:
        page = cara.read(f"/cases/{LISTED}").split('id="next"')[1].split('id="dates"')[0]
    folds = re.findall(
        r'<details class="govuk-details plo-fold"( open)?>\s*<summary[^>]*><span[^>]*>What is missing', page
    )
    assert folds[0] == " open"
    assert folds[1:].count(" open") == 0
    assert len(folds) > 2


def moves_offered(page: str) -> list[str]:
    return re.findall(r'plo-move__title">([^<]+)</h3>', page)


def test_what_takes_a_case_further_comes_before_what_did_not_work(website: Website) -> None:
    under_way = plan_under_way(website.office, family=CEDAR)
    with website.signed_in("sam") as sam:
        page = sam.read(f"/cases/{under_way}")
    assert moves_offered(page)[:3] == [
        "Record a review meeting",
        "List for a gateway review",
        "Record a review that did not work",
    ]
    assert "govuk-button--secondary" in page.split("Record a review that did not work</h3>")[1].split("</a>")[0]
    assert set(MOVES) >= SET_BACKS


def test_the_earliest_date_overdue_comes_first_of_what_comes_next_with_why(website: Website) -> None:
    with website.signed_in("sam") as sam:
        page = sam.read(f"/cases/{LISTED}")
        first = page.split('id="next">')[1].split("plo-move__title")[0]
        assert re.search(
            r"<strong>Gateway meeting held</strong>\s+was due 20 January 2026, .*?91 days overdue", first, re.S
        )
        (why,) = re.findall(r'href="([^"]+/dates/\d+)"', first)
        assert "Gateway meeting held" in sam.read(why)
        website.today = ON_TIME.listed
        assert "was due" not in sam.read(f"/cases/{LISTED}")


def test_what_lies_over_a_case_is_in_its_bar(website: Website) -> None:
    website.office.do("tess", pause, RETURNED, on=TODAY, reason="Illness", until_on=TODAY + timedelta(days=5))
    with website.signed_in("sam") as sam:
        page = sam.read(f"/cases/{RETURNED}")
    assert "Paused until 26 April 2026" in page
    assert "Isla (8), Rowan (4)" in page


def test_each_date_explains_itself(website: Website) -> None:
    with website.signed_in("sam") as sam:
        page = sam.read(f"/cases/{LISTED}")
        assert "due Tuesday 20 January 2026, 10 working days after Tuesday 6 January 2026" in page
        (link,) = re.findall(r'href="([^"]+/dates/\d+)">Day by day<span[^>]*>: Gateway meeting held', page)
        clock = sam.read(link)
    assert "Saturday, not counted" in clock
    assert "Started" in clock


def test_an_entry_recorded_late_says_so(website: Website) -> None:
    website.office.late(TODAY, "sam", write_note, RETURNED, on=TODAY - timedelta(days=30), text="Found in a drawer.")
    with website.signed_in("sam") as sam:
        assert "Late entry: " in sam.read(f"/cases/{RETURNED}/work")
        assert re.search(r"\d+ working days later", sam.read(f"/cases/{RETURNED}/history"))


# Correcting


def test_a_date_is_corrected_from_the_entry_and_the_original_is_kept(website: Website) -> None:
    visit = record_of(website, RETURNED, Visit)
    if not visit:
        with website.signed_in("sam") as sam:
            child = record_of(website, RETURNED, Child)[0].id
            sam.do(RETURNED, "record_visit", {"on": TODAY, "children": child, "seen_alone": "True"})
        visit = record_of(website, RETURNED, Visit)
    entry = f"/cases/{RETURNED}/record/visits/{visit[0].id}"
    given = f"?kind=visits&fact={visit[0].id}"
    with website.signed_in("sam") as sam:
        assert f"/cases/{RETURNED}/do/correct_date{given}" in sam.read(entry)
        answers = {"happened_on": TODAY - timedelta(days=1), "reason": "It was the day before."}
        sam.do(RETURNED, "correct_date", answers, given)
        page = sam.read(entry)
    assert "20 April 2026, recorded by Sam" in page
    assert "It was the day before." in page


def test_only_what_is_changed_in_an_entry_is_corrected(website: Website) -> None:
    child = record_of(website, RETURNED, Child)[0]
    given = f"?kind=children&fact={child.id}"
    with website.signed_in("sam") as sam:
        assert 'value="Isla"' in sam.read(f"/cases/{RETURNED}/do/correct_fact{given}")
        answers = {"given_name": "Islay", "family_name": "Alder", "born_on": child.born_on, "removal_planned": "False",
                   "joined_later": "False", "reason": "Misspelt."}  # fmt: skip
        sam.do(RETURNED, "correct_fact", answers, given)
        assert "Islay" in sam.read(f"/cases/{RETURNED}")
    [(payload,)] = website.office.rows("SELECT payload FROM history ORDER BY seq DESC LIMIT 1")
    assert '"given_name":"Islay"' in payload.replace(": ", ":")
    assert record_of(website, RETURNED, Child)[0].born_on == child.born_on


def test_a_correction_that_does_not_say_of_what_leads_to_the_record(website: Website) -> None:
    with website.signed_in("sam") as sam:
        response = sam.get(f"/cases/{RETURNED}/do/withdraw_fact")
        assert response.location == f"/cases/{RETURNED}/all"
        assert "Choose what is to be corrected" in sam.read(f"/cases/{RETURNED}/all")


def test_a_new_period_leads_to_the_new_case_which_links_back(website: Website) -> None:
    child = record_of(website, ENDED, Child)[0].id
    answers = {"on": TODAY + timedelta(days=30), "children": child, "concerns": "Again.", "fgdm_position": "Offered.",
               "legal_status": "child_in_need", "earlier_periods_acknowledged": "True"}  # fmt: skip
    website.today = TODAY + timedelta(days=30)
    with website.signed_in("sam") as sam:
        where = sam.do(ENDED, "reopen", answers)
        assert where == "/cases/PLO-2026-00004"
        assert f'href="/cases/{ENDED}"' in sam.read(where)


# The tables of the pages are whole


def test_every_kind_of_fact_has_a_place_on_the_pages() -> None:
    assert set(SHOWN) == set(FACTS.values())
    assert {row.about for row in SHOWN.values()} <= set(SUBJECTS)
    assert {name for row in SHOWN.values() for name in row.then} <= set(COMMANDS)


def test_everything_that_is_chosen_can_be_looked_up() -> None:
    chosen = {
        mark.name
        for row in COMMANDS.values()
        for hint in get_type_hints(row.do, include_extras=True).values()
        for mark in marks_in(hint)
    }
    assert chosen <= set(CHOICES)
    assert set(ADDED_BY) <= set(CHOICES)
    assert {name for _, name in ADDED_BY.values()} - {""} <= set(COMMANDS)
    assert set(CHOSEN_FROM.values()) == set(PARAMETERS)


def marks_in(hint: Any) -> Iterator[Any]:
    yield from (mark for mark in getattr(hint, "__metadata__", ()) if hasattr(mark, "name"))
    for inner in getattr(hint, "__args__", ()):
        yield from marks_in(inner)


def test_every_closed_column_and_every_reference_is_a_column_there_is() -> None:
    columns = {(table, column.name) for table, kind in FACTS.items() for column in kind.__table__.c}
    assert set(CLOSED) <= columns
    assert set(REFERS) <= {column for _, column in columns}
    assert set(REFERS.values()) <= set(TITLES)


def test_what_may_follow_from_an_entry_takes_the_entry() -> None:
    for row in SHOWN.values():
        for name in row.then:
            assert PARAMETERS[CHOSEN_FROM[row.kind]] in inspect.signature(COMMANDS[name].do).parameters


def test_a_longer_list_asks_the_database_no_more_often(website: Website) -> None:
    asked: list[str] = []

    def count(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        asked.append(statement)

    def queries() -> int:
        asked.clear()
        with website.signed_in("sam") as sam:
            sam.read("/")
            sam.read("/gateway")
        return len(asked)

    event.listen(website.office.store.engine, "before_cursor_execute", count)
    before = queries()
    for name in ("Cedar", "Damson", "Elder"):
        listed(website.office, family=Family(name, (NewChild(name, born_on=date(2019, 1, 2)),), (f"Jo {name}",)))
    assert queries() == before
