"""The made-up caseload: told through the commands, the same by seed, never beside real cases, and nobody's details."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from plo_workflow.cases.chain import verify
from plo_workflow.cases.requesting import NewChild, request_gateway
from plo_workflow.demo import demo_people, is_empty, load_demo, names
from plo_workflow.errors import DemoBesideRealCases
from plo_workflow.kinds import LegalStatus
from plo_workflow.migrations import migrate
from plo_workflow.models import Case, Child, Person, Row, Staff
from plo_workflow.stages import STAGES
from plo_workflow.store import Store
from tests.databases import Databases, SqliteFiles
from tests.ledgers import assert_clocks_agree
from tests.office import Office, prepare

AS_OF = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 8, tzinfo=UTC)

OPEN_AND_OVERDUE = (
    "FROM cases JOIN clocks ON clocks.case_id = cases.id "
    "WHERE cases.open AND clocks.outcome IS NULL AND clocks.chased AND clocks.due_on < :as_of"
)


def with_sixty(url: str) -> None:
    """Make an authority that holds the caseload and nothing else."""
    store = Store(url)
    migrate(store)
    load_demo(store, as_of=AS_OF, at=AT, cases=60)
    store.close()


@pytest.fixture
def office(sqlite: SqliteFiles) -> Office:
    """The authority with sixty made-up families."""
    return Office(sqlite.fresh(with_sixty))


def history(office: Office) -> list[tuple[Any, ...]]:
    """Everything that was recorded, except the keys of children, which are drawn anew each time."""
    rows = office.rows("SELECT seq, case_ref, command, happened_on, recorded_at, recorded_by, payload FROM history")
    return [(*row[:-1], re.sub(r'"child_key":"\w+"', "", row[-1])) for row in rows]


def test_the_history_holds_and_every_clock_can_be_worked_out_again(databases: Databases) -> None:
    office = Office(databases.fresh(prepare))
    loaded = load_demo(office.store, as_of=AS_OF, at=AT, cases=30)
    with office.store.reading() as session:
        entries, fault = verify(session)
    assert (fault, entries >= loaded.commands) == (None, True)
    assert_clocks_agree(office, *(ref for (ref,) in office.rows("SELECT ref FROM cases")))


def test_the_same_seed_makes_the_same_caseload_and_another_seed_another(sqlite: SqliteFiles) -> None:
    offices = [Office(sqlite.fresh(prepare)) for _ in range(3)]
    for office, seed in zip(offices, (7, 7, 8), strict=True):
        load_demo(office.store, as_of=AS_OF, at=AT, cases=8, seed=seed)
    first, second, other = map(history, offices)
    assert first == second
    assert first != other


def test_made_up_families_are_not_loaded_beside_a_real_one(databases: Databases) -> None:
    office = Office(databases.fresh(prepare))
    office.do(
        "sam", request_gateway, on=date(2026, 1, 5), family_name="Merrow", concerns="A worry",
        children=[NewChild("Isla", born_on=date(2020, 1, 1))], legal_status=LegalStatus.NONE,
        fgdm_position="Not yet", social_worker="sam",
    )  # fmt: skip
    before = history(office)
    with pytest.raises(DemoBesideRealCases, match="holds real cases"):
        load_demo(office.store, as_of=AS_OF, at=AT, cases=5)
    assert history(office) == before


def test_made_up_families_are_not_loaded_twice(office: Office) -> None:
    with pytest.raises(DemoBesideRealCases, match="here already"):
        load_demo(office.store, as_of=AS_OF, at=AT, cases=5)


def test_a_database_is_empty_until_it_holds_a_case(office: Office, sqlite: SqliteFiles) -> None:
    with office.store.reading() as full, Office(sqlite.fresh(prepare)).store.reading() as founded:
        assert not is_empty(full)
        assert is_empty(founded)


def test_among_sixty_families_every_stage_is_there(office: Office) -> None:
    assert {stage for (stage,) in office.rows("SELECT stage FROM cases")} == set(STAGES)


def test_every_team_has_something_overdue_and_some_cases_are_past_their_limit(office: Office) -> None:
    late = office.rows(f"SELECT cases.team, clocks.clock {OPEN_AND_OVERDUE}", as_of=AS_OF)
    assert {team for team, _ in late} == {team for (team,) in office.rows("SELECT team FROM cases")}
    assert [clock for _, clock in late].count("headline_limit") >= 2
    on_time = office.rows(
        "SELECT ref FROM cases WHERE open AND id NOT IN (SELECT cases.id " + OPEN_AND_OVERDUE + ")", as_of=AS_OF
    )
    assert len(on_time) >= 5


def test_nothing_is_recorded_on_the_day_the_caseload_stands_at_or_later(office: Office) -> None:
    last = office.rows("SELECT max(recorded_at) FROM history WHERE case_ref IS NOT NULL")[0][0]
    assert str(last) < str(AS_OF)


def test_nobody_is_sent_the_messages_of_a_past_that_was_made_up(office: Office) -> None:
    assert {state for (state,) in office.rows("SELECT DISTINCT state FROM outbox")} == {"dropped"}


def test_first_to_sign_in_as_are_a_social_worker_a_team_manager_and_a_gateway_chair(office: Office) -> None:
    with office.store.reading() as session:
        people = demo_people(session)
    assert [tuple(person) for person in people[:3]] == [
        ("priya.sampleton", "Priya Sampleton", "Social worker", "North team"),
        ("tom.exampleby", "Tom Exampleby", "Team manager", "North team"),
        ("grace.mockford", "Grace Mockford", "Gateway chair", "Legal gateway"),
    ]
    assert len(people) == office.rows("SELECT count(*) FROM staff")[0][0] - 1  # all but the system itself


def test_each_of_the_first_three_has_cases_to_look_at(office: Office) -> None:
    held = "SELECT count(*) FROM cases WHERE open AND (social_worker = :who OR team_manager = :who)"
    assert office.rows(held, who="priya.sampleton")[0][0] >= 1
    assert office.rows(held, who="tom.exampleby")[0][0] >= 5


def test_progress_is_told_up_to_the_whole(sqlite: SqliteFiles) -> None:
    store = Office(sqlite.fresh(prepare)).store
    told: list[tuple[int, int]] = []
    load_demo(store, as_of=AS_OF, at=AT, cases=4, progress=lambda number, of: told.append((number, of)))
    assert told == sorted(told)
    assert told[-1] == (4, 4)


def test_every_name_is_from_the_fixed_list(office: Office) -> None:
    given = {"Baby", *names.CHILDREN, *names.MOTHERS, *names.FATHERS, *names.RELATIVES}
    staff = {f"{one} {other}" for one in names.STAFF_GIVEN for other in names.STAFF_SURNAMES}
    with office.store.reading() as session:
        cases = session.scalars(select(Case)).all()
        assert all(case.synthetic and re.fullmatch(r"SYN-20\d\d-\d{5}", case.ref) for case in cases)
        people = [tuple(person.name.split()) for person in session.scalars(select(Person))]
        people += [(child.given_name, child.family_name) for child in session.scalars(select(Child))]
        assert {case.family_name for case in cases} | {last for _, last in people} <= set(names.FAMILY_SURNAMES)
        assert {first for first, _ in people} <= given
        assert {one.name for one in session.scalars(select(Staff)) if one.key != "system"} <= staff


def test_no_address_number_or_mailbox_in_it_could_be_anybodys(office: Office) -> None:
    written = "\n".join(
        str(value)
        for table in Row.metadata.sorted_tables
        for row in office.rows(f"SELECT * FROM {table.name}")
        for value in row
    )
    domains = re.findall(r"[\w.]+@([\w.-]+)", written)
    postcodes = re.findall(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", written)
    telephones = re.findall(r"\b0\d{3,4} ?\d{3} ?\d{3,4}\b", written)
    assert set(domains) == {"council.example"}
    assert postcodes
    assert all(re.fullmatch(r"ZZ\d \dZZ", found) for found in postcodes)
    assert telephones
    assert all(re.fullmatch(r"01632 960\d{3}", found) for found in telephones)


def test_names_are_each_in_their_list_once() -> None:
    for listed in (names.FAMILY_SURNAMES, names.CHILDREN, names.STAFF_GIVEN, names.STAFF_SURNAMES):
        assert len(listed) == len(set(listed))
    assert not {*names.FAMILY_SURNAMES} & {*names.STAFF_SURNAMES}
