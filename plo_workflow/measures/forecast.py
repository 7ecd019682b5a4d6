"""Which open cases will pass their limit if nothing changes, and how likely that is by the finished ones.

A case is held against the finished ones that were where it is now: undecided, and in time, after as many days.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from plo_workflow.caseload.casefiles import rules_in_force
from plo_workflow.measures.periods import Finished, Running, finished_periods, running_periods
from plo_workflow.models import Case
from plo_workflow.working_days import in_words, quantity


@dataclass(frozen=True)
class Chance:
    """Of so many finished cases that were undecided and in time after so many days, how many passed their limit."""

    days: int
    of: int
    passed: int
    least: int

    @property
    def share(self) -> float | None:
        """The share that passed it; nothing where the cases are too few to say."""
        return self.passed / self.of if self.of >= self.least else None

    @property
    def percent(self) -> str:
        """The share in words."""
        return "too few" if self.share is None else f"{self.share:.0%}"

    @property
    def sentence(self) -> str:
        """Where the share comes from."""
        cases = f"{self.of or 'no'} finished case{'' if self.of in (0, 1) else 's'}"
        were = "was" if self.of in (0, 1) else "were"
        then = f"still open and in time after {quantity(self.days, 'days')}"
        if self.share is None:
            return f"Too few to say how likely it is: {cases} {were} {then}, and it takes {self.least}."
        return f"Of {cases} that {were} {then}, {self.passed} passed their limit ({self.percent})."


class Experience:
    """What became of finished periods: how long the limit of those that passed it, how long the others took."""

    def __init__(self, finished: Iterable[Finished], *, least: int) -> None:
        finished = list(finished)
        self._passed = sorted(one.limit_days for one in finished if one.passed)
        self._in_time = sorted(one.days for one in finished if not one.passed)
        self._least = least

    def after(self, days: int) -> Chance:
        """The chance that a case which is in time and undecided after so many days passes its limit."""
        passed = len(self._passed) - bisect_left(self._passed, days)
        in_time = len(self._in_time) - bisect_right(self._in_time, days)
        return Chance(days, passed + in_time, passed, self._least)


@dataclass(frozen=True)
class Forecast:
    """When one open case passes its limit if nothing changes, and the chance that it will, seen on a day.

    There is no chance where it has passed it already.
    """

    ref: str
    stage: str
    limit_on: date
    days_left: int
    chance: Chance | None

    @property
    def passed(self) -> bool:
        """Whether the limit has passed."""
        return self.days_left < 0

    @property
    def sentence(self) -> str:
        """What there is to say of it."""
        return self.chance.sentence if self.chance else f"The limit passed on {in_words(self.limit_on)}."


def forecasts(session: Session, *, on: date) -> list[Forecast]:
    """Every open case in pre-proceedings on a day, the most at risk first.

    Those that have passed their limit come first; then those for which the finished cases are too few, which are the
    ones that have taken longest; then by the chance.
    """
    found = _forecasts(session, running_periods(session, on=on), on)
    return sorted(found, key=_most_at_risk_first)


def forecast_of(session: Session, case: Case, *, on: date) -> Forecast | None:
    """The same for one case; nothing where no limit runs on it."""
    return next(iter(_forecasts(session, running_periods(session, on=on, case=case), on)), None)


def _forecasts(session: Session, running: list[Running], on: date) -> list[Forecast]:
    if not running:
        return []
    least = rules_in_force(session)[0].forecast.min_cases
    finished = finished_periods(session)
    like = {
        made_up: Experience((one for one in finished if one.made_up == made_up), least=least)
        for made_up in {one.made_up for one in running}
    }
    return [_forecast(one, like[one.made_up], on) for one in running]


def _forecast(one: Running, experience: Experience, on: date) -> Forecast:
    days_left = (one.limit_on - on).days
    chance = experience.after((on - one.entered_on).days) if days_left >= 0 else None
    return Forecast(one.ref, one.stage, one.limit_on, days_left, chance)


def _most_at_risk_first(one: Forecast) -> tuple[int, float, date, str]:
    if one.chance is None:
        return 0, 0, one.limit_on, one.ref
    share = one.chance.share
    return (1, 0, one.limit_on, one.ref) if share is None else (2, -share, one.limit_on, one.ref)
