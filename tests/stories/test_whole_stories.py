"""Families from the request for a gateway to the end, with what is due on which day after every step.

Every date is counted by hand from domain 2.2: 3 and 6 April, 4 and 25 May 2026 are bank holidays.
"""

from __future__ import annotations

import pytest

from plo_workflow.cases.court import record_court_step, return_to_review
from plo_workflow.cases.gateway import (
    approve,
    decide_issue,
    decide_step_down,
    record_decision_continue,
    record_decision_enter,
    record_decision_issue,
    withdraw_decision,
)
from plo_workflow.cases.meetings import hold_final_meeting
from plo_workflow.cases.ongoing import record_family_meeting, record_milestone
from plo_workflow.cases.outcomes import close_other
from plo_workflow.cases.oversight import issue_urgently, record_transfer_step
from plo_workflow.cases.plan import record_contingency
from plo_workflow.cases.requesting import NewChild, accept_and_list, reopen
from plo_workflow.kinds import (
    ApprovalKind,
    CloseReason,
    CourtStepKind,
    Decision,
    FamilyStep,
    GatewayKind,
    Judgement,
    LegalStatus,
    LetterKind,
    MilestoneKind,
    Outcome,
    TransferKind,
    UrgentReason,
)
from plo_workflow.models import ChildOutcome
from tests import steps
from tests.office import Office
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME, Family
from tests.stories import walking
from tests.stories.walking import Walk, share_record

EXIT = ON_TIME.exit
OLDER = Family(children=(NewChild("Isla", born_on=day("Tue 10 Feb 2009")),))
ENDS = {
    CloseReason.TRANSFERRED: Outcome.TRANSFERRED,
    CloseReason.MOVED_ABROAD: Outcome.CLOSED,
    CloseReason.DIED: Outcome.DIED,
    CloseReason.AGED_OUT: Outcome.AGED_OUT,
    CloseReason.RECORDED_IN_ERROR: Outcome.RECORDED_IN_ERROR,
}


def outcomes(walk: Walk) -> list[str]:
    return [one.outcome for one in walk.office.file(walk.ref).all(ChildOutcome)]


def decided_to_step_down(office: Office) -> Walk:
    """To the decision of the exit gateway that things are better."""
    walk = walking.at_review(office)
    steps.get_ready_to_step_down(office, walk.ref, on=EXIT)
    walk.stands("gateway_review", K24="Wed 6 May 2026")
    steps.sit(office, walk.ref, Decision.STEP_DOWN, on=EXIT, kind=GatewayKind.REVIEW)
    walk.stands("gateway_review", K02=None, K13=None, K05="Tue 28 Apr 2026")
    office.do("cara", decide_step_down, walk.ref, on=EXIT)
    walk.stands(
        "step_down_pending", K12=None, K14=None, K16=None,
        K17="Wed 6 May 2026", K20="Tue 28 Apr 2026", K21="Wed 6 May 2026",
    )  # fmt: skip
    share_record(walk, day("Wed 22 Apr 2026"))
    walk.stands("step_down_pending", K05=None)
    return walk


def stepped_down(office: Office) -> Walk:
    walk = decided_to_step_down(office)
    steps.finish_step_down(office, walk.ref, on=day("Thu 23 Apr 2026"))
    walk.stands(
        "stepped_down", K17=None, K20=None, K21=None, K24=None, K25=None, K26=None, S03=None,
        K22="Thu 23 Jul 2026", K23="Fri 23 Apr 2027",
    )  # fmt: skip
    return walk


def lodged(office: Office, judgement: Judgement = Judgement.WORSE) -> Walk:
    """To the application, two days after the exit gateway decided on it."""
    walk = walking.at_review(office, judgement)
    steps.get_ready_to_issue(office, walk.ref, on=EXIT)
    steps.sit(office, walk.ref, Decision.ISSUE, on=EXIT, kind=GatewayKind.REVIEW)
    walk.stands("gateway_review", K02=None, K13=None, K05="Tue 28 Apr 2026")
    office.do("cara", decide_issue, walk.ref, on=EXIT)
    walk.stands(
        "application_preparation", K12=None, K14=None, K16=None,
        K17="Wed 6 May 2026", K18="Wed 6 May 2026", K19="Thu 23 Apr 2026",
    )  # fmt: skip
    share_record(walk, day("Wed 22 Apr 2026"))
    steps.tell_parents(office, walk.ref, LetterKind.OF_ISSUE, on=day("Wed 22 Apr 2026"))
    walk.stands("application_preparation", K05=None, K19=None)
    steps.fill_pack(office, walk.ref, on=day("Wed 22 Apr 2026"))
    steps.lodge(office, walk.ref, on=day("Thu 23 Apr 2026"))
    walk.stands("application_lodged", K18=None, K24=None, K25=None, K26=None)
    office.do("sam", hold_final_meeting, walk.ref, on=day("Fri 24 Apr 2026"), came=steps.came(office, walk.ref))
    walk.stands("application_lodged", K17=None, K10="Fri 1 May 2026")
    walking.send_last_minutes(walk, day("Mon 27 Apr 2026"))
    walk.stands("application_lodged", K10=None)
    return walk


def test_a_family_steps_down_and_the_change_lasts(office: Office) -> None:
    walk = stepped_down(office)
    office.do("tess", record_milestone, walk.ref, on=day("Tue 21 Jul 2026"), kind=MilestoneKind.CHANGE_SUSTAINED)
    walk.stands("stepped_down", K22=None)
    assert outcomes(walk) == [Outcome.CHILD_IN_NEED_PLAN]
    walk.ends()


def test_a_family_goes_to_court_and_an_order_is_made_after_one_extension(office: Office) -> None:
    walk = lodged(office)
    office.do("lee", record_court_step, walk.ref, on=day("Mon 27 Apr 2026"), step=CourtStepKind.ISSUED)
    walk.stands("application_lodged", S01="Sun 25 Oct 2026")
    office.do(
        "lee", record_court_step, walk.ref, on=day("Mon 12 Oct 2026"), step=CourtStepKind.EXTENDED,
        ends_on=day("Fri 18 Dec 2026"),
    )  # fmt: skip
    walk.stands("application_lodged", S02="Fri 18 Dec 2026")
    office.do("lee", record_court_step, walk.ref, on=day("Mon 7 Dec 2026"), step=CourtStepKind.FINAL_ORDER)
    walk.stands("application_lodged", S01=None, S02=None, S03=None)
    assert outcomes(walk) == [Outcome.APPLICATION_LODGED]
    walk.ends()


def test_a_family_comes_back_from_court_and_then_steps_down(office: Office) -> None:
    walk, back_on, sat_on = lodged(office, Judgement.BETTER), day("Tue 28 Apr 2026"), day("Tue 5 May 2026")
    office.do("lee", record_court_step, walk.ref, on=day("Mon 27 Apr 2026"), step=CourtStepKind.ISSUED)
    walk.stands("application_lodged", S01="Sun 25 Oct 2026")
    office.do("lee", record_court_step, walk.ref, on=back_on, step=CourtStepKind.REFUSED)
    walk.stands("application_lodged", S01=None)
    office.do("lee", return_to_review, walk.ref, on=back_on)
    walk.stands(
        "gateway_review", U03="Wed 13 May 2026", K14="Tue 18 Aug 2026", K16="Tue 13 Oct 2026", K24="Wed 13 May 2026",
        K25="Thu 28 May 2026", K26="Tue 12 May 2026",
    )  # fmt: skip
    assert outcomes(walk) == []
    steps.get_ready_to_step_down(office, walk.ref, on=sat_on)
    steps.sit(office, walk.ref, Decision.STEP_DOWN, on=sat_on, kind=GatewayKind.REVIEW)
    walk.stands("gateway_review", U03=None, K05="Tue 12 May 2026", K24="Tue 19 May 2026")
    office.do("cara", decide_step_down, walk.ref, on=sat_on)
    walk.stands(
        "step_down_pending", K14=None, K16=None, K17="Tue 19 May 2026", K20="Tue 12 May 2026", K21="Tue 19 May 2026"
    )
    share_record(walk, day("Thu 7 May 2026"))
    steps.finish_step_down(office, walk.ref, on=day("Thu 7 May 2026"))
    walk.stands(
        "stepped_down", K05=None, K17=None, K20=None, K21=None, K24=None, K25=None, K26=None, S03=None,
        K22="Thu 6 Aug 2026", K23="Fri 7 May 2027",
    )  # fmt: skip
    walk.ends()


def test_an_urgent_application_is_ratified_and_looked_at_by_the_gateway_afterwards(office: Office) -> None:
    walk, on, next_day = walking.under_way(office), day("Wed 18 Mar 2026"), day("Thu 19 Mar 2026")
    walking.reviewed(walk, Judgement.WORSE)
    office.do("lee", approve, walk.ref, on=on, what=ApprovalKind.URGENT_ISSUE)
    office.do(
        "sam", record_family_meeting, walk.ref, on=on, step=FamilyStep.EXEMPT_MEETING, reason="It would not be safe."
    )
    office.do(
        "sue", issue_urgently, walk.ref, on=on, urgent_reason=UrgentReason.IMMEDIATE_SAFETY,
        immediate_harm="She was hit last night.",
    )  # fmt: skip
    walk.stands(
        "application_preparation", K12=None, K13=None, K14=None, K16=None, K18="Thu 19 Mar 2026",
        K19="Fri 20 Mar 2026", U01="Thu 19 Mar 2026", U02="Wed 25 Mar 2026",
    )  # fmt: skip
    office.do("hugh", approve, walk.ref, on=next_day, what=ApprovalKind.URGENT_RATIFIED)
    walk.stands("application_preparation", U01=None)
    steps.fill_pack(office, walk.ref, on=next_day)
    steps.tell_parents(office, walk.ref, LetterKind.OF_ISSUE, on=next_day)
    steps.lodge(office, walk.ref, on=next_day)
    walk.stands("application_lodged", K18=None, K19=None, K24=None, K25=None, K26=None)
    steps.sit(office, walk.ref, None, on=day("Tue 24 Mar 2026"), kind=GatewayKind.RATIFICATION)
    walk.stands("application_lodged", U02=None, K05="Tue 31 Mar 2026")
    share_record(walk, day("Wed 25 Mar 2026"))
    walk.stands("application_lodged", K05=None)
    walk.ends()


def test_the_first_gateway_decides_to_apply_at_once(office: Office) -> None:
    walk, on = walking.asked_and_listed(office), ON_TIME.entered
    walking.sat_first(walk, Decision.ISSUE)
    steps.get_ready_to_issue(office, walk.ref, on=on)
    office.do("cara", record_decision_issue, walk.ref, on=on, reason="The baby would not be safe for a day.")
    walk.stands("application_preparation", K18="Tue 27 Jan 2026", K19="Thu 15 Jan 2026")
    steps.tell_parents(office, walk.ref, LetterKind.OF_ISSUE, on=day("Thu 15 Jan 2026"))
    share_record(walk, day("Thu 15 Jan 2026"))
    walk.stands("application_preparation", K05=None, K19=None)
    steps.fill_pack(office, walk.ref, on=day("Mon 19 Jan 2026"))
    steps.lodge(office, walk.ref, on=day("Tue 20 Jan 2026"))
    walk.stands("application_lodged", K18=None)
    assert outcomes(walk) == [Outcome.APPLICATION_LODGED]
    walk.ends()


def test_the_first_gateway_decides_that_pre_proceedings_are_not_needed(office: Office) -> None:
    walk = walking.asked_and_listed(office)
    walking.sat_first(walk, Decision.CONTINUE)
    office.do("cara", record_decision_continue, walk.ref, on=ON_TIME.entered, reason="Help is working.")
    walk.stands("not_entered", S03=None)
    share_record(walk, day("Fri 16 Jan 2026"))
    walk.stands("not_entered", K05=None)
    assert outcomes(walk) == [Outcome.NOT_ENTERED]
    walk.ends()


def test_a_decision_to_step_down_is_withdrawn_and_the_family_goes_to_court(office: Office) -> None:
    walk, on, sat_on = decided_to_step_down(office), day("Thu 23 Apr 2026"), day("Tue 28 Apr 2026")
    office.do("cara", withdraw_decision, walk.ref, on=on, reason="The children were alone for a night.")
    walk.stands(
        "gateway_review", K17=None, K20=None, K21=None, K12="Tue 21 Apr 2026", K14="Tue 5 May 2026",
        K16="Tue 30 Jun 2026", K02="Fri 8 May 2026",
    )  # fmt: skip
    steps.get_ready_to_issue(office, walk.ref, on=sat_on)
    steps.sit(office, walk.ref, Decision.ISSUE, on=sat_on, kind=GatewayKind.REVIEW)
    walk.stands("gateway_review", K02=None, K05="Wed 6 May 2026")
    office.do("cara", decide_issue, walk.ref, on=sat_on)
    walk.stands(
        "application_preparation", K12=None, K14=None, K16=None, K17="Wed 13 May 2026", K18="Wed 13 May 2026",
        K19="Thu 30 Apr 2026",
    )  # fmt: skip
    steps.tell_parents(office, walk.ref, LetterKind.OF_ISSUE, on=day("Wed 29 Apr 2026"))
    steps.fill_pack(office, walk.ref, on=day("Wed 29 Apr 2026"))
    steps.lodge(office, walk.ref, on=day("Thu 30 Apr 2026"))
    walk.stands("application_lodged", K18=None, K19=None, K24=None, K25=None, K26=None)
    walk.ends()


@pytest.mark.parametrize("reason", CloseReason)
def test_a_case_is_closed_for_another_reason_and_nothing_runs_on(office: Office, reason: CloseReason) -> None:
    aged_out = reason == CloseReason.AGED_OUT
    walk = walking.under_way(office, OLDER, "Tue 10 Feb 2026") if aged_out else walking.under_way(office)
    on = day("Tue 17 Feb 2026")
    if reason == CloseReason.TRANSFERRED:
        for step in (TransferKind.ASKED, TransferKind.ACCEPTED):
            office.do("tess", record_transfer_step, walk.ref, on=on, step=step, authority="The next county")
    office.do("hugh", close_other, walk.ref, on=on, close_reason=reason, reason="As it says.", evidence="On file.")
    still_due = ("K11", "K13", "K14", "K16", "K24", "K25", "K26", "S03")
    walk.stands("closed_other", **dict.fromkeys(still_due))
    case = office.file(walk.ref).case
    assert (outcomes(walk), case.open, case.closed_on, case.next_due_on) == ([ENDS[reason]], False, on, None)
    assert case.legal_hold == (reason == CloseReason.DIED)
    walk.ends()


def test_a_family_comes_back_and_a_new_period_begins_beside_the_old_one(office: Office) -> None:
    old, on, sat_on = stepped_down(office), day("Mon 1 Jun 2026"), day("Tue 9 Jun 2026")
    begun = office.do(
        "sam", reopen, old.ref, on=on, children=[steps.child(office, old.ref)], concerns="Alone at night again.",
        legal_status=LegalStatus.CHILD_IN_NEED, fgdm_position="To be offered.", earlier_periods_acknowledged=True,
    )  # fmt: skip
    old.stands("stepped_down")
    walk = Walk(office, begun.value)
    walk.stands("gateway_requested", K01="Mon 8 Jun 2026", S03="Sun 4 Mar 2035")
    office.do("sue", accept_and_list, walk.ref, on=day("Tue 2 Jun 2026"), sitting_on=sat_on, lawyer="lee")
    walk.stands("gateway_listed", K01=None, K02="Tue 16 Jun 2026", K03="Thu 4 Jun 2026")
    steps.bring_papers(office, walk.ref, on=day("Wed 3 Jun 2026"))
    steps.add_parents(office, walk.ref, on=day("Wed 3 Jun 2026"))
    office.do("sam", record_contingency, walk.ref, on=sat_on, plan="Apply.", early_return_trigger="A night alone.")
    steps.sit(office, walk.ref, Decision.ENTER, on=sat_on)
    office.do("cara", record_decision_enter, walk.ref, on=sat_on)
    walk.stands(
        "letter_preparation", K02=None, K03=None, K05="Tue 16 Jun 2026", K06="Tue 16 Jun 2026", K13="Tue 15 Sep 2026",
        K14="Tue 29 Sep 2026", K16="Tue 24 Nov 2026", K24="Tue 23 Jun 2026", K25="Tue 7 Jul 2026",
        K26="Tue 23 Jun 2026",
    )  # fmt: skip
    old.stands("stepped_down")
    old.ends()
    walk.ends()
