"""Every way in which the engine refuses: each error is named for the refused fact and says it in one plain sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol


class Refused(Exception):
    """A command that was not carried out; nothing was changed."""

    @property
    def sentence(self) -> str:
        """What is wrong, for the person who asked."""
        return str(self)


class SaysWhatIsMissing(Protocol):
    """The part of a verdict that a refusal needs: one sentence."""

    @property
    def sentence(self) -> str:
        """What is missing."""


class RequirementsUnmet(Refused):
    """A move was asked for while requirements are unmet; carries all of them, not just the first."""

    def __init__(self, move: str, unmet: Sequence[SaysWhatIsMissing]) -> None:
        self.move = move
        self.unmet = tuple(unmet)
        super().__init__(f"{move} cannot be done yet. " + " ".join(one.sentence for one in self.unmet))


class MoveNotOpen(Refused):
    """The move does not lead on from the stage the case is in."""


class NotYourRole(Refused):
    """The person does not hold a role that may do this."""


class UnknownPerson(Refused):
    """No active member of staff has this key."""


class CaseNotFound(Refused):
    """No case has this reference."""


class FactNotFound(Refused):
    """The case holds no such fact."""


class ChildInOpenCase(Refused):
    """The child is already in another open case."""


class CaseChangedMeanwhile(Refused):
    """Somebody else changed the case after this page or file was read."""

    def __init__(self, ref: str, who: str, what: str, at: datetime) -> None:
        self.ref, self.who, self.what, self.at = ref, who, what, at
        super().__init__(
            f"{ref} was changed by {who} ({what}, {at:%-d %B %Y at %H:%M} UTC) after you opened it. "
            "Nothing was saved: look at the case as it is now, then try again."
        )


class KeyUsedForOtherContent(Refused):
    """An idempotency key came back with other content than it was first used for."""


class CaseFrozen(Refused):
    """The file is frozen after the death of a child."""


class DateInFuture(Refused):
    """Something that has happened was given a date that has not come yet."""

    def __init__(self, what: str, on: date) -> None:
        super().__init__(f"{what} is dated {on:%-d %B %Y}, which has not come yet. Give the date it happened.")


class DateOutOfOrder(Refused):
    """A date comes before the one it must follow."""


class NotGiven(Refused):
    """Something that must be said with this command was left empty."""


class ExtensionNotAllowed(Refused):
    """More time than the law or the policy allows, or for something that cannot be extended."""


class StoreNotSafe(Refused):
    """The database would not keep what it acknowledges, or is not one this program can use."""


class SchemaNotOurs(StoreNotSafe):
    """The database has another schema version than this program."""


class StoreNotWritable(Refused):
    """The database cannot be written now: read-only, full or locked for too long."""


class MaybeSaved(StoreNotWritable):
    """The connection broke at the commit: the command was carried out whole or not at all, and it is not known which.

    A repeat with the same idempotency key is safe: it gives the answer if there is one, or carries the command out.
    """


class LeaseLost(Refused):
    """Another process has taken over what this one was doing."""


class ClockStays(Refused):
    """The day is what it is: it is only moved in a demonstration, and back only while nothing depends on it."""


class DayNotSet(Refused):
    """PLO_TODAY gives no day."""


class DayToCome(Refused):
    """What is done on a day cannot be done before it."""


class DemoBesideRealCases(Refused):
    """Made-up families are not loaded into a database that holds real ones."""


class MigrationUndecided(Refused):
    """A policy migration lacks a decision for a kind of clock that is running."""
