"""A tracker of a few rows, brought into a test authority as it stood on a day."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from plo_workflow.interchange.tracker import read_tracker
from plo_workflow.interchange.tracker_import import DrawnUp, commit
from tests.office import Office, noon
from tests.plo_workflow.interchange.workbooks import tracker

ENTERED: Mapping[str, object] = {
    "PLO Ref": "PLO/1",
    "Family": "Merrow",
    "Children (DOB)": "Isla (01/02/2016)",
    "Social worker": "Sam",
    "LGM requested": "05/01/2026",
    "LGM date": "15/01/2026",
    "LGM decision": "Enter PLO",
}
"""A family in pre-proceedings whose letter has not gone out yet."""
UNDER_WAY = {**ENTERED, "LBP sent": "20/01/2026", "First meeting": "30/01/2026"}
"""The same family once the plan is under way."""


def bring_in(office: Office, file: Path, on: date) -> DrawnUp:
    """Import a tracker that lies there as a file."""
    return commit(read_tracker(file, as_of=on), office.store, at=noon(on), on=on)


def bring_in_rows(office: Office, folder: Path, on: date, *rows: Mapping[str, object]) -> DrawnUp:
    """Import a tracker of these rows."""
    return bring_in(office, tracker(folder / "tracker.xlsx", *rows), on)


def ref_of(office: Office, reference: str = "PLO/1") -> str:
    """The case that a family of the tracker became."""
    [(ref,)] = office.rows("SELECT ref FROM cases WHERE tracker_ref = :reference", reference=reference)
    return str(ref)
