"""Bringing families in from a council's own record: one transaction over all of them, an entry in the history of each.

What the record means was settled in its `FamilyRecord`s; what a changed one does to its case is in `reimporting`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from plo_workflow.access import MANAGERS, SENIOR, Actor, require_role
from plo_workflow.cases.already_here import AlreadyHere, read_already_here, reference_key
from plo_workflow.cases.chain import append, lock_end
from plo_workflow.cases.desk import read_actor
from plo_workflow.cases.family_record import FamilyRecord
from plo_workflow.cases.office import SYSTEM, enrol
from plo_workflow.cases.reimporting import bring_up_to_date
from plo_workflow.cases.rules import Rulebook
from plo_workflow.cases.taking_over import HOLDERS, ask, enter, keep_row
from plo_workflow.cases.work import Work
from plo_workflow.kinds import Role
from plo_workflow.models import Allocation
from plo_workflow.store import Pen, Store

IMPORTERS = (*MANAGERS, *SENIOR, Role.BUSINESS_SUPPORT, Role.CASE_PROGRESSION_MANAGER)

Progress = Callable[[int, int], None]
"""Told how many families are written, and of how many."""


@dataclass(frozen=True)
class Newcomer:
    """Somebody whom the record names and nobody here is called: registered without an e-mail address."""

    key: str
    name: str
    roles: Sequence[Role]


@dataclass(frozen=True)
class ToImport:
    """The families whose record is new or has changed since its last import, and the staff they bring with them."""

    records: Sequence[FamilyRecord]
    newcomers: Sequence[Newcomer] = ()
    said: dict[str, Any] = field(default_factory=dict)


def import_families(
    store: Store,
    draw_up: Callable[[AlreadyHere], ToImport],
    *,
    at: datetime,
    on: date,
    by: str = SYSTEM,
    progress: Progress | None = None,
) -> dict[str, str]:
    """Write what `draw_up` makes of the record and of what is here already; all of it, or nothing.

    `on` is the day on which the record stood as it was read. Gives the case of each family by its reference there.
    Raises whatever `draw_up` refuses, `UnknownPerson`, or `NotYourRole` for a person without the role; `system` is
    whoever has the command line.
    """
    refs, rulebook = {}, Rulebook()
    with store.writing() as pen:
        actor, versions = read_actor(pen, by)
        if by != SYSTEM:
            require_role(actor, IMPORTERS, "Importing a tracker")
        lock_end(pen)  # else two imports at the same instant would not see each other's cases
        here = read_already_here(pen.fetch)
        wanted = draw_up(here)
        for one in wanted.newcomers:
            enrol(pen, at, by, key=one.key, name=one.name, roles=one.roles)
        for done, record in enumerate(wanted.records, start=1):
            refs[record.reference] = _import(_work(pen, rulebook, versions, actor, at, here, record), record, on)
            if progress:
                progress(done, len(wanted.records))
        append(
            pen, ref=None, command="import_tracker", on=on, at=at, by=by,
            payload={**wanted.said, "cases": list(refs.values()), "registered": [one.key for one in wanted.newcomers]},
        )  # fmt: skip
    return refs


def _work(
    pen: Pen, rulebook: Rulebook, versions: tuple[str, str], actor: Actor, at: datetime, here: AlreadyHere,
    record: FamilyRecord,
) -> Work:  # fmt: skip
    known = here.cases.get(reference_key(record.reference))
    work = Work(pen, rulebook, versions, actor, at, "update_family" if known else "import_family")
    if known:
        work.take_up(known.ref)
    return work


def _import(work: Work, record: FamilyRecord, on: date) -> str:
    if work.ref:
        bring_up_to_date(work, record, on)
    else:
        import_family(work, record, on)
    work.finish()
    return str(work.ref)


def import_family(work: Work, record: FamilyRecord, on: date) -> None:
    """Open a case for a family that is in the middle of its work: its facts, its stage and what must be asked."""
    about = {name: value for name, value in record.about.items() if name != "opened_on"}
    opened_on = record.about.get("opened_on") or on
    work.open_case(
        stage="gateway_requested", stage_since_on=opened_on, opened_on=opened_on, tracker_ref=record.reference,
        synthetic=record.synthetic, **about,
    )  # fmt: skip
    fact_ids: dict[str, int] = {}
    for item in record.items:
        fact_ids[item.place] = enter(work, item, fact_ids, on).id
    for part in HOLDERS:
        if holder := record.about.get(part):
            work.record(Allocation(happened_on=on, part=part, staff_key=holder))
    ask(work, record, record.questions, on)
    work.take_over(record.stage, record.since_on or on)
    keep_row(work, record, fact_ids, on)
