"""Whether reminders go out at all: when it was last looked for them, and which messages are stuck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, aliased

from plo_workflow.models import Case, HistoryEntry, LastSweep, MessageState, Outbox

LONGEST_SILENCE = timedelta(hours=1)
TRIED_IN_VAIN = 5
"""From so many tries on, half an hour after the first, a message is taken to be stuck and not only put off."""


@dataclass(frozen=True)
class Looked:
    """When it was last looked for what is overdue, or nothing; `since` it could be told that nobody looks."""

    last_at: datetime | None
    since: datetime | None

    def late(self, at: datetime) -> bool:
        """Whether nobody has looked for more than an hour, while there is something to look at."""
        return self.since is not None and at - self.since > LONGEST_SILENCE


@dataclass(frozen=True)
class Health:
    """What needs somebody's attention: `failed` messages can never be sent, `stuck` ones were tried in vain."""

    looked: Looked
    failed: int
    stuck: int

    def faults(self, at: datetime) -> list[str]:
        """Each thing that is wrong, in a few words."""
        since = f"since {self.looked.last_at:%-d %B %Y %H:%M} UTC" if self.looked.last_at else "yet"
        return [
            *([f"nobody has looked for what is overdue {since}"] if self.looked.late(at) else []),
            *([f"messages that can never be sent as they are: {self.failed}"] if self.failed else []),
            *([f"messages tried in vain {TRIED_IN_VAIN} times or more: {self.stuck}"] if self.stuck else []),
        ]


def last_looked(session: Session) -> Looked:
    """When it was last looked. Where it never was, it could have been since the database was made; none without
    an open case."""
    swept = select(LastSweep.recorded_at).where(LastSweep.kind == "reminders").scalar_subquery()
    made = select(HistoryEntry.recorded_at).where(HistoryEntry.seq == 1).scalar_subquery()
    open_case = select(Case.id).where(Case.open).exists()
    since = func.coalesce(swept, case((open_case, made)))
    return Looked(*session.execute(select(swept, since)).one())


def failed_by_itself() -> ColumnElement[bool]:
    """Could not be sent, and not only because the digest that it stood in could not: then that is the failure."""
    digest = aliased(Outbox)
    within = select(digest.id).where(digest.id == Outbox.sent_with, digest.state == MessageState.FAILED)
    return (Outbox.state == MessageState.FAILED) & ~within.exists()


def read_health(session: Session) -> Health:
    """How it stands with the reminders themselves."""
    stuck = (Outbox.state == MessageState.WAITING) & (Outbox.tries >= TRIED_IN_VAIN)
    counted = select(func.count().filter(failed_by_itself()), func.count().filter(stuck)).select_from(Outbox)
    numbers = session.execute(counted.where(Outbox.state.in_([MessageState.FAILED, MessageState.WAITING]))).one()
    return Health(last_looked(session), *numbers)
