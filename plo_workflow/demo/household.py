"""Who a made-up family is: its children and grown-ups, what they need, and what the worry is about."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from plo_workflow.cases.requesting import NewChild
from plo_workflow.demo import names
from plo_workflow.demo.chances import CHILDREN
from plo_workflow.demo.dice import Dice
from plo_workflow.demo.words import READY, THEMES, Theme
from plo_workflow.kinds import LegalStatus, NeedKind, Relationship

UNBORN = "Baby"
LEGAL_STATUSES = {
    LegalStatus.CHILD_PROTECTION: 0.76,
    LegalStatus.CHILD_IN_NEED: 0.12,
    LegalStatus.LOOKED_AFTER: 0.07,
    LegalStatus.NONE: 0.05,
}
NEEDS = {
    NeedKind.INTERPRETER: 0.35,
    NeedKind.ADVOCATE: 0.25,
    NeedKind.EASY_READ: 0.25,
    NeedKind.CAPACITY: 0.05,
    NeedKind.ACCESSIBILITY: 0.10,
}


@dataclass
class Adult:
    """A grown-up of the family; `id` and `need_id` are known once they are on the case."""

    name: str
    relationship: Relationship
    has_responsibility: bool = True
    gets_letter: bool = True
    letter_reason: str | None = None
    found: bool = True
    confidential: bool = False
    need: NeedKind = NeedKind.NONE
    language: str | None = None
    id: int = 0
    need_id: int = 0


@dataclass
class Household:
    """A made-up family. `number` tells it from every other, and gives it an address and names of its own."""

    number: int
    surname: str
    children: list[NewChild]
    adults: list[Adult]
    themes: list[Theme]
    legal_status: LegalStatus
    close_to_17: bool
    births: dict[str, date] = field(default_factory=dict)

    @property
    def parents(self) -> list[Adult]:
        """Those who get letters."""
        return [adult for adult in self.adults if adult.gets_letter]

    @property
    def reachable(self) -> list[Adult]:
        """Those who get letters and can be found."""
        return [adult for adult in self.parents if adult.found]

    @property
    def identities(self) -> set[tuple[str, str, date | None]]:
        """What no other family may share: the name of each child and when it was born or is expected."""
        return {(child.given_name, self.surname, child.born_on or child.expected_on) for child in self.children}


def make_up(number: int, start_on: date, dice: Dice) -> Household:
    """A family whose story begins on a day; one with a child close to 17 has a single child."""
    surname = names.FAMILY_SURNAMES[number % len(names.FAMILY_SURNAMES)]
    close_to_17, unborn = dice.happens("close_to_17"), dice.happens("unborn")
    children = [_teenager(start_on, dice)] if close_to_17 else _children(start_on, dice, unborn)
    themes = dice.some_of(THEMES, dice.between(1, 3))
    made = Household(
        number,
        surname,
        children=children,
        adults=_adults(surname, dice),
        themes=[READY, *themes[:2]] if unborn and not close_to_17 else themes,
        legal_status=dice.weighed(LEGAL_STATUSES),
        close_to_17=close_to_17,
    )
    for child in children:
        if child.expected_on:
            made.births[child.given_name] = child.expected_on + timedelta(days=dice.between(-14, 9))
    return made


def _children(start_on: date, dice: Dice, unborn: bool) -> list[NewChild]:
    given = dice.some_of(names.CHILDREN, dice.weighed(CHILDREN))
    ages = sorted((dice.between(60, 5300) for _ in given), reverse=True)
    born = [NewChild(name, born_on=start_on - timedelta(days=age)) for name, age in zip(given, ages, strict=True)]
    if not unborn:
        return born
    expected_on = start_on + timedelta(weeks=dice.between(15, 24), days=dice.between(0, 6))
    baby = NewChild(UNBORN, expected_on=expected_on, removal_planned=dice.happens("removal_planned"))
    older = [replace(child, born_on=child.born_on - timedelta(days=400)) for child in born if child.born_on]
    return [*older[: dice.between(0, 2)], baby]


def _teenager(start_on: date, dice: Dice) -> NewChild:
    """A child who turns 17 within a few months."""
    return NewChild(
        dice.one_of(names.CHILDREN), born_on=start_on - timedelta(days=17 * 365 + 4 - dice.between(50, 130))
    )


def _adults(surname: str, dice: Dice) -> list[Adult]:
    mother = Adult(f"{dice.one_of(names.MOTHERS)} {surname}", Relationship.MOTHER)
    adults = [mother]
    if dice.happens("father_known"):
        adults.append(_father(surname, dice))
    for parent in adults:
        if dice.happens("needs_something"):
            parent.need = dice.weighed(NEEDS)
            parent.language = dice.one_of(names.LANGUAGES) if parent.need == NeedKind.INTERPRETER else None
    mother.confidential = dice.happens("confidential_address")
    if dice.happens("relative_steps_forward"):
        name = f"{dice.one_of(names.RELATIVES)} {surname}"
        adults.append(Adult(name, Relationship.GRANDPARENT, has_responsibility=False, gets_letter=False))
    return adults


def _father(surname: str, dice: Dice) -> Adult:
    """A father without parental responsibility gets a letter too, and the reason is kept."""
    shares = dice.happens("father_shares_responsibility")
    family_name = surname if shares else dice.one_of(names.FAMILY_SURNAMES)
    return Adult(
        f"{dice.one_of(names.FATHERS)} {family_name}",
        Relationship.FATHER,
        has_responsibility=shares,
        letter_reason=None if shares else "He sees the children every week and is part of the plan.",
        found=not dice.happens("father_not_found"),
    )
