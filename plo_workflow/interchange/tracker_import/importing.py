"""The two ways to use a tracker that was read: look at what an import would do, or do it."""

from __future__ import annotations

from datetime import date, datetime

from plo_workflow.cases.already_here import AlreadyHere, nothing_here, read_already_here
from plo_workflow.cases.importing import Progress, ToImport, import_families
from plo_workflow.cases.office import SYSTEM
from plo_workflow.interchange.tracker import TrackerReading
from plo_workflow.interchange.tracker_import.drawing_up import DrawnUp, draw_up
from plo_workflow.store import Store


def look(reading: TrackerReading, store: Store | None, *, on: date) -> DrawnUp:
    """What importing a tracker, as it stood on a day, would do to a database, or to a new one where there is none."""
    if store is None:
        return draw_up(reading, nothing_here(), on)
    with store.reading() as session:
        here = read_already_here(lambda _, build: session.execute(build()).all())
    return draw_up(reading, here, on)


def commit(
    reading: TrackerReading, store: Store, *, at: datetime, on: date, by: str = SYSTEM, progress: Progress | None = None
) -> DrawnUp:
    """Import every family that can come in, in one transaction. Raises the `Refused` that says why not; then none did.

    A second import of the same tracker finds everything unchanged; a changed row brings its case up to date.
    """
    drawn: list[DrawnUp] = []

    def settle(here: AlreadyHere) -> ToImport:
        drawn.append(draw_up(reading, here, on))
        if drawn[0].refusal:
            raise drawn[0].refusal
        return drawn[0].wanted

    import_families(store, settle, at=at, on=on, by=by, progress=progress)
    return drawn[0]
