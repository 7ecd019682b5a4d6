"""Reads one row of a tracker into a family, or into the problems that keep the whole row out.

A row is taken whole or not at all; what is merely odd becomes a note or a query. reading.py compares rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from plo_workflow.interchange.problems import Problem
from plo_workflow.interchange.sheet import CellValue, Computed, Row, as_text
from plo_workflow.interchange.tracker.children import TrackerChild, read_children
from plo_workflow.interchange.tracker.columns import Column, Headings
from plo_workflow.interchange.tracker.dates import (
    NO_ANSWER,
    Absent,
    Cancelled,
    Timing,
    Unclear,
    misplaced,
    read_date,
)
from plo_workflow.interchange.tracker.family import TrackerFamily, TrackerMeeting
from plo_workflow.interchange.tracker.mapping import TrackerMapping
from plo_workflow.interchange.tracker.names import is_nobody, split_remark
from plo_workflow.interchange.tracker.queries import queries
from plo_workflow.interchange.tracker.stage import implied_stage
from plo_workflow.interchange.tracker.words import (
    FamilyMeetingOffer,
    MeetingState,
    Represented,
    TrackerDecision,
    TrackerOutcome,
)
from plo_workflow.kinds import Kind
from plo_workflow.working_days import in_words

K = TypeVar("K", bound=Kind)

LONGEST_REFERENCE = 60
LONGEST_NAME = 80  # of a team or a person
LONGEST_NUMBER = 40  # of a court case
LONGEST_SHOWN = 200  # characters of a cell that a problem repeats


@dataclass(frozen=True, slots=True)
class Layout:
    """What every row of one sheet is read with."""

    sheet: str
    headings: Headings
    mapping: TrackerMapping
    as_of: date


@dataclass(slots=True)
class RowReader:
    """The cells of one row by column, each read once; what is wrong or deserves a note is gathered here.

    `key` is the family's reference once that has been read, whatever becomes of the row.
    """

    layout: Layout
    number: int
    cells: Row
    key: str = ""
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def problem(self, column: Column, unclear: Unclear) -> None:
        """Keep the row out for this."""
        value = as_text(self.cell(column))[:LONGEST_SHOWN]
        heading = self.layout.headings.text(column)
        self.problems.append(Problem(self.layout.sheet, self.number, heading, value, unclear.what, unclear.fix))

    def note(self, column: Column, words: str) -> None:
        """Say with the family how this cell was read."""
        self.notes.append(f"{self.layout.headings.text(column)}: {words}.")

    def cell(self, column: Column) -> CellValue:
        """What stands in the cell, formula or not."""
        position = self.layout.headings.positions.get(column)
        return self.cells[position] if position is not None and position < len(self.cells) else None

    def value(self, column: Column) -> CellValue:
        """What stands in the cell; a formula is a problem, for what it last showed may be out of date."""
        value = self.cell(column)
        if not isinstance(value, Computed):
            return value
        formula = value.text.startswith("=")
        what = "This cell is a formula." if formula else "This cell shows an error of Excel's."
        self.problem(column, Unclear(what, "Paste its value." if formula else "Type what belongs here."))
        return None

    def text(self, column: Column) -> str:
        """The cell as text."""
        return as_text(self.value(column))

    def short(self, column: Column, longest: int) -> str:
        """The cell as text that must not be longer than its place in the database."""
        text = self.text(column)
        if len(text) > longest:
            self.problem(column, Unclear(f"This is longer than {longest} characters.", "Shorten it."))
        return text

    def remarks(self, column: Column) -> str:
        """The cell as text that nothing is read from, so that a formula in it costs nothing but itself."""
        if isinstance(self.cell(column), Computed):
            self.note(column, "a formula was left out")
            return ""
        return self.text(column)

    def name(self, column: Column) -> str | None:
        """A team or person, with abbreviations written out and a remark in brackets moved to the notes."""
        text = self.layout.mapping.written_out(column, self.short(column, LONGEST_NAME))
        name, remark = split_remark(" ".join(text.split()))
        if text and is_nobody(name):
            self.note(column, f"'{text}', so no name was taken")
        elif remark:
            self.note(column, f"{name} is marked '{remark}'")
        return None if is_nobody(name) else name

    def word(self, column: Column) -> str | None:
        """The key of a word from the column's closed list; a word that is not on it is a problem."""
        text = self.text(column)
        if key := self.layout.mapping.word(column, text):
            return key
        if NO_ANSWER.fullmatch(text.lower()):
            self.note(column, f"'{text}', so nothing was taken")
        elif text:
            accepted = ", ".join(self.layout.mapping.accepted[column])
            self.problem(column, Unclear("This word is not known.", f"Write one of: {accepted}."))
        return None

    def meeting(self, column: Column, timing: Timing = Timing.MEETING) -> TrackerMeeting | None:
        """A meeting by its date: held, planned after the day of the import, or cancelled."""
        reading = read_date(self.value(column))
        if isinstance(reading, Absent):
            if reading.words:
                self.note(column, f"'{reading.words}', so no date was taken")
            return None
        if isinstance(reading, Unclear):
            self.problem(column, reading)
            return None
        if reading.on and (wrong := misplaced(reading.on, timing, self.layout.as_of)):
            self.problem(column, wrong)
            return None
        if isinstance(reading, Cancelled):
            return TrackerMeeting(MeetingState.CANCELLED, reading.on, reading.words)
        if reading.note:
            self.note(column, reading.note)
        planned = reading.on > self.layout.as_of
        return TrackerMeeting(MeetingState.PLANNED if planned else MeetingState.HELD, reading.on)

    def date(self, column: Column, timing: Timing) -> date | None:
        """The date of something that cannot be cancelled."""
        meeting = self.meeting(column, timing)
        if meeting is None or meeting.state is not MeetingState.CANCELLED:
            return meeting.on if meeting else None
        fix = "Write the date alone, or leave the cell empty."
        self.problem(column, Unclear("Only a meeting can be cancelled.", fix))
        return None

    def children(self) -> tuple[TrackerChild, ...]:
        """The family's children; everything unclear about them is a problem."""
        value = self.value(Column.CHILDREN)
        if value is None and self.cell(Column.CHILDREN) is not None:
            return ()
        reading = read_children(value, self.layout.as_of)
        for unclear in reading.unclear:
            self.problem(Column.CHILDREN, unclear)
        return reading.children

    def reference(self) -> str:
        """The tracker's key of the family, on one line."""
        text = " ".join(self.text(Column.REFERENCE).split())
        missing = not text or is_nobody(text)
        if missing and not isinstance(self.cell(Column.REFERENCE), Computed):
            fix = "Give it the family's own reference."
            self.problem(Column.REFERENCE, Unclear("The row has no reference.", fix))
        if len(text) > LONGEST_REFERENCE:
            self.problem(Column.REFERENCE, Unclear("This is too long for a reference.", "Shorten it."))
        self.key = "" if missing else text
        return self.key


def read_row(reader: RowReader) -> TrackerFamily | None:
    """The family of the row, or None where the reader has gathered problems."""
    family = TrackerFamily(
        row=reader.number,
        reference=reader.reference(),
        family_name=reader.text(Column.FAMILY_NAME),
        children=reader.children(),
        team=reader.name(Column.TEAM),
        social_worker=reader.name(Column.SOCIAL_WORKER),
        team_manager=reader.name(Column.TEAM_MANAGER),
        lawyer=reader.name(Column.LAWYER),
        gateway_requested_on=reader.date(Column.GATEWAY_REQUESTED_ON, Timing.PAST),
        gateway=reader.meeting(Column.GATEWAY_ON),
        gateway_decision=_kind(TrackerDecision, reader.word(Column.GATEWAY_DECISION)),
        letter_sent_on=reader.date(Column.LETTER_SENT_ON, Timing.PAST),
        first_meeting=reader.meeting(Column.FIRST_MEETING_ON),
        midway_review=reader.meeting(Column.MIDWAY_REVIEW_ON),
        final_review=reader.meeting(Column.FINAL_REVIEW_ON),
        extension_to=reader.date(Column.EXTENSION_TO, Timing.AHEAD),
        family_meeting_offer=_kind(FamilyMeetingOffer, reader.word(Column.FGDM_OFFERED)),
        represented=_kind(Represented, reader.word(Column.REPRESENTED)),
        assessments=reader.text(Column.ASSESSMENTS),
        outcome=_kind(TrackerOutcome, reader.word(Column.OUTCOME)),
        outcome_on=reader.date(Column.OUTCOME_ON, Timing.PAST),
        lodged_or_issued_on=reader.date(Column.LODGED_OR_ISSUED_ON, Timing.PAST),
        court_number=reader.short(Column.COURT_NUMBER, LONGEST_NUMBER),
        stated_stage=reader.word(Column.STAGE),
        comments=reader.remarks(Column.COMMENTS),
    )
    if not reader.problems:
        _check_dated(reader, family)
    return None if reader.problems else _settled(reader, family)


def _kind(kind: type[K], key: str | None) -> K | None:
    return kind(key) if key else None


def _check_dated(reader: RowReader, family: TrackerFamily) -> None:
    """A decision counts from its day, so one without a day that has come cannot be used."""
    if family.gateway_decision and not (family.gateway and family.gateway.held_on):
        what = f"A gateway decision is recorded, but the gateway {_standing(family.gateway)}."
        reader.problem(Column.GATEWAY_ON, Unclear(what, "Give the date on which it was decided."))
    if family.outcome and not family.outcome_on:
        what = "An outcome is recorded without its date."
        reader.problem(Column.OUTCOME_ON, Unclear(what, "Give the date on which it was decided."))


def _standing(gateway: TrackerMeeting | None) -> str:
    if gateway is None:
        return "has no date"
    if gateway.on is None or gateway.state is MeetingState.CANCELLED:
        return "did not go ahead"
    return f"is on {in_words(gateway.on)}, which has not come yet"


def _settled(reader: RowReader, family: TrackerFamily) -> TrackerFamily | None:
    stage, doubts = implied_stage(family)
    if stage is None:
        column = Column.OUTCOME if family.gateway_decision else Column.GATEWAY_DECISION
        fix = "Answer it in the tracker, or give the stage in a column headed 'Stage'."
        reader.problem(column, Unclear(f"Needs a stage. {doubts[0]}", fix))
        return None
    asked = (*queries(family, reader.layout.as_of), *doubts)
    return replace(family, stage=stage, notes=tuple(reader.notes), queries=asked)
