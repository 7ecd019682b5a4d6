"""A tracker held against what is here already: which families are new, which have changed, which cannot come in.

Nothing is written: the look beforehand and the import itself draw up the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from plo_workflow.cases.already_here import AlreadyHere, CaseHere, ChildMark, child_mark, reference_key
from plo_workflow.cases.family_record import FamilyRecord
from plo_workflow.cases.importing import ToImport
from plo_workflow.errors import DateOutOfOrder, DemoBesideRealCases, Refused
from plo_workflow.interchange.problems import Problem
from plo_workflow.interchange.tracker import TrackerFamily, TrackerReading
from plo_workflow.interchange.tracker_import.people import people_of
from plo_workflow.interchange.tracker_import.record import record_of
from plo_workflow.stages import STAGES
from plo_workflow.working_days import in_words

MADE_UP = "SYN-"
"""How the references of made-up families begin."""


@dataclass
class DrawnUp:
    """What an import would do, or has done: the records to write and everything it is counted by.

    `refusal` is why it may not be written to this database at all.
    """

    wanted: ToImport
    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    families: int = 0
    children: int = 0
    dates: int = 0
    queries: int = 0
    problems: list[Problem] = field(default_factory=list)
    refusal: Refused | None = None


def draw_up(reading: TrackerReading, here: AlreadyHere, on: date) -> DrawnUp:
    """Hold every family of a tracker, as it stood on a day, against what the database holds."""
    clashes = {problem.row: problem for problem in _clashes(reading, here)}
    families = [family for family in reading.families if family.row not in clashes]
    made_up = bool(families) and all(family.reference.startswith(MADE_UP) for family in families)
    people = people_of(here.staff)
    drawn = DrawnUp(
        ToImport(()), families=len(families), problems=[*reading.problems, *clashes.values()],
        children=sum(len(family.children) for family in families), dates=sum(family.dates for family in families),
        refusal=_refusal(here, made_up, on) if families else None,
    )  # fmt: skip
    records = []
    for family in families:
        known = _case_of(family, here)
        rules = here.rules(known.policy_version if known else None)
        record = record_of(family, people, rules, as_of=on, synthetic=made_up)
        drawn.queries += len(record.questions)
        if known and known.digest == record.digest:
            drawn.unchanged += 1
            continue
        drawn.updated += known is not None
        drawn.imported += known is None
        records.append(record)
    said = {"imported": drawn.imported, "updated": drawn.updated, "unchanged": drawn.unchanged}
    drawn.wanted = ToImport(sorted(records, key=_opened), people.newcomers, said)
    return drawn


def _opened(record: FamilyRecord) -> tuple[bool, date]:
    """Earlier periods come in first, so that a later one of the same child finds them."""
    on = record.about["opened_on"]
    return on is None, on or date.max


def _refusal(here: AlreadyHere, made_up: bool, on: date) -> Refused | None:
    if made_up and here.real:
        return DemoBesideRealCases(
            f"All references begin with {MADE_UP}, so these families are made up, and the database holds real ones. "
            "Give made-up families a database of their own."
        )
    if not made_up and here.made_up:
        return DemoBesideRealCases(
            "The database holds made-up families. Import the tracker into a database without them: "
            "name a new one in PLO_DATABASE_URL and run `plo init`."
        )
    latest = max((case.as_of for case in here.cases.values() if case.as_of), default=on)
    if on < latest:
        return DateOutOfOrder(
            f"A tracker was imported as it stood on {in_words(latest)}, so one of {in_words(on)} would turn it back."
        )
    return None


def _clashes(reading: TrackerReading, here: AlreadyHere) -> Iterator[Problem]:
    """The rows that cannot come in beside the cases there are: one problem for each."""
    ending = {case.ref for family in reading.families if not _open(family) if (case := _case_of(family, here))}
    coming: dict[ChildMark, TrackerFamily] = {}
    for family in reading.families:
        case = _case_of(family, here)
        if case and not case.digest:
            what = f"The case {case.ref} was opened here under this reference and did not come from a tracker."
            yield _problem(reading, family, what, "Go on with it here, and take the row out of the tracker.")
        elif _open(family) and (other := _open_elsewhere(family, here, ending, coming)):
            name, reference = other
            what = f"{name} is in another open case, {reference}. A child has one open case at a time."
            yield _problem(reading, family, what, "Record how the other one ended, or delete one of the two rows.")
        elif _open(family):
            coming |= dict.fromkeys(_marks(family), family)


def _case_of(family: TrackerFamily, here: AlreadyHere) -> CaseHere | None:
    return here.cases.get(reference_key(family.reference))


def _open(family: TrackerFamily) -> bool:
    return family.stage is not None and STAGES[family.stage].open


def _open_elsewhere(
    family: TrackerFamily, here: AlreadyHere, ending: set[str], coming: dict[ChildMark, TrackerFamily]
) -> tuple[str, str] | None:
    """A child of the family who is in another open case, here or further up in the tracker, and its reference."""
    own = _case_of(family, here)
    for mark in _marks(family):
        cases = here.children.get(mark, ())
        others = [reference or ref for ref, reference in cases if ref not in ending]
        if others and not (own and own.ref in [ref for ref, _ in cases]):
            return _named(family, mark), others[0]
        if mark in coming:
            return _named(family, mark), coming[mark].reference
    return None


def _marks(family: TrackerFamily) -> list[ChildMark]:
    """What tells the family's children from others; without a family name nobody can be told."""
    if not family.family_name:
        return []
    return [child_mark(one.name, family.family_name, one.born_on, one.expected_on) for one in family.children]


def _named(family: TrackerFamily, mark: ChildMark) -> str:
    return next(child.name for child in family.children if child.name.casefold() == mark[0])


def _problem(reading: TrackerReading, family: TrackerFamily, what: str, fix: str) -> Problem:
    return Problem(reading.sheet, family.row, "Reference", family.reference, what, fix)
