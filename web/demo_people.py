"""The people of the demonstration, until they are read from the database. All are made up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who can sign in to the demonstration."""

    key: str
    name: str
    role_label: str
    team: str


DEMO_PEOPLE = (
    DemoPerson("priya", "Priya Sampleton", "Social worker", "North team"),
    DemoPerson("tom", "Tom Exampleby", "Team manager", "North team"),
    DemoPerson("grace", "Grace Mockford", "Gateway chair", "Legal gateway"),
)
