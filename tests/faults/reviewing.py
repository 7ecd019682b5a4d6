"""The review meeting that everybody tries to record at once: a move that a case can make again and again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from plo_workflow.cases import Order
from plo_workflow.cases.meetings import ConcernProgress
from plo_workflow.kinds import Judgement
from plo_workflow.models import Concern
from tests.office import Office, noon
from tests.steps import ON_TIME, came

REVIEWED = "Closing"
"""The family whose plan is reviewed."""
REVIEWERS = ("sam", "sasha", "tess", "tom")


def review_said(office: Office, ref: str) -> Mapping[str, Any]:
    """What is recorded of the review."""
    progress = [ConcernProgress(one.id, Judgement.BETTER, "Seen at visits.") for one in office.file(ref).all(Concern)]
    return {
        "on": ON_TIME.review, "came": came(office, ref), "progress": progress, "next_review_on": ON_TIME.exit,
        "current_risk": "Lower while the grandmother stays.",
    }  # fmt: skip


def review_order(ref: str, number: int, *, revision: int | None = None, key: str | None = None) -> Order:
    """The order of one of several people, told apart by who they are and the minute in which they send it."""
    at = noon(ON_TIME.review) + timedelta(minutes=number)
    return Order(by=REVIEWERS[number % len(REVIEWERS)], at=at, case=ref, expected_revision=revision, key=key)
