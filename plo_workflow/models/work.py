"""The authority's own work with the family: assessments, family meetings, visits, supervision, workers,
accommodation."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from plo_workflow.models.record import SAID_ELSEWHERE, Fact, personal


class Assessment(Fact):
    """An assessment that was commissioned, with the date on which it is due."""

    __tablename__ = "assessments"

    kind: Mapped[str] = mapped_column(String(80))
    about: Mapped[str | None] = personal()
    author: Mapped[str | None] = personal()
    due_on: Mapped[date]


class AssessmentFiled(Fact):
    """An assessment came in."""

    __tablename__ = "assessments_filed"

    assessment_id: Mapped[int]


class FamilyMeetingStep(Fact):
    """A step of family group decision-making: offered, accepted, declined, held, or exempt with the reason."""

    __tablename__ = "family_meeting_steps"

    step: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None]
    reason: Mapped[str | None] = personal()


class Visit(Fact):
    """A child was seen."""

    __tablename__ = "visits"

    child_id: Mapped[int]
    seen_alone: Mapped[bool]
    note: Mapped[str | None] = personal()


class Supervision(Fact):
    """Case supervision took place."""

    __tablename__ = "supervisions"

    note: Mapped[str] = personal()


class TrackerReview(Fact):
    """A manager looked at the case on the tracker and left a note."""

    __tablename__ = "tracker_reviews"

    note: Mapped[str] = personal()


class Note(Fact):
    """A case note."""

    __tablename__ = "notes"

    text: Mapped[str] = personal()


class Challenge(Fact):
    """A manager challenges a delay on the record, or answers a challenge."""

    __tablename__ = "challenges"

    answers_id: Mapped[int | None]
    text: Mapped[str] = personal()


class Allocation(Fact):
    """A worker takes on a part in the case; from then on they hold it until the next allocation of that part."""

    __tablename__ = "allocations"

    part: Mapped[str] = mapped_column(String(40))
    staff_key: Mapped[str] = mapped_column(String(80))
    handover_note: Mapped[str | None] = personal()
    joint_visit_on: Mapped[date | None]
    next_actions: Mapped[str | None] = personal()


class SectionTwenty(Fact):
    """A child is accommodated by agreement; not an outcome of pre-proceedings by itself."""

    __tablename__ = "section_twenties"

    child_id: Mapped[int]
    exit_plan: Mapped[str | None] = personal()
    review_on: Mapped[date]
    ended_on: Mapped[date | None]


class SectionTwentyConsent(Fact):
    """One person with parental responsibility agreed, and how we know they could."""

    __tablename__ = "section_twenty_consents"

    section_twenty_id: Mapped[int]
    person_id: Mapped[int]
    capacity_checked: Mapped[bool]


class Milestone(Fact):
    """Something with a date and no more structure, from the list in `kinds.py`."""

    __tablename__ = "milestones"

    kind: Mapped[str] = mapped_column(String(40), index=True)
    child_id: Mapped[int | None]
    note: Mapped[str | None] = personal()


class Delay(Fact):
    """Why something is late: the clock it concerns and whose cause it is."""

    __tablename__ = "delays"

    clock: Mapped[str] = mapped_column(String(40))
    cause: Mapped[str] = mapped_column(String(40))
    explanation: Mapped[str] = personal()


class Query(Fact):
    """Something on the record that does not fit together or was never said: asked openly, never put right by itself."""

    __tablename__ = "queries"

    kind: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = personal()


class QueryAnswered(Fact):
    """The answer to a query; the facts that it is about are corrected by commands of their own."""

    __tablename__ = "queries_answered"

    query_id: Mapped[int]
    text: Mapped[str] = personal()


class TrackerRow(Fact):
    """What a council's tracker held of the family on the day it was imported; the first of them is the takeover.

    `content` is the row as facts, each under its place in the tracker, `fact_ids` where each of them stands here,
    and `digest` the fingerprint of the content, by which the next import sees whether the row has changed.
    """

    __tablename__ = "tracker_rows"

    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(info=SAID_ELSEWHERE)
    fact_ids: Mapped[dict[str, Any]] = mapped_column(info=SAID_ELSEWHERE)
