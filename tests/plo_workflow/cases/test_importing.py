"""Families who were in the midst of their work come in whole or not at all, each with its own entry in the history."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from plo_workflow.cases.already_here import AlreadyHere
from plo_workflow.cases.chain import verify
from plo_workflow.cases.family_record import FamilyRecord, Item
from plo_workflow.cases.importing import Newcomer, ToImport, import_families
from plo_workflow.cases.requesting import accept_and_list
from plo_workflow.errors import NotYourRole, UnknownPerson
from plo_workflow.kinds import GatewayKind, Role
from plo_workflow.models import Child, GatewayListing, GatewayRequest, Letter, Move, Posting, Query, TrackerRow
from tests.databases import Databases
from tests.ledgers import assert_clocks_agree
from tests.office import Office, noon, prepare
from tests.plo_workflow.weekdays import day

ASKED, ON = day("Mon 5 Jan 2026"), day("Fri 9 Jan 2026")
SAID = {"concerns": "Not said.", "fgdm_position": "", "earlier_periods_acknowledged": False}


def move(key: str, before: str | None, after: str, on: date) -> Item:
    said = {"imported": "PLO/1"}
    columns = {"move": key, "from_stage": before, "to_stage": after, "said": said, "overrides": {}}
    return Item(f"move: {key}", Move, on, columns)


def record(reference: str = "PLO/1", name: str = "Isla", *more: Item) -> FamilyRecord:
    child = {"given_name": name, "family_name": "Merrow", "born_on": day("Mon 1 Feb 2016"), "joined_later": False}
    return FamilyRecord(
        reference=reference, stage="gateway_listed", since_on=ASKED, queries=("Which day was it?",),
        about={"family_name": "Merrow", "team": "North", "opened_on": ASKED, "social_worker": "sam"},
        items=(
            Item(f"child {name.lower()}", Child, ASKED, child), Item("request", GatewayRequest, ASKED, SAID), *more,
            move("request_gateway", None, "gateway_requested", ASKED),
            move("accept_and_list", "gateway_requested", "gateway_listed", ASKED),
        ),
        not_asked="Look through the record.",
    )  # fmt: skip


def bring_in(office: Office, *records: FamilyRecord, by: str = "pam", newcomers: tuple[Newcomer, ...] = ()) -> None:
    import_families(office.store, lambda _: ToImport(records, newcomers), at=noon(ON), on=ON, by=by)


def counted(office: Office) -> list[int]:
    tables = ("cases", "children", "moves", "clocks", "clock_ledger", "queries", "tracker_rows", "history", "staff")
    return [office.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables]


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    office = Office(databases.fresh(prepare))
    yield office
    office.store.close()


def test_a_family_comes_in_at_its_stage_with_its_moves_and_says_that_nobody_was_asked(office: Office) -> None:
    bring_in(office, record())
    [(ref,)] = office.rows("SELECT ref FROM cases")
    file = office.file(ref)
    assert (file.case.stage, file.case.stage_since_on, file.case.open) == ("gateway_listed", ASKED, True)
    assert [(one.move, one.said, one.recorded_by) for one in file.all(Move)] == [
        ("request_gateway", {"imported": "PLO/1"}, "pam"),
        ("accept_and_list", {"imported": "PLO/1"}, "pam"),
    ]
    assert [(one.kind, one.text) for one in file.all(Query)] == [
        ("tracker", "Which day was it?"),
        ("not_asked", "Look through the record."),
    ]
    assert_clocks_agree(office, ref)


def test_nobody_is_sent_a_message_about_moves_of_the_past(office: Office) -> None:
    bring_in(office, record())
    assert office.rows("SELECT count(*) FROM outbox") == [(0,)]


def test_what_was_imported_says_where_each_fact_stands(office: Office) -> None:
    letter = Item("letter", Letter, ASKED, {"kind": "closing", "sections": {"text": "Not said."}, "person_id": 1})
    sent = Item("letter sent", Posting, ASKED, {"event": "sent"}, {"letter_id": "letter"})
    bring_in(office, record("PLO/1", "Isla", letter, sent))
    [(ref,)] = office.rows("SELECT ref FROM cases")
    file = office.file(ref)
    [row], [posting] = file.all(TrackerRow), file.all(Posting)
    assert row.fact_ids["letter sent"] == posting.id
    assert posting.letter_id == file.all(Letter)[0].id
    assert row.content["items"]["letter sent"]["to"] == {"letter_id": "letter"}


def test_each_case_has_its_entry_and_the_import_one_of_its_own(office: Office) -> None:
    bring_in(office, record(), record("PLO/2", "Leo"), newcomers=(Newcomer("n", "N Newcomer", (Role.TEAM_MANAGER,)),))
    entries = office.rows("SELECT command, case_ref, payload FROM history ORDER BY seq DESC LIMIT 4")
    assert [command for command, _, _ in entries] == ["import_tracker", "import_family", "import_family", "register"]
    summary = json.loads(entries[0][2])
    assert summary["cases"] == [entries[2][1], entries[1][1]]
    assert summary["registered"] == ["n"]
    with office.store.reading() as session:
        assert verify(session)[1] is None


@pytest.mark.parametrize("written", [0, 1, 2])
def test_an_import_that_dies_half_way_leaves_nothing(office: Office, written: int) -> None:
    before = counted(office)

    def die(done: int, _: int) -> None:
        if done > written:
            raise KeyboardInterrupt

    records = [record(f"PLO/{number}", f"Child {number}") for number in range(1, 4)]
    with pytest.raises(KeyboardInterrupt):
        import_families(office.store, lambda _: ToImport(records), at=noon(ON), on=ON, progress=die)
    assert counted(office) == before


def test_the_same_record_again_finds_its_case_by_the_reference(office: Office) -> None:
    bring_in(office, record())
    seen: list[AlreadyHere] = []

    def look(here: AlreadyHere) -> ToImport:
        seen.append(here)
        return ToImport([])

    import_families(office.store, look, at=noon(ON), on=ON)
    assert seen[0].cases["plo/1"].digest == record().digest
    assert (seen[0].real, seen[0].made_up) == (True, False)


def test_a_case_that_was_moved_here_is_not_moved_by_its_record(office: Office) -> None:
    asked = record()
    asked = replace(asked, stage="gateway_requested", items=asked.items[:-1])
    bring_in(office, asked)
    [(ref,)] = office.rows("SELECT ref FROM cases")
    office.do("sue", accept_and_list, ref, on=ON, sitting_on=day("Thu 15 Jan 2026"), lawyer="lee")
    listed = Item("gateway date", GatewayListing, ASKED, {"kind": GatewayKind.ENTRY, "sitting_on": ON})
    later = record("PLO/1", "Isla", listed)
    bring_in(office, replace(later, stage="not_entered"))
    file = office.file(ref)
    assert (file.case.stage, len(file.all(Move))) == ("gateway_listed", 2)
    assert file.all(Query)[-1].text == (
        "The tracker is at “Not entered” now, and the case was moved here to “Gateway listed”."
    )


def test_importing_is_for_those_who_answer_for_the_tracker(office: Office) -> None:
    with pytest.raises(NotYourRole, match="Importing a tracker is for"):
        bring_in(office, record(), by="sam")
    with pytest.raises(UnknownPerson):
        bring_in(office, record(), by="nobody")
    assert office.rows("SELECT count(*) FROM cases") == [(0,)]
