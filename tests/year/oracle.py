"""The oracle: who should be told of what, and what their mail should hold, worked out anew from plain facts.

Nothing of the engine is used here, so that the two can disagree: not its dates, its queries, its tables or its words.
Drift signals are left out; they would come in through `_lateness`, with ladders of their own in `Rules`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from tests.year.facts import Answer, Facts, Thing

ONE_DAY = timedelta(days=1)
UPWARDS = ("team_manager", "service_manager", "head_of_service", "assistant_director", "director")
PARTS = ("social_worker", "team_manager", "authority_lawyer")
HOLIDAYS = """2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26
    2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
    2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28"""
BANK_HOLIDAYS = frozenset(map(date.fromisoformat, HOLIDAYS.split()))
OWNERS = {
    "gateway_request_booked": ("Gateway request accepted", "service_manager"),
    "gateway_held": ("Gateway meeting held", "gateway_chair"),
    "gateway_papers_in": ("Gateway papers in", "social_worker"),
    "decision_recorded": ("Gateway decision record signed", "gateway_chair"),
    "gateway_record_shared": ("Full gateway record shared", "business_support"),
    "letter_sent": ("Letter before proceedings sent", "social_worker"),
    "letter_receipt_confirmed": ("Letter receipt confirmed", "business_support"),
    "first_meeting_held": ("First meeting held", "social_worker"),
    "minutes_sent": ("Minutes and agreement sent", "business_support"),
    "midway_review": ("Midway review held", "social_worker"),
    "later_review": ("Next review held", "social_worker"),
    "exit_gateway_listed": ("Exit gateway held", "team_manager"),
    "headline_limit": ("Pre-proceedings limit", "team_manager"),
    "extension": ("Extended limit", "team_manager"),
    "hard_ceiling": ("Ceiling on pre-proceedings", "head_of_service"),
    "final_meeting": ("Final meeting with parents", "social_worker"),
    "application_lodged": ("Application lodged", "authority_lawyer"),
    "letter_of_issue_sent": ("Letter of issue sent", "social_worker"),
    "closing_letter_sent": ("Closing letter sent", "social_worker"),
    "step_down_plan_active": ("Step-down plan active", "team_manager"),
    "step_down_checkpoint": ("Change confirmed sustained", "team_manager"),
    "child_seen": ("Child seen", "social_worker"),
    "case_supervision": ("Case supervision", "team_manager"),
    "tracker_review": ("Tracker review", "team_manager"),
    "fgdm_held": ("Family group decision-making meeting held", "social_worker"),
    "assessment_filed": ("Assessment filed", "social_worker"),
    "prebirth_assessment_started": ("Pre-birth assessment started", "social_worker"),
    "prebirth_gateway_held": ("Gateway held before birth", "social_worker"),
    "prebirth_letter_and_meeting": ("Letter and first meeting before birth", "social_worker"),
    "prebirth_conference": ("Pre-birth conference", "social_worker"),
    "birth_plan_shared": ("Birth and safety plan shared", "social_worker"),
    "newborn_application": ("Application for a newborn", "authority_lawyer"),
    "statutory_26_weeks": ("Court timetable of 26 weeks", "authority_lawyer"),
    "court_extension": ("Court extension", "authority_lawyer"),
    "age_17_wall": ("Seventeenth birthday", "social_worker"),
    "urgent_ratified": ("Urgent decision ratified", "head_of_service"),
    "urgent_gateway_held": ("Gateway held after an urgent decision", "gateway_chair"),
    "court_return_gateway_held": ("Gateway held after court", "gateway_chair"),
    "transfer_in_gateway_held": ("Gateway held after a transfer in", "gateway_chair"),
}
"""What each thing is called, and who answers for it (domain 2.2)."""


@dataclass(frozen=True)
class Rules:
    """Who is told when: working days before the date, and after it with the role that is told (none: the owner)."""

    coming: Sequence[int] = (10, 5, 2, 0)
    overdue: Mapping[int, str | None] = field(
        default_factory=lambda: {
            1: None,
            3: "team_manager",
            5: "service_manager",
            10: "head_of_service",
            20: "director",
        }
    )
    at_once: frozenset[int] = frozenset({20})
    closures: frozenset[date] = frozenset()

    @cached_property
    def _worked_up_to(self) -> Mapping[date, int]:
        """How many working days there were up to each day."""
        day, found, worked = date(2024, 1, 1), 0, {}
        while day.year < 2060:
            found += self.is_worked(day)
            worked[day] = found
            day += ONE_DAY
        return worked

    def is_worked(self, day: date) -> bool:
        """Whether people work on a day."""
        return day.isoweekday() <= 5 and day not in BANK_HOLIDAYS and day not in self.closures

    def between(self, first: date, last: date) -> int:
        """How many working days come after the first day, up to the last."""
        return self._worked_up_to[last] - self._worked_up_to[first]

    def before(self, last: date, number: int) -> date:
        """The day on which there are still so many working days to go."""
        day = last
        while not self.is_worked(day):
            day -= ONE_DAY
        while number:
            day -= ONE_DAY
            number -= self.is_worked(day)
        return day


@dataclass(frozen=True)
class Told:
    """One person is told one thing on one rung."""

    ref: str
    cause: str
    subject: str
    due_on: date
    counted_on: date
    rung: str
    person: str
    told_as: str

    @property
    def once(self) -> tuple[object, ...]:
        """What nobody is told twice."""
        return self.ref, self.cause, self.subject, self.counted_on, self.rung, self.person


@dataclass(frozen=True)
class Waiting:
    """What has to go out to somebody: the telling, of which thing, in which words, and what was answered before it."""

    told: Told
    thing: Thing
    words: str
    at_once: bool
    answered: frozenset[int]

    @property
    def again(self) -> tuple[object, ...]:
        """What nobody reads of twice in one mail."""
        return self.thing.id, self.told.due_on, self.told.person


@dataclass(frozen=True)
class Mail:
    """What one person should read in one mail: each line with the reason why it comes to them."""

    address: str
    lines: tuple[tuple[str, str], ...]
    digest: bool


class Oracle:
    """Remembers what it expected so far: everybody who was told of something, and what has still to go out."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.told: set[tuple[object, ...]] = set()
        self.waiting: list[Waiting] = []
        self.kept_back: Counter[str] = Counter()

    def morning(self, facts: Facts, on: date) -> Counter[Told]:
        """Whom a sweep should find to be told, and of what, that was not told before."""
        new: Counter[Told] = Counter()
        for thing in facts.things.values():
            for one in self._of_thing(thing, facts, on):
                if one.told.once not in self.told:
                    self.told.add(one.told.once)
                    self.waiting.append(one)
                    new[one.told] += 1
        return new

    def post(self, facts: Facts, on: date) -> Counter[Mail]:
        """The mails that should leave on a day at eight: one digest for each person, and what cannot wait for one."""
        if not self.rules.is_worked(on):
            return Counter()
        waiting, self.waiting = self.waiting, []
        last = {one.again: one for one in waiting}
        lines: dict[str, list[tuple[str, str]]] = {}
        mails: Counter[Mail] = Counter()
        for one in waiting:
            why_not = _why_not(one, facts, on) or ("" if last[one.again] is one else "said again since")
            if why_not or one.told.person not in facts.addresses:
                self.kept_back[why_not or "no address"] += 1
            elif one.at_once:
                mails[Mail(facts.addresses[one.told.person], (_line(one),), digest=False)] += 1
            else:
                lines.setdefault(one.told.person, []).append(_line(one))
        for person, told in lines.items():
            mails[Mail(facts.addresses[person], tuple(sorted(told)), digest=True)] += 1
        return mails

    def _of_thing(self, thing: Thing, facts: Facts, on: date) -> Iterator[Waiting]:
        answers = facts.answers.get(thing.name, ())
        label, owner = OWNERS[thing.cause]
        rung = self._lateness(thing, answers, on)
        if rung is None or any(one.kind == "acknowledged" and _holds(one, on) for one in answers):
            return
        ladder, days, counted_on = rung
        role = owner if ladder == "coming" else self.rules.overdue[days] or owner
        since = "due on" if ladder == "coming" else "overdue since"
        words = f"{label} – {since} {thing.due_on:%A} {thing.due_on.day} {thing.due_on:%B %Y}, for the {_said(owner)}"
        for person, told_as, stands_in in _audience(role, thing, answers, facts):
            told = Told(
                thing.ref, thing.cause, thing.subject, thing.due_on, counted_on, f"{ladder}_{days}", person, told_as
            )
            at_once = ladder == "overdue" and days in self.rules.at_once
            whole = f"{words}\n{_why(role, told_as, stands_in)}"
            yield Waiting(told, thing, whole, at_once, frozenset(answer.id for answer in answers))

    def _lateness(self, thing: Thing, answers: Sequence[Answer], on: date) -> tuple[str, int, date] | None:
        """On which rung of which ladder it is, counted from when: the highest that it has reached."""
        wait = next((one.until_on for one in reversed(answers) if one.kind == "waiting"), None)
        counted_on = wait or thing.due_on
        if on > counted_on:
            passed = self.rules.between(counted_on, on)
            reached = [days for days in self.rules.overdue if days <= passed]
            return ("overdue", max(reached), counted_on) if reached else None
        left = self.rules.between(on, thing.due_on)
        reached = [days for days in self.rules.coming if days >= left]
        if wait or not reached:
            return None
        began_before = thing.begun_on > thing.due_on or thing.begun_on < self.rules.before(thing.due_on, min(reached))
        return ("coming", min(reached), counted_on) if began_before else None


def _holds(answer: Answer, on: date) -> bool:
    return answer.until_on is not None and answer.until_on >= on


def _why_not(one: Waiting, facts: Facts, on: date) -> str:
    """Why it would be in vain to send it now."""
    now = facts.things.get(one.thing.id)
    if now is None:
        return "done"
    if now.due_on != one.told.due_on:
        return "moved"
    if one.told.rung.startswith("coming") and now.due_on < on:
        return "passed"
    later = [answer for answer in facts.answers.get(now.name, ()) if answer.id not in one.answered]
    return "answered" if any(_holds(answer, on) for answer in later) else ""


def _audience(
    role: str, thing: Thing, answers: Sequence[Answer], facts: Facts
) -> Iterator[tuple[str, str, bool | None]]:
    """Who is told, as what, and whether they stand in for somebody."""
    handed = next((one for one in reversed(answers) if one.kind == "handed_on"), None)
    above = UPWARDS[UPWARDS.index(role) + 1 :] if role in UPWARDS else UPWARDS
    for level in (role, *above):
        found = _at_level(level, thing, facts)
        for person, stands_in in found.items():
            taker = _reached(handed.to, facts) if handed and handed.by == person else None
            yield taker or person, level, stands_in
        if found:
            return


def _at_level(level: str, thing: Thing, facts: Facts) -> dict[str, bool]:
    """Whom can be told at a level, and whether each is only there for somebody else."""
    if level in PARTS:
        takers = [key for key in [thing.parts[level]] if key]
    else:
        takers = [key for key, roles in facts.roles.items() if level in roles]
    found: dict[str, bool] = {}
    for taker in takers:
        person = _reached(taker, facts)
        if person:
            found[person] = found.get(person, True) and person != taker
    return found


def _reached(person: str | None, facts: Facts) -> str | None:
    """Whoever is there for a person: they themselves, or who stands in; nobody if no mail would reach them."""
    seen: set[str] = set()
    while person is not None and person in facts.away:
        if person in seen:
            return None
        seen.add(person)
        person = facts.away[person]
    return person if person in facts.addresses else None


def _line(one: Waiting) -> tuple[str, str]:
    words, _, why = one.words.partition("\n")
    return f"{one.told.ref}: {words}", why


def _said(role: str) -> str:
    return role.replace("_", " ")


def _why(role: str, told_as: str, stands_in: bool | None) -> str:
    as_told, wanted = (_said(one) + (" on this case" if one in PARTS else "") for one in (told_as, role))
    because = f", because no {wanted} can be reached" if told_as != role else ""
    return f"You are told as {as_told}{because}." + (" You stand in for somebody who is away." if stands_in else "")
