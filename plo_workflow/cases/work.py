"""The work of one command on one case: facts are queued, requirements answered, and only then is anything written.

Order of writing: facts, clocks with their ledger, the case with its revision, messages, and the history last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, func, select

from plo_workflow.access import Actor, require_role
from plo_workflow.cases.chain import append, lock_end
from plo_workflow.cases.clockwork import ask_running, ended, write_clocks
from plo_workflow.cases.columns import columns_of, copy_of
from plo_workflow.cases.factwork import Change, write_facts
from plo_workflow.cases.messages import tell
from plo_workflow.cases.rules import Rulebook, Rules
from plo_workflow.cases.writing import Writing
from plo_workflow.clocks import CLOCKS, Clock
from plo_workflow.errors import (
    CaseChangedMeanwhile,
    CaseNotFound,
    DateInFuture,
    DateOutOfOrder,
    FactNotFound,
    MoveNotOpen,
    RequirementsUnmet,
)
from plo_workflow.ledger import changes, project, touched
from plo_workflow.machine import stage_after
from plo_workflow.models import Case, CaseFile, Fact, HistoryEntry, Move, Row, RunningClock, Staff
from plo_workflow.requirements import Ask, Verdict, verdicts
from plo_workflow.settings import LONDON
from plo_workflow.stages import MOVES, STAGES
from plo_workflow.store import Asked, Pen, standing_facts, table_of
from plo_workflow.working_days import in_words

F = TypeVar("F", bound=Fact)
Reads = Iterable[type[Fact]]


class Work:
    """One command under way. Nothing reaches the database before `finish`."""

    case: Case
    file: CaseFile
    rules: Rules

    def __init__(
        self,
        pen: Pen,
        rulebook: Rulebook,
        versions: tuple[str, str],
        actor: Actor,
        at: datetime,
        command: str,
    ) -> None:
        self.pen, self.actor, self.at, self.command = pen, actor, at, command
        self.today = at.astimezone(LONDON).date()
        self.on: date | None = None
        self._rulebook, self._versions = rulebook, versions
        self._queue: list[Change] = []
        self._case_changes: dict[str, Any] = {}
        self._moves: list[Move] = []
        self._kept: list[list[Any]] = []
        self._verdicts: list[Verdict] = []
        self._others: list[Work] = []
        self._draft = 0
        self._clocks: list[RunningClock] | None = None
        self._has_case = False
        self._recount: dict[str, Any] = {}
        self._asked: dict[type[Fact], Asked] = {}
        self._clocks_asked: Asked | None = None
        self.reads: set[type[Fact]] = set()

    def take_up(
        self, ref: str, expected_revision: int | None = None, *, before: Work | None = None, usual: Reads = ()
    ) -> None:
        """Load a case for changing, or go on where the command `before` this one in the transaction left it.

        The `usual` kinds of fact, which the command will most likely read, are asked for together. Raises
        `CaseNotFound`, or `CaseChangedMeanwhile` saying who changed what.
        """
        if before:
            self._sit_down(before.case, before.file)
            self._clocks = before._clocks
        else:
            found = self.pen.load(Case, "case", _case_for_change, ref=ref)
            if not found:
                raise CaseNotFound(f"There is no case {ref}.")
            self._sit_down(found[0])
        if expected_revision is not None and expected_revision != self.case.revision:
            [(command, at, who)] = self.pen.fetch("last change", _last_change, ref=ref)
            raise CaseChangedMeanwhile(ref, who, command.replace("_", " "), at)
        if not before:
            self._asked = {kind: self._ask(kind) for kind in usual if kind.__tablename__ in self.case.holds}
            self._clocks_asked = ask_running(self.pen, self.case.id)

    def open_case(self, **columns: Any) -> Case:
        """Begin a new case; it gets its reference when it is written."""
        case = Case(
            id=self._next_draft(), ref="", revision=0, holds=[],
            policy_version=columns.pop("policy_version", self._versions[0]),
            open=True, recorded_at=self.at, recorded_by=self.actor.key, **columns,
        )  # fmt: skip
        self._sit_down(case)
        return case

    def beside(self, **columns: Any) -> Work:
        """Begin a second case in the same command, opened by the same person at the same instant."""
        other = Work(self.pen, self._rulebook, self._versions, self.actor, self.at, self.command)
        other.open_case(**columns)
        self._others.append(other)
        return other

    def _sit_down(self, case: Case, file: CaseFile | None = None) -> None:
        self.case, self._has_case = case, True
        self.rules = self._rulebook.rules(self.pen, case.policy_version, self._versions[1])
        self.file = file or (CaseFile(case, self._load) if case.id > 0 else CaseFile(case))

    def _ask(self, kind: type[Fact]) -> Asked:
        table = table_of(kind)
        return self.pen.ask(table, lambda: standing_facts(table), case_id=self.case.id)

    def _load(self, kind: type[Fact]) -> Sequence[Fact]:
        self.reads.add(kind)
        if kind.__tablename__ not in self.case.holds:
            return ()
        asked = self._asked.pop(kind, None) or self._ask(kind)
        return asked.objects(kind)

    @property
    def ref(self) -> str | None:
        """The reference of the case, if the command is about one."""
        return self.case.ref if self._has_case else None

    @property
    def about(self) -> list[Work]:
        """This work and what was opened beside it, each about one case."""
        return [one for one in (self, *self._others) if one._has_case]

    @property
    def revision(self) -> int | None:
        """The revision of the case, if the command is about one."""
        return self.case.revision if self._has_case else None

    # What a command may do

    def record(self, fact: F, *, may_be_ahead: bool = False, as_copy: bool = False) -> F:
        """Queue a new fact. Raises `DateInFuture` for something that has happened but is dated after today."""
        if fact.happened_on > self.today and not may_be_ahead:
            raise DateInFuture(_named(fact), fact.happened_on)
        said: dict[str, Any] = {"id": self._next_draft(), "case_id": self.case.id}
        if not as_copy:
            said |= {"recorded_at": self.at, "recorded_by": self.actor.key}
        fact.__dict__.update(said)
        self.file.add(fact)
        self._queue.append(Change(fact))
        self.on = max(self.on or fact.happened_on, fact.happened_on)
        return fact

    def find(self, kind: type[F], fact_id: int | None) -> F:
        """The standing fact with this id. Raises `FactNotFound`."""
        found = next((fact for fact in self.file.all(kind) if fact.id == fact_id), None)
        if found is None:
            raise FactNotFound(f"{self.ref} holds no such {_words(kind)} (it may have been corrected meanwhile).")
        return found

    def withdraw(self, fact: Fact, why: str) -> None:
        """Take back a fact: it stays on the record as withdrawn, by whom and why."""
        self.file.take_out(fact)
        self._queue.append(
            Change(fact, {"withdrawn_at": self.at, "withdrawn_by": self.actor.key, "withdrawn_why": why})
        )

    def amend(self, fact: F, why: str, **columns: Any) -> F:
        """Correct a fact in place; the original stays beside it as a withdrawn copy that points to it.

        Who first recorded it, and when, stays with the fact; who corrected it, and when, is on the copy.
        """
        original = copy_of(fact)
        withdrawn = {"withdrawn_at": self.at, "withdrawn_by": self.actor.key, "withdrawn_why": why}
        original.__dict__.update(withdrawn, id=self._next_draft(), replaced_by_id=fact.id)
        self._queue.append(Change(original))
        if columns.get("happened_on", self.today) > self.today:
            raise DateInFuture(_named(fact), columns["happened_on"])
        fact.__dict__.update(columns)
        self.file.put_in_order(type(fact))
        self._queue.append(Change(fact, columns))
        return fact

    def keep(self, kind: type[Row], **columns: Any) -> None:
        """Write a row that belongs to no case; the history has what it says."""
        self.pen.insert(kind, {**columns, "recorded_at": self.at, "recorded_by": self.actor.key})
        self._kept.append([kind.__tablename__, columns])

    def keep_change(self, kind: type[Row], row_id: int, **columns: Any) -> None:
        """Change a row that belongs to no case; the history has what it says from now on."""
        self.pen.update(kind, row_id, columns)
        self._kept.append([kind.__tablename__, {"id": row_id, **columns}])

    def set_case(self, **columns: Any) -> None:
        """Change overlays and allocation on the case itself (never the stage: that is what a move does)."""
        self.case.__dict__.update(columns)
        self._case_changes.update(columns)

    def ask(self, on: date, **said: Any) -> Ask:
        """What requirements are asked with."""
        return Ask(self.file, self.rules.policy, self.rules.calendar, on, self.actor, said, self.clocks)

    def move(self, key: str, *, on: date, **said: Any) -> None:
        """Make a move: the only way in which a stage changes.

        Raises `NotYourRole`, `MoveNotOpen`, `DateOutOfOrder`, `DateInFuture`, or `RequirementsUnmet` with every unmet
        requirement.
        """
        move = MOVES[key]
        require_role(self.actor, move.who, move.label)
        before = self.case.stage
        after = move.target if move.opens_new_case else stage_after(before, move)
        if on < self.case.stage_since_on:
            raise DateOutOfOrder(
                f"{move.label} is dated {in_words(on)}, before the case reached "
                f"“{STAGES[before].label}” on {in_words(self.case.stage_since_on)}."
            )
        if on > self.today:
            raise DateInFuture(f"“{move.label}”", on)
        found = verdicts(move, self.ask(on, **said))
        unmet = [verdict for verdict in found if verdict.holds_up]
        if unmet:
            raise RequirementsUnmet(move.label, unmet)
        self._verdicts += found
        overrides = {verdict.key: verdict.overridden for verdict in found if verdict.overridden}
        made = Move(
            move=key, from_stage=None if move.opens_new_case else before, to_stage=after, happened_on=on,
            reason=said.get("reason"), said={k: v for k, v in said.items() if v is not None}, overrides=overrides,
        )  # fmt: skip
        self._moves.append(self.record(made))
        self.set_case(
            stage=after, stage_since_on=on if after != before else self.case.stage_since_on,
            open=STAGES[after].open, closed_on=None if STAGES[after].open else on,
        )  # fmt: skip

    def take_over(self, stage: str, since_on: date) -> None:
        """Set the case to the stage that an imported record gives, whose moves have been recorded as it has them.

        This is for families whose work began before they came here: what their past moves required cannot be asked
        any more, so it is not, and each such move says in `said` where it was imported from. Raises `MoveNotOpen`
        for a case that has been moved here, because from then on its stage is decided here.
        """
        if any("imported" not in move.said for move in self.file.all(Move)):
            raise MoveNotOpen(f"{self.ref} has been moved here, so its stage is not taken from another record.")
        self.set_case(
            stage=stage, stage_since_on=since_on, open=STAGES[stage].open,
            closed_on=None if STAGES[stage].open else since_on,
        )  # fmt: skip

    def recount(self, why: str, rules: Rules, *, restate: bool = False) -> None:
        """Count every clock again by these rules when the command is written, whether facts were recorded or not."""
        self.rules, self._recount = rules, {"why": why, "restate": restate}

    def dates_move(self) -> bool:
        """Whether a recount would change any clock."""
        policy, calendar = self.rules.policy, self.rules.calendar
        stored = [*self.clocks, *self.ended_clocks(*CLOCKS)]
        by_clock = {key: [one for one in stored if one.clock == key] for key in CLOCKS}
        projected = ((project(clock, self.file, policy, calendar), by_clock[clock.key]) for clock in CLOCKS.values())
        return any(changes(turns, stored, self.today) for turns, stored in projected)

    @property
    def clocks(self) -> list[RunningClock]:
        """The clocks of the case that run, until this is written as they were before it."""
        if self._clocks is None:
            asked = self._clocks_asked or (ask_running(self.pen, self.case.id) if self.case.id > 0 else None)
            self._clocks = asked.objects(RunningClock) if asked else []
        return self._clocks

    def ended_clocks(self, *keys: str) -> list[RunningClock]:
        """The stored clocks of these kinds that have ended."""
        return ended(self.pen, self.case.id, keys)

    # Writing it down

    def finish(self) -> int:
        """Write everything; gives the place of this command in the history."""
        payload: dict[str, Any] = {"kept": self._kept} if self._kept else {}
        if self._has_case:
            payload |= self._write()
        for other in self._others:
            payload.setdefault("also", []).append(other._write())
        seq = append(
            self.pen,
            ref=self.ref,
            command=self.command,
            on=self.on,
            at=self.at,
            by=self.actor.key,
            payload=payload,
        )
        for other in self._others:
            append(
                self.pen, ref=other.ref, command=self.command, on=self.on, at=self.at, by=self.actor.key,
                payload={"from": self.ref},
            )  # fmt: skip
        return seq

    def _write(self) -> dict[str, Any]:
        if self.case.id < 0:
            self._write_new_case()
        facts = write_facts(self.pen, self._queue)
        writing = Writing(self.pen, self.case, self.file, self.rules, self.clocks, self.today, self.at, self.actor.key)
        concerned = CLOCKS.values() if self._recount else self._concerned()
        clocks = write_clocks(writing, concerned, **self._recount)
        if clocks.changed:
            self._clocks = None
        kept: dict[str, Any] = {"revision": self.case.revision + 1, "next_due_on": clocks.next_due_on}
        if new := {change.fact.__tablename__ for change in self._queue}.difference(self.case.holds):
            kept["holds"] = [*self.case.holds, *sorted(new)]
        self.case.__dict__.update(kept)
        self.pen.update(Case, self.case.id, {**self._case_changes, **kept})
        for move in self._moves:
            tell(writing, move)
        return {
            "ref": self.case.ref,
            "revision": self.case.revision,
            "facts": facts,
            "clocks": clocks.changed,
            "case": self._case_changes,
            "verdicts": [[v.key, v.met, v.sentence, v.overridden] for v in self._verdicts],
        }

    def _concerned(self) -> list[Clock]:
        return touched((change.fact for change in self._queue), self.rules.policy)

    def _write_new_case(self) -> None:
        lock_end(self.pen)  # else two cases that begin at the same instant would take the same reference
        prefix = "SYN" if self.case.synthetic else "PLO"
        [(highest,)] = self.pen.fetch("highest case", lambda: select(func.coalesce(func.max(table_of(Case).c.id), 0)))
        ref = f"{prefix}-{self.case.opened_on.year}-{highest + 1:05d}"
        values = {**columns_of(self.case), "ref": ref, "revision": 0}
        [case_id] = self.pen.new_ids([Case])
        self.pen.insert(Case, {**values, "id": case_id})
        self.case.__dict__.update(id=case_id, ref=ref)
        for change in self._queue:
            change.fact.__dict__["case_id"] = case_id

    def _next_draft(self) -> int:
        self._draft -= 1
        return self._draft


def _case_for_change() -> Select[Any]:
    table = table_of(Case)
    # Not against whoever only refers to the case: a sweep that queues a reminder need not wait for a change.
    return select(table).where(table.c.ref == bindparam("ref")).with_for_update(key_share=True)


def _last_change() -> Select[Any]:
    history, staff = table_of(HistoryEntry), table_of(Staff)
    return (
        select(history.c.command, history.c.recorded_at, func.coalesce(staff.c.name, history.c.recorded_by))
        .join_from(history, staff, staff.c.key == history.c.recorded_by, isouter=True)
        .where(history.c.case_ref == bindparam("ref"))
        .order_by(history.c.seq.desc())
        .limit(1)
    )


def _words(kind: type[Fact]) -> str:
    return str(kind.__tablename__).removesuffix("s").replace("_", " ")


def _named(fact: Fact) -> str:
    return f"The {_words(type(fact))}"
