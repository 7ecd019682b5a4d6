"""Every move of the table: made when it is ready, and refused with one plain sentence in every other case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import groupby

import pytest

from plo_workflow.cases.ongoing import write_note
from plo_workflow.errors import (
    CaseChangedMeanwhile,
    DateInFuture,
    DateOutOfOrder,
    KeyUsedForOtherContent,
    MoveNotOpen,
    NotYourRole,
    Refused,
    RequirementsUnmet,
)
from plo_workflow.ledger import CORRECTED, ENDINGS, STARTED
from plo_workflow.ledger.words import SUPERSEDED
from plo_workflow.stages import MOVES, STAGES
from tests import journeys
from tests.databases import Databases
from tests.faults.states import contents
from tests.journeys import At, Builder
from tests.ledgers import assert_clocks_agree
from tests.office import STAFF, Office, noon, prepare
from tests.plo_workflow.weekdays import day
from tests.steps import letters
from tests.stories.moves import OTHERWISE_READY, READY, made
from tests.stories.readiness import Ready

ONE_DAY = timedelta(days=1)
ROWS = [pytest.param(key, row, id=key) for key, row in READY.items()]
ON_A_CASE = [pytest.param(key, row, id=key) for key, row in READY.items() if row.ready]
LATER = day("Mon 1 Jun 2026")
AT_STAGE: dict[str, Builder] = {
    "gateway_requested": journeys.requested,
    "gateway_listed": journeys.listed,
    "letter_preparation": journeys.letters_approved,
    "letter_issued": journeys.letters_out,
    "active_plan": journeys.plan_under_way,
    "gateway_review": journeys.back_at_gateway,
    "application_preparation": journeys.preparing_application,
    "step_down_pending": journeys.stepping_down,
    "not_entered": made("record_decision_continue"),
    "application_lodged": journeys.lodged,
    "stepped_down": journeys.stepped_down,
    "closed_other": made("close_other"),
}
Standing = Callable[[Builder | None], tuple[Office, str | None]]


@pytest.fixture
def standing(at: At, databases: Databases) -> Standing:
    """An authority with one case that was built so, or with none, and the reference."""
    return lambda builder: at(builder) if builder else (Office(databases.fresh(prepare)), None)


def clocks_begun_and_ended(office: Office, after: int) -> tuple[set[str], set[str]]:
    """The clocks that ledger entries after this one start (or start again) and stop; starting over stops nothing."""
    entries = office.rows(
        "SELECT clock, subject, turn, entry FROM clock_ledger WHERE id > :after ORDER BY clock, subject, turn, id",
        after=after,
    )
    begun, ended = set(), set()
    for (clock, _, _), lines in groupby(entries, key=lambda line: tuple(line[:3])):
        words = [line.entry for line in lines]
        if words[0] == STARTED or (words[0] == CORRECTED and words[-1] not in ENDINGS):
            begun.add(clock)
        elif words[-1] in ENDINGS and words[-1] != SUPERSEDED:
            ended.add(clock)
    return begun, ended


def last_line(office: Office) -> int:
    return int(office.rows("SELECT coalesce(max(id), 0) FROM clock_ledger")[0][0])


@contextmanager
def nothing_changed(office: Office) -> Iterator[None]:
    """Not a row of any table is other than it was."""
    before = contents(office)
    yield
    assert contents(office) == before


def refusal(attempt: Callable[[], object]) -> Refused:
    """Why an attempt is refused, in a plain sentence."""
    with pytest.raises(Refused) as raised:
        attempt()
    assert raised.value.sentence.endswith(".")
    return raised.value


def test_there_is_a_row_here_for_every_move_and_a_case_at_every_stage() -> None:
    assert set(READY) == set(MOVES)
    assert set(AT_STAGE) == set(STAGES)


@pytest.mark.parametrize(("key", "row"), ROWS)
def test_a_move_that_is_ready_is_made_and_written_down_once(standing: Standing, key: str, row: Ready) -> None:
    office, ref = standing(row.ready)
    revision = office.file(ref).case.revision if ref else 0
    move, since = MOVES[key], office.file(ref).case.stage_since_on if ref else None
    done = row.make(key, office, ref)
    now_at = str(done.value if key == "reopen" else done.case)
    case = office.file(now_at).case
    assert (case.stage, case.stage_since_on) == (move.target, since if move.records_again else row.on)
    assert (done.revision, case.revision) == (revision + 1, 1 if move.opens_new_case else revision + 1)
    written = office.rows(
        "SELECT case_ref, command, recorded_by FROM history WHERE seq >= :seq ORDER BY seq", seq=done.seq
    )
    assert [tuple(line) for line in written] == [(one, key, row.who) for one in dict.fromkeys((done.case, now_at))]
    assert_clocks_agree(office, now_at)


@pytest.mark.parametrize("key", MOVES)
def test_a_move_starts_and_stops_the_clocks_that_its_row_names(standing: Standing, key: str) -> None:
    begun, ended = set[str](), set[str]()
    for row in (READY[key], *OTHERWISE_READY.get(key, ())):
        office, ref = standing(row.ready)
        before = last_line(office)
        row.make(key, office, ref)
        now_begun, now_ended = clocks_begun_and_ended(office, before)
        begun, ended = begun | now_begun, ended | now_ended
    assert (begun, ended) == (set(MOVES[key].starts), set(MOVES[key].stops))


@pytest.mark.parametrize(("key", "row"), ROWS)
def test_a_move_that_is_not_ready_is_refused_for_all_that_is_missing(standing: Standing, key: str, row: Ready) -> None:
    office, ref = standing(row.bare)
    said = (row.bare_said or row.said)(office, ref or "")
    with nothing_changed(office):
        why = refusal(lambda: row.make(key, office, ref, said=said))
    assert isinstance(why, RequirementsUnmet)
    assert tuple(getattr(verdict, "key", None) for verdict in why.unmet) == row.unmet
    assert all(verdict.sentence in why.sentence for verdict in why.unmet)


@pytest.mark.parametrize(("key", "row"), ROWS)
def test_a_move_is_refused_to_everybody_without_the_role(standing: Standing, key: str, row: Ready) -> None:
    office, ref = standing(row.ready)
    others = [who for who, roles in STAFF.items() if not set(roles) & set(MOVES[key].who)]
    with nothing_changed(office):
        refusals = {who: refusal(partial(row.make, key, office, ref, by=who)) for who in others}
    assert refusals
    for who, why in refusals.items():
        assert isinstance(why, NotYourRole)
        assert f"{who.title()} does not hold that role." in why.sentence


@pytest.mark.parametrize("stage", STAGES)
def test_no_move_is_made_from_a_stage_it_does_not_lead_on_from(at: At, stage: str) -> None:
    office, ref = at(AT_STAGE[stage])
    assert office.file(ref).case.stage == stage
    rows = {key: row for key, row in READY.items() if row.ready and stage not in MOVES[key].sources}
    if not letters(office, ref):
        for key in ("approve_letter", "approve_joined_letter"):
            rows.pop(key, None)  # there is none that could be approved
    with nothing_changed(office):
        refusals = {key: refusal(partial(row.make, key, office, ref, on=LATER)) for key, row in rows.items()}
    assert {type(why) for why in refusals.values()} == {MoveNotOpen}


@pytest.mark.parametrize(("key", "row"), ROWS)
def test_a_move_dated_tomorrow_is_refused(standing: Standing, key: str, row: Ready) -> None:
    office, ref = standing(row.ready)
    with nothing_changed(office):
        why = refusal(lambda: row.make(key, office, ref, on=row.on + ONE_DAY, at=noon(row.on)))
    assert isinstance(why, DateInFuture)


@pytest.mark.parametrize(("key", "row"), ON_A_CASE)
def test_a_move_dated_before_the_case_reached_its_stage_is_refused(at: At, key: str, row: Ready) -> None:
    office, ref = at(row.ready or journeys.requested)
    too_early = office.file(ref).case.stage_since_on - ONE_DAY
    with nothing_changed(office):
        why = refusal(lambda: row.make(key, office, ref, on=too_early, at=noon(row.on)))
    assert isinstance(why, DateOutOfOrder)


@pytest.mark.parametrize(("key", "row"), ON_A_CASE)
def test_a_move_on_a_case_that_was_changed_meanwhile_is_refused(at: At, key: str, row: Ready) -> None:
    office, ref = at(row.ready or journeys.requested)
    revision = office.file(ref).case.revision
    office.do("sasha", write_note, ref, on=row.on, text="The school rang.")
    with nothing_changed(office):
        why = refusal(lambda: row.make(key, office, ref, expected_revision=revision))
    assert isinstance(why, CaseChangedMeanwhile)
    assert (why.who, why.what, why.at) == ("Sasha", "write note", noon(row.on))


@pytest.mark.parametrize(("key", "row"), ROWS)
def test_a_move_sent_twice_is_made_once_and_other_content_is_refused(standing: Standing, key: str, row: Ready) -> None:
    office, ref = standing(row.ready)
    said = row.said(office, ref or "")
    send = partial(row.make, key, office, ref, said=said, key="a page sent twice")
    first = send()
    with nothing_changed(office):
        assert send() == replace(first, repeated=True)
        other = refusal(lambda: send(on=row.on - ONE_DAY))
    assert isinstance(other, KeyUsedForOtherContent)
