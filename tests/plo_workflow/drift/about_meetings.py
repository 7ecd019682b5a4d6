"""Both sides of the signals about meetings with the parents."""

from __future__ import annotations

from itertools import count

from plo_workflow.models import (
    GatewayListing,
    Meeting,
    MeetingAttendance,
    MeetingBooking,
    Person,
    Progress,
    Representation,
    Row,
    TrackerRow,
)
from tests.plo_workflow.drift.examples import NOTHING, Example, fact
from tests.plo_workflow.weekdays import day

NUMBERS = count(1)


def review(on: str, *judgements: str, kind: str = "review", effective: bool = True) -> list[Row]:
    """A meeting with the judgement of each concern."""
    meeting = fact(Meeting, on, kind=kind, effective=effective)
    said = {"meeting_id": meeting.id, "evidence": "Seen."}
    judged = [fact(Progress, on, concern_id=next(NUMBERS), judgement=one, **said) for one in judgements]
    return [meeting, *judged]


def failed(on: str, kind: str = "review") -> Row:
    """A meeting that was cancelled or did not work."""
    return fact(Meeting, on, kind=kind, effective=False, ineffective_reason="Nobody came.", cause="family")


def booked(on: str, meeting_on: str, kind: str = "review") -> Row:
    """A meeting with a date."""
    return fact(MeetingBooking, on, kind=kind, meeting_on=day(meeting_on))


def listed(on: str) -> Row:
    """The case was listed for the gateway."""
    return fact(GatewayListing, on, kind="review", sitting_on=day("Tue 30 Jun 2026"), reason="early")


def parent(on: str = "Wed 7 Jan 2026", **said: object) -> Person:
    """A mother with parental responsibility who gets the letter."""
    usual = {"name": "Jo", "relationship": "mother", "has_parental_responsibility": True, "gets_letter": True}
    return fact(Person, on, **(usual | said))


def alone(what: str, mother: Person, seen: dict[str, str], *rows: Row, since: str = "Tue 27 Jan 2026") -> Example:
    """A parent at a first meeting on 27 January."""
    first = review("Tue 27 Jan 2026", kind="first")
    return Example(what, [mother, *first, *rows], seen, since, f"person:{mother.id}")


def with_a_solicitor(**said: object) -> Example:
    """Somebody acts for the parent."""
    mother = parent()
    acting = fact(Representation, "Mon 2 Feb 2026", person_id=mother.id, solicitor="A firm", **said)
    seen = {"Fri 30 Jan 2026": "amber", "Mon 2 Feb 2026": NOTHING, "Mon 2 Mar 2026": "amber" if said else NOTHING}
    return alone(f"represented from 2 February {said}", mother, seen, acting)


def came_with_one() -> Example:
    """A solicitor was at the meeting with the parent."""
    mother = parent()
    there = {"meeting_id": 1, "person_id": mother.id, "attended": True, "with_solicitor": True}
    came = fact(MeetingAttendance, "Tue 27 Jan 2026", **there)
    return alone("came with one", mother, {"Wed 28 Jan 2026": NOTHING}, came)


WITHOUT_A_GATEWAY = {"Tue 17 Mar 2026": NOTHING, "Wed 18 Mar 2026": "red", "Mon 18 May 2026": "red"}
MEETINGS = {
    "meeting_booked_not_held": [
        Example(
            "cancelled on its day",
            [booked("Tue 27 Jan 2026", "Tue 10 Mar 2026"), failed("Tue 10 Mar 2026")],
            {"Mon 9 Mar 2026": NOTHING, "Tue 10 Mar 2026": "amber", "Wed 1 Apr 2026": "amber"},
            "Tue 10 Mar 2026",
        ),
        Example(
            "booked, and nothing came of it",
            [booked("Tue 27 Jan 2026", "Tue 10 Mar 2026")],
            {"Tue 10 Mar 2026": NOTHING, "Wed 11 Mar 2026": "amber"},
            "Wed 11 Mar 2026",
        ),
        Example(
            "a second one makes it red, since the first",
            [failed("Tue 10 Mar 2026"), failed("Tue 24 Mar 2026")],
            {"Mon 23 Mar 2026": "amber", "Tue 24 Mar 2026": "red"},
            "Tue 10 Mar 2026",
        ),
        Example(
            "the first meeting, twice (E11)",
            [failed("Tue 27 Jan 2026", "first"), failed("Tue 3 Feb 2026", "first")],
            {"Tue 27 Jan 2026": "amber", "Tue 3 Feb 2026": "red"},
            "Tue 27 Jan 2026",
        ),
        Example(
            "red again at the next failure, because it is the second in the period",
            [failed("Tue 10 Mar 2026"), *review("Tue 17 Mar 2026"), failed("Tue 28 Apr 2026")],
            {"Tue 17 Mar 2026": NOTHING, "Tue 28 Apr 2026": "red"},
            "Tue 28 Apr 2026",
        ),
        Example(
            "held after it failed",
            [failed("Tue 10 Mar 2026"), *review("Tue 17 Mar 2026", "better")],
            {"Tue 17 Mar 2026": NOTHING, "Mon 20 Apr 2026": NOTHING},
        ),
        Example(
            "booked at a review and held",
            [*review("Tue 10 Mar 2026"), booked("Tue 10 Mar 2026", "Tue 21 Apr 2026"), *review("Tue 21 Apr 2026")],
            {"Wed 22 Apr 2026": NOTHING},
        ),
        Example(
            "booked at a review and not held",
            [*review("Tue 10 Mar 2026"), booked("Tue 10 Mar 2026", "Tue 21 Apr 2026")],
            {"Tue 21 Apr 2026": NOTHING, "Wed 22 Apr 2026": "amber"},
            "Wed 22 Apr 2026",
        ),
        Example(
            "another date was agreed before the day came",
            [booked("Tue 27 Jan 2026", "Tue 10 Mar 2026"), booked("Mon 9 Mar 2026", "Tue 24 Mar 2026")],
            {"Wed 11 Mar 2026": NOTHING, "Wed 25 Mar 2026": "amber"},
            "Wed 25 Mar 2026",
        ),
        Example(
            "once the way out is decided no review is asked for",
            [failed("Tue 10 Mar 2026")],
            {"Wed 11 Mar 2026": NOTHING},
            case={"stage": "step_down_pending"},
        ),
    ],
    "nothing_better": [
        Example(
            "two reviews with nothing better",
            [*review("Tue 10 Mar 2026", "same", "worse"), *review("Tue 21 Apr 2026", "same")],
            {"Mon 20 Apr 2026": NOTHING, "Tue 21 Apr 2026": "red", "Mon 1 Jun 2026": "red"},
            "Tue 21 Apr 2026",
        ),
        Example(
            "a third one does not begin it again",
            [*review("Tue 3 Mar 2026", "same"), *review("Tue 7 Apr 2026", "same"), *review("Tue 5 May 2026", "worse")],
            {"Tue 7 Apr 2026": "red", "Wed 6 May 2026": "red"},
            "Tue 7 Apr 2026",
        ),
        Example(
            "one thing better begins the count again",
            [
                *review("Tue 3 Mar 2026", "same"),
                *review("Tue 7 Apr 2026", "same", "better"),
                *review("Tue 5 May 2026", "same"),
                *review("Tue 2 Jun 2026", "same"),
            ],
            {"Tue 7 Apr 2026": NOTHING, "Tue 5 May 2026": NOTHING, "Tue 2 Jun 2026": "red"},
            "Tue 2 Jun 2026",
        ),
        Example(
            "better at the last review",
            [*review("Tue 3 Mar 2026", "same"), *review("Tue 7 Apr 2026", "same"), *review("Tue 5 May 2026", "better")],
            {"Tue 5 May 2026": NOTHING},
        ),
        Example(
            "a review at which nothing was judged, as a tracker has them, is not counted",
            [*review("Tue 3 Mar 2026"), *review("Tue 7 Apr 2026", "same")],
            {"Wed 8 Apr 2026": NOTHING},
        ),
    ],
    "risk_worse_without_gateway": [
        Example(
            "worse, and not listed for more than 5 working days",
            review("Tue 10 Mar 2026", "better", "worse"),
            WITHOUT_A_GATEWAY,
            "Wed 18 Mar 2026",
        ),
        Example(
            "listed before that is not listed for it",
            [listed("Mon 9 Mar 2026"), *review("Tue 10 Mar 2026", "worse")],
            WITHOUT_A_GATEWAY,
            "Wed 18 Mar 2026",
        ),
        Example(
            "over Easter",
            review("Tue 31 Mar 2026", "worse"),
            {"Thu 9 Apr 2026": NOTHING, "Fri 10 Apr 2026": "red"},
            "Fri 10 Apr 2026",
        ),
        Example(
            "listed in time",
            [*review("Tue 10 Mar 2026", "worse"), listed("Tue 17 Mar 2026")],
            {"Wed 18 Mar 2026": NOTHING},
        ),
        Example(
            "listed late",
            [*review("Tue 10 Mar 2026", "worse"), listed("Mon 23 Mar 2026")],
            {"Fri 20 Mar 2026": "red", "Mon 23 Mar 2026": NOTHING},
            "Wed 18 Mar 2026",
        ),
        Example("the same is not worse", review("Tue 10 Mar 2026", "same"), {"Wed 18 Mar 2026": NOTHING}),
    ],
    "parent_without_solicitor": [
        alone("nobody acts", parent(), {"Mon 26 Jan 2026": NOTHING, "Tue 27 Jan 2026": "amber"}),
        with_a_solicitor(),
        with_a_solicitor(until_on=day("Fri 27 Feb 2026")),
        came_with_one(),
        alone(
            "a father found later",
            parent("Mon 2 Feb 2026", relationship="father", has_parental_responsibility=False),
            {"Fri 30 Jan 2026": NOTHING, "Mon 2 Feb 2026": "amber"},
            since="Mon 2 Feb 2026",
        ),
        alone(
            "of a tracker since its import",
            parent(),
            {"Fri 27 Feb 2026": NOTHING, "Mon 2 Mar 2026": "amber"},
            fact(TrackerRow, "Mon 2 Mar 2026", digest="", content={}, fact_ids={}),
            since="Mon 2 Mar 2026",
        ),
        alone("cannot be found", parent(whereabouts_known=False), {"Wed 28 Jan 2026": NOTHING}),
        alone("gets no letter", parent(gets_letter=False), {"Wed 28 Jan 2026": NOTHING}),
    ],
}
