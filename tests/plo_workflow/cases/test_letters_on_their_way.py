"""A letter arrives or comes back after it was sent, and is sent after it was written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from plo_workflow.cases.corrections import correct_date
from plo_workflow.cases.letters import leave_letter_on_file, record_letter_delivered, record_letter_returned
from plo_workflow.errors import DateOutOfOrder, NotGiven
from plo_workflow.models import Fact, Letter, Posting
from tests import journeys
from tests.journeys import At
from tests.ledgers import clock
from tests.office import Office
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME, letters

BEFORE, SENT, LATER = day("Thu 15 Jan 2026"), ON_TIME.letters, day("Mon 19 Jan 2026")


def record(office: Office, ref: str, command: Callable[..., Any], on: date) -> None:
    [letter] = letters(office, ref)
    office.late(LATER, "ben", command, ref, on=on, letter=letter, evidence="As the post says.")


def put_right(office: Office, ref: str, fact: Fact, on: date) -> None:
    kind, why = fact.__tablename__, "The wrong day."
    office.late(LATER, "sam", correct_date, ref, kind=kind, fact=fact.id, happened_on=on, reason=why)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (record_letter_delivered, "A letter cannot have arrived on 15 January 2026: it was sent on 16 January 2026."),
        (record_letter_returned, "A letter cannot have come back on 15 January 2026: it was sent on 16 January 2026."),
    ],
)
def test_a_letter_neither_arrives_nor_comes_back_before_it_was_sent(
    at: At, command: Callable[..., Any], sentence: str
) -> None:
    office, ref = at(journeys.letters_out)
    with pytest.raises(DateOutOfOrder) as refused:
        record(office, ref, command, BEFORE)
    assert refused.value.sentence == sentence
    record(office, ref, command, SENT)


@pytest.mark.parametrize("command", [record_letter_delivered, record_letter_returned])
def test_nor_when_it_was_never_sent(at: At, command: Callable[..., Any]) -> None:
    office, ref = at(journeys.letters_approved)
    with pytest.raises(NotGiven, match="This letter is not recorded as sent"):
        record(office, ref, command, BEFORE)
    assert office.file(ref).all(Posting) == []


def test_a_letter_is_not_left_on_file_before_it_was_written(at: At) -> None:
    office, ref = at(journeys.letters_approved)
    with pytest.raises(DateOutOfOrder) as refused:
        record(office, ref, leave_letter_on_file, ON_TIME.entered)
    assert refused.value.sentence == (
        "A letter cannot have been left on file on 13 January 2026: it was written on 14 January 2026."
    )


def test_the_day_of_sending_is_not_corrected_to_one_after_it_arrived(at: At) -> None:
    office, ref = at(journeys.letters_out)
    record(office, ref, record_letter_delivered, SENT)
    sent, arrived = office.file(ref).all(Posting)
    with pytest.raises(DateOutOfOrder, match=r"cannot have arrived on 16 January 2026: it was sent on 19 January 2026"):
        put_right(office, ref, sent, LATER)
    with pytest.raises(DateOutOfOrder, match=r"cannot have arrived on 15 January 2026: it was sent on 16 January 2026"):
        put_right(office, ref, arrived, BEFORE)
    [letter] = office.file(ref).all(Letter)
    with pytest.raises(DateOutOfOrder, match=r"cannot have gone out on 16 January 2026: it was written on 19 January"):
        put_right(office, ref, letter, LATER)
    assert clock(office, ref, "K07", f"letter:{letter.id}") == ["due Wed 21 Jan 2026, satisfied Fri 16 Jan 2026"]
