"""`plo outlook`: the cases most at risk and the next weeks of the gateway, in words and as facts."""

from __future__ import annotations

from tests.journeys import plan_under_way, requested, stepping_down
from tests.office import Office
from tests.plo_workflow.caseload.test_sittings import ALDER, BEECH
from tests.plo_workflow.cli.conftest import Plo
from tests.steps import ON_TIME

ON = ("--on", ON_TIME.review.isoformat())


def test_it_says_which_cases_may_pass_their_limit_and_what_the_gateway_has_before_it(
    authority: Plo, office: Office
) -> None:
    stepping_down(office)
    ref = plan_under_way(office, family=ALDER)
    requested(office, family=BEECH)
    said = authority.said("outlook", *ON)
    assert f"{ref}  active_plan  2026-05-05  56         Too few to say how likely it is: 1 finished case was" in said
    assert "2026-04-20  1    0        1       0              1             not set" in said
    assert said.endswith("Requests that nobody has accepted yet are not among them: 1.\n")


def test_the_same_as_facts(authority: Plo, office: Office) -> None:
    stepping_down(office)
    ref = plan_under_way(office, family=ALDER)
    facts = authority.facts("outlook", *ON)
    assert facts["cases"] == [
        {
            "ref": ref, "stage": "active_plan", "limit_on": "2026-05-05", "days_left": 56, "finished_cases": 1,
            "passed": 0, "share": None,
            "sentence": "Too few to say how likely it is: 1 finished case was still open and in time after 56 days, "
            "and it takes 30.",
        }
    ]  # fmt: skip
    assert len(facts["weeks"]) == 8
    assert facts["weeks"][6] == {
        "monday": "2026-04-20", "due": 1, "overdue": 0, "booked": 1, "taken": 1, "places": None,
    }  # fmt: skip
    assert facts["to_be_accepted"] == 0


def test_a_case_past_its_limit_has_no_chance_any_more(authority: Plo, office: Office) -> None:
    plan_under_way(office)
    [case] = authority.facts("outlook", "--on", "2026-05-06")["cases"]
    assert (case["days_left"], case["share"], case["finished_cases"]) == (-1, None, None)
    assert case["sentence"] == "The limit passed on 5 May 2026."
