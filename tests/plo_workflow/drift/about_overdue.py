"""Both sides of the signals that are a clock seen as drift."""

from __future__ import annotations

from tests.builders import running
from tests.plo_workflow.drift.examples import NOTHING, Example
from tests.plo_workflow.weekdays import day

DUE, DAY_AFTER = "Tue 3 Mar 2026", "Wed 4 Mar 2026"


def overdue(what: str, clock: str, severity: str, subject: str = "") -> Example:
    """A clock that was due on a day is seen on the day after, and not on the day."""
    rows = [running(clock, day(DUE), subject)]
    return Example(what, rows, {DUE: NOTHING, DAY_AFTER: severity, "Mon 6 Apr 2026": severity}, DAY_AFTER, subject)


def overdue_by_itself(what: str, clock: str, seen: dict[str, str]) -> Example:
    """One of several kinds of clock that a signal looks at, which it names."""
    row = running(clock, day(DUE))
    return Example(what, [row], seen, DAY_AFTER, f"clock:{row.id}")


def stopped(clock: str) -> Example:
    """A clock that was stopped, however late, is no drift."""
    row = running(clock, day(DUE), stopped_on=day(DAY_AFTER), outcome="satisfied")
    return Example("done, if late", [row], {"Mon 6 Apr 2026": NOTHING})


OVERDUE = {
    "clock_overdue": [
        overdue_by_itself("minutes", "minutes_sent", {DUE: NOTHING, DAY_AFTER: "amber", "Mon 6 Apr 2026": "amber"}),
        overdue_by_itself("set by law", "statutory_26_weeks", {DUE: NOTHING, DAY_AFTER: "red"}),
        Example("a watch is never late", [running("minimum_notice", day(DUE))], {DAY_AFTER: NOTHING}),
        Example("another signal's clock", [running("child_seen", day(DUE), "child:1")], {DAY_AFTER: NOTHING}),
        stopped("minutes_sent"),
    ],
    "letter_or_first_meeting_late": [
        overdue_by_itself(
            "the letter, then for more than 5 working days",
            "letter_sent",
            {DUE: NOTHING, DAY_AFTER: "amber", "Tue 10 Mar 2026": "amber", "Wed 11 Mar 2026": "red"},
        ),
        overdue_by_itself("the meeting", "first_meeting_held", {DUE: NOTHING, DAY_AFTER: "amber"}),
        stopped("letter_sent"),
    ],
    "child_not_seen": [overdue("not seen", "child_seen", "red", "child:7"), stopped("child_seen")],
    "supervision_gap": [overdue("no supervision", "case_supervision", "amber"), stopped("case_supervision")],
    "assessment_late": [
        Example(
            "late, then for more than 10 working days",
            [running("assessment_filed", day(DUE), "assessment:4")],
            {DUE: NOTHING, DAY_AFTER: "amber", "Tue 17 Mar 2026": "amber", "Wed 18 Mar 2026": "red"},
            DAY_AFTER,
            "assessment:4",
        ),
        stopped("assessment_filed"),
    ],
    "past_the_limit": [
        overdue("the limit", "headline_limit", "red"),
        Example("the clock of more time says it once", [running("extension", day(DUE))], {DAY_AFTER: NOTHING}),
        stopped("headline_limit"),
    ],
    "past_the_ceiling": [overdue("the ceiling", "hard_ceiling", "director"), stopped("hard_ceiling")],
    "no_note_on_tracker": [overdue("not looked at", "tracker_review", "amber"), stopped("tracker_review")],
    "issue_decided_not_lodged": [
        overdue("not lodged", "application_lodged", "red"),
        stopped("application_lodged"),
    ],
    "letter_not_known_to_have_arrived": [
        overdue("no receipt", "letter_receipt_confirmed", "amber", "letter:9"),
        stopped("letter_receipt_confirmed"),
    ],
}
