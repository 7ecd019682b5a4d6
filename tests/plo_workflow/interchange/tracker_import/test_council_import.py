"""The tracker of 140 families with the mess of a real one comes in; a changed date moves the clocks of one case."""

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from plo_workflow.clocks import CLOCKS
from plo_workflow.interchange.tracker import read_tracker
from tests.ledgers import assert_clocks_agree, clock
from tests.office import Office
from tests.plo_workflow.interchange.tracker.conftest import COUNCIL_TRACKER
from tests.plo_workflow.interchange.tracker_import.trackers import bring_in, ref_of
from tests.plo_workflow.weekdays import day

AS_OF = day("Tue 24 Nov 2026")


def with_another_date(folder: Path, reference: str, heading: str, on: date) -> Path:
    """A copy of the tracker in which one date is another."""
    copy = Path(shutil.copy(COUNCIL_TRACKER, folder / "changed.xlsx"))
    book = openpyxl.load_workbook(copy)
    sheet = book["PLO tracker"]
    headings = [cell.value for cell in sheet[3]]
    row = next(row for row in sheet.iter_rows(min_row=4) if row[0].value == reference)
    row[headings.index(heading)].value = on
    book.save(copy)
    return copy


def test_every_row_is_in_or_in_error_and_a_second_import_changes_nothing(office: Office) -> None:
    first = bring_in(office, COUNCIL_TRACKER, AS_OF)
    in_error = {problem.row for problem in first.problems}
    assert first.imported == first.families == 118
    assert first.imported + len(in_error) == 140 == read_tracker(COUNCIL_TRACKER, as_of=AS_OF).rows
    second = bring_in(office, COUNCIL_TRACKER, AS_OF)
    assert (second.imported, second.updated, second.unchanged) == (0, 0, 118)
    assert dict(office.rows("SELECT stage, count(*) FROM cases GROUP BY stage")) == {
        "stepped_down": 41, "active_plan": 31, "application_lodged": 20, "not_entered": 11, "gateway_listed": 6,
        "letter_issued": 5, "letter_preparation": 4,
    }  # fmt: skip
    assert_clocks_agree(office, *(ref for (ref,) in office.rows("SELECT ref FROM cases ORDER BY id LIMIT 12")))


def test_staff_are_registered_once_under_one_spelling(office: Office) -> None:
    bring_in(office, COUNCIL_TRACKER, AS_OF)
    new = office.rows("SELECT name, email FROM staff WHERE email IS NULL AND key <> 'system' ORDER BY name")
    assert [name for name, _ in new] == [
        "A Mistry", "D Whitcombe", "J Penhale", "K Brightwell", "L Sandoval", "M. Astley", "P Donnelly",
        "Ruth Okafor-Lane", "Sam Treloar",
    ]  # fmt: skip
    assert office.rows("SELECT count(*) FROM cases WHERE social_worker IS NULL") == [(19,)]


def test_a_date_that_was_changed_in_the_tracker_moves_the_clocks_of_that_case_alone(
    office: Office, tmp_path: Path
) -> None:
    bring_in(office, COUNCIL_TRACKER, AS_OF)
    reference = "PLO/25/015"  # letter on 20 July 2026, first meeting on 3 August
    ref = ref_of(office, reference)
    assert clock(office, ref, "K08") == ["due Mon 3 Aug 2026, satisfied Mon 3 Aug 2026"]
    before = office.rows("SELECT count(*) FROM clock_ledger")[0][0]
    changed = with_another_date(tmp_path, reference, "LBP sent", day("Tue 14 Jul 2026"))
    third = bring_in(office, changed, AS_OF)
    assert (third.imported, third.updated, third.unchanged) == (0, 1, 117)
    assert clock(office, ref, "K08") == ["due Tue 28 Jul 2026, satisfied Mon 3 Aug 2026"]
    added = office.rows(
        "SELECT DISTINCT l.clock, l.entry, k.ref FROM clock_ledger l JOIN cases k ON k.id = l.case_id "
        "WHERE l.id > :before AND l.entry = 'corrected'",
        before=before,
    )
    assert {(CLOCKS[key].id, entry, case) for key, entry, case in added} == {
        ("K07", "corrected", ref), ("K08", "corrected", ref), ("K06", "corrected", ref),
    }  # fmt: skip
    assert_clocks_agree(office, ref)


@pytest.mark.parametrize("heading", ["LBP sent"])
def test_what_was_corrected_is_kept_beside_it(office: Office, tmp_path: Path, heading: str) -> None:
    bring_in(office, COUNCIL_TRACKER, AS_OF)
    changed = with_another_date(tmp_path, "PLO/25/015", heading, day("Tue 14 Jul 2026"))
    bring_in(office, changed, AS_OF)
    stood = office.rows(
        "SELECT p.happened_on, p.withdrawn_why FROM postings p JOIN cases k ON k.id = p.case_id "
        "WHERE k.tracker_ref = 'PLO/25/015' ORDER BY p.id"
    )
    assert [(str(on)[:10], why) for on, why in stood] == [
        ("2026-07-14", None),
        ("2026-07-20", "the tracker was changed"),
    ]
