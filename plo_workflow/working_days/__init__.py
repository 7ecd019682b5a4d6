"""Working-day arithmetic over versioned calendars: the date a timescale ends on, and why it is that date.

Pure: no clock, no database. What is counted is decided in clocks.py, for how long in policy/.
"""

from plo_workflow.working_days.calendars import Calendar, calendar_text, load_calendar, read_calendar
from plo_workflow.working_days.dates import (
    WEEKS_OF_PREGNANCY,
    add_months,
    birthday,
    gestation_date,
    in_words,
    listed,
    with_weekday,
)
from plo_workflow.working_days.sentences import sentence, why_provisional
from plo_workflow.working_days.timescales import (
    LONGEST,
    CannotCount,
    Counted,
    CountedDay,
    Direction,
    Excluded,
    Roll,
    Timescale,
    Unit,
    count,
    quantity,
)

__all__ = [
    "LONGEST",
    "WEEKS_OF_PREGNANCY",
    "Calendar",
    "CannotCount",
    "Counted",
    "CountedDay",
    "Direction",
    "Excluded",
    "Roll",
    "Timescale",
    "Unit",
    "add_months",
    "birthday",
    "calendar_text",
    "count",
    "gestation_date",
    "in_words",
    "listed",
    "load_calendar",
    "quantity",
    "read_calendar",
    "sentence",
    "why_provisional",
    "with_weekday",
]
