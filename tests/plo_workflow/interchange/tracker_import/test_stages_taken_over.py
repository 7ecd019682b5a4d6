"""A family can come in at every stage, and from there its work goes on here."""

from pathlib import Path

import pytest

from plo_workflow.caseload.casefiles import open_moves, read_actor, read_file
from plo_workflow.cases.gateway import add_gateway_paper, list_gateway_review
from plo_workflow.errors import RequirementsUnmet
from plo_workflow.kinds import PaperKind, ReviewReason
from plo_workflow.policy import default_policy
from plo_workflow.stages import STAGES, moves_from
from tests.ledgers import assert_clocks_agree, clock
from tests.office import Office
from tests.plo_workflow.interchange.tracker_import.trackers import ENTERED, UNDER_WAY, bring_in_rows, ref_of
from tests.plo_workflow.weekdays import day

ON = day("Mon 2 Mar 2026")


def back_to_gateway(office: Office, ref: str) -> None:
    """List the case for a review on 12 March, on the day of the import."""
    to = day("Thu 12 Mar 2026")
    office.do("tess", list_gateway_review, ref, on=ON, review_reason=ReviewReason.EARLY, sitting_on=to)


def bring_papers(office: Office, ref: str) -> None:
    """Put every mandatory paper before the gateway."""
    for paper in default_policy().gateway.papers:
        office.do("sam", add_gateway_paper, ref, on=ON, kind=PaperKind(paper.kind), dated_on=ON)


def test_a_family_comes_in_at_every_stage_that_a_tracker_can_state(office: Office, tmp_path: Path) -> None:
    rows = [
        {**ENTERED, "PLO Ref": f"PLO/{stage}", "Family": f"Family {number}", "Stage": stage.replace("_", " ")}
        for number, stage in enumerate(STAGES)
    ]
    done = bring_in_rows(office, tmp_path, ON, *rows)
    assert (done.imported, done.problems) == (len(STAGES), [])
    for stage in STAGES:
        ref = ref_of(office, f"PLO/{stage}")
        file = office.file(ref)
        assert (file.case.stage, file.case.open) == (stage, STAGES[stage].open)
        assert_clocks_agree(office, ref)
        with office.store.reading() as session:
            ways = open_moves(session, read_file(session, ref), read_actor(session, "tess"), ON)
        assert [way.move for way in ways] == moves_from(stage)


def test_an_imported_family_goes_on_here_and_what_is_required_from_now_on_is_asked(
    office: Office, tmp_path: Path
) -> None:
    bring_in_rows(office, tmp_path, ON, UNDER_WAY)
    ref = ref_of(office)
    with pytest.raises(RequirementsUnmet, match="Papers"):
        back_to_gateway(office, ref)
    bring_papers(office, ref)
    back_to_gateway(office, ref)
    assert office.file(ref).case.stage == "gateway_review"
    assert clock(office, ref, "K02")[-1] == "due Mon 16 Mar 2026"
    assert_clocks_agree(office, ref)


def test_the_next_import_leaves_that_move_alone(office: Office, tmp_path: Path) -> None:
    bring_in_rows(office, tmp_path, ON, UNDER_WAY)
    ref = ref_of(office)
    bring_papers(office, ref)
    back_to_gateway(office, ref)
    bring_in_rows(office, tmp_path, day("Tue 3 Mar 2026"), {**UNDER_WAY, "Comments": "back at gateway"})
    assert office.file(ref).case.stage == "gateway_review"
    assert_clocks_agree(office, ref)
