"""A due date explained in one plain sentence. Every fact in it is taken from the count (timescales.py)."""

from collections.abc import Iterator, Sequence

from plo_workflow.working_days.calendars import Calendar
from plo_workflow.working_days.dates import in_words, listed, month_name, weekday_name, with_weekday
from plo_workflow.working_days.timescales import Counted, Excluded, quantity

WEEKEND_DAYS_LISTED = 4  # where there are more, the sentence gives their number


def sentence(label: str, counted: Counted, verb: str = "due") -> str:
    """What is due when, and why then: "Letter before proceedings sent: due Tuesday 10 February 2026, 5
    working days after Tuesday 3 February 2026; Saturday 7 and Sunday 8 February not counted."

    The verb stands before the date: "due", or for a notice period "not before".
    """
    clauses = "; ".join((_how_counted(counted), *_remarks(counted)))
    return f"{label}: {verb} {with_weekday(counted.due_on)}, {clauses}."


def _how_counted(counted: Counted) -> str:
    words = f"{counted.timescale.text} {with_weekday(counted.anchor_on)}"
    if not counted.extensions:
        return words if counted.timescale.length else "the date set for it"
    return f"{words}, extended by {', then '.join(quantity(days, 'days') for days in counted.extensions)}"


def _remarks(counted: Counted) -> Iterator[str]:
    due_on, reached_on, last_worked = counted.due_on, counted.reached_on, counted.latest_working_day
    why_not = counted.calendar.why_not_counted
    skipped = [day for day in counted.excluded if day.on not in (reached_on, due_on)]
    if skipped:
        yield f"{days_in_words(skipped)} not counted"
    if reached_on != due_on:
        where = "the next working day" if due_on > reached_on else "the working day before"
        yield f"moved from {with_weekday(reached_on)}{_name(why_not(reached_on))} to {where}"
    if last_worked != due_on:
        name = _name(why_not(due_on))
        yield f"that is not a working day{name}, and the last one before it is {with_weekday(last_worked)}"
    if counted.provisional:
        yield why_provisional(counted.calendar)


def why_provisional(calendar: Calendar) -> str:
    """Why a date is not certain yet, or no more."""
    first, last = in_words(calendar.confirmed_from), in_words(calendar.confirmed_to)
    return f"provisional, because bank holidays are known only from {first} to {last}"


def days_in_words(days: Sequence[Excluded]) -> str:
    """Days with the names of what excluded them: "Friday 3 (Good Friday), Saturday 4 and Sunday 5 April".

    Weekend days are given as a number where there are many of them.
    """
    weekend = [day for day in days if day.on.weekday() >= 5]
    if len(weekend) <= WEEKEND_DAYS_LISTED:
        return listed(_day_names(days))
    return listed([f"{len(weekend)} weekend days", *_day_names([day for day in days if day not in weekend])])


def _day_names(days: Sequence[Excluded]) -> list[str]:
    months = [month_name(day.on) for day in days]
    names = []
    for day, month, next_month in zip(days, months, [*months, ""][1:], strict=True):
        shown = f" {month}" if month != next_month else ""  # written once, with the last of its days
        names.append(f"{weekday_name(day.on)} {day.on.day}{shown}{_name(day.why)}")
    return names


def _name(why: str | None) -> str:
    """A holiday or closure in brackets; nothing for a Saturday or Sunday, which the date already says."""
    return "" if why in (None, "Saturday", "Sunday") else f" ({why})"
