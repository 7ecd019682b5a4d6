"""Letters to the family: one letter to one addressee, its reviews, and its way to the person."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from plo_workflow.models.record import PERSONAL, Fact, personal


class Letter(Fact):
    """A letter to one person: before proceedings, review invitation, extension, of issue, or closing.

    One with a child is about that child alone, who joined when the family's letters were out (E3).
    """

    __tablename__ = "letters"

    kind: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int]
    child_id: Mapped[int | None]
    sections: Mapped[dict[str, Any]] = mapped_column(info=PERSONAL)
    fgdm_offered: Mapped[bool] = mapped_column(default=False)
    solicitor_list_on: Mapped[date | None]

    @property
    def content_hash(self) -> str:
        """What a review is bound to: a letter that changes after review must be reviewed again."""
        content = json.dumps([self.kind, self.person_id, self.sections, self.fgdm_offered], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


class LetterReview(Fact):
    """A second person has read a letter: for readability, as manager, or as lawyer."""

    __tablename__ = "letter_reviews"

    letter_id: Mapped[int]
    step: Mapped[str] = mapped_column(String(40))
    content_hash: Mapped[str] = mapped_column(String(64))


class Posting(Fact):
    """What became of a letter: sent, delivered, returned, or left on file because the person cannot be found."""

    __tablename__ = "postings"

    letter_id: Mapped[int]
    event: Mapped[str] = mapped_column(String(40))
    how: Mapped[str | None] = mapped_column(String(80))
    evidence: Mapped[str | None] = personal()
