"""What is only seen as drift and not told of as such: dates that have passed, and what was acknowledged and stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tests.year.drifting import AMBER, DIRECTOR, RED, Look, Seen, told_of
from tests.year.facts import Answer, Thing
from tests.year.rules import ONE_DAY

SEEN_AS = {
    "letter_sent": "letter_or_first_meeting_late",
    "first_meeting_held": "letter_or_first_meeting_late",
    "child_seen": "child_not_seen",
    "case_supervision": "supervision_gap",
    "assessment_filed": "assessment_late",
    "headline_limit": "past_the_limit",
    "hard_ceiling": "past_the_ceiling",
    "tracker_review": "no_note_on_tracker",
    "application_lodged": "issue_decided_not_lodged",
    "letter_receipt_confirmed": "letter_not_known_to_have_arrived",
}
"""As what each date is seen that has passed (D02, D04, D05, D10, D14, D15, D17, D18, D21); any other as D01."""
NOTHING_OF_ITS_OWN = "extension"
"""More time moves the limit itself."""
RED_AT_ONCE = (
    "child_not_seen", "past_the_limit", "issue_decided_not_lodged",
    "newborn_application", "statutory_26_weeks", "court_extension", "age_17_wall", "urgent_ratified",
)  # fmt: skip
RED_LATER = {"letter_or_first_meeting_late": 5, "assessment_late": 10}
"""After so many working days."""
NAMED_BY_THEIR_CLOCK = ("clock_overdue", "letter_or_first_meeting_late")
"""Several kinds of date are seen as these."""


def standing(look: Look, running: Collection[Thing], answers: Collection[Answer]) -> Iterator[Seen]:
    """All the drift that stands on a case: `running` are the dates of the case, and `answers` what was said on it."""
    case = look.file.case
    if not case.open or case.legal_hold:
        return
    told = list(told_of(look))
    yield from told
    yield from (_seen(look, one) for one in running if one.due_on < look.on and one.cause != NOTHING_OF_ITS_OWN)
    still = {(case.id, *one[:3]) for one in told} | {one.name for one in running}
    for answer in answers:
        if answer.kind == "acknowledged" and answer.until_on and answer.until_on < look.on and answer.name in still:
            yield Seen("acknowledged_but_unchanged", answer.name[1], answer.until_on + ONE_DAY, RED)


def _seen(look: Look, late: Thing) -> Seen:
    signal = SEEN_AS.get(late.cause, "clock_overdue")
    subject = f"clock:{late.key}" if signal in NAMED_BY_THEIR_CLOCK else late.subject
    is_red = signal in RED_AT_ONCE or late.cause in RED_AT_ONCE
    if signal in RED_LATER:
        is_red = look.rules.over(late.due_on, RED_LATER[signal]) <= look.on
    severity = DIRECTOR if signal == "past_the_ceiling" else RED if is_red else AMBER
    return Seen(signal, subject, late.due_on + ONE_DAY, severity)
