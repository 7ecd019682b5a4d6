"""What happens to an authority beside its families' stories: people fall ill, leave, answer, correct, pause, decide."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import update

from plo_workflow.cases import Order
from plo_workflow.cases.absences import end_absence, record_absence
from plo_workflow.cases.alerts import acknowledge_alert, alert_key, decide_to_wait, hand_on_alert, put_off_alert
from plo_workflow.cases.corrections import correct_date, withdraw_fact
from plo_workflow.cases.importing import ToImport, import_families
from plo_workflow.cases.migrating import adopt_policy
from plo_workflow.cases.office import give_address
from plo_workflow.cases.ongoing import change_worker
from plo_workflow.cases.outcomes import close_other
from plo_workflow.cases.oversight import end_pause, pause
from plo_workflow.errors import Refused
from plo_workflow.kinds import CloseReason, Part
from plo_workflow.models import Staff
from plo_workflow.policy import default_policy, policy_from_stored, policy_text
from tests.office import Office
from tests.year.rules import Rules
from tests.year.stories import PEOPLE
from tests.year.trackers import from_a_tracker

DAY, LATELY = timedelta(days=1), timedelta(days=30)
NEW_RULES = Rules(
    coming=(7, 3, 1),
    ladders={
        "overdue": {2: None, 4: "team_manager", 7: "head_of_service", 12: "assistant_director", 15: "director"},
        "amber": {1: None, 6: "service_manager", 15: "assistant_director"},
        "red": {0: None, 2: "team_manager", 4: "head_of_service", 12: "director"},
        "director": {0: "assistant_director", 3: "director"},
    },
    at_once=frozenset({"overdue_12", "overdue_15", "red_12", "director_3"}),
    closures=frozenset({date(2026, 9, 14), date(2026, 12, 29)}),
)
"""The ladders that the council takes up in the middle of the year, and the days on which it then is closed."""

ALERTS = """SELECT r.case_id, c.ref, r.cause, r.subject, r.due_on, r.recipient FROM reminders r
  JOIN cases c ON c.id = r.case_id LEFT JOIN clocks k ON k.id = r.clock_id
  WHERE r.rung NOT LIKE 'coming%' AND NOT c.legal_hold AND {which} ORDER BY r.id"""
LATE = "k.outcome IS NULL AND k.due_on = r.due_on"
DRIFTING = "r.clock_id IS NULL AND c.open AND r.raised_on >= '{day}'"
WITHDRAWN = ("visits", "contingencies", "assessments", "representations")
CORRECTABLE = ("visits", "meetings", "gateway_sittings", "supervisions", "tracker_reviews")
ACTIVE = "SELECT key FROM staff WHERE active ORDER BY key"
OPEN = "SELECT ref, team_manager FROM cases WHERE open AND NOT legal_hold ORDER BY id"


class Happenings:
    """What happens on a day is decided by dice that always fall the same way. `happened` counts what went through."""

    def __init__(self, office: Office, *, seed: int) -> None:
        self._office = office
        self._dice = Random(seed)
        self.happened: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def take_place(self, at: datetime) -> None:
        """Everything of one day, at one time of it."""
        for often, what in self._chances():
            if self._dice.random() < often:
                name = what.__name__.strip("_")
                try:
                    self.happened[name] += what(at)
                except Refused:
                    self.refused[name] += 1

    @property
    def names(self) -> list[str]:
        """Everything that can happen."""
        return [what.__name__.strip("_") for _, what in self._chances()]

    def _chances(self) -> list[tuple[float, Callable[[datetime], bool]]]:
        return [
            (0.35, self._away),
            (0.10, self._back_early),
            (0.50, self._acknowledged),
            (0.30, self._put_off),
            (0.40, self._handed_on),
            (0.30, self._decided_to_wait),
            (0.30, self._worker_changed),
            (0.60, self._date_corrected),
            (0.20, self._withdrawn),
            (0.20, self._paused),
            (0.10, self._pause_ended),
            (0.05, self._died),
            (0.03, self._closed),
            (0.15, self._address_lost),
            (0.30, self._address_given),
            (0.03, self._left),
            (0.04, self._came_from_a_tracker),
        ]

    def adopt_new_rules(self, at: datetime) -> None:
        """The council takes up another ladder, and names the days on which it is closed."""
        content = json.loads(policy_text(default_policy()))
        content["reminders"]["due_in_working_days"] = list(NEW_RULES.coming)
        steps = {
            ladder: [
                {"working_days": days, "to": role or "owner", "at_once": f"{ladder}_{days}" in NEW_RULES.at_once}
                for days, role in rungs.items()
            ]
            for ladder, rungs in NEW_RULES.ladders.items()
        }
        content["reminders"] |= {"overdue": steps.pop("overdue"), "drift": steps}
        content["calendar"]["closures"] = [{"on": str(day), "why": "Closed"} for day in sorted(NEW_RULES.closures)]
        adopt_policy(self._office.store, policy_from_stored(json.dumps(content)), at=at)

    def _do(self, at: datetime, by: str, command: Callable[..., Any], case: str | None = None, **said: Any) -> bool:
        self._office.desk.perform(Order(by=by, at=at, case=case), command, **said)
        return True

    def _one(self, sql: str) -> Any:
        """One of these rows, or nothing where there is none."""
        rows = self._office.rows(sql)
        return self._dice.choice(rows) if rows else None

    def _person(self) -> str:
        return str(self._one(ACTIVE)[0])

    # Who is there

    def _away(self, at: datetime) -> bool:
        person = self._dice.choice([one for one in PEOPLE.colleagues if one.role != "director"])
        same = [one.key for one in PEOPLE.colleagues if one.role == person.role and one.key != person.key]
        cover = self._dice.choice([*same, self._person(), None])
        first = at.date() + self._dice.randint(0, 3) * DAY
        last = first + self._dice.randint(1, 14) * DAY
        return self._do(at, PEOPLE.head, record_absence, person=person.key, cover=cover, from_on=first, until_on=last)

    def _back_early(self, at: datetime) -> bool:
        today = at.date()
        row = self._one(f"SELECT id FROM absences WHERE back_on IS NULL AND until_on > '{today}' ORDER BY id")
        return bool(row) and self._do(at, PEOPLE.head, end_absence, absence=row[0], back_on=today + DAY)

    def _address_lost(self, at: datetime) -> bool:
        return self._set(self._person(), email=self._dice.choice([None, " "]))

    def _address_given(self, at: datetime) -> bool:
        row = self._one("SELECT key FROM staff WHERE active AND coalesce(trim(email), '') = '' AND key <> 'system'")
        if row:
            give_address(self._office.store, at=at, key=row[0], address=f"{row[0]}.new@council.example")
        return bool(row)

    def _left(self, at: datetime) -> bool:
        return self._set(self._dice.choice([*PEOPLE.teams[1].workers, *PEOPLE.lawyers[1:]]), active=False)

    def _set(self, person: str, **changes: Any) -> bool:
        with self._office.store.changing_many() as connection:
            connection.execute(update(Staff).where(Staff.key == person).values(**changes))
        return True

    def _worker_changed(self, at: datetime) -> bool:
        row = self._one(OPEN)
        workers = [key for team in PEOPLE.teams for key in team.workers]
        return bool(row) and self._do(
            at, row[1], change_worker, row[0], on=at.date(), part=Part.SOCIAL_WORKER, staff=self._dice.choice(workers),
            handover_note="All is on the file.", next_actions="See the children.", joint_visit_on=at.date(),
        )  # fmt: skip

    # What is said to alerts

    def _alert(self, at: datetime) -> tuple[str, str, str] | None:
        """One of those that are late, or of those that drifted lately."""
        drifting = DRIFTING.format(day=at.date() - LATELY)
        row = self._one(ALERTS.format(which=self._dice.choice([LATE, drifting])))
        return (row.ref, alert_key(row.cause, row.subject, _day(row.due_on)), row.recipient) if row else None

    def _answer(self, at: datetime, command: Callable[..., Any], by: str | None = None, **said: Any) -> bool:
        """Whoever was told of one of the alerts, or somebody else, answers it."""
        found = self._alert(at)
        if found is None:
            return False
        ref, alert, told = found
        return self._do(at, by or told, command, ref, on=at.date(), alert=alert, **said)

    def _acknowledged(self, at: datetime) -> bool:
        return self._answer(at, acknowledge_alert, action="It is being done.", done_by_on=at.date() + 3 * DAY)

    def _put_off(self, at: datetime) -> bool:
        return self._answer(at, put_off_alert, until_on=self._later(at, 3), reason="She is at court.")

    def _handed_on(self, at: datetime) -> bool:
        return self._answer(at, hand_on_alert, to=self._person(), reason="Please see to it.")

    def _decided_to_wait(self, at: datetime) -> bool:
        return self._answer(at, decide_to_wait, PEOPLE.head, until_on=self._later(at, 15), reason="He is abroad.")

    def _later(self, at: datetime, most: int) -> date:
        return at.date() + self._dice.randint(1, most) * DAY

    # What is put right

    def _date_corrected(self, at: datetime) -> bool:
        kind = self._dice.choice(CORRECTABLE)
        row = self._fact(kind)
        said = {"kind": kind, "reason": "It was another day."}
        if not row:
            return False
        happened_on = _day(row[2]) - self._dice.choice([-1, 1, 1, 2, 5]) * DAY
        return self._do(at, PEOPLE.teams[0].manager, correct_date, row[1], fact=row[0], happened_on=happened_on, **said)

    def _withdrawn(self, at: datetime) -> bool:
        kind = self._dice.choice(WITHDRAWN)
        row = self._fact(kind)
        said = {"kind": kind, "reason": "It was another family."}
        return bool(row) and self._do(at, PEOPLE.teams[0].manager, withdraw_fact, row[1], fact=row[0], **said)

    def _fact(self, table: str) -> Any:
        """One of the facts lately recorded of a kind on cases that run."""
        rows = self._office.rows(
            f"SELECT f.id, c.ref, f.happened_on FROM {table} f JOIN cases c ON c.id = f.case_id "
            "WHERE f.withdrawn_at IS NULL AND c.open ORDER BY f.id DESC LIMIT 20"
        )
        return self._dice.choice(rows) if rows else None

    # How cases come and go on

    def _came_from_a_tracker(self, at: datetime) -> bool:
        record = from_a_tracker(self.happened["came_from_a_tracker"] + 1, at.date())
        return bool(import_families(self._office.store, lambda _: ToImport([record]), at=at, on=at.date()))

    def _paused(self, at: datetime) -> bool:
        row = self._one(OPEN)
        until = at.date() + self._dice.randint(3, 14) * DAY
        return bool(row) and self._do(at, row[1], pause, row[0], on=at.date(), reason="Court asked.", until_on=until)

    def _pause_ended(self, at: datetime) -> bool:
        row = self._one("SELECT ref, team_manager FROM cases WHERE open AND paused_until_on IS NOT NULL ORDER BY id")
        return bool(row) and self._do(at, row[1], end_pause, row[0], on=at.date())

    def _died(self, at: datetime) -> bool:
        return self._close(at, CloseReason.DIED)

    def _closed(self, at: datetime) -> bool:
        return self._close(at, CloseReason.MOVED_ABROAD)

    def _close(self, at: datetime, why: CloseReason) -> bool:
        row = self._one(OPEN)
        said = {"close_reason": why, "reason": "As told.", "evidence": "On the file."}
        return bool(row) and self._do(at, PEOPLE.head, close_other, row[0], on=at.date(), **said)


def _day(value: Any) -> date:
    found = date.fromisoformat(value) if isinstance(value, str) else value
    assert isinstance(found, date)
    return found
