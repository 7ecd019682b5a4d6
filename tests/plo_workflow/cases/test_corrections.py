"""What was recorded wrongly can be put right, and the original stays."""

from datetime import date

from plo_workflow.cases.corrections import FACTS, correct_date
from plo_workflow.cases.ongoing import write_note
from plo_workflow.cases.requesting import NewChild, request_gateway
from plo_workflow.kinds import LegalStatus
from plo_workflow.models import Fact, Note
from tests.databases import Databases
from tests.office import Office, prepare


def test_every_kind_of_fact_can_be_corrected() -> None:
    assert set(FACTS.values()) == set(Fact.__subclasses__())
    assert FACTS["notes"] is Note


def test_a_wrong_date_is_put_right_and_the_original_kept(databases: Databases) -> None:
    office = Office(databases.fresh(prepare))
    ref = office.do(
        "sam", request_gateway, on=date(2026, 1, 5), family_name="Merrow", concerns="Left alone at night.",
        children=[NewChild("Isla", born_on=date(2020, 1, 1))], legal_status=LegalStatus.CHILD_PROTECTION,
        fgdm_position="Offered.", social_worker="sam",
    ).case  # fmt: skip
    assert ref
    office.do("sam", write_note, ref, on=date(2026, 1, 7), text="Grandmother will stay.")
    note = office.file(ref).all(Note)[0].id
    office.late(
        date(2026, 1, 8), "sam", correct_date, ref, kind="notes", fact=note, happened_on=date(2026, 1, 6),
        reason="It was the day before.",
    )  # fmt: skip
    stood = office.rows("SELECT happened_on, withdrawn_why, replaced_by_id FROM notes ORDER BY id")
    assert [(str(on)[:10], why, by) for on, why, by in stood] == [
        ("2026-01-06", None, None),
        ("2026-01-07", "It was the day before.", note),
    ]
    office.store.close()
