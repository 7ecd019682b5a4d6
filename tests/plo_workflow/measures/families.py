"""Families with a period of pre-proceedings from one day to another, brought in all at once."""

from __future__ import annotations

from datetime import date, timedelta

from plo_workflow.cases.family_record import FamilyRecord, Item
from plo_workflow.cases.importing import ToImport, import_families
from plo_workflow.models import Child, GatewayRequest
from plo_workflow.stages import MOVES
from tests.office import Office, noon
from tests.plo_workflow.cases.test_importing import SAID, move
from tests.plo_workflow.weekdays import day

BEGAN, TODAY = day("Mon 5 Jan 2026"), day("Tue 17 Nov 2026")


def after(days: int) -> date:
    """So many days after `BEGAN`, when every period here began."""
    return BEGAN + timedelta(days=days)


def period(
    number: int, decided_on: date | None = None, *, entered: bool = True, exit_by: str = "decide_step_down",
    made_up: bool = False, entered_on: date = BEGAN,
) -> FamilyRecord:  # fmt: skip
    """A family that entered, and of which the exit was decided if a day is given."""
    child = {"given_name": "Isla", "family_name": f"Merrow{number}", "born_on": None, "joined_later": False}
    child["expected_on"] = None
    moves = [move("request_gateway", None, "gateway_requested", entered_on)]
    stage = "active_plan"
    if entered:
        moves.append(move("record_decision_enter", "gateway_listed", "letter_preparation", entered_on))
    if decided_on:
        stage = MOVES[exit_by].target
        moves.append(move(exit_by, "gateway_review", stage, decided_on))
    return FamilyRecord(
        reference=f"PLO/{number}", stage=stage, since_on=decided_on or entered_on, queries=(), synthetic=made_up,
        about={"family_name": f"Merrow{number}", "team": "North", "opened_on": entered_on, "social_worker": "sam"},
        items=(
            Item("child", Child, entered_on, child), Item("request", GatewayRequest, entered_on, SAID), *moves,
        ),
    )  # fmt: skip


def bring_in(office: Office, *records: FamilyRecord) -> None:
    """Bring the families in, on the day on which these tests look at them."""
    import_families(office.store, lambda _: ToImport(records), at=noon(TODAY), on=TODAY, by="pam")
