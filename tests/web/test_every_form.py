"""Every other command is carried out through its form, on a case in the stage for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from plo_workflow import models as m
from plo_workflow.cases import COMMANDS
from plo_workflow.cases.requesting import NewChild
from plo_workflow.kinds import Decision, GatewayKind, LetterKind, MilestoneKind
from tests import journeys
from tests.databases import SqliteFiles
from tests.office import Office, prepare
from tests.steps import ON_TIME, SECTIONS, Family, get_ready_to_issue, get_ready_to_step_down, person, sit, tell_parents
from tests.stories.readiness import (
    BEFORE_LETTERS,
    BEFORE_MEETING,
    listed_before_letters,
    listed_before_meeting,
    newborn_in_pre_proceedings,
)
from tests.web.offices import Website

DAY = timedelta(days=1)
TO_COME = Family(
    children=(NewChild("Isla", born_on=date(2018, 3, 4)), NewChild("Baby", expected_on=ON_TIME.exit)),
)


class Forms:
    """The forms of one case, sent by whoever may."""

    def __init__(self, office: Office) -> None:
        self.office, self.website, self.ref = office, Website(office, ON_TIME.review), ""

    def on(self, day: date) -> None:
        self.website.today = day

    def send(self, who: str, command: str, given: str = "", **answers: object) -> str:
        when: dict[str, object] = {} if COMMANDS[command].about == "corrections" else {"on": self.website.today}
        with self.website.signed_in(who) as colleague:
            return colleague.do(self.ref, command, {**when, **answers}, given)

    def latest(self, kind: type[m.Fact]) -> int:
        return max(fact.id for fact in self.office.file(self.ref).all(kind))

    @property
    def case(self) -> m.Case:
        return self.office.file(self.ref).case


@pytest.fixture
def forms(sqlite: SqliteFiles) -> Iterator[Forms]:
    office = Office(sqlite.fresh(prepare))
    yield Forms(office)
    office.store.close()


def test_the_family_and_their_letters(forms: Forms) -> None:
    forms.ref = journeys.letters_out(forms.office)
    who, letter = person(forms.office, forms.ref), forms.latest(m.Letter)
    forms.send("sam", "add_address", person=who, lines="1 Example Street\nSampleton", confidential="True")
    forms.send("sam", "record_whereabouts", person=who, known="False")
    forms.send("sam", "record_carer_status", person=who, status="withdrew")
    forms.send("sam", "record_tracing", person=who, method="electoral roll", result="Nothing found.")
    forms.send("sam", "record_representation", person=who, solicitor="A. Solicitor", firm="Example LLP")
    forms.send("sam", "link_case", other_ref="PLO-2020-00001")
    forms.send("ben", "record_letter_delivered", letter=letter, evidence="Signed for.")
    forms.send("sam", "draft_letter", person=who, kind="review_invite", text="Please come.")
    other = forms.latest(m.Letter)
    forms.send("ben", "record_letter_sent", letter=other, how="by post")
    forms.send("ben", "record_letter_returned", letter=other, evidence="Gone away.")
    forms.send("ben", "leave_letter_on_file", letter=other, evidence="Chair agreed.")
    forms.send("sam", "record_ineffective_first_meeting", reason="The room was locked.", cause="authority")
    assert forms.office.file(forms.ref).all(m.Address)[0].lines == "1 Example Street\nSampleton"


def test_children_who_are_to_come_who_join_and_who_are_accommodated(forms: Forms) -> None:
    forms.ref = journeys.plan_under_way(forms.office, family=TO_COME)
    forms.on(ON_TIME.exit)
    baby, who = forms.latest(m.Child), person(forms.office, forms.ref)
    forms.send("sam", "plan_removal", child=baby, planned="True")
    forms.send("sam", "change_expected_date", child=baby, expected_on=ON_TIME.exit + DAY)
    forms.on(ON_TIME.exit + 3 * DAY)
    forms.send("sam", "record_birth", child=baby, given_name="Wren")
    forms.send("sam", "child_joins", child={"0": {"given_name": "Lark", "born_on": date(2015, 6, 7)}})
    forms.send("sam", "record_section_twenty", child=baby, consents=who, capacity_checked="True",
               review_on=ON_TIME.exit + 30 * DAY, exit_plan="Back to the grandmother.")  # fmt: skip
    forms.send("sam", "end_section_twenty", accommodation=forms.latest(m.SectionTwenty))
    assert [one.given_name for one in forms.office.file(forms.ref).all(m.Child)] == ["Isla", "Wren", "Lark"]
    where = forms.send("tess", "split_case", children=baby, reason="The baby goes another way.")
    assert where == "/cases/PLO-2026-00002"


def test_the_plan_and_the_work_that_goes_on(forms: Forms) -> None:
    forms.ref = journeys.plan_under_way(forms.office)
    who = person(forms.office, forms.ref)
    forms.send("sam", "record_plan_agreement", person=who, how="seen_not_agreed")
    forms.send("sam", "complete_action", action=forms.latest(m.Action), note="Done early.")
    forms.send("ben", "send_minutes", meeting=forms.latest(m.Meeting), sent_to="Jo and her solicitor")
    forms.send("sam", "meet_apart", meeting=forms.latest(m.Meeting), came={"0": {"attended": "True"}})
    forms.send("sam", "hold_final_meeting", came={"0": {"attended": "True"}})
    forms.send("tess", "record_supervision", note="Talked through.")
    forms.send("tess", "review_on_tracker", note="On time.")
    forms.send("sam", "write_note", text="A call from school.")
    forms.send("tess", "challenge", text="Why is the assessment late?")
    forms.send("sam", "answer_challenge", challenge=forms.latest(m.Challenge), text="The expert was ill.")
    forms.send("tess", "raise_query", text="Which school is it?")
    forms.send("sam", "answer_query", query=forms.latest(m.Query), text="The one in Mill Lane.")
    forms.send("sam", "commission_assessment", kind="Parenting", due_on=ON_TIME.exit - DAY, author="A. Expert")
    forms.send("sam", "file_assessment", assessment=forms.latest(m.Assessment))
    forms.send("sam", "record_family_meeting", step="declined", person=who, reason="Not now.")
    forms.send("sam", "explain_delay", clock="letter_sent", cause="court", explanation="A closed office.")
    forms.send("ben", "record_ineffective_review", reason="Nobody came.", cause="family")
    note = f"?kind=notes&fact={forms.latest(m.Note)}"
    forms.send("sam", "withdraw_fact", note, reason="Written on the wrong case.")
    assert forms.office.file(forms.ref).all(m.Note) == []
    forms.send("tess", "change_worker", part="social_worker", staff="sasha", handover_note="All in the file.",
               next_actions="Visit this week.", joint_visit_on=forms.website.today + DAY)  # fmt: skip
    assert forms.case.social_worker == "sasha"


def test_what_lies_over_a_case(forms: Forms) -> None:
    forms.ref = journeys.plan_under_way(forms.office)
    forms.send("tess", "pause", reason="Illness", until_on=forms.website.today + 5 * DAY)
    forms.send("tess", "end_pause")
    forms.send("tess", "record_transfer_step", step="asked", authority="Another council")
    forms.send("cara", "share_gateway_record")
    forms.send("hugh", "restrict_case", restricted="True", reason="A colleague's family.")
    forms.send("hugh", "close_other", close_reason="moved_abroad", reason="They moved.", evidence="A letter.")
    assert (forms.case.restricted, forms.case.stage) == (True, "closed_other")


def test_what_the_gateway_decides_at_first(forms: Forms) -> None:
    forms.ref = journeys.listed(forms.office)
    forms.on(ON_TIME.entered - DAY)
    forms.send("cara", "defer_gateway", sitting_on=ON_TIME.entered, reason="No genogram.", still_to_supply="Sam: it.")
    forms.on(ON_TIME.entered)
    sit(forms.office, forms.ref, Decision.CONTINUE, on=ON_TIME.entered)
    forms.send("cara", "record_decision_continue", reason="Help is working.")
    assert forms.case.stage == "not_entered"


def test_going_to_court_without_pre_proceedings_and_taking_it_back(forms: Forms) -> None:
    forms.ref = journeys.listed(forms.office)
    forms.on(ON_TIME.entered)
    sit(forms.office, forms.ref, Decision.ISSUE, on=ON_TIME.entered)
    get_ready_to_issue(forms.office, forms.ref, on=ON_TIME.entered)
    forms.send("sam", "record_family_meeting", step="offered")
    forms.send("cara", "record_decision_issue", reason="It cannot wait.")
    forms.send("cara", "withdraw_decision", reason="A relative came forward.")
    assert forms.case.stage == "gateway_review"


def test_going_to_court_urgently(forms: Forms) -> None:
    forms.ref = journeys.listed(forms.office)
    forms.on(ON_TIME.entered)
    forms.send("lee", "approve", "?what=urgent_issue", what="urgent_issue")
    forms.send("sam", "record_family_meeting", step="exempt_meeting", reason="They would flee.")
    forms.send("sue", "issue_urgently", urgent_reason="abduction_risk", immediate_harm="Tickets are booked.")
    assert (forms.case.stage, forms.case.urgent) == ("application_preparation", True)


def test_more_time_is_asked_for_and_granted(forms: Forms) -> None:
    forms.ref = journeys.back_at_gateway(forms.office)
    forms.on(ON_TIME.exit)
    forms.send("sam", "request_extension", what_changed="A new plan.", why_this_child="She thrives.",
               current_risk="Low.", new_limit_on=date(2026, 5, 30), cause="family")  # fmt: skip
    sit(forms.office, forms.ref, Decision.EXTEND, on=ON_TIME.exit, kind=GatewayKind.REVIEW)
    forms.send("hugh", "override_requirement", move="decide_extend", requirement="extension_letter_prepared",
               reason="The letter follows tomorrow.")  # fmt: skip
    forms.send("hugh", "decide_extend")
    assert forms.case.stage == "active_plan"


def test_the_plan_goes_on_within_its_time(forms: Forms) -> None:
    forms.ref = journeys.back_at_gateway(forms.office)
    forms.on(ON_TIME.exit)
    sit(forms.office, forms.ref, Decision.CONTINUE, on=ON_TIME.exit, kind=GatewayKind.REVIEW)
    forms.send("cara", "decide_continue", reason="It is going well.")
    assert forms.case.stage == "active_plan"


def test_a_review_that_came_too_early_leads_back_to_the_letters(forms: Forms) -> None:
    forms.ref = listed_before_letters(forms.office)
    forms.on(BEFORE_LETTERS)
    sit(forms.office, forms.ref, Decision.CONTINUE, on=BEFORE_LETTERS, kind=GatewayKind.REVIEW)
    forms.send("cara", "decide_return_to_letters", reason="The risk is as it was.")
    assert forms.case.stage == "letter_preparation"


def test_a_review_that_came_too_early_leads_back_to_the_first_meeting(forms: Forms) -> None:
    forms.ref = listed_before_meeting(forms.office)
    forms.on(BEFORE_MEETING)
    sit(forms.office, forms.ref, Decision.CONTINUE, on=BEFORE_MEETING, kind=GatewayKind.REVIEW)
    with forms.website.signed_in("cara") as cara:
        page = cara.get(f"/cases/{forms.ref}").text
    titles = re.findall(r'plo-move__title">([^<]+)', page)
    assert titles[0] == "Decide to go on to the first meeting"
    assert set(titles[3:6]) == {"Decide to go on with the plan", "Decide to go on with the letters", "Decide to extend"}
    forms.send("cara", "decide_return_to_first_meeting", reason="The risk is as it was.")
    assert forms.case.stage == "letter_issued"


def test_a_letter_about_a_child_who_joined_is_written_and_approved(forms: Forms) -> None:
    forms.ref = newborn_in_pre_proceedings(forms.office)
    forms.on(ON_TIME.exit)
    wren, who = forms.latest(m.Child), person(forms.office, forms.ref)
    forms.send("sam", "draft_letter_before_proceedings", person=who, child=wren, fgdm_offered="True",
               solicitor_list_on=ON_TIME.exit, **dict.fromkeys(SECTIONS, "In plain words."))  # fmt: skip
    letter = forms.latest(m.Letter)
    forms.send("ben", "confirm_readability", letter=letter)
    forms.send("tess", "approve_joined_letter", letter=letter, step="manager")
    forms.send("lee", "approve_joined_letter", letter=letter, step="legal")
    forms.send("ben", "record_letter_sent", letter=letter, how="by hand")
    with forms.website.signed_in("sam") as sam:
        page = sam.get(f"/cases/{forms.ref}/letters").text
    assert "Letter before proceedings to Jo Merrow about Wren" in page
    assert forms.case.stage == "active_plan"


def test_stepping_down(forms: Forms) -> None:
    forms.ref = journeys.back_at_gateway(forms.office)
    forms.on(ON_TIME.exit)
    get_ready_to_step_down(forms.office, forms.ref, on=ON_TIME.exit)
    sit(forms.office, forms.ref, Decision.STEP_DOWN, on=ON_TIME.exit, kind=GatewayKind.REVIEW)
    forms.send("cara", "decide_step_down")
    tell_parents(forms.office, forms.ref, LetterKind.CLOSING, on=ON_TIME.exit)
    for kind in (MilestoneKind.STEP_DOWN_PLAN_ACTIVE, MilestoneKind.FINAL_MEETING_WAIVED):
        forms.send("tess", "record_milestone", kind=kind.value, note="Parents chose a call.")
    forms.send("tess", "confirm_step_down", outcomes={"0": {"outcome": "child_in_need_plan"}})
    assert forms.case.stage == "stepped_down"


def test_coming_back_from_court(forms: Forms) -> None:
    forms.ref = journeys.lodged(forms.office)
    forms.on(ON_TIME.exit + 9 * DAY)
    forms.send("lee", "record_court_step", step="issued", court_number="XX26C00001")
    forms.send("lee", "record_court_step", step="refused", note="Not made out.")
    forms.send("lee", "return_to_review", reason="The court refused.")
    assert forms.case.stage == "gateway_review"


def test_every_command_was_sent_through_its_form_in_these_tests() -> None:
    here = Path(__file__).parent
    sent = "".join(path.read_text(encoding="utf-8") for path in here.glob("test_*.py"))
    unsent = {name for name in COMMANDS if not re.search(rf'(do|send)\(\s*\S+, "{name}"|/do/{name}', sent)}
    assert unsent <= {"request_gateway"}  # it is the form at /new
