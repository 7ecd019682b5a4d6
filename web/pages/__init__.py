"""PAGES: the subjects of the website. A new one is a module here, its template, and one line in the table."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint

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
    people,
    reminders,
    rules,
    sign_in,
)


@dataclass(frozen=True)
class Page:
    """One subject: its blueprint, and its name in the menu if it is there, for which its view is `index`."""

    blueprint: Blueprint
    label: str | None = None

    @property
    def key(self) -> str:
        """The name of the subject in endpoints and templates."""
        return self.blueprint.name


PAGES = (
    Page(caseload.pages, "Caseload"),
    Page(gateway.pages, "Gateway"),
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
