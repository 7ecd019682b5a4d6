"""Signals that are a clock seen as drift: they are read from the clocks that run, and add how pressing it is."""

from __future__ import annotations

from typing import Any

from plo_workflow.clocks import CLOCKS
from plo_workflow.drift.day import Day
from plo_workflow.drift.facts import CASE, Found, about, looked_at, raised, red_if
from plo_workflow.kinds import Severity
from plo_workflow.models import RunningClock
from plo_workflow.store import table_of

CLOCK = table_of(RunningClock)

LETTER_AND_MEETING = ("letter_sent", "first_meeting_held")
VISITS, SUPERVISION, TRACKING = ("child_seen",), ("case_supervision",), ("tracker_review",)
ASSESSMENTS, RECEIPTS, LODGING = ("assessment_filed",), ("letter_receipt_confirmed",), ("application_lodged",)
LIMIT, CEILING = ("headline_limit",), ("hard_ceiling",)
LIMIT_AND_MORE_TIME = (*LIMIT, "extension")
"""More time that was granted moves the limit itself, so the clock of an extension says nothing of its own."""
SEEN_BY_OTHERS = (
    *LETTER_AND_MEETING, *VISITS, *SUPERVISION, *TRACKING, *ASSESSMENTS, *RECEIPTS, *LODGING, *LIMIT_AND_MORE_TIME,
    *CEILING,
)  # fmt: skip
ANY_OTHER = tuple(key for key, clock in CLOCKS.items() if clock.chased and key not in SEEN_BY_OTHERS)
"""The clocks that no other signal looks at."""


def _overdue(day: Day, keys: tuple[str, ...], severity: Any, subject: Any = CLOCK.c.subject) -> Found:
    # Said so of one case that SQLite has no index for it, and begins at the case instead of at all that is overdue.
    chased = CLOCK.c.chased.is_not(False) if day.of_one_case else CLOCK.c.chased
    late = (CLOCK.c.outcome.is_(None), chased, CLOCK.c.due_on < day.on, CLOCK.c.clock.in_(keys))
    found = raised(day.after(CLOCK.c.due_on), severity, subject)
    return found.join_from(CASE, CLOCK, CLOCK.c.case_id == CASE.c.id).where(looked_at(day), *late)


def clock_overdue(day: Day) -> Found:
    """Something that has a date of its own was due and is not done."""
    at_once_red = CLOCK.c.clock.in_(day.policy.drift.clock_overdue.red)
    return _overdue(day, ANY_OTHER, red_if(at_once_red), about("clock", CLOCK.c.id))


def letter_or_first_meeting_late(day: Day) -> Found:
    """The letter before proceedings or the first meeting with the parents is overdue."""
    long_ago = CLOCK.c.due_on <= day.ago(day.policy.drift.letter_or_first_meeting_late.red_after)
    return _overdue(day, LETTER_AND_MEETING, red_if(long_ago), about("clock", CLOCK.c.id))


def child_not_seen(day: Day) -> Found:
    """A child was not seen as often as planned."""
    return _overdue(day, VISITS, Severity.RED)


def supervision_gap(day: Day) -> Found:
    """The case was not discussed in supervision as often as it should be."""
    return _overdue(day, SUPERVISION, Severity.AMBER)


def assessment_late(day: Day) -> Found:
    """An assessment that was commissioned is overdue."""
    long_ago = CLOCK.c.due_on <= day.ago(day.policy.drift.assessment_late.red_after)
    return _overdue(day, ASSESSMENTS, red_if(long_ago))


def past_the_limit(day: Day) -> Found:
    """The limit of pre-proceedings has passed and no more time was granted; nothing but a decision leads on."""
    return _overdue(day, LIMIT, Severity.RED)


def past_the_ceiling(day: Day) -> Found:
    """Pre-proceedings have lasted longer than they may with every extension."""
    return _overdue(day, CEILING, Severity.DIRECTOR)


def no_note_on_tracker(day: Day) -> Found:
    """No manager has looked at the case on the tracker and left a note for too long."""
    return _overdue(day, TRACKING, Severity.AMBER)


def issue_decided_not_lodged(day: Day) -> Found:
    """It was decided to apply to court and the application is not lodged in time."""
    return _overdue(day, LODGING, Severity.RED)


def letter_not_known_to_have_arrived(day: Day) -> Found:
    """A letter before proceedings came back, or nobody knows that it arrived."""
    return _overdue(day, RECEIPTS, Severity.AMBER)
