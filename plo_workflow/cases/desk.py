"""The desk: carries out one command in one transaction, once, for one person, on one revision of one case.

What a command does is in the modules beside this one; what it may do is in `stages`, `requirements` and `access`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import TextClause, bindparam, text

from plo_workflow.access import Actor, require_role
from plo_workflow.cases.registry import COMMANDS
from plo_workflow.cases.rules import Rulebook
from plo_workflow.cases.work import Work
from plo_workflow.errors import KeyUsedForOtherContent, UnknownPerson
from plo_workflow.models import CaseFile, Fact, UtcDateTime
from plo_workflow.store import Pen, Store

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Order:
    """Who asks, when it is recorded (aware UTC), for which case, on which revision, and the key that makes it
    happen once.

    Without `expected_revision` the command takes the case as it finds it; without `key` a repeat is a second command.
    """

    by: str
    at: datetime
    case: str | None = None
    expected_revision: int | None = None
    key: str | None = None


@dataclass(frozen=True)
class Done:
    """What a command did: the case, its revision now, and the place of the command in the history."""

    case: str | None
    revision: int | None
    seq: int
    value: Any = None
    repeated: bool = False


class Desk:
    """Where commands are handed in. One per process is enough; it may be shared by threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.rulebook = Rulebook()
        self._usual: dict[str, frozenset[type[Fact]]] = {}

    def perform(
        self, order: Order, command: Callable[Concatenate[Work, P], T], /, *args: P.args, **said: P.kwargs
    ) -> Done:
        """Carry out a command, or raise the `Refused` that says why not; then nothing was changed."""
        with self.together() as transaction:
            return transaction.perform(order, command, *args, **said)

    @contextmanager
    def together(self) -> Iterator[Transaction]:
        """Carry out several commands in one transaction: all that the block performs, or nothing if it raises."""
        with self.store.writing() as pen:
            yield Transaction(pen, self.rulebook, self._usual)


class Transaction:
    """The commands of one transaction. A case that one of them changed is known to the next as it stands then.

    `usual` keeps which kinds of fact each command read the last time, so that they can be asked for at once.
    """

    def __init__(self, pen: Pen, rulebook: Rulebook, usual: dict[str, frozenset[type[Fact]]]) -> None:
        self._pen, self._rulebook, self._usual = pen, rulebook, usual
        self._latest: dict[str, Work] = {}

    def perform(
        self, order: Order, command: Callable[Concatenate[Work, P], T], /, *args: P.args, **said: P.kwargs
    ) -> Done:
        """Carry out a command, or raise the `Refused` that says why not. Let that pass: it undoes the transaction."""
        name, pen = command.__name__, self._pen
        content = content_hash(name, order.case, order.by, args, said) if order.key else ""
        if order.key and not claim_key(pen, order, content):
            return answer_given(pen, order, content)
        actor, versions = read_actor(pen, order.by)
        work = Work(pen, self._rulebook, versions, actor, order.at, name)
        row = COMMANDS[name]
        require_role(actor, row.who, row.label)
        if order.case:
            usual = self._usual.get(name, ()) if pen.waits else ()
            work.take_up(order.case, order.expected_revision, before=self._latest.pop(order.case, None), usual=usual)
        value = command(work, *args, **said)
        seq = work.finish()
        self._usual[name] = frozenset(work.reads)
        self._latest |= {one.case.ref: one for one in work.about}
        done = Done(work.ref, work.revision, seq, answer_of(value))
        if order.key:
            keep_answer(pen, order.key, done)
        return done

    def file(self, ref: str) -> CaseFile:
        """The file of a case that was changed in this transaction, with all that was recorded in it."""
        return self._latest[ref].file


def answer_of(value: object) -> object:
    """What a command answers, once it is written: the id of a fact it recorded, the reference of a case it opened."""
    if isinstance(value, Fact):
        return value.id
    return value.ref if isinstance(value, Work) else value


def content_hash(*content: object) -> str:
    """A fingerprint of what a command was asked to do."""
    return sha256(json.dumps(content, default=plain, sort_keys=True).encode()).hexdigest()


def plain(value: object) -> object:
    """A value as JSON can hold it."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    return str(value)


def claim_key(pen: Pen, order: Order, content: str) -> bool:
    """Take the idempotency key; false when it is taken. A second taker waits for the first to finish."""
    taken = pen.fetch("claim key", _claim, key=order.key, content=content, at=order.at, by=order.by)
    return bool(taken)


def _claim() -> TextClause:
    return text(
        "INSERT INTO commands_done (key, content_hash, answer, recorded_at, recorded_by) "
        "VALUES (:key, :content, '', :at, :by) ON CONFLICT (key) DO NOTHING RETURNING 1"
    ).bindparams(bindparam("at", type_=UtcDateTime()))


def answer_given(pen: Pen, order: Order, content: str) -> Done:
    """The answer that the key was given the first time. Raises `KeyUsedForOtherContent`."""
    select = "SELECT content_hash, answer FROM commands_done WHERE key = :key"
    [(kept, answer)] = pen.fetch("key", lambda: text(select), key=order.key)
    if kept != content:
        raise KeyUsedForOtherContent(
            "This form was sent before with other content. Nothing was saved: open the page again and resend it."
        )
    return Done(**json.loads(answer), repeated=True)


def keep_answer(pen: Pen, key: str, done: Done) -> None:
    """Keep the answer beside the key, in the same transaction."""
    answer = {"case": done.case, "revision": done.revision, "seq": done.seq, "value": done.value}
    update = "UPDATE commands_done SET answer = :answer WHERE key = :key"
    pen.run("answer", lambda: text(update), answer=json.dumps(answer, default=plain), key=key)


def read_actor(pen: Pen, key: str) -> tuple[Actor, tuple[str, str]]:
    """The person as they stand now, inside the transaction, and the versions of the rules in force."""
    found = pen.fetch(
        "actor",
        lambda: text(
            "SELECT name, roles, active, (SELECT version FROM policy_versions WHERE current), "
            "(SELECT version FROM calendar_versions WHERE current) FROM staff WHERE key = :key"
        ),
        key=key,
    )
    if not found or not found[0][2]:
        raise UnknownPerson(f"Nobody who works here now is known as “{key}”.")
    name, roles, _, policy_version, calendar_version = found[0]
    held = json.loads(roles) if isinstance(roles, str) else roles
    return Actor(key, name, frozenset(held)), (policy_version, calendar_version)
