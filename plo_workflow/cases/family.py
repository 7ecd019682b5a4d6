"""The family: people and how to reach them, their needs and lawyers, tracing; children who join, are expected,
are born."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from plo_workflow.access import CASEWORKERS, LAWYERS
from plo_workflow.cases.asks import Choose
from plo_workflow.cases.registry import command
from plo_workflow.cases.requesting import NewChild, add_child
from plo_workflow.cases.work import Work
from plo_workflow.errors import DateOutOfOrder, MoveNotOpen
from plo_workflow.kinds import CarerStatus, NeedKind, Relationship
from plo_workflow.models import Address, Child, Fact, Need, NeedMet, Person, Representation, TracingAttempt
from plo_workflow.working_days import in_words

Who = Annotated[int, Choose("people")]
WhichChild = Annotated[int, Choose("children")]


@command("Add a person", CASEWORKERS, "family")
def add_person(
    work: Work,
    *,
    on: date,
    name: str,
    relationship: Relationship,
    has_parental_responsibility: bool,
    gets_letter: bool,
    letter_reason: str | None = None,
    whereabouts_known: bool = True,
    carer_status: CarerStatus | None = None,
) -> Fact:
    """A parent or other person; `letter_reason` says why somebody without parental responsibility gets a
    letter, or one with does not."""
    return work.record(
        Person(
            happened_on=on, name=name.strip(), relationship=relationship,
            has_parental_responsibility=has_parental_responsibility, gets_letter=gets_letter,
            letter_reason=letter_reason, whereabouts_known=whereabouts_known, carer_status=carer_status,
        )
    )  # fmt: skip


@command("Record whereabouts", CASEWORKERS, "family")
def record_whereabouts(work: Work, *, on: date, person: Who, known: bool) -> None:
    """A person was found, or cannot be found any more."""
    work.amend(work.find(Person, person), "whereabouts", whereabouts_known=known)


@command("Record how a possible carer stands", CASEWORKERS, "family")
def record_carer_status(work: Work, *, on: date, person: Who, status: CarerStatus) -> None:
    """Somebody of the wider family was put forward as a carer, is being assessed or was assessed (E19)."""
    work.amend(work.find(Person, person), f"as a carer from {in_words(on)}", carer_status=status)


@command("Plan a removal at birth", (*CASEWORKERS, *LAWYERS), "family")
def plan_removal(work: Work, *, on: date, child: WhichChild, planned: bool) -> None:
    """It is, or is no longer, planned to ask the court for removal at birth, which starts N01 then (E2)."""
    work.amend(work.find(Child, child), f"the plan at birth from {in_words(on)}", removal_planned=planned)


@command("Add an address", CASEWORKERS, "family")
def add_address(work: Work, *, on: date, person: Who, lines: str, confidential: bool) -> None:
    """Where a person may be written to; a confidential address is kept from everybody else's letters."""
    work.record(Address(happened_on=on, person_id=work.find(Person, person).id, lines=lines, confidential=confidential))


@command("Record what a person needs", CASEWORKERS, "family")
def record_need(work: Work, *, on: date, person: Who, kind: NeedKind, details: str | None = None) -> Fact:
    """An interpreter, advocate, easy read, capacity or access need (or that there is none)."""
    return work.record(Need(happened_on=on, person_id=work.find(Person, person).id, kind=kind, details=details))


@command("Record how a need was met", CASEWORKERS, "family")
def meet_need(work: Work, *, on: date, need: Annotated[int, Choose("needs")], how: str) -> None:
    """A need was met for the meeting that is next, or today; a relative is not an interpreter (E8)."""
    work.record(NeedMet(happened_on=on, need_id=work.find(Need, need).id, how=how))


@command("Record a parent's solicitor", (*CASEWORKERS, *LAWYERS), "family")
def record_representation(work: Work, *, on: date, person: Who, solicitor: str, firm: str | None = None) -> None:
    """A solicitor acts for a person from this day, on which an earlier one ends (E17)."""
    chosen = work.find(Person, person)
    earlier = work.file.last(Representation, person_id=chosen.id)
    if earlier and earlier.until_on is None:
        work.amend(earlier, "another solicitor took over", until_on=on)
    work.record(Representation(happened_on=on, person_id=chosen.id, solicitor=solicitor, firm=firm))


@command("Record an attempt to find a person", CASEWORKERS, "family")
def record_tracing(work: Work, *, on: date, person: Who, method: str, result: str) -> None:
    """One way of tracing that was tried (E5)."""
    work.record(TracingAttempt(happened_on=on, person_id=work.find(Person, person).id, method=method, result=result))


@command("Add a child who joins later", CASEWORKERS, "family")
def child_joins(work: Work, *, on: date, child: NewChild) -> Fact:
    """A new baby or another child joins; they inherit no letter and need a gateway decision of their own (E3)."""
    if not work.case.open:
        raise MoveNotOpen(f"{work.ref} has ended. A child who comes later begins a new period.")
    return add_child(work, child, on=on, family_name=work.case.family_name, joined_later=True)


@command("Change an expected date", CASEWORKERS, "family")
def change_expected_date(work: Work, *, on: date, child: WhichChild, expected_on: date) -> None:
    """The expected date moved: every date counted from it is counted again, and the old ones stay in the ledger."""
    work.amend(work.find(Child, child), "the expected date moved", expected_on=expected_on)


@command("Record a birth", CASEWORKERS, "family")
def record_birth(work: Work, *, on: date, child: WhichChild, given_name: str | None = None) -> None:
    """An unborn child was born on this day; the record goes on and nothing is lost (E2)."""
    born = work.find(Child, child)
    if born.born_on:
        raise DateOutOfOrder(f"{born.given_name} is already recorded as born.")
    if on > work.today:
        raise DateOutOfOrder("A birth is recorded once it has happened.")
    work.amend(born, "born", born_on=on, given_name=(given_name or born.given_name).strip())
