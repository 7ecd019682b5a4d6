"""Why a date is that date: one sentence, a table of days and the plain facts of it, for one clock on one case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from plo_workflow.clocks import CLOCKS, Clock
from plo_workflow.ledger import Turn, project
from plo_workflow.models import (
    Action,
    Assessment,
    CaseFile,
    Child,
    ClockSetting,
    LedgerEntry,
    Letter,
    Meeting,
    Move,
    Person,
    RunningClock,
    TrackerRow,
)
from plo_workflow.policy import Policy
from plo_workflow.working_days import Calendar, Counted, in_words, quantity, sentence, why_provisional, with_weekday

SOON_DAYS = 10
"""So many days before it is due, a clock is said to be due soon."""
COMES_ROUND = {"child_seen": "visits", "case_supervision": "supervision", "tracker_review": "reviews"}
"""What is counted from the last time it was done, and what of it an imported case does not have."""
SETTLED = {
    "keep-date": "the date it had before the policy changed",
    "keep-remaining": "with the time that was left when the policy changed",
    "stop": "and stopped when the policy changed",
}


@dataclass(frozen=True)
class Explained:
    """One clock on a case: what it is about, how it stands on a day, and the sentence that explains its date."""

    stored: RunningClock
    clock: Clock
    about: str
    sentence: str
    counted: Counted | None
    source: str
    soon_days: int

    def tone(self, today: date) -> str:
        """How pressing it is: ended, watch, overdue, today, soon or later."""
        if self.stored.outcome:
            return "ended"
        if not self.stored.chased:
            return "watch"
        left = (self.stored.due_on - today).days
        return "overdue" if left < 0 else "today" if left == 0 else "soon" if left <= self.soon_days else "later"


def explain_all(file: CaseFile, clocks: list[RunningClock], policy: Policy, calendar: Calendar) -> list[Explained]:
    """Every stored clock of a case with its explanation, in the order given."""
    turns = {
        turn.place: turn for key in {c.clock for c in clocks} for turn in project(CLOCKS[key], file, policy, calendar)
    }
    return [_explained(file, one, turns.get((one.clock, one.subject, one.turn)), policy) for one in clocks]


def _explained(file: CaseFile, stored: RunningClock, turn: Turn | None, policy: Policy) -> Explained:
    clock = CLOCKS[stored.clock]
    source = policy.clock(stored.clock).source
    counted = turn.counted if turn and not turn.set_due_on else None
    why = _why(clock, stored, turn, _counted_from(clock, turn, file, policy), counted)
    return Explained(stored, clock, about(file, stored.subject), why, counted, source, _soon_days(clock, policy))


def _soon_days(clock: Clock, policy: Policy) -> int:
    """From how many days before it something is coming up: no order can be made at 17, and court takes months (S03)."""
    return policy.age.warn_weeks_before * 7 if clock.key == "age_17_wall" else SOON_DAYS


def _counted_from(clock: Clock, turn: Turn | None, file: CaseFile, policy: Policy) -> str:
    """What it counts from, in words: of what comes round again, the first time, what brought the child or case here."""
    if turn and clock.key == "letter_sent" and turn.subject.startswith("person:"):
        return "the person being recorded, when the family's letters were out"
    starts: list[Move | TrackerRow] = [*file.all(Move), *file.all(TrackerRow)]
    start = next((one for one in starts if turn and (one.__tablename__, one.id) == turn.started_by), None)
    if turn is None or start is None or clock.key not in COMES_ROUND:
        return clock.anchor_words(policy)
    if start.happened_on < turn.anchor_on:
        return "the child being born or joining the case"
    if isinstance(start, TrackerRow):
        return f"the import, because the tracker holds no {COMES_ROUND[clock.key]}"
    return "the return from court" if start.move == "return_to_review" else "the decision to enter"


def _why(clock: Clock, stored: RunningClock, turn: Turn | None, begun: str, counted: Counted | None) -> str:
    if turn is None:
        return f"{clock.label}: what started it no longer stands."
    if turn.settled:
        return _settled(clock, stored, turn, turn.settled, begun)
    if counted is None:
        reason = f": {turn.why}" if turn.why else ", the date set for it"
        return f"{clock.label}: due {with_weekday(stored.due_on)}{reason}."
    verb = "due" if stored.chased else "not before" if clock.key == "minimum_notice" else "until"
    return f"{sentence(clock.label, counted, verb)} Counted from {begun}."


def _settled(clock: Clock, stored: RunningClock, turn: Turn, setting: ClockSetting, begun: str) -> str:
    """What was decided about a clock when its case moved to another policy; that one may count from another event."""
    decided = f"as decided on {with_weekday(setting.happened_on)} by {setting.recorded_by}"
    unsure = f"; {why_provisional(turn.calendar)}" if turn.provisional else ""
    longer = "".join(f", {quantity(days, 'days')} longer since {in_words(on)}" for _, on, days in turn.added)
    counted = "This policy counts it" if clock.anchored else "It was counted"
    return (
        f"{clock.label}: due {with_weekday(stored.due_on)}, {SETTLED[setting.decision]}, {decided}{longer}{unsure}. "
        f"{counted} from {begun}, {with_weekday(turn.anchor_on)}."
    )


def about(file: CaseFile, subject: str) -> str:
    """Whom or what a clock or a drift signal is about, in words; nothing for the case as a whole."""
    kind, _, number = subject.partition(":")
    if not number:
        return ""
    wanted = int(number)
    match kind:
        case "child":
            return next((one.given_name for one in file.all(Child) if one.id == wanted), "")
        case "letter":
            return next((_to_whom(file, one) for one in file.all(Letter) if one.id == wanted), "")
        case "meeting":
            return next((in_words(one.happened_on) for one in file.all(Meeting) if one.id == wanted), "")
        case "person":
            return next((one.name for one in file.all(Person) if one.id == wanted), "")
        case "action":
            return next((one.what for one in file.all(Action) if one.id == wanted), "")
        case "assessment":
            return next((one.kind for one in file.all(Assessment) if one.id == wanted), "")
        case _:
            return ""


def _to_whom(file: CaseFile, letter: Letter) -> str:
    to = next((one.name for one in file.all(Person) if one.id == letter.person_id), "")
    child = about(file, f"child:{letter.child_id}") if letter.child_id else ""
    return f"{to}, about {child}" if child else to


def ledger_of(session: Session, clock: RunningClock) -> list[LedgerEntry]:
    """The ledger of one clock, oldest first."""
    query = select(LedgerEntry).where(
        LedgerEntry.case_id == clock.case_id,
        LedgerEntry.clock == clock.clock,
        LedgerEntry.subject == clock.subject,
        LedgerEntry.turn == clock.turn,
    )
    return list(session.scalars(query.order_by(LedgerEntry.id)))
