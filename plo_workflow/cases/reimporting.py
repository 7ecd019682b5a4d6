"""What a changed record does to the case that came from it: what it changed is corrected, what it added is recorded.

What people have corrected or decided here since is theirs: where the record says otherwise, that is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from plo_workflow.cases.corrections import FACTS
from plo_workflow.cases.family_record import FamilyRecord, Item, plain
from plo_workflow.cases.taking_over import HOLDERS, ask, enter, keep_row
from plo_workflow.cases.work import Work
from plo_workflow.models import (
    Allocation,
    Child,
    Fact,
    MeetingBooking,
    Move,
    Note,
    Query,
    QueryAnswered,
    TrackerRow,
)
from plo_workflow.stages import STAGES
from plo_workflow.store import table_of
from plo_workflow.working_days import in_words

CHANGED, GONE = "the tracker was changed", "it is no longer in the tracker"
LEFT = {table_of(kind).name for kind in (Child, MeetingBooking, Note)}
"""What stays on the case though its place in the record is empty now: it was so, whatever came after."""
EARLIEST_BIRTH, LATEST_BIRTH = timedelta(weeks=-20), timedelta(weeks=4)
"""Around the expected date: when a child who is new in the record can be the one who was expected."""

Kept = dict[str, Any]
"""An item as it was kept with the last import."""


def bring_up_to_date(work: Work, record: FamilyRecord, on: date) -> None:
    """Make of a case that was imported before what its record says now."""
    Reimport(work, record, on).run()


@dataclass
class Reimport:
    """One record meeting its case again: what it held last time, what stands here, and what must be asked."""

    work: Work
    record: FamilyRecord
    on: date
    questions: list[str] = field(default_factory=list)
    fact_ids: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        last = max(self.work.file.all(TrackerRow), key=lambda row: row.id)
        self.before: dict[str, Kept] = dict(last.content["items"])
        self.ids: dict[str, int] = last.fact_ids
        self.content = last.content
        self.moved_here = any("imported" not in move.said for move in self.work.file.all(Move))
        self.left_children = self._children(self.before) - self._children(self.record.content["items"])

    def run(self) -> None:
        """Children first, then every fact, the case itself, its stage, and the questions."""
        self._born()
        for item in self.record.items:
            if not (item.kind is Move and self.moved_here):
                self._settle(item)
        for place in sorted(self.before.keys() - self.record.content["items"].keys()):
            self._vanished(place)
        self._about()
        self._stage()
        self._ask()
        keep_row(self.work, self.record, self.fact_ids, self.on)

    @staticmethod
    def _children(items: dict[str, Kept]) -> set[str]:
        return {place for place, item in items.items() if item["kind"] == table_of(Child).name}

    def _standing(self, place: str) -> Fact | None:
        """The fact that an item of the last import became, if it still stands."""
        kept = self.before.get(place)
        if kept is None or place not in self.ids:
            return None
        return next((fact for fact in self.work.file.all(FACTS[kept["kind"]]) if fact.id == self.ids[place]), None)

    def _settle(self, item: Item) -> None:
        kept, fact = self.before.get(item.place), self._standing(item.place)
        if kept is None:
            if item.points_to.keys() and not set(item.points_to.values()) <= self.fact_ids.keys():
                self._both_changed(item.place)
            else:
                self.fact_ids[item.place] = enter(self.work, item, self.fact_ids, self.on).id
            return
        if fact is not None:
            self.fact_ids[item.place] = fact.id
        now = item.kept()
        if now == kept or (fact is not None and _as_kept(fact, now)):
            return
        if fact is None or not _as_kept(fact, kept):
            self._both_changed(item.place)
            return
        changes = {name: value for name, value in item.columns.items() if plain(getattr(fact, name)) != plain(value)}
        if item.on and item.on != fact.happened_on:
            changes["happened_on"] = item.on
        if changes:
            self.work.amend(fact, CHANGED, **changes)

    def _vanished(self, place: str) -> None:
        kept, fact = self.before[place], self._standing(place)
        if place in self.left_children:
            if isinstance(fact, Child):
                name = fact.given_name
                self.questions.append(
                    f"{name} is no longer named in the tracker: does {name} still belong to the case?"
                )
            return
        moves = kept["kind"] == table_of(Move).name and self.moved_here
        if fact is None or moves or kept["kind"] in LEFT or self.left_children & set(kept["to"].values()):
            return
        if _as_kept(fact, kept):
            self.work.withdraw(fact, GONE)
        else:
            self._both_changed(place)

    def _both_changed(self, place: str) -> None:
        self.questions.append(
            f"The tracker has changed ({place}), and so has the record here: which of the two is right?"
        )

    def _born(self) -> None:
        """One expected child gone and one born child new, near enough in time, is taken for a birth, and asked."""
        new = [item for item in self.record.items if item.kind is Child and item.place not in self.before]
        if len(new) != 1 or len(self.left_children) != 1:
            return
        [item], [place] = new, self.left_children
        child, born_on = self._standing(place), item.columns.get("born_on")
        if not (isinstance(child, Child) and born_on and child.expected_on and child.born_on is None):
            return
        if not EARLIEST_BIRTH <= born_on - child.expected_on <= LATEST_BIRTH:
            return
        self._renamed(place, item.place)
        self.before[item.place] = item.kept()
        expected = f"{child.given_name}, expected on {in_words(child.expected_on)}"
        self.questions.append(f"{item.columns['given_name']} was taken for the birth of {expected}: is that right?")
        self.work.amend(child, "born", born_on=born_on, given_name=item.columns["given_name"])

    def _renamed(self, old: str, new: str) -> None:
        """Have the last import name a child as this one does; what is about the child stays whatever comes."""
        said, self.before, ids, self.ids = self.before, {}, self.ids, {}
        for place, kept in said.items():
            to = {column: new if pointed == old else pointed for column, pointed in kept["to"].items()}
            named = place.replace(old, new) if place == old or to != kept["to"] else place
            self.before[named] = {**kept, "to": to}
            if place in ids:
                self.ids[named] = ids[place]
        self.left_children = {new}

    def _about(self) -> None:
        """Who holds the case, its team and its names, where nobody has changed them here."""
        before, case = self.content["about"], self.work.case
        for name, value in self.record.about.items():
            now = plain(getattr(case, name))
            if plain(value) in (before.get(name), now) or (name == "opened_on" and value is None):
                continue
            if now != before.get(name):
                self._both_changed(name.replace("_", " "))
                continue
            self.work.set_case(**{name: value})
            if name in HOLDERS and value:
                self.work.record(Allocation(happened_on=self.on, part=name, staff_key=value))

    def _stage(self) -> None:
        record, case = self.record, self.work.case
        if not self.moved_here:
            since_on = record.since_on or (self.on if record.stage != case.stage else case.stage_since_on)
            if (record.stage, since_on) != (case.stage, case.stage_since_on):
                self.work.take_over(record.stage, since_on)
        elif record.stage not in (self.content["stage"], case.stage):
            tracker, here = STAGES[record.stage].label, STAGES[case.stage].label
            self.questions.append(f"The tracker is at “{tracker}” now, and the case was moved here to “{here}”.")

    def _ask(self) -> None:
        """Ask what is new; what the record no longer gives rise to is answered so."""
        before = self.content["queries"]
        answered = {answer.query_id for answer in self.work.file.all(QueryAnswered)}
        for query in self.work.file.all(Query):
            if query.text in before and query.text not in self.record.questions and query.id not in answered:
                self.work.record(
                    QueryAnswered(happened_on=self.on, query_id=query.id, text="The tracker has been changed since.")
                )
        new = [question for question in self.record.questions if question not in before]
        ask(self.work, self.record, (*self.questions, *new), self.on)


def _as_kept(fact: Fact, kept: Kept) -> bool:
    """Whether a fact still says what its item said."""
    same_day = kept["on"] is None or plain(fact.happened_on) == kept["on"]
    return same_day and all(plain(getattr(fact, name)) == value for name, value in kept["columns"].items())
