"""What cannot be had by another way: a letter unapproved, a decision against the record, a child who cannot be one."""

from __future__ import annotations

from datetime import date

import pytest

from plo_workflow.cases.gateway import decide_continue
from plo_workflow.cases.letters import draft_letter_before_proceedings, record_letter_sent
from plo_workflow.cases.ongoing import record_visit
from plo_workflow.cases.requesting import NewChild, accept_and_list, request_gateway
from plo_workflow.errors import DateOutOfOrder, NotGiven, RequirementsUnmet
from plo_workflow.kinds import Decision, GatewayKind, LegalStatus
from plo_workflow.models import Posting, Visit
from tests import journeys
from tests.journeys import At
from tests.ledgers import clock
from tests.office import Office
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME, SECTIONS, addressees, child, sit


def test_a_letter_that_nobody_approved_does_not_go_out_by_itself_either(at: At) -> None:
    office, ref = at(journeys.decided_to_enter)
    letter = office.do(
        "sam", draft_letter_before_proceedings, ref, on=ON_TIME.written, person=addressees(office, ref)[0],
        child=None, fgdm_offered=True, solicitor_list_on=ON_TIME.written, **dict.fromkeys(SECTIONS, "In plain words."),
    ).value  # fmt: skip
    with pytest.raises(NotGiven, match="only when a manager and a lawyer have approved it as it now reads"):
        office.do("sam", record_letter_sent, ref, on=ON_TIME.letters, letter=letter, how="by hand")
    assert office.file(ref).all(Posting) == []
    assert clock(office, ref, "K06") == ["due Tue 20 Jan 2026"]


@pytest.mark.parametrize("decision", [Decision.STEP_DOWN, Decision.ISSUE])
def test_a_family_does_not_go_on_with_the_plan_against_the_signed_record(at: At, decision: Decision) -> None:
    office, ref = at(journeys.back_at_gateway)
    sit(office, ref, decision, on=ON_TIME.exit, kind=GatewayKind.REVIEW)
    with pytest.raises(RequirementsUnmet) as refused:
        office.do("cara", decide_continue, ref, on=ON_TIME.exit, reason="Two more weeks.")
    [missing] = refused.value.unmet
    assert missing.sentence.startswith("The record of the sitting says that pre-proceedings end for")
    assert office.file(ref).case.stage == "gateway_review"


@pytest.mark.parametrize(
    ("child", "sentence"),
    [
        (NewChild("Ada", born_on=date(2027, 3, 4)), "Ada cannot have been born on 4 March 2027, a day to come"),
        (NewChild("Ada", born_on=date(2007, 6, 1)), "Ada turned 18 on 1 June 2025: pre-proceedings are for children."),
        (NewChild("Ada", born_on=date(2020, 6, 1), expected_on=date(2026, 6, 1)), "give the one that is so"),
    ],
)
def test_a_child_with_a_date_of_birth_that_cannot_be_is_asked_about(
    office: Office, child: NewChild, sentence: str
) -> None:
    with pytest.raises(NotGiven, match=sentence):
        office.do(
            "sam", request_gateway, None, on=ON_TIME.requested, family_name="Merrow", children=[child],
            concerns="Alone at night.", legal_status=LegalStatus.CHILD_IN_NEED, fgdm_position="Offered.",
            social_worker="sam",
        )  # fmt: skip
    assert office.rows("SELECT count(*) FROM cases") == [(0,)]


def test_a_child_was_not_seen_before_the_birth(at: At) -> None:
    office, ref = at(journeys.plan_under_way)
    with pytest.raises(DateOutOfOrder, match=r"cannot have been seen before .*, the birth"):
        office.do("sam", record_visit, ref, on=date(2005, 1, 1), children=[child(office, ref)], seen_alone=True)
    assert date(2005, 1, 1) not in {visit.happened_on for visit in office.file(ref).all(Visit)}


def test_a_sitting_before_the_listing_is_not_called_too_late(at: At) -> None:
    office, ref = at(journeys.requested)
    with pytest.raises(RequirementsUnmet) as refused:
        office.do("sue", accept_and_list, ref, on=ON_TIME.listed, sitting_on=day("Mon 5 Jan 2026"), lawyer="lee")
    assert [one.sentence for one in refused.value.unmet] == [
        "The sitting on 5 January 2026 is before the case is listed for it."
    ]
