"""The history is one chain: whatever is changed in it, put in or taken out shows, and where."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from plo_workflow.cases.chain import BEGINNING, ChainFault, entry_hash, verify
from plo_workflow.cases.gateway import record_legal_advice
from plo_workflow.cases.ongoing import write_note
from tests.databases import Databases
from tests.journeys import decided_to_enter, requested
from tests.office import Office, noon, prepare

SPOILT: dict[str, tuple[str, int, str]] = {
    "the words of an entry": (
        "UPDATE history SET payload = replace(payload, 'quiet', 'loud') WHERE seq = 17", 17, "its content was changed",
    ),
    "its words and their hash": (
        "UPDATE history SET payload = '{}', payload_hash = "
        "'44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' WHERE seq = 17",
        17, "its who, what or when was changed",
    ),
    "who did it": ("UPDATE history SET recorded_by = 'tess' WHERE seq = 17", 17, "its who, what or when was changed"),
    "what was done": ("UPDATE history SET command = 'pause' WHERE seq = 17", 17, "its who, what or when was changed"),
    "the day it happened": (
        "UPDATE history SET happened_on = '2026-01-01' WHERE seq = 17", 17, "its who, what or when was changed",
    ),
    "the instant it was recorded": (
        "UPDATE history SET recorded_at = '2026-01-01 12:00:00' WHERE seq = 17", 17,
        "its who, what or when was changed",
    ),
    "the case it is about": (
        "UPDATE history SET case_ref = 'PLO-2026-00009' WHERE seq = 17", 17, "its who, what or when was changed",
    ),
    "its hash": ("UPDATE history SET hash = previous WHERE seq = 17", 17, "its who, what or when was changed"),
    "an entry taken out": ("DELETE FROM history WHERE seq = 17", 17, "it is missing"),
    "the first entry taken out": ("DELETE FROM history WHERE seq = 1", 1, "it is missing"),
    "two entries in each other's place": (
        "UPDATE history SET seq = CASE seq WHEN 17 THEN -18 ELSE -17 END WHERE seq IN (17, 18);"
        "UPDATE history SET seq = -seq WHERE seq < 0",
        17, "it does not follow the entry before it",
    ),
    "the tail cut off": ("DELETE FROM history WHERE seq > 17", 18, "it is missing"),
    "an entry put in before the first": (
        "INSERT INTO history SELECT 0, case_ref, command, happened_on, recorded_at, recorded_by, payload, "
        "payload_hash, previous, hash FROM history WHERE seq = 1",
        0, "it was put in",
    ),
    "an entry put in at the end": (
        "INSERT INTO history SELECT 21, case_ref, command, happened_on, recorded_at, recorded_by, payload, "
        "payload_hash, hash, hash FROM history WHERE seq = 20",
        21, "it was put in after the end of the history",
    ),
    "the end itself": ("UPDATE history_head SET hash = 'f'", 20, "it is not the entry the history ended with"),
    "the end taken away": ("DELETE FROM history_head", 21, "where the history ends is not recorded any more"),
}  # fmt: skip


@pytest.fixture
def office(databases: Databases) -> Office:
    """An authority with six commands on one case after the fourteen that set it up."""
    office = Office(databases.fresh(prepare))
    ref = requested(office)
    for number in range(5):
        office.do("sam", write_note, ref, on=date(2026, 1, 6), text=f"A quiet visit, the {number}th.")
    return office


def look(office: Office) -> tuple[int, ChainFault | None]:
    """What a check of the whole history says."""
    with office.store.reading() as session:
        return verify(session)


def spoil(office: Office, statements: str) -> None:
    """Change the database behind the program's back."""
    with office.store.changing_many() as connection:
        for statement in statements.split(";"):
            connection.execute(text(statement))


def test_an_untouched_history_is_whole(office: Office) -> None:
    assert look(office) == (20, None)


@pytest.mark.parametrize("what", SPOILT)
def test_what_was_spoilt_shows_and_where(office: Office, what: str) -> None:
    statements, entry, fault = SPOILT[what]
    spoil(office, statements)
    good, found = look(office)
    assert found == ChainFault(entry, fault)
    assert good <= entry


def test_every_command_adds_one_entry_in_its_own_transaction(office: Office) -> None:
    before = office.rows("SELECT seq FROM history_head")[0].seq
    done = office.do("sam", write_note, "PLO-2026-00001", on=date(2026, 1, 7), text="Seen.")
    assert done.seq == before + 1
    assert office.rows("SELECT max(seq) AS last FROM history")[0].last == before + 1


def test_privileged_words_never_reach_the_history(databases: Databases) -> None:
    office = Office(databases.fresh(prepare))
    ref = decided_to_enter(office)
    office.do("lee", record_legal_advice, ref, on=date(2026, 1, 14), advice="The threshold is thin.")
    entries = office.rows("SELECT payload FROM history WHERE command = 'record_legal_advice'")
    assert entries
    assert all("(kept apart)" in entry.payload for entry in entries)
    assert not any("thin" in entry.payload for entry in entries)


def test_words_cannot_move_from_one_part_of_an_entry_to_the_next() -> None:
    def hashed(command: str, by: str) -> str:
        return entry_hash(BEGINNING, 1, None, command, None, noon(date(2026, 1, 1)), by, "")

    assert hashed("pause\nsam", "x") != hashed("pause", "sam\nx")
