"""What does not fit together on a record is asked openly, and answered by somebody with a name."""

import pytest

from plo_workflow.cases.ongoing import answer_query, raise_query
from plo_workflow.cases.requesting import NewChild, request_gateway
from plo_workflow.errors import FactNotFound, NotGiven
from plo_workflow.kinds import LegalStatus, QueryKind
from plo_workflow.models import Query, QueryAnswered
from tests.databases import Databases
from tests.office import Office, prepare
from tests.plo_workflow.weekdays import day


@pytest.fixture
def case(databases: Databases) -> tuple[Office, str]:
    office = Office(databases.fresh(prepare))
    done = office.do(
        "sam", request_gateway, on=day("Mon 5 Jan 2026"), family_name="Merrow", concerns="Left alone at night.",
        children=[NewChild("Isla", born_on=day("Wed 1 Jan 2020"))], legal_status=LegalStatus.CHILD_PROTECTION,
        fgdm_position="Offered.", social_worker="sam",
    )  # fmt: skip
    return office, str(done.case)


def test_a_query_is_raised_and_answered_and_both_stay(case: tuple[Office, str]) -> None:
    office, ref = case
    asked = office.do("pam", raise_query, ref, on=day("Tue 6 Jan 2026"), text="Is Isla's date of birth right?")
    office.do("sam", answer_query, ref, on=day("Wed 7 Jan 2026"), query=asked.value, text="Yes, seen on the red book.")
    [query], [answer] = office.file(ref).all(Query), office.file(ref).all(QueryAnswered)
    assert (query.kind, query.recorded_by) == (QueryKind.RAISED_HERE, "pam")
    assert (answer.query_id, answer.recorded_by) == (query.id, "sam")
    office.store.close()


def test_a_query_is_not_closed_without_words(case: tuple[Office, str]) -> None:
    office, ref = case
    with pytest.raises(NotGiven, match="what has to be looked into"):
        office.do("sam", raise_query, ref, on=day("Tue 6 Jan 2026"), text=" ")
    asked = office.do("pam", raise_query, ref, on=day("Tue 6 Jan 2026"), text="Is Isla's date of birth right?")
    with pytest.raises(NotGiven, match="not closed without an answer"):
        office.do("sam", answer_query, ref, on=day("Wed 7 Jan 2026"), query=asked.value, text="")
    with pytest.raises(FactNotFound):
        office.do("sam", answer_query, ref, on=day("Wed 7 Jan 2026"), query=99, text="Yes.")
    office.store.close()
