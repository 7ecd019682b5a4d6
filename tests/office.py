"""An authority to tell stories with: a database with its staff, and one short way to do what a person does on a day.

Everything goes through the real commands. A day is enough: it is recorded at noon of that day, London time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from sqlalchemy import text

from plo_workflow.caseload.casefiles import read_file
from plo_workflow.cases import Desk, Done, Order, Work
from plo_workflow.cases.corrections import FACTS
from plo_workflow.cases.office import found, register
from plo_workflow.kinds import Role
from plo_workflow.migrations import migrate
from plo_workflow.models import CaseFile
from plo_workflow.settings import LONDON
from plo_workflow.store import Store

P = ParamSpec("P")
T = TypeVar("T")

STAFF = {
    "sam": (Role.SOCIAL_WORKER,),
    "sasha": (Role.SOCIAL_WORKER,),
    "tess": (Role.TEAM_MANAGER,),
    "tom": (Role.TEAM_MANAGER,),
    "sue": (Role.SERVICE_MANAGER,),
    "cara": (Role.GATEWAY_CHAIR, Role.SERVICE_MANAGER),
    "lee": (Role.AUTHORITY_LAWYER,),
    "liz": (Role.AUTHORITY_LAWYER,),
    "pam": (Role.CASE_PROGRESSION_MANAGER,),
    "hugh": (Role.HEAD_OF_SERVICE,),
    "anna": (Role.ASSISTANT_DIRECTOR,),
    "dora": (Role.DIRECTOR,),
    "ben": (Role.BUSINESS_SUPPORT,),
}
FOUNDED_ON = date(2025, 1, 6)


def noon(day: date) -> datetime:
    """Noon of a day in London."""
    return datetime.combine(day, time(12), LONDON)


def prepare(url: str) -> None:
    """Make the tables, the rules and the staff of a test authority."""
    store = Store(url)
    migrate(store)
    found(store, at=noon(FOUNDED_ON))
    for key, roles in STAFF.items():
        register(
            store,
            at=noon(FOUNDED_ON),
            key=key,
            name=key.title(),
            roles=roles,
            email=f"{key}@council.example",
            team="North",
        )
    store.close()


class Office:
    """One authority under test."""

    opened: ClassVar[list[Store]] = []

    def __init__(self, url: str) -> None:
        self.store = Store(url)
        self.opened.append(self.store)
        self.desk = Desk(self.store)

    def do(
        self,
        who: str,
        command: Callable[Concatenate[Work, P], T],
        case: str | None = None,
        /,
        *args: P.args,
        **said: P.kwargs,
    ) -> Done:
        """Have a person do something on the day it happened (`on`), recorded at noon of that day."""
        day = said.get("on")
        assert isinstance(day, date)
        return self.desk.perform(Order(by=who, at=noon(day), case=case), command, *args, **said)

    def late(
        self, recorded: date, who: str, command: Callable[Concatenate[Work, P], T], case: str | None = None, /,
        *args: P.args, **said: P.kwargs,
    ) -> Done:  # fmt: skip
        """Have a person record on one day what happened on another, or do what has no day of its own."""
        return self.desk.perform(Order(by=who, at=noon(recorded), case=case), command, *args, **said)

    def file(self, ref: str) -> CaseFile:
        """The case as it stands."""
        with self.store.reading() as session:
            file = read_file(session, ref)
            file.read_all(FACTS.values())
            return file

    def rows(self, sql: str, **given: Any) -> list[Any]:
        """Rows of the database, for asserting what was stored."""
        with self.store.reading() as session:
            return list(session.execute(text(sql), given))


def make_real(office: Office, ref: str) -> None:
    """Let a made-up case be a real family's, as no command can."""
    with office.store.changing_many() as connection:
        given = {"ref": ref, "real": ref.replace("SYN", "PLO")}
        connection.execute(text("UPDATE cases SET ref = :real, synthetic = FALSE WHERE ref = :ref"), given)
