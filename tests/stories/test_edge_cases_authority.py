"""Cases that move, return, are kept from view, or are decided again: E4, E15, E22, E23, E24, E26 and E29."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from plo_workflow.caseload.worklist import Wanted, totals, worklist
from plo_workflow.cases.family_record import FamilyRecord, Item
from plo_workflow.cases.gateway import (
    ChildDecision,
    Sat,
    record_decision_continue,
    record_decision_enter,
    record_gateway_decisions,
    record_sitting,
    withdraw_decision,
)
from plo_workflow.cases.importing import ToImport, import_families
from plo_workflow.cases.outcomes import close_other
from plo_workflow.cases.oversight import link_case, record_transfer_step, restrict_case
from plo_workflow.cases.plan import record_contingency
from plo_workflow.cases.requesting import NewChild, defer_gateway, reopen
from plo_workflow.errors import ChildInOpenCase, NotYourRole
from plo_workflow.kinds import CloseReason, Decision, GatewayKind, LegalStatus, Part, TransferKind
from plo_workflow.models import CaseLink, Child, ChildOutcome, Concern, GatewayRequest, Move
from tests import journeys
from tests.journeys import At
from tests.ledgers import assert_clocks_agree, clock
from tests.office import Office, noon
from tests.plo_workflow.weekdays import day
from tests.steps import MERROW, ON_TIME, Family, child, request, sit
from tests.stories.witness import beside, history, later, reminded, running, sentences, swept, unmet

ENTERED, EXIT, THURSDAY = ON_TIME.entered, ON_TIME.exit, day("Thu 23 Apr 2026")


# E4: a child moves to another authority


def test_e04_a_transfer_is_pending_until_it_is_accepted_and_every_clock_runs_on(at: At) -> None:
    office, ref = at(journeys.plan_under_way)
    before, asked = running(office, ref), day("Mon 2 Feb 2026")
    office.do("tess", record_transfer_step, ref, on=asked, step=TransferKind.ASKED, authority="Northshire")
    assert office.file(ref).case.transfer_pending
    assert running(office, ref) == before
    swept(office, day("Thu 12 Feb 2026"))
    assert ("child_seen", "hugh") in reminded(office, ref)  # twelve working days late
    accepted = day("Fri 13 Feb 2026")

    def close() -> None:
        office.do(
            "hugh", close_other, ref, on=accepted, close_reason=CloseReason.TRANSFERRED,
            reason="They moved.", evidence="The letter of Northshire.",
        )  # fmt: skip

    assert unmet(close) == ["transfer_accepted"]
    office.do("tess", record_transfer_step, ref, on=accepted, step=TransferKind.ACCEPTED, authority="Northshire")
    assert (office.file(ref).case.transfer_pending, office.file(ref).case.open) == (False, True)
    close()
    assert office.file(ref).case.stage == "closed_other"
    assert [one.outcome for one in office.file(ref).all(ChildOutcome)] == ["transferred"]
    assert clock(office, ref, "K14") == ["due Tue 5 May 2026, stopped Fri 13 Feb 2026"]
    assert running(office, ref) == {}
    assert_clocks_agree(office, ref)


# E15: a family comes back

BACK = day("Mon 1 Jun 2026")


def come_back(office: Office, ref: str, *, acknowledged: bool) -> str:
    return str(
        office.do(
            "sam", reopen, ref, on=BACK, children=[child(office, ref)], concerns="Left alone again.",
            legal_status=LegalStatus.CHILD_IN_NEED, fgdm_position="Held in March.",
            earlier_periods_acknowledged=acknowledged,
        ).value
    )  # fmt: skip


def test_e15_a_return_begins_a_new_period_that_is_linked_to_the_one_before(at: At) -> None:
    office, ref = at(journeys.stepped_down)
    assert clock(office, ref, "K23") == ["due Fri 23 Apr 2027"]
    refused = partial(come_back, office, ref, acknowledged=False)
    assert unmet(refused) == ["earlier_periods_acknowledged"]
    assert f"There was an earlier period ({ref}: Stepped down on 23 April 2026, 39 days before)" in sentences(refused)
    new = come_back(office, ref, acknowledged=True)
    old_case, new_case = office.file(ref).case, office.file(new).case
    assert (new_case.previous_case_id, new_case.stage) == (old_case.id, "gateway_requested")
    assert (old_case.stage, old_case.closed_on) == ("stepped_down", THURSDAY)
    assert (beside(office, ref), beside(office, new)) == ([("Later period", new)], [("Earlier period", ref)])
    assert [one.child_key for one in office.file(new).all(Child)] == [
        one.child_key for one in office.file(ref).all(Child)
    ]
    assert [one.worry for one in office.file(ref).all(Concern)] == ["Left alone at night"]
    assert clock(office, new, "K01") == ["due Mon 8 Jun 2026"]
    assert clock(office, new, "K14") == []
    assert_clocks_agree(office, ref, new)


@pytest.mark.parametrize("by", ["reopening", "asking anew"])
def test_e15_the_new_request_says_how_many_days_ago_the_family_stepped_down(at: At, by: str) -> None:
    office, ref = at(journeys.stepped_down)
    if by == "reopening":
        new = come_back(office, ref, acknowledged=True)
    else:
        new = request(office, later(ON_TIME, 21), acknowledged=True)
    [link] = office.file(new).all(CaseLink)
    assert (link.other_ref, link.why) == (ref, "earlier_period")
    assert link.note == "Stepped down on 23 April 2026, 39 days before"


# E22: a restricted case


def test_e22_a_restricted_case_is_in_every_count_and_in_no_list(at: At) -> None:
    office, ref = at(journeys.plan_under_way)
    on = day("Mon 2 Feb 2026")
    with pytest.raises(NotYourRole):
        office.do("sue", restrict_case, ref, on=on, restricted=True, reason="A colleague's family.")

    def restrict(restricted: bool) -> None:
        office.do("hugh", restrict_case, ref, on=on, restricted=restricted, reason="A colleague's family.")

    def seen() -> tuple[list[str], int]:
        with office.store.reading() as session:
            lines = worklist(session, Wanted(), today=on) + worklist(session, Wanted(words="Merrow"), today=on)
            return [line.ref for line in lines], totals(session, today=on).open

    assert seen() == ([ref, ref], 1)
    restrict(True)
    assert seen() == ([], 1)
    swept(office, day("Thu 12 Feb 2026"))
    assert ("child_seen", "hugh") in reminded(office, ref)  # twelve working days late
    restrict(False)
    assert seen() == ([ref, ref], 1)
    assert [one.command for one in history(office, ref)].count("restrict_case") == 2


# E23: a gateway that is not quorate, or is put off


def test_e23_an_inquorate_gateway_decides_nothing_and_the_time_for_holding_it_runs_on(at: At) -> None:
    office, ref = at(journeys.listed)
    office.do("sam", record_contingency, ref, on=ENTERED, plan="Apply.", early_return_trigger="A night alone.")
    without_lawyer = [Sat("cara", Part.CHAIR), Sat("sam", Part.SOCIAL_WORKER)]
    sit(office, ref, Decision.ENTER, on=ENTERED, sat=without_lawyer)
    assert unmet(partial(office.do, "cara", record_decision_enter, ref, on=ENTERED)) == ["quorum_met"]
    assert clock(office, ref, "K02") == ["due Tue 20 Jan 2026"]
    assert office.file(ref).case.stage == "gateway_listed"
    assert_clocks_agree(office, ref)


def test_e23_a_deferred_gateway_stays_listed_with_a_reason_and_the_time_runs_on(at: At) -> None:
    office, ref = at(journeys.listed)
    sitting_on = day("Thu 22 Jan 2026")
    sat = [Sat("cara", Part.CHAIR), Sat("lee", Part.LAWYER), Sat("sam", Part.SOCIAL_WORKER)]
    office.do("cara", record_sitting, ref, on=ENTERED, kind=GatewayKind.ENTRY, sat=sat)

    def defer(reason: str, still_to_supply: str) -> None:
        office.do(
            "cara", defer_gateway, ref, on=day("Wed 14 Jan 2026"), sitting_on=sitting_on, reason=reason,
            still_to_supply=still_to_supply,
        )  # fmt: skip

    assert unmet(partial(defer, " ", "")) == ["reason_given", "missing_things_named"]
    defer("The genogram is wrong.", "Sam: the genogram.")
    assert office.file(ref).case.stage == "gateway_listed"
    assert [one.reason for one in office.file(ref).having(Move, move="defer_gateway")] == ["The genogram is wrong."]
    assert clock(office, ref, "K02") == ["due Tue 20 Jan 2026"]
    assert clock(office, ref, "K03")[-1].startswith("due Mon 19 Jan 2026")
    swept(office, day("Wed 21 Jan 2026"))
    assert ("gateway_held", "cara") in reminded(office, ref)
    sit(office, ref, Decision.CONTINUE, on=sitting_on)
    assert clock(office, ref, "K02") == ["due Tue 20 Jan 2026, satisfied Thu 22 Jan 2026"]
    assert_clocks_agree(office, ref)


# E24: a decision is reversed


def test_e24_a_second_decision_for_a_child_takes_the_place_of_the_first_which_stays_on_record(at: At) -> None:
    office, ref = at(journeys.listed)
    sit(office, ref, Decision.CONTINUE, on=ENTERED)
    decided = [ChildDecision(child(office, ref), Decision.ENTER, "The police log came in.")]
    office.do("cara", record_gateway_decisions, ref, on=ENTERED, decisions=decided)
    kept = office.rows("SELECT decision, withdrawn_why FROM gateway_decisions ORDER BY id")
    assert [tuple(row) for row in kept] == [
        ("continue", "another decision took its place"),
        ("enter", None),
    ]
    go_on = partial(office.do, "cara", record_decision_continue, ref, on=ENTERED, reason="Help is working.")
    assert unmet(go_on) == ["record_signed", "decision_to_continue_for_every_child"]


def test_e24_a_decision_that_is_taken_back_lets_the_limit_run_again_and_deletes_nothing(at: At) -> None:
    office, ref = at(journeys.preparing_application)
    tables = ("moves", "gateway_decisions", "gateway_sittings", "clock_ledger", "history")

    def count() -> list[int]:
        return [office.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables]

    def take_back(reason: str) -> None:
        office.do("cara", withdraw_decision, ref, on=THURSDAY, reason=reason)

    before = count()
    assert clock(office, ref, "K14") == ["due Tue 5 May 2026, satisfied Tue 21 Apr 2026"]
    assert unmet(partial(take_back, " ")) == ["reason_given"]
    take_back("The father came forward.")
    assert office.file(ref).case.stage == "gateway_review"
    assert all(now >= then for now, then in zip(count(), before, strict=True))
    assert clock(office, ref, "K14") == ["due Tue 5 May 2026"]
    assert "application_lodged" not in running(office, ref)
    withdrawn = office.rows("SELECT move, withdrawn_why FROM moves WHERE withdrawn_at IS NOT NULL")
    assert [tuple(row) for row in withdrawn] == [("decide_issue", "The father came forward.")]
    assert "decide_issue" in [one.command for one in history(office, ref)]
    assert_clocks_agree(office, ref)


# E26: a case comes in from another authority

RECEIVED = day("Fri 9 Jan 2026")
ORIGIN = (
    ("request_gateway", None, "gateway_requested", day("Mon 17 Nov 2025")),
    ("accept_and_list", "gateway_requested", "gateway_listed", day("Tue 18 Nov 2025")),
    ("record_decision_enter", "gateway_listed", "letter_preparation", day("Tue 2 Dec 2025")),
    ("issue_letters", "letter_preparation", "letter_issued", day("Fri 5 Dec 2025")),
    ("hold_first_meeting", "letter_issued", "active_plan", day("Tue 16 Dec 2025")),
)


def from_northshire() -> FamilyRecord:
    """What another authority hands over of a family in the midst of pre-proceedings, with its own dates."""
    began = ORIGIN[0][-1]
    name = {"given_name": "Isla", "family_name": "Merrow", "born_on": day("Mon 1 Feb 2016"), "joined_later": False}
    asked = {"concerns": "Alone at night.", "fgdm_position": "Offered.", "earlier_periods_acknowledged": False}
    said = {"said": {"imported": "NS/7"}, "overrides": {}}
    moves = [
        Item(f"move: {key}", Move, on, {"move": key, "from_stage": before, "to_stage": after, **said})
        for key, before, after, on in ORIGIN
    ]
    return FamilyRecord(
        reference="NS/7", stage="active_plan", since_on=ORIGIN[-1][-1], queries=(),
        about={"family_name": "Merrow", "opened_on": began, "social_worker": "sam", "team_manager": "tess"},
        items=(Item("child", Child, began, name), Item("request", GatewayRequest, began, asked), *moves),
    )  # fmt: skip


def test_e26_a_case_that_comes_in_keeps_its_dates_and_has_a_gateway_here_within_fifteen_days(office: Office) -> None:
    refs = import_families(
        office.store, lambda _: ToImport([from_northshire()]), at=noon(RECEIVED), on=RECEIVED, by="pam"
    )
    ref = refs["NS/7"]
    office.do("tess", record_transfer_step, ref, on=RECEIVED, step=TransferKind.RECEIVED, authority="Northshire")
    case = office.file(ref).case
    assert (case.stage, case.stage_since_on, case.transfer_pending) == ("active_plan", day("Tue 16 Dec 2025"), False)
    assert clock(office, ref, "K14") == ["due Tue 24 Mar 2026"]
    assert clock(office, ref, "K16") == ["due Tue 19 May 2026"]
    assert clock(office, ref, "U04") == ["due Fri 30 Jan 2026"]
    sit(office, ref, None, on=day("Tue 27 Jan 2026"), kind=GatewayKind.REVIEW)
    assert clock(office, ref, "U04") == ["due Fri 30 Jan 2026, satisfied Tue 27 Jan 2026"]
    assert_clocks_agree(office, ref)


# E29: a sibling has proceedings


def test_e29_a_siblings_proceedings_are_linked_and_nothing_is_merged(office: Office) -> None:
    rowan = Family(children=(NewChild("Rowan", born_on=date(2021, 9, 9)),))
    sibling = journeys.lodged(office, family=rowan)
    ref = request(office, later(ON_TIME, 17), MERROW)
    before = (running(office, sibling), office.file(sibling).case.revision)
    on = later(ON_TIME, 17).listed
    office.do("sam", link_case, ref, on=on, other_ref=sibling, note="Rowan's application was lodged in April.")
    linked = [(one.other_ref, one.why, one.note) for one in office.file(ref).all(CaseLink)]
    assert linked == [(sibling, "sibling_proceedings", "Rowan's application was lodged in April.")]
    assert (running(office, sibling), office.file(sibling).case.revision) == before
    assert [one.given_name for one in office.file(ref).all(Child)] == ["Isla"]
    with pytest.raises(ChildInOpenCase):
        request(office, later(ON_TIME, 18), MERROW)
