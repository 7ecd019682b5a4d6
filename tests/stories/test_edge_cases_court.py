"""What cannot wait, who is too old, a death, and what the court does: E12, E20, E21, E27 and E28."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from plo_workflow.cases.court import record_court_step, return_to_review
from plo_workflow.cases.gateway import Sat, approve, decide_continue, decide_issue, record_sitting
from plo_workflow.cases.letters import draft_letter, record_letter_sent
from plo_workflow.cases.meetings import send_minutes
from plo_workflow.cases.ongoing import record_family_meeting, record_milestone
from plo_workflow.cases.outcomes import close_other
from plo_workflow.cases.oversight import issue_urgently
from plo_workflow.cases.plan import add_action
from plo_workflow.cases.requesting import NewChild
from plo_workflow.cases.splitting import split_case
from plo_workflow.errors import CaseFrozen, NotGiven, NotYourRole
from plo_workflow.kinds import (
    ApprovalKind,
    CloseReason,
    CourtStepKind,
    Decision,
    FamilyStep,
    GatewayKind,
    Judgement,
    LetterKind,
    MilestoneKind,
    OwnerKind,
    Part,
    UrgentReason,
)
from plo_workflow.models import ChildOutcome, Letter, Meeting, Move, Posting
from tests import journeys
from tests.journeys import At, Builder
from tests.ledgers import assert_clocks_agree, clock
from tests.office import Office
from tests.plo_workflow.weekdays import day
from tests.steps import (
    ON_TIME,
    TWO,
    Family,
    addressees,
    child,
    fill_pack,
    get_ready_to_issue,
    lodge,
    sit,
    tell_parents,
)
from tests.stories.witness import later, reminded, running, sentences, swept, unmet

EXIT, THURSDAY, FRIDAY = ON_TIME.exit, day("Thu 23 Apr 2026"), day("Fri 24 Apr 2026")


# E12: what cannot wait


def issue(office: Office, ref: str, *, who: str = "sue", on: date = FRIDAY, harm: str = "She was hit.") -> None:
    office.do(
        who, issue_urgently, ref, on=on, urgent_reason=UrgentReason.POLICE_PROTECTION, immediate_harm=harm,
        order_reference="Police protection, Thursday night",
    )  # fmt: skip


def agree_that_it_is_urgent(office: Office, ref: str, on: date = FRIDAY) -> None:
    office.do("lee", approve, ref, on=on, what=ApprovalKind.URGENT_ISSUE)
    office.do("sam", record_family_meeting, ref, on=on, step=FamilyStep.EXEMPT_MEETING, reason="He is violent.")


def test_e12_an_urgent_issue_needs_the_harm_a_lawyer_and_why_no_family_meeting_is_held(at: At) -> None:
    office, ref = at(journeys.reviewed)
    with pytest.raises(NotYourRole):
        issue(office, ref, who="tess")
    assert unmet(partial(issue, office, ref, harm=" ")) == [
        "immediate_harm_stated",
        "lawyer_agreed_urgency",
        "family_meeting_exemption_reasoned",
    ]
    assert office.file(ref).case.stage == "active_plan"


@pytest.mark.parametrize(
    "builder",
    [
        journeys.requested, journeys.listed, journeys.decided_to_enter, journeys.letters_out, journeys.plan_under_way,
        journeys.back_at_gateway, journeys.preparing_application, journeys.stepping_down,
    ],
)  # fmt: skip
def test_e12_it_leads_from_every_open_stage_to_the_application(at: At, builder: Builder) -> None:
    office, ref = at(builder)
    agree_that_it_is_urgent(office, ref)
    issue(office, ref)
    case = office.file(ref).case
    assert (case.stage, case.urgent) == ("application_preparation", True)
    assert clock(office, ref, "K18")[-1] == "due Mon 27 Apr 2026"
    assert clock(office, ref, "U01") == ["due Mon 27 Apr 2026"]
    assert clock(office, ref, "U02") == ["due Fri 1 May 2026"]
    assert not {"headline_limit", "hard_ceiling"} & set(running(office, ref))
    assert_clocks_agree(office, ref)


def test_e12_an_urgent_decision_is_ratified_before_it_is_lodged_and_a_gateway_looks_at_it_after(at: At) -> None:
    office, ref = at(journeys.reviewed)
    agree_that_it_is_urgent(office, ref)
    issue(office, ref)
    fill_pack(office, ref, on=FRIDAY)
    go = partial(lodge, office, ref, on=FRIDAY, no_letter_reason="He would run.")
    assert unmet(go) == ["urgent_issue_ratified"]
    office.do("hugh", approve, ref, on=FRIDAY, what=ApprovalKind.URGENT_RATIFIED)
    go()
    assert clock(office, ref, "U01") == ["due Mon 27 Apr 2026, satisfied Fri 24 Apr 2026"]
    assert clock(office, ref, "K14") == ["due Tue 5 May 2026, satisfied Fri 24 Apr 2026"]
    swept(office, day("Mon 4 May 2026"))
    assert ("urgent_gateway_held", "cara") not in reminded(office, ref)
    swept(office, day("Tue 5 May 2026"))
    assert ("urgent_gateway_held", "cara") in reminded(office, ref)
    sat = [Sat("cara", Part.CHAIR), Sat("lee", Part.LAWYER), Sat("sam", Part.SOCIAL_WORKER)]
    office.do("cara", record_sitting, ref, on=day("Tue 5 May 2026"), kind=GatewayKind.RATIFICATION, sat=sat)
    assert clock(office, ref, "U02") == ["due Fri 1 May 2026, satisfied Tue 5 May 2026"]
    [made] = office.file(ref).having(Move, move="issue_urgently")
    assert made.said["urgent_reason"] == "police_protection"
    assert made.said["order_reference"] == "Police protection, Thursday night"
    assert_clocks_agree(office, ref)


# E20: a child who turns 17

SEVENTEEN_ON = day("Tue 20 Oct 2026")
OLDER = Family(children=(NewChild("Isla", born_on=day("Tue 20 Oct 2009")),))


def ready_to_lodge(office: Office) -> str:
    """Everything is in place to lodge for a child who turns 17 on 20 October; the decision was on 13 October."""
    days = later(ON_TIME, 25)
    ref = journeys.preparing_application(office, days, OLDER)
    fill_pack(office, ref, on=days.exit)
    tell_parents(office, ref, LetterKind.OF_ISSUE, on=days.exit)
    return ref


def test_e20_an_application_is_lodged_the_day_before_the_seventeenth_birthday_if_time_is_left(
    office: Office,
) -> None:  # golden 38
    ref, on = ready_to_lodge(office), day("Mon 19 Oct 2026")
    isla = f"child:{child(office, ref)}"
    assert clock(office, ref, "S03", isla) == ["due Tue 20 Oct 2026"]
    assert unmet(partial(lodge, office, ref, on=on)) == ["time_left_confirmed"]
    office.do("lee", record_milestone, ref, on=on, kind=MilestoneKind.TIME_LEFT_CONFIRMED)
    lodge(office, ref, on=on)
    assert office.file(ref).case.stage == "application_lodged"
    assert_clocks_agree(office, ref)


def test_e20_no_application_is_lodged_from_the_seventeenth_birthday_and_nothing_closes_by_itself(
    office: Office,
) -> None:  # golden 38
    ref = ready_to_lodge(office)
    office.do("lee", record_milestone, ref, on=day("Mon 19 Oct 2026"), kind=MilestoneKind.TIME_LEFT_CONFIRMED)
    assert unmet(partial(lodge, office, ref, on=SEVENTEEN_ON)) == ["every_child_under_seventeen"]
    too_old = "Isla is 17 or older: no care or supervision order can be made."
    assert too_old in sentences(partial(lodge, office, ref, on=SEVENTEEN_ON))
    swept(office, day("Wed 21 Oct 2026"))
    assert ("age_17_wall", "sam") in reminded(office, ref)
    assert office.file(ref).case.stage == "application_preparation"


def close(office: Office, ref: str, why: CloseReason, on: date) -> None:
    office.do("hugh", close_other, ref, on=on, close_reason=why, reason="As recorded.", evidence="The certificate.")


def test_e20_a_case_is_closed_for_age_by_a_person_and_only_from_the_birthday(office: Office) -> None:
    ref = journeys.reviewed(office, later(ON_TIME, 25), OLDER)
    assert unmet(partial(close, office, ref, CloseReason.AGED_OUT, day("Mon 19 Oct 2026"))) == [
        "reason_fits_every_child"
    ]
    close(office, ref, CloseReason.AGED_OUT, SEVENTEEN_ON)
    assert office.file(ref).case.stage == "closed_other"
    assert [one.outcome for one in office.file(ref).all(ChildOutcome)] == ["aged_out"]
    assert running(office, ref) == {}


def test_e20_for_a_child_who_is_married_no_application_is_lodged_from_sixteen(office: Office) -> None:
    ref, on, married = ready_to_lodge(office), day("Mon 19 Oct 2026"), day("Mon 5 Oct 2026")
    isla = child(office, ref)
    office.do("lee", record_milestone, ref, on=on, kind=MilestoneKind.TIME_LEFT_CONFIRMED)
    with pytest.raises(NotGiven, match="Say which child married"):
        office.late(on, "sam", record_milestone, ref, on=married, kind=MilestoneKind.MARRIED)
    office.late(on, "sam", record_milestone, ref, on=married, kind=MilestoneKind.MARRIED, child=isla)
    assert clock(office, ref, "S03", f"child:{isla}") == ["due Mon 5 Oct 2026"]
    assert unmet(partial(lodge, office, ref, on=on)) == ["every_child_under_seventeen"]
    too_old = "Isla is 17 or older, or married at 16 or older: no care or supervision order can be made."
    assert too_old in sentences(partial(lodge, office, ref, on=on))
    close(office, ref, CloseReason.AGED_OUT, on)
    assert [one.outcome for one in office.file(ref).all(ChildOutcome)] == ["aged_out"]
    assert_clocks_agree(office, ref)


# E21: a child dies


def test_e21_after_a_death_the_file_is_frozen_and_nothing_is_written_to_the_family(at: At) -> None:
    office, ref = at(journeys.reviewed)
    with pytest.raises(NotYourRole):
        office.do(
            "tess", close_other, ref, on=EXIT, close_reason=CloseReason.DIED, reason="Isla died.", evidence="Hospital."
        )
    close(office, ref, CloseReason.DIED, EXIT)
    case = office.file(ref).case
    assert (case.stage, case.legal_hold, case.closed_on) == ("closed_other", True, EXIT)
    assert [one.outcome for one in office.file(ref).all(ChildOutcome)] == ["died"]
    assert running(office, ref) == {}
    [jo], [letter] = addressees(office, ref), office.file(ref).all(Letter)
    meeting = office.file(ref).all(Meeting)[0]
    forbidden = (
        partial(office.do, "sam", draft_letter, ref, on=THURSDAY, person=jo, kind=LetterKind.CLOSING, text="It ends."),
        partial(office.do, "ben", record_letter_sent, ref, on=THURSDAY, letter=letter.id, how="by hand"),
        partial(office.do, "ben", send_minutes, ref, on=THURSDAY, meeting=meeting.id, sent_to="Jo Merrow"),
    )
    for write in forbidden:
        with pytest.raises(CaseFrozen, match="nothing more is written to the family"):
            write()
    assert len(office.file(ref).all(Posting)) == 1
    assert swept(office, day("Mon 1 Jun 2026")).queued == 0
    assert reminded(office, ref) == []
    assert_clocks_agree(office, ref)


def test_e21_a_death_is_recorded_for_the_child_who_died_and_the_others_go_on(office: Office) -> None:
    ref = journeys.reviewed(office, family=TWO)
    assert unmet(partial(close, office, ref, CloseReason.DIED, EXIT)) == ["reason_fits_every_child"]
    going = [child(office, ref, "Rowan")]
    new = str(office.do("cara", split_case, ref, on=EXIT, children=going, reason="Isla died.").value)
    close(office, ref, CloseReason.DIED, EXIT)
    assert (office.file(ref).case.legal_hold, office.file(new).case.legal_hold) == (True, False)
    assert (office.file(new).case.stage, office.file(new).case.open) == ("active_plan", True)
    assert_clocks_agree(office, ref, new)


# E27: back from court


@pytest.mark.parametrize("step", [CourtStepKind.REFUSED, CourtStepKind.WITHDRAWN])
def test_e27_a_case_that_comes_back_from_court_is_open_with_a_gateway_within_ten_days(
    at: At, step: CourtStepKind
) -> None:
    office, ref = at(journeys.lodged)
    back = day("Tue 28 Apr 2026")
    office.do("lee", record_court_step, ref, on=FRIDAY, step=CourtStepKind.ISSUED)
    assert unmet(partial(office.do, "lee", return_to_review, ref, on=back)) == ["court_outcome_recorded"]
    office.do("lee", record_court_step, ref, on=back, step=step)
    assert clock(office, ref, "S01") == ["due Thu 22 Oct 2026, stopped Tue 28 Apr 2026"]
    office.do("lee", return_to_review, ref, on=back, reason="The judge wanted more done first.")
    file = office.file(ref)
    assert (file.case.stage, file.case.open, file.case.closed_on) == ("gateway_review", True, None)
    assert [one.given_name for one in file.open_children] == ["Isla"]
    withdrawn = office.rows("SELECT outcome, withdrawn_why FROM child_outcomes")
    assert [tuple(row) for row in withdrawn] == [("application_lodged", "the case came back from court")]
    assert clock(office, ref, "U03") == ["due Wed 13 May 2026"]
    assert clock(office, ref, "K24", f"child:{child(office, ref)}")[-1] == "due Wed 13 May 2026"
    sit(office, ref, None, on=day("Tue 12 May 2026"), kind=GatewayKind.REVIEW)
    assert clock(office, ref, "U03") == ["due Wed 13 May 2026, satisfied Tue 12 May 2026"]
    assert_clocks_agree(office, ref)


def test_e27_a_family_that_goes_on_after_court_has_a_limit_and_a_next_review_again(at: At) -> None:
    office, ref = at(journeys.lodged)
    back, sat = day("Tue 28 Apr 2026"), day("Tue 12 May 2026")
    office.do("lee", record_court_step, ref, on=FRIDAY, step=CourtStepKind.ISSUED)
    office.do("lee", record_court_step, ref, on=back, step=CourtStepKind.REFUSED)
    assert [len(clock(office, ref, limit)) for limit in ("K14", "K16")] == [1, 1]
    office.do("lee", return_to_review, ref, on=back)
    assert [clock(office, ref, limit)[1] for limit in ("K14", "K16")] == ["due Tue 18 Aug 2026", "due Tue 13 Oct 2026"]
    sit(office, ref, Decision.CONTINUE, on=sat, kind=GatewayKind.REVIEW)
    office.do("sam", add_action, ref, on=sat, what="A group", owner_kind=OwnerKind.PARENT, owner="Jo Merrow",
              due_on=day("Tue 26 May 2026"))  # fmt: skip
    office.do("cara", decide_continue, ref, on=sat, reason="The judge wanted more done first.")
    assert clock(office, ref, "K12")[-1] == "due Tue 23 Jun 2026"
    assert_clocks_agree(office, ref)


# E28: the family accepts a family group decision-making meeting late


def accept(office: Office, ref: str, on: date, recorded: date) -> None:
    office.late(recorded, "sam", record_family_meeting, ref, on=on, step=FamilyStep.ACCEPTED)


def decided_on_19_may(office: Office) -> str:
    days = later(ON_TIME, 4)
    ref = journeys.preparing_application(office, days)
    fill_pack(office, ref, on=days.exit)
    tell_parents(office, ref, LetterKind.OF_ISSUE, on=days.exit)
    return ref


def test_e28_a_meeting_accepted_after_the_decision_is_held_before_lodging(office: Office) -> None:
    ref = decided_on_19_may(office)
    assert clock(office, ref, "K18") == ["due Wed 3 Jun 2026"]  # golden 22
    accepted, held = day("Thu 21 May 2026"), day("Mon 1 Jun 2026")
    accept(office, ref, accepted, accepted)
    assert clock(office, ref, "K27") == ["due Fri 19 Jun 2026"]
    assert unmet(partial(lodge, office, ref, on=held)) == ["family_meeting_rule_met"]
    office.do("sam", record_family_meeting, ref, on=held, step=FamilyStep.HELD)
    lodge(office, ref, on=held)
    assert clock(office, ref, "K27") == ["due Fri 19 Jun 2026, satisfied Mon 1 Jun 2026"]
    assert_clocks_agree(office, ref)


def test_e28_a_meeting_accepted_on_20_march_and_never_held_blocks_lodging_on_2_june_unless_exempt(
    office: Office,
) -> None:  # golden 46
    ref, on = decided_on_19_may(office), day("Tue 2 Jun 2026")
    accept(office, ref, day("Fri 20 Mar 2026"), day("Wed 20 May 2026"))
    assert unmet(partial(lodge, office, ref, on=on)) == ["family_meeting_rule_met"]
    office.do("sam", record_family_meeting, ref, on=on, step=FamilyStep.EXEMPT_MEETING, reason="He is violent.")
    assert unmet(partial(lodge, office, ref, on=on)) == ["family_meeting_rule_met"]
    office.do("sue", approve, ref, on=on, what=ApprovalKind.EXEMPT_OFFER)
    assert unmet(partial(lodge, office, ref, on=on)) == ["family_meeting_rule_met"]
    office.do("sue", approve, ref, on=on, what=ApprovalKind.EXEMPT_MEETING)
    lodge(office, ref, on=on)
    assert office.file(ref).case.stage == "application_lodged"


def test_e28_a_meeting_accepted_and_not_held_holds_up_the_decision_to_apply_too(office: Office) -> None:
    days = later(ON_TIME, 4)
    ref = journeys.back_at_gateway(office, days, judgement=Judgement.WORSE)
    accept(office, ref, day("Fri 20 Mar 2026"), days.exit)
    get_ready_to_issue(office, ref, on=days.exit)
    sit(office, ref, Decision.ISSUE, on=days.exit, kind=GatewayKind.REVIEW)
    assert unmet(partial(office.do, "cara", decide_issue, ref, on=days.exit)) == ["family_meeting_rule_met"]
