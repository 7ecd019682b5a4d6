"""A year as it is lived: a sweep at six, the post at eight, people at work; and the oracle beside it, day by day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from plo_workflow.drift import day_in_force, drifting
from plo_workflow.reminders.sweeping import sweep
from plo_workflow.settings import LONDON
from schedules.delivery import deliver
from schedules.mail import Carrier
from tests.office import Office
from tests.schedules.conftest import Post, text_of
from tests.year.drifting import Seen
from tests.year.facts import Facts, Reader
from tests.year.happenings import NEW_RULES, Happenings
from tests.year.oracle import Mail, Oracle, Told
from tests.year.stories import Stories

LOOKED_AT_EACH = 5
"""Every so many days all the drift there is is looked at, not only what is told of."""
SITE = "https://plo.example"
LINE = re.compile(rf"- (\S+: .+)\n  (.+)\n  {SITE}/cases/\S+\n")
SINGLE = re.compile(rf"(\S+: .+)\n(?s:.*){SITE}/cases/\S+\n\n(.+)\n")
TOLD = """SELECT c.ref, r.cause, r.subject, r.due_on, r.counted_on, r.rung, r.recipient, r.told_as, r.id
  FROM reminders r JOIN cases c ON c.id = r.case_id WHERE r.id > :after ORDER BY r.id"""


@dataclass(frozen=True)
class Difference:
    """Something that the oracle and the engine do not agree about: `what` of it was missed, or was there too often."""

    on: date
    fault: str
    what: object

    def __str__(self) -> str:
        return f"{self.on:%a %d %b %Y}  {self.fault:<12}  {self.what}"


@dataclass
class Lived:
    """What came of the days: what differed, and how much there was."""

    differences: list[Difference] = field(default_factory=list)
    days: int = 0
    told: int = 0
    mails: int = 0
    lines: int = 0
    most_digests: int = 0
    drifted: set[tuple[str, str]] = field(default_factory=set)

    def compare(self, on: date, expected: Counter[Any], found: Counter[Any], kind: str) -> None:
        """Keep what was expected and is not there, and what is there and was not expected."""
        self.differences += [
            Difference(on, f"missed {kind}", one) for one in sorted((expected - found).elements(), key=str)
        ]
        more = sorted((found - expected).elements(), key=str)
        faults = ["doubled" if one in expected else "in vain" for one in more]
        self.differences += [Difference(on, f"{fault} {kind}", one) for fault, one in zip(faults, more, strict=True)]


@dataclass
class Year:
    """An authority, its mailbox, what happens in it, and the oracle that watches.

    What tells of moves is left out of the post: it would double the mails. On the days `unswept` no sweep is made, on
    those `unposted` nothing is delivered. `meddle` may change the database after the sweep of a day, behind
    everybody's back.
    """

    office: Office
    post: Post
    carrier: Carrier
    stories: Stories
    happenings: Happenings
    oracle: Oracle
    new_rules_on: date | None = None
    early: Callable[[date], bool] = lambda day: day.toordinal() % 4 == 0
    unswept: Collection[date] = ()
    unposted: Collection[date] = ()
    meddle: Callable[[Office, date], None] = lambda office, day: None
    lived: Lived = field(default_factory=Lived)
    _last_told: int = 0

    def __post_init__(self) -> None:
        self.reader = Reader(self.office.rows)

    def live(self, first: date, days: int) -> Lived:
        """Live through so many days; what differs from the oracle is kept."""
        for number in range(days):
            day = first + timedelta(days=number)
            early = self.early(day)
            if day not in self.unswept:
                self._sweep(day)
            self.meddle(self.office, day)
            if early:
                self._work(day, at_hour(day, 7, 30), early=True)
            if day not in self.unposted:
                self._deliver(day)
            if not early:
                self._work(day, at_hour(day, 12), early=False)
            self.lived.days += 1
        return self.lived

    def _sweep(self, day: date) -> None:
        facts = self.reader.read(day)
        expected = self.oracle.morning(facts, day)
        sweep(self.office.store, on=day, at=at_hour(day, 6))
        found, self._last_told = tellings_since(self.office, self._last_told)
        self.lived.told += found.total()
        self.lived.compare(day, expected, found, "telling")
        if day.toordinal() % LOOKED_AT_EACH == 0:
            self._look_at_drift(facts, day)

    def _look_at_drift(self, facts: Facts, day: date) -> None:
        """Look at all the drift there is, which has no mail of its own where it is a date that has passed."""
        standing, found = self.oracle.drift(facts, day), drift_on(self.office, day)
        self.lived.drifted |= {(seen.signal, seen.severity) for _, seen in standing}
        self.lived.compare(day, standing, found, "signal")

    def _deliver(self, day: date) -> None:
        expected = self.oracle.post(self.reader.read(day), day)
        self.post.mails.clear()
        with self.office.store.changing_many() as connection:
            connection.exec_driver_sql("UPDATE outbox SET state = 'sent' WHERE kind = 'move' AND state = 'waiting'")
        deliver(self.office.store, self.carrier, lambda: at_hour(day, 8), site=SITE)
        found = mails_of(self.post)
        digests = Counter(mail.address for mail in found.elements() if mail.digest)
        self.lived.most_digests = max(self.lived.most_digests, *digests.values(), 0)
        self.lived.mails += len(self.post.mails)
        self.lived.lines += sum(len(mail.lines) for mail in found.elements())
        self.lived.compare(day, by_line(expected), by_line(found), "line")

    def _work(self, day: date, at: datetime, *, early: bool) -> None:
        self.stories.tell(day, early=early)
        self.happenings.take_place(at)
        if day == self.new_rules_on:
            self.happenings.adopt_new_rules(at)
            self.oracle.rules = NEW_RULES


def tellings_since(office: Office, last: int) -> tuple[Counter[Told], int]:
    """The reminders with a higher id than this one, and the highest id there is."""
    rows = office.rows(TOLD, after=last)
    told = Counter(
        Told(ref, cause, subject, _day(due), _day(counted), *rest)
        for ref, cause, subject, due, counted, *rest, _ in rows
    )
    return told, rows[-1][-1] if rows else last


def drift_on(office: Office, day: date) -> Counter[tuple[str, Seen]]:
    """The drift that the engine sees, by the references of the cases."""
    refs = dict(iter(office.rows("SELECT id, ref FROM cases")))
    with office.store.reading() as session:
        found = drifting(session, day_in_force(session, day))
    return Counter((refs[one.case_id], Seen(one.signal, one.subject, one.since_on, str(one.severity))) for one in found)


def mails_of(post: Post) -> Counter[Mail]:
    """The reminders that have arrived, read from the mails themselves; what tells of moves is left out."""
    read = ((address, text_of(mail)) for address, mail in post.mails)
    return Counter(mail for address, text in read if (mail := _mail(address, text)))


def by_line(mails: Counter[Mail]) -> Counter[tuple[str, str, tuple[str, str]]]:
    """Each line of each mail, with whom it went to and in which kind of mail."""
    return Counter(
        (mail.address, "digest" if mail.digest else "mail", line) for mail in mails.elements() for line in mail.lines
    )


def _mail(address: str, text: str) -> Mail | None:
    """The reminders in a mail as it arrived; nothing where it tells of a move."""
    if "\n\nIt was recorded for " in text:
        return None
    if "What is recorded on a case ends its reminders." in text:
        return Mail(address, tuple(sorted(LINE.findall(text))), digest=True)
    found = SINGLE.fullmatch(text)
    assert found, text
    return Mail(address, ((found[1], found[2]),), digest=False)


def at_hour(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant by the clocks of London."""
    return datetime.combine(day, time(hour, minute), LONDON)


def _day(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
