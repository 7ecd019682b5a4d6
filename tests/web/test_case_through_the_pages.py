"""One family from the gateway request to the court, each step sent through the forms by whoever takes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest

from plo_workflow.models import Child, Concern, Letter, Person
from plo_workflow.requirements.letters import SECTIONS
from tests.databases import SqliteFiles
from tests.office import Office, prepare
from tests.steps import ON_TIME
from tests.web.offices import Website


class Story:
    """The pages of one case, with short ways to say who does what on which day."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.website = Website(office, ON_TIME.requested)
        self.ref = ""

    def on(self, day: date) -> None:
        self.website.today = day

    def do(self, who: str, command: str, given: str = "", **answers: object) -> None:
        with self.website.signed_in(who) as colleague:
            colleague.do(self.ref, command, {"on": self.website.today, **answers}, given)

    def id_of(self, kind: type[Person] | type[Letter] | type[Concern] | type[Child]) -> int:
        return self.office.file(self.ref).all(kind)[-1].id

    @property
    def stage(self) -> str:
        return self.office.file(self.ref).case.stage


@pytest.fixture
def story(sqlite: SqliteFiles) -> Story:
    return Story(Office(sqlite.fresh(prepare)))


def ask_for_gateway(story: Story) -> None:
    answers: Mapping[str, object] = {
        "on": ON_TIME.requested, "family_name": "Merrow", "children-0-given_name": "Isla",
        "children-0-born_on": date(2018, 3, 4), "concerns": "Left alone at night.", "legal_status": "child_in_need",
        "fgdm_position": "To be offered.", "social_worker": "sam", "team_manager": "tess", "team": "North",
    }  # fmt: skip
    with story.website.signed_in("sam") as sam:
        response = sam.send("/new", answers)
    assert response.status_code == 303
    story.ref = response.location.rsplit("/", 1)[-1]


def bring_papers_and_parents(story: Story) -> None:
    for paper in ("chronology", "child_and_family_assessment", "genogram", "care_plan_options"):
        story.do("sam", "add_gateway_paper", kind=paper, dated_on=story.website.today)
    story.do("sam", "add_person", name="Jo Merrow", relationship="mother", has_parental_responsibility="True",
             gets_letter="True", whereabouts_known="yes")  # fmt: skip
    story.do("sam", "record_need", person=story.id_of(Person), kind="interpreter", details="BSL")


def sit(story: Story, kind: str, decision: str) -> None:
    sat = {"0": {"staff": "cara", "part": "chair"}, "1": {"staff": "lee", "part": "lawyer"},
           "2": {"staff": "sam", "part": "social_worker"}}  # fmt: skip
    story.do("cara", "record_sitting", kind=kind, sat=sat, threshold_limb="care_given", threshold_view="In principle.",
             options_weighed="The grandmother.", action_plan="As minuted.")  # fmt: skip
    story.do("lee", "record_legal_advice", advice="Kept apart.")
    story.do("cara", "record_gateway_decisions", decisions={"0": {"decision": decision, "reasons": "The record."}})
    story.do("cara", "sign_decision_record")


def write_letter(story: Story) -> None:
    person = story.id_of(Person)
    story.do("sam", "draft_letter_before_proceedings", person=person, **dict.fromkeys(SECTIONS, "Plain words."),
             fgdm_offered="True", solicitor_list_on=story.website.today)  # fmt: skip
    letter = story.id_of(Letter)
    story.do("ben", "confirm_readability", letter=letter)
    story.do("tess", "approve_letter", letter=letter, step="manager")
    story.do("lee", "approve_letter", letter=letter, step="legal")
    story.do("sam", "book_meeting", kind="first", meeting_on=ON_TIME.first_meeting, place="Town hall")


def bring_interpreter(story: Story) -> None:
    need = next(iter(story.office.rows("SELECT id FROM needs")))[0]
    story.do("sam", "meet_need", need=need, how="BSL interpreter booked")


def hold_first_meeting(story: Story) -> None:
    bring_interpreter(story)
    story.do("sam", "add_concern", worry="Left alone", good_looks_like="An adult is there every night")
    story.do("sam", "add_action", what="A plan for nights", owner_kind="parent", owner="Jo", due_on=ON_TIME.review)
    story.do("sam", "hold_first_meeting", came={"0": {"attended": "True", "with_solicitor": "yes"}},
             next_review_on=ON_TIME.review, exit_gateway_on=ON_TIME.exit)  # fmt: skip


def get_ready_to_issue(story: Story) -> None:
    story.do("lee", "record_milestone", kind="threshold_signed_off")
    story.do("sam", "record_milestone", kind="care_plan_ready")
    story.do("hugh", "approve", "?what=issue", what="issue")


def test_a_family_goes_from_the_request_to_the_court_through_the_pages(story: Story) -> None:
    ask_for_gateway(story)
    assert story.stage == "gateway_requested"
    story.on(ON_TIME.listed)
    story.do("sue", "accept_and_list", sitting_on=ON_TIME.entered, lawyer="lee")
    bring_papers_and_parents(story)

    story.on(ON_TIME.entered)
    story.do("sam", "record_contingency", plan="Apply to court.", early_return_trigger="A night alone.")
    sit(story, "entry", "enter")
    story.do("hugh", "approve", "?what=enter", what="enter")
    story.do("cara", "record_decision_enter")
    assert story.stage == "letter_preparation"

    story.on(ON_TIME.written)
    write_letter(story)
    story.on(ON_TIME.letters)
    story.do("sam", "issue_letters", sent={"0": {"how": "by hand"}})
    assert story.stage == "letter_issued"

    story.on(ON_TIME.first_meeting)
    hold_first_meeting(story)
    assert story.stage == "active_plan"
    story.on(ON_TIME.review)
    bring_interpreter(story)
    progress = {"0": {"judgement": "worse", "evidence": "Two nights alone."}}
    story.do("sam", "hold_review", came={"0": {"attended": "True"}}, current_risk="Higher.", progress=progress,
             next_review_on=ON_TIME.exit)  # fmt: skip

    story.on(ON_TIME.relisted)
    for paper in ("chronology", "child_and_family_assessment", "genogram", "care_plan_options"):
        story.do("sam", "add_gateway_paper", kind=paper, dated_on=ON_TIME.relisted)
    story.do("tess", "list_gateway_review", review_reason="exit", sitting_on=ON_TIME.exit)
    story.on(ON_TIME.exit)
    sit(story, "review", "issue")
    get_ready_to_issue(story)
    story.do("cara", "decide_issue")
    assert story.stage == "application_preparation"

    for kind in re.findall(r'name="kind"[^>]*value="(\w+)"|<option value="(\w+)"', pack_form(story)):
        story.do("lee", "add_pack_item", kind=kind[0] or kind[1], state="attached")
    story.do("lee", "lodge_application", orders={"0": {"orders": "Care order"}}, no_letter_reason="Told in person.")
    assert story.stage == "application_lodged"
    with story.website.signed_in("sam") as sam:
        page = sam.read(f"/cases/{story.ref}")
        history = sam.read(f"/cases/{story.ref}/history")
    assert "application lodged" in page.lower()
    assert "Record that the application is lodged" in history


def pack_form(story: Story) -> str:
    with story.website.signed_in("lee") as lee:
        page = lee.read(f"/cases/{story.ref}/do/add_pack_item")
    return page[page.index('id="kind"') : page.index("</select>")]
