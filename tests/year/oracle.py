"""The oracle: who should be told of what, and what their mail should hold, worked out anew from plain facts.

Nothing of the engine is used here, so that the two can disagree: not its dates, its queries, its tables or its words.
Which drift signals stand is in `drifting`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tests.year.drifting import Look, Seen, told_of
from tests.year.facts import OVERDUE, Answer, Facts, Name, Thing
from tests.year.files import File
from tests.year.overdue import standing
from tests.year.rules import DRIFT_OWNERS, OWNERS, Rules

UPWARDS = ("team_manager", "service_manager", "head_of_service", "assistant_director", "director")
PARTS = ("social_worker", "team_manager", "authority_lawyer")
COMING = "coming"
SINCE = {COMING: "due on", OVERDUE: "overdue since"}
WHAT = {**OWNERS, **DRIFT_OWNERS}


Things = Mapping[int | Name, Thing]


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
        return self.thing.key, self.told.due_on, self.told.person


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
        for thing in self._things(facts, on, facts.files).values():
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
        now = self._things(facts, on, {one.thing.case_id for one in waiting})
        last = {one.again: one for one in waiting}
        lines: dict[str, list[tuple[str, str]]] = {}
        mails: Counter[Mail] = Counter()
        for one in waiting:
            why_not = _why_not(one, now, facts, on) or ("" if last[one.again] is one else "said again since")
            if why_not or one.told.person not in facts.addresses:
                self.kept_back[why_not or "no address"] += 1
            elif one.at_once:
                mails[Mail(facts.addresses[one.told.person], (_line(one),), digest=False)] += 1
            else:
                lines.setdefault(one.told.person, []).append(_line(one))
        for person, told in lines.items():
            mails[Mail(facts.addresses[person], tuple(sorted(told)), digest=True)] += 1
        return mails

    def drift(self, facts: Facts, on: date) -> Counter[tuple[str, Seen]]:
        """All the drift that stands on a day, told of as such or not, by the references of the cases."""
        answers: dict[int, list[Answer]] = {}
        for (case, *_), said in facts.answers.items():
            answers.setdefault(case, []).extend(said)
        return Counter(
            (look.file.case.ref, seen)
            for look, dates in self._looks(facts, on, facts.files)
            for seen in standing(look, dates, answers.get(look.file.case.id, ()))
        )

    def _things(self, facts: Facts, on: date, cases: Collection[int]) -> Things:
        """Everything that is still so: every date, and the drift of these cases."""
        looks = (look for look, _ in self._looks(facts, on, cases))
        drift = (_drifting(look.file, seen) for look in looks for seen in told_of(look))
        return {one.key: one for one in (*facts.dates.values(), *drift)}

    def _looks(self, facts: Facts, on: date, cases: Collection[int]) -> Iterator[tuple[Look, Sequence[Thing]]]:
        """Each of these cases, and its dates."""
        for case, dates in facts.dates_of(facts.files.keys() & set(cases)).items():
            late = any(one.due_on < on for one in dates)
            yield Look(facts.files[case], facts.files, on, self.rules, late), dates

    def _of_thing(self, thing: Thing, facts: Facts, on: date) -> Iterator[Waiting]:
        answers = facts.answers.get(thing.name, ())
        label, owner = WHAT[thing.cause]
        rung = self._lateness(thing, answers, on)
        if rung is None or any(one.kind == "acknowledged" and _holds(one, on) for one in answers):
            return
        ladder, days, counted_on = rung
        role = owner if ladder == COMING else self.rules.ladders[ladder][days] or owner
        day = f"{thing.due_on:%A} {thing.due_on.day} {thing.due_on:%B %Y}"
        words = f"{label} – {SINCE.get(ladder, 'since')} {day}, for the {_said(owner)}"
        for person, told_as, stands_in in _audience(role, thing, answers, facts):
            name = f"{ladder}_{days}"
            told = Told(thing.ref, thing.cause, thing.subject, thing.due_on, counted_on, name, person, told_as)
            whole = f"{words}\n{_why(role, told_as, stands_in)}"
            at_once = name in self.rules.at_once
            yield Waiting(told, thing, whole, at_once, frozenset(answer.id for answer in answers))

    def _lateness(self, thing: Thing, answers: Sequence[Answer], on: date) -> tuple[str, int, date] | None:
        """On which rung of which ladder it is, counted from when: the highest that it has reached."""
        wait = next((one.until_on for one in reversed(answers) if one.kind == "waiting"), None)
        counted_on = wait or thing.due_on
        if on > counted_on or (on == counted_on and thing.ladder != OVERDUE):
            passed = self.rules.between(counted_on, on)
            climbed = [days for days in self.rules.ladders[thing.ladder] if days <= passed]
            return (thing.ladder, max(climbed), counted_on) if climbed else None
        return None if wait else self._coming(thing, on)

    def _coming(self, thing: Thing, on: date) -> tuple[str, int, date] | None:
        left = self.rules.between(on, thing.due_on)
        reached = [days for days in self.rules.coming if days >= left]
        if not reached:
            return None
        began_before = thing.begun_on > thing.due_on or thing.begun_on < self.rules.before(thing.due_on, min(reached))
        return (COMING, min(reached), thing.due_on) if began_before else None


def _drifting(file: File, seen: Seen) -> Thing:
    case, (signal, subject, since_on, severity) = file.case, seen
    name = (case.id, signal, subject, since_on)
    return Thing(name, case.id, case.ref, signal, subject, since_on, since_on, file.parts, severity)


def _holds(answer: Answer, on: date) -> bool:
    return answer.until_on is not None and answer.until_on >= on


def _why_not(one: Waiting, things: Things, facts: Facts, on: date) -> str:
    """Why it would be in vain to send it now."""
    now = things.get(one.thing.key)
    if now is None:
        return "done"
    if now.due_on != one.told.due_on:
        return "moved"
    if one.told.rung.startswith(COMING) and now.due_on < on:
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
