"""The golden dates of the field: a fact, the clock it starts in the default policy, and its due day."""

from datetime import date

import pytest

from plo_workflow.policy import calendar_for, default_policy
from plo_workflow.working_days import Counted, count
from tests.plo_workflow.weekdays import day

ENGLAND = default_policy()


def counted(key: str, anchor: date, extensions: tuple[int, ...] = ()) -> Counted:
    """A clock of the default policy, counted from a day."""
    return count(ENGLAND.clock(key).timescale, anchor, calendar_for(ENGLAND), extensions)


@pytest.mark.parametrize(
    ("case", "key", "anchor", "due"),
    [
        (1, "letter_sent", "Tue 3 Feb 2026", "Tue 10 Feb 2026"),
        (2, "first_meeting_held", "Tue 10 Feb 2026", "Tue 24 Feb 2026"),
        (3, "minutes_sent", "Tue 24 Feb 2026", "Tue 3 Mar 2026"),
        (4, "letter_sent", "Tue 31 Mar 2026", "Thu 9 Apr 2026"),
        (6, "letter_sent", "Mon 21 Dec 2026", "Wed 30 Dec 2026"),
        (8, "letter_sent", "Wed 22 Dec 2027", "Fri 31 Dec 2027"),
        (10, "letter_sent", "Sat 2 May 2026", "Mon 11 May 2026"),
        (12, "gateway_papers_in", "Wed 2 Sep 2026", "Thu 27 Aug 2026"),
        (14, "gateway_held", "Thu 20 Aug 2026", "Fri 4 Sep 2026"),
        (15, "headline_limit", "Tue 13 Jan 2026", "Tue 5 May 2026"),
        (15, "exit_gateway_listed", "Tue 13 Jan 2026", "Tue 21 Apr 2026"),
        (15, "midway_review", "Tue 13 Jan 2026", "Tue 24 Feb 2026"),
        (17, "hard_ceiling", "Tue 13 Jan 2026", "Tue 30 Jun 2026"),
        (19, "exit_gateway_listed", "Mon 21 Dec 2026", "Mon 29 Mar 2027"),
        (19, "headline_limit", "Mon 21 Dec 2026", "Mon 12 Apr 2027"),
        (20, "midway_review", "Fri 13 Nov 2026", "Fri 25 Dec 2026"),
        (22, "application_lodged", "Tue 19 May 2026", "Wed 3 Jun 2026"),
        (23, "statutory_26_weeks", "Wed 3 Jun 2026", "Tue 1 Dec 2026"),
        (25, "court_extension", "Tue 1 Dec 2026", "Tue 26 Jan 2027"),
        (26, "prebirth_assessment_started", "Mon 14 Sep 2026", "Mon 30 Mar 2026"),
        (26, "prebirth_gateway_held", "Mon 14 Sep 2026", "Mon 11 May 2026"),
        (26, "prebirth_letter_and_meeting", "Mon 14 Sep 2026", "Mon 8 Jun 2026"),
        (26, "prebirth_conference", "Mon 14 Sep 2026", "Mon 3 Aug 2026"),
        (26, "birth_plan_shared", "Mon 14 Sep 2026", "Mon 3 Aug 2026"),
        (29, "newborn_application", "Thu 24 Dec 2026", "Tue 29 Dec 2026"),
        (31, "child_seen", "Wed 16 Dec 2026", "Mon 4 Jan 2027"),
        (38, "age_17_wall", "Tue 20 Oct 2009", "Tue 20 Oct 2026"),
    ],
)
def test_the_clock_is_due_on_its_day(case: int, key: str, anchor: str, due: str) -> None:
    assert counted(key, day(anchor)).due_on == day(due), f"golden {case}"


@pytest.mark.parametrize(
    ("case", "extensions", "due"),
    [(16, (28,), "Tue 2 Jun 2026"), (17, (28, 28), "Tue 30 Jun 2026")],
)
def test_an_extension_is_counted_from_the_limit(case: int, extensions: tuple[int, ...], due: str) -> None:
    assert counted("headline_limit", day("Tue 13 Jan 2026"), extensions).due_on == day(due), f"golden {case}"


def test_a_review_due_on_christmas_day_keeps_its_date_and_shows_the_day_before() -> None:  # golden 20
    review = counted("midway_review", day("Fri 13 Nov 2026"))
    assert review.due_on == day("Fri 25 Dec 2026")
    assert review.latest_working_day == day("Thu 24 Dec 2026")


def test_a_first_meeting_that_works_only_at_the_second_attempt_is_five_working_days_late() -> None:  # golden 45
    due = counted("first_meeting_held", day("Tue 10 Feb 2026")).due_on
    assert calendar_for(ENGLAND).working_days_between(due, day("Tue 3 Mar 2026")) == 5
