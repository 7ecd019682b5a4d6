"""Both sides of the signals about the authority's own work and about periods."""

from __future__ import annotations

from typing import Any

from plo_workflow.models import (
    ActionDone,
    Allocation,
    AssessmentFiled,
    ChildOutcome,
    Extension,
    GatewaySitting,
    Meeting,
    Milestone,
    Note,
    Progress,
    Row,
    SectionTwenty,
    Supervision,
    TrackerRow,
    Visit,
)
from tests.builders import born, moved
from tests.plo_workflow.drift.examples import ELSEWHERE, NOTHING, Example, case_row, elsewhere, fact
from tests.plo_workflow.weekdays import day

AT_REQUEST = {"stage": "gateway_requested", "opened_on": day("Mon 1 Jun 2026")}
IMPORTED = {"digest": "", "content": {}, "fact_ids": {}}


def worker(on: str, who: str, part: str = "social_worker") -> Row:
    """Somebody takes the case on."""
    return fact(Allocation, on, part=part, staff_key=who)


def extended(on: str) -> Row:
    """More time was granted."""
    return fact(Extension, on, from_limit_on=day(on), days=28)


def plan_began(on: str, child: int | None = 7, kind: str = "child_protection_plan_started") -> Row:
    """A child went on a child protection plan."""
    return fact(Milestone, on, kind=kind, child_id=child)


def accommodated(on: str, **said: Any) -> Row:
    """A child is accommodated by agreement."""
    return fact(SectionTwenty, on, child_id=7, review_on=day("Mon 2 Mar 2026"), **said)


def back(
    what: str, name: str, ended_on: str, seen: dict[str, str], outcome: str = "child_in_need_plan", **case: Any
) -> Example:
    """The same child in a case that stepped down before, and in one that was opened on 1 June 2026."""
    stage = {"stage": case.pop("ended_at", "stepped_down"), "open": False, "closed_on": day(ended_on)}
    before, now = elsewhere(born(name, None, day("Mon 6 Jan 2025"))), born(name, None, day("Mon 1 Jun 2026"))
    ended = elsewhere(fact(ChildOutcome, ended_on, child_id=before.id, outcome=outcome))
    earlier = case_row(ELSEWHERE, **stage)
    return Example(what, [earlier, before, ended, now], seen, "Mon 1 Jun 2026", f"child:{now.id}", AT_REQUEST | case)


def quiet(what: str, silent: str, seen: dict[str, str], since: str, *rows: Row, **case: Any) -> Example:
    """A case that was entered on 13 January and has nothing overdue, in all but one way busy until June."""
    busy: dict[str, list[Row]] = {
        "meeting": [fact(Meeting, on, kind="review", effective=True) for on in MONTHLY],
        "visit": [fact(Visit, on, child_id=7, seen_alone=True) for on in (*MONTHLY, *BETWEEN)],
        "plan": [fact(Progress, on, meeting_id=1, concern_id=1, judgement="same", evidence="Seen.") for on in MONTHLY],
    }
    happened = [one for kind, facts in busy.items() if kind != silent for one in facts]
    entered = moved("record_decision_enter", day("Tue 13 Jan 2026"))
    return Example(what, [entered, *happened, *rows], seen, since, f"quiet:{silent}", case)


MONTHLY = ("Tue 27 Jan 2026", "Tue 24 Feb 2026", "Tue 24 Mar 2026", "Tue 21 Apr 2026")
BETWEEN = ("Tue 10 Feb 2026", "Tue 10 Mar 2026", "Tue 7 Apr 2026")

WORK = {
    "social_worker_changed": [
        Example(
            "once, then again within a year",
            [worker("Mon 5 Jan 2026", "sam"), worker("Mon 2 Mar 2026", "sasha"), worker("Mon 1 Jun 2026", "sam")],
            {
                "Fri 27 Feb 2026": NOTHING,
                "Mon 2 Mar 2026": "amber",
                "Fri 29 May 2026": "amber",
                "Mon 1 Jun 2026": "red",
                "Tue 2 Mar 2027": "red",
                "Wed 3 Mar 2027": "amber",
            },
            "Mon 2 Mar 2026",
        ),
        Example(
            "the same worker",
            [worker("Mon 5 Jan 2026", "sam"), worker("Mon 2 Mar 2026", "sam")],
            {"Mon 2 Mar 2026": NOTHING},
        ),
        Example(
            "another manager",
            [worker("Mon 5 Jan 2026", "sam"), worker("Mon 2 Mar 2026", "tom", "team_manager")],
            {"Mon 2 Mar 2026": NOTHING},
        ),
    ],
    "long_on_plan_without_gateway": [
        Example(
            "12 and 15 months",
            [plan_began("Wed 14 May 2025")],
            {
                "Thu 14 May 2026": NOTHING,
                "Fri 15 May 2026": "amber",
                "Fri 14 Aug 2026": "amber",
                "Sat 15 Aug 2026": "red",
            },
            "Fri 15 May 2026",
            "child:7",
        ),
        Example(
            "years ago, for the family",
            [plan_began("Mon 6 Mar 2023", None)],
            {"Mon 2 Feb 2026": "red"},
            "Thu 7 Mar 2024",
        ),
        Example(
            "the gateway met",
            [plan_began("Wed 14 May 2025"), fact(GatewaySitting, "Mon 18 May 2026", kind="entry")],
            {"Fri 15 May 2026": "amber", "Mon 18 May 2026": NOTHING},
            "Fri 15 May 2026",
            "child:7",
        ),
        Example(
            "the plan ended",
            [plan_began("Wed 14 May 2025"), plan_began("Wed 1 Apr 2026", 7, "child_protection_plan_ended")],
            {"Fri 15 May 2026": NOTHING},
        ),
        Example(
            "the plan of another child ended",
            [plan_began("Wed 14 May 2025"), plan_began("Wed 1 Apr 2026", 8, "child_protection_plan_ended")],
            {"Fri 15 May 2026": "amber"},
            "Fri 15 May 2026",
            "child:7",
        ),
        Example(
            "it is over for the child",
            [plan_began("Wed 14 May 2025"), fact(ChildOutcome, "Mon 2 Mar 2026", child_id=7, outcome="died")],
            {"Fri 15 May 2026": NOTHING},
        ),
    ],
    "section_twenty_without_exit_plan": [
        Example(
            "more than 42 days",
            [accommodated("Mon 5 Jan 2026")],
            {"Mon 16 Feb 2026": NOTHING, "Tue 17 Feb 2026": "red"},
            "Tue 17 Feb 2026",
            "child:7",
        ),
        Example(
            "with an exit plan",
            [accommodated("Mon 5 Jan 2026", exit_plan="Home by Easter")],
            {"Tue 17 Feb 2026": NOTHING},
        ),
        Example(
            "ended", [accommodated("Mon 5 Jan 2026", ended_on=day("Mon 2 Feb 2026"))], {"Tue 17 Feb 2026": NOTHING}
        ),
    ],
    "record_gap": [
        Example(
            "over Easter",
            [fact(Note, "Mon 30 Mar 2026", text="A note")],
            {"Mon 30 Mar 2026": NOTHING, "Wed 22 Apr 2026": NOTHING, "Thu 23 Apr 2026": "amber"},
            "Thu 23 Apr 2026",
        ),
        Example(
            "nothing since it was opened",
            [],
            {"Mon 26 Jan 2026": NOTHING, "Tue 27 Jan 2026": "amber"},
            "Tue 27 Jan 2026",
        ),
        Example(
            "nothing since the import",
            [fact(TrackerRow, "Mon 2 Mar 2026", **IMPORTED)],
            {"Mon 23 Mar 2026": NOTHING, "Tue 24 Mar 2026": "amber"},
            "Tue 24 Mar 2026",
        ),
        Example(
            "cured by a note",
            [fact(Note, "Mon 2 Mar 2026", text="A note")],
            {"Mon 2 Mar 2026": NOTHING, "Mon 23 Mar 2026": NOTHING, "Tue 24 Mar 2026": "amber"},
            "Tue 24 Mar 2026",
        ),
        Example("a visit", [fact(Visit, "Mon 26 Jan 2026", child_id=7, seen_alone=True)], {"Tue 27 Jan 2026": NOTHING}),
        Example("supervision", [fact(Supervision, "Mon 26 Jan 2026", note="Talked")], {"Tue 27 Jan 2026": NOTHING}),
        Example(
            "a meeting that failed",
            [fact(Meeting, "Mon 26 Jan 2026", kind="first", effective=False)],
            {"Tue 27 Jan 2026": NOTHING},
        ),
    ],
    "quiet_case": [
        quiet(
            "no meeting for more than 35 days",
            "meeting",
            {"Tue 17 Feb 2026": NOTHING, "Wed 18 Feb 2026": "amber"},
            "Wed 18 Feb 2026",
        ),
        quiet(
            "since the last meeting",
            "meeting",
            {"Tue 10 Mar 2026": NOTHING, "Wed 11 Mar 2026": "amber"},
            "Wed 11 Mar 2026",
            fact(Meeting, "Tue 3 Feb 2026", kind="first", effective=True),
        ),
        quiet(
            "a meeting that failed is none",
            "meeting",
            {"Wed 18 Feb 2026": "amber"},
            "Wed 18 Feb 2026",
            fact(Meeting, "Tue 3 Feb 2026", kind="first", effective=False),
        ),
        quiet(
            "no visit for more than 21 days",
            "visit",
            {"Tue 3 Feb 2026": NOTHING, "Wed 4 Feb 2026": "amber"},
            "Wed 4 Feb 2026",
        ),
        quiet(
            "no progress for more than 35 days",
            "plan",
            {"Tue 17 Feb 2026": NOTHING, "Wed 18 Feb 2026": "amber"},
            "Wed 18 Feb 2026",
        ),
        quiet(
            "an action done",
            "plan",
            {"Mon 9 Mar 2026": NOTHING, "Tue 10 Mar 2026": "amber"},
            "Tue 10 Mar 2026",
            fact(ActionDone, "Mon 2 Feb 2026", action_id=1),
        ),
        quiet(
            "an assessment in",
            "plan",
            {"Mon 9 Mar 2026": NOTHING, "Tue 10 Mar 2026": "amber"},
            "Tue 10 Mar 2026",
            fact(AssessmentFiled, "Mon 2 Feb 2026", assessment_id=1),
        ),
        quiet(
            "since the import",
            "visit",
            {"Mon 23 Mar 2026": NOTHING, "Tue 24 Mar 2026": "amber"},
            "Tue 24 Mar 2026",
            fact(TrackerRow, "Mon 2 Mar 2026", **IMPORTED),
        ),
        quiet(
            "something is overdue, which is told of instead",
            "visit",
            {"Tue 3 Feb 2026": NOTHING, "Wed 4 Feb 2026": NOTHING},
            "",
            next_due_on=day("Mon 2 Feb 2026"),
        ),
        quiet(
            "due today is on time",
            "visit",
            {"Wed 4 Feb 2026": "amber"},
            "Wed 4 Feb 2026",
            next_due_on=day("Wed 4 Feb 2026"),
        ),
        quiet("not yet entered", "visit", {"Wed 4 Feb 2026": NOTHING}, "", stage="gateway_listed"),
    ],
    "extended_again": [
        Example(
            "the second",
            [extended("Tue 5 May 2026"), extended("Tue 2 Jun 2026"), extended("Tue 30 Jun 2026")],
            {"Mon 1 Jun 2026": NOTHING, "Tue 2 Jun 2026": "director", "Wed 1 Jul 2026": "director"},
            "Tue 2 Jun 2026",
        ),
        Example("one", [extended("Tue 5 May 2026")], {"Wed 1 Jul 2026": NOTHING}),
        Example(
            "the way out is decided",
            [extended("Tue 5 May 2026"), extended("Tue 2 Jun 2026")],
            {"Wed 1 Jul 2026": NOTHING},
            case={"stage": "application_preparation"},
        ),
    ],
    "back_after_stepping_down": [
        back("12 months after", "Ada", "Sun 1 Jun 2025", {"Sun 31 May 2026": NOTHING, "Mon 1 Jun 2026": "red"}),
        back("a day later", "Bea", "Sat 31 May 2025", {"Mon 1 Jun 2026": NOTHING}),
        back(
            "it went to court",
            "Cal",
            "Mon 5 Jan 2026",
            {"Mon 1 Jun 2026": NOTHING},
            "application_lodged",
            ended_at="application_lodged",
        ),
        back("the gateway has decided", "Dot", "Mon 5 Jan 2026", {"Mon 1 Jun 2026": NOTHING}, stage="active_plan"),
    ],
}
