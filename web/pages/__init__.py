"""PAGES: the subjects of the website. A new one is a module here, its template, and one line in the table."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint

from plo_workflow.access import MANAGERS, SENIOR
from plo_workflow.kinds import Role
from web.pages import (
    alerts,
    case,
    caseload,
    clocks,
    demonstration,
    doing,
    facts,
    gateway,
    health,
    outlook,
    people,
    reminders,
    rules,
    sign_in,
)
from web.people import Person


@dataclass(frozen=True)
class Page:
    """One subject: its blueprint, and its name in the menu if it is there, for which its view is `index`.

    The menu has it for those who hold one of the roles in `who`, or for everybody; anybody may open it.
    """

    blueprint: Blueprint
    label: str | None = None
    who: tuple[Role, ...] = tuple(Role)

    @property
    def key(self) -> str:
        """The name of the subject in endpoints and templates."""
        return self.blueprint.name

    def is_for(self, person: Person) -> bool:
        """Whether it is in the menu of a person."""
        return not person.roles.isdisjoint(self.who)


OVERSEE = (*MANAGERS, *SENIOR, Role.GATEWAY_CHAIR, Role.CASE_PROGRESSION_MANAGER)
PAGES = (
    Page(caseload.pages, "Caseload"),
    Page(gateway.pages, "Gateway"),
    Page(outlook.pages, "Outlook", OVERSEE),
    Page(alerts.pages, "Alerts"),
    Page(reminders.pages, "Reminders"),
    Page(people.pages, "People"),
    Page(rules.pages, "Rules"),
    Page(case.pages),
    Page(doing.pages),
    Page(facts.pages),
    Page(clocks.pages),
    Page(demonstration.pages),
    Page(sign_in.pages),
    Page(health.pages),
)
