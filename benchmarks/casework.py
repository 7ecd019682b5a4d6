"""What was recorded on the cases to measure on: people, a plan, meetings, visits and notes, inserted by the statement.

On one case in a hundred nothing was written down for long, on another a parent has no solicitor, and so on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Recorded(NamedTuple):
    """Facts of one kind on every open case: so many days ago, with these columns; `left_out` are the cases without."""

    table: str
    days_ago: int
    columns: str
    values: str
    left_out: str = "-1"
    joined: str = ""


PARENTS = "JOIN people ON people.case_id = cases.id"
CHILDREN = "JOIN children ON children.case_id = cases.id"
CONCERNS = "JOIN concerns ON concerns.case_id = cases.id"
AT_REVIEW = "JOIN meetings ON meetings.case_id = cases.id AND meetings.kind = 'review'"

CASEWORK = (
    Recorded(
        "moves", 75, "move, to_stage, said, overrides",
        "'record_decision_enter', 'letter_preparation', '{}', '{}'",
    ),
    Recorded(
        "people", 75, "name, relationship, has_parental_responsibility, gets_letter, whereabouts_known",
        "'Parent ' || cases.id, 'mother', TRUE, TRUE, TRUE",
    ),
    Recorded("representations", 70, "person_id, solicitor", "people.id, 'A firm'", "1", PARENTS),
    Recorded("family_meeting_steps", 70, "step", "'offered'", "2"),
    Recorded("contingencies", 60, "plan, early_return_trigger", "'Apply.', 'A night alone.'", "3"),
    Recorded("concerns", 50, "worry, good_looks_like, safety_critical", "'Alone at night.', 'Never alone.', TRUE"),
    Recorded("concerns", 50, "worry, good_looks_like, safety_critical", "'No food.', 'Three meals.', FALSE"),
    Recorded(
        "actions", 50, "arises_from, concern_id, what, owner_kind, owner, due_on",
        "'plan', concerns.id, 'A class.', 'parent', 'Jo', day.day", "4", CONCERNS,
    ),
    Recorded("actions_done", 20, "action_id", "actions.id", "5", "JOIN actions ON actions.case_id = cases.id"),
    Recorded("meetings", 50, "kind, effective", "'first', TRUE"),
    Recorded("meetings", 10, "kind, effective", "'review', TRUE", "6"),
    Recorded(
        "progress", 10, "meeting_id, concern_id, judgement, evidence",
        "meetings.id, concerns.id, 'better', 'Seen.'", "7", f"{CONCERNS} {AT_REVIEW}",
    ),
    Recorded("assessments", 50, "kind, due_on", "'parenting', day.day"),
    *(Recorded("visits", ago, "child_id, seen_alone", "children.id, TRUE", "8", CHILDREN) for ago in (33, 19, 5)),
    *(Recorded("supervisions", ago, "note", "'Discussed.'", "8") for ago in (40, 12)),
    *(Recorded("notes", ago, "text", "'The school rang.'", "8") for ago in (44, 30, 16, 2)),
)  # fmt: skip


def casework() -> Iterator[str]:
    """The statements that record it all, each for every open case."""
    for one in CASEWORK:
        yield (
            f"INSERT INTO {one.table} (case_id, happened_on, recorded_at, recorded_by, {one.columns}) "
            f"SELECT cases.id, day.day, cases.recorded_at, 'sam', {one.values} FROM cases {one.joined} "
            f"JOIN bench_days AS day ON day.number = -{one.days_ago} "
            f"WHERE cases.open AND cases.id % 100 <> {one.left_out}"
        )
