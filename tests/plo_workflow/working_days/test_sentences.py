"""A due date in one plain sentence."""

import pytest

from plo_workflow.working_days import Timescale, count, load_calendar, sentence
from tests.plo_workflow.weekdays import day

CALENDAR = load_calendar()
LETTER, PAPERS = Timescale(5, "working_days"), Timescale(3, "working_days", "before")
REVIEW, LIMIT, VISIT = Timescale(42, "days"), Timescale(112, "days"), Timescale(20, "working_days")


@pytest.mark.parametrize(
    ("label", "timescale", "anchor", "extensions", "expected"),
    [
        (
            "Letter before proceedings sent", LETTER, "Tue 3 Feb 2026", (),
            "Letter before proceedings sent: due Tuesday 10 February 2026, 5 working days after Tuesday "
            "3 February 2026; Saturday 7 and Sunday 8 February not counted.",
        ),
        (
            "Decision recorded", Timescale(1, "working_days"), "Tue 3 Feb 2026", (),
            "Decision recorded: due Wednesday 4 February 2026, 1 working day after Tuesday 3 February 2026.",
        ),
        (
            "Letter before proceedings sent", LETTER, "Tue 31 Mar 2026", (),
            "Letter before proceedings sent: due Thursday 9 April 2026, 5 working days after Tuesday "
            "31 March 2026; Friday 3 (Good Friday), Saturday 4, Sunday 5 and Monday 6 April (Easter Monday) "
            "not counted.",
        ),
        (
            "Letter before proceedings sent", LETTER, "Thu 26 Feb 2026", (),
            "Letter before proceedings sent: due Thursday 5 March 2026, 5 working days after Thursday "
            "26 February 2026; Saturday 28 February and Sunday 1 March not counted.",
        ),
        (
            "Gateway papers in", PAPERS, "Wed 2 Sep 2026", (),
            "Gateway papers in: due Thursday 27 August 2026, 3 working days before Wednesday 2 September "
            "2026; Saturday 29, Sunday 30 and Monday 31 August (Summer bank holiday) not counted.",
        ),
        (
            "Supervision", VISIT, "Fri 20 Mar 2026", (),
            "Supervision: due Tuesday 21 April 2026, 20 working days after Friday 20 March 2026; 10 weekend "
            "days, Friday 3 (Good Friday) and Monday 6 April (Easter Monday) not counted.",
        ),
        (
            "Midway review", REVIEW, "Fri 13 Nov 2026", (),
            "Midway review: due Friday 25 December 2026, 42 days after Friday 13 November 2026; that is not "
            "a working day (Christmas Day), and the last one before it is Thursday 24 December 2026.",
        ),
        (
            "Midway review", Timescale(42, "days", roll="next_working_day"), "Sat 3 Jan 2026", (),
            "Midway review: due Monday 16 February 2026, 42 days after Saturday 3 January 2026; Sunday "
            "15 February not counted; moved from Saturday 14 February 2026 to the next working day.",
        ),
        (
            "Midway review", Timescale(42, "days", roll="previous_working_day"), "Fri 13 Nov 2026", (),
            "Midway review: due Thursday 24 December 2026, 42 days after Friday 13 November 2026; moved from "
            "Friday 25 December 2026 (Christmas Day) to the working day before.",
        ),
        (
            "Limit", LIMIT, "Tue 13 Jan 2026", (28, 28),
            "Limit: due Tuesday 30 June 2026, 112 days after Tuesday 13 January 2026, extended by 28 days, "
            "then 28 days.",
        ),
        (
            "Application lodged", Timescale(26, "weeks", including_first_day=True), "Wed 3 Jun 2026", (),
            "Application lodged: due Tuesday 1 December 2026, 26 weeks beginning with Wednesday 3 June 2026.",
        ),
        (
            "Assessment filed", Timescale(0, "days"), "Tue 3 Feb 2026", (),
            "Assessment filed: due Tuesday 3 February 2026, the date set for it.",
        ),
        (
            "Letter before proceedings sent", LETTER, "Tue 16 Jan 2029", (),
            "Letter before proceedings sent: due Tuesday 23 January 2029, 5 working days after Tuesday "
            "16 January 2029; Saturday 20 and Sunday 21 January not counted; provisional, because bank "
            "holidays are known only from 1 January 2022 to 31 December 2028.",
        ),
    ],
)  # fmt: skip
def test_a_sentence_says_when_and_why(
    label: str, timescale: Timescale, anchor: str, extensions: tuple[int, ...], expected: str
) -> None:
    assert sentence(label, count(timescale, day(anchor), CALENDAR, extensions)) == expected


def test_a_closure_is_named() -> None:
    closed = CALENDAR.with_closures({day("Thu 5 Feb 2026"): "training day"})
    assert "Thursday 5 (closed: training day), Saturday 7" in sentence(
        "Letter", count(LETTER, day("Tue 3 Feb 2026"), closed)
    )


def test_a_notice_period_says_not_before() -> None:
    counted = count(Timescale(3, "working_days"), day("Tue 3 Feb 2026"), CALENDAR)
    assert sentence("Meeting", counted, "not before").startswith("Meeting: not before Friday 6 February 2026,")


def test_many_weekend_days_are_given_as_a_number_with_no_holiday_among_them() -> None:
    counted = count(Timescale(20, "working_days"), day("Tue 3 Feb 2026"), CALENDAR)
    assert "; 8 weekend days not counted." in sentence("Tracker review", counted)
