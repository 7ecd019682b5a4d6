"""Running cases move to other rules only by a decision for every running clock, and all at once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from plo_workflow.cases.migrating import DECISIONS, Moved, adopt_calendar, adopt_policy, migrate_policy
from plo_workflow.cases.office import shipped_calendar
from plo_workflow.cases.requesting import NewChild
from plo_workflow.clocks import CLOCKS, clock_named
from plo_workflow.errors import MigrationUndecided, NotGiven
from plo_workflow.policy import default_policy, read_policy
from tests.databases import Databases
from tests.journeys import decided_to_enter, plan_under_way, requested, stepped_down
from tests.ledgers import assert_clocks_agree, clock
from tests.office import Office, noon, prepare
from tests.plo_workflow.weekdays import day
from tests.steps import ON_TIME, Family

TODAY = day("Mon 2 Feb 2026")
LONGER = """
name = "Longer"
[clocks.headline_limit]
length = 140
[clocks.midway_review]
length = 28
[clocks.case_supervision]
length = 10
"""


@pytest.fixture
def office(databases: Databases) -> Office:
    """An authority of its own for each test."""
    return Office(databases.fresh(prepare))


def family(name: str) -> Family:
    """Another family, with a child of its own."""
    return Family(name, (NewChild("Ewan", born_on=date(2019, 5, 6)),), (f"Ada {name}",))


def adopt(office: Office, text: str = LONGER) -> str:
    """Adopt a council's policy; gives its version."""
    return adopt_policy(office.store, read_policy(text), at=noon(TODAY))


def migrate(
    office: Office, to: str, *, commit: bool = True, on: date = TODAY, others: str = "recompute", **decide: str
) -> list[Moved]:
    """Migrate with these decisions by clock id, and `others` for every other clock there is."""
    decisions = {one.id: others for one in CLOCKS.values()} | decide
    return migrate_policy(office.store, to=to, decide=decisions, at=noon(on), today=on, commit=commit)


def became(moved: list[Moved], clock_id: str) -> tuple[date, date | None]:
    """The old and the new date of the one clock of this id."""
    found = clock_named(clock_id)
    assert found
    [line] = [line for line in moved if line.clock == found.key]
    return line.old_due_on, line.new_due_on


def pinned(office: Office) -> dict[str, str]:
    """The policy version of each case."""
    return {row.ref: row.policy_version for row in office.rows("SELECT ref, policy_version FROM cases")}


def everything(office: Office) -> list[object]:
    """All that a migration may write."""
    tables = ("cases", "clocks", "clock_ledger", "clock_settings", "history")
    return [list(map(tuple, office.rows(f"SELECT * FROM {table} ORDER BY 1"))) for table in tables]


def test_a_new_policy_is_for_new_cases_and_those_that_run_keep_theirs(office: Office) -> None:
    ref = decided_to_enter(office)
    version = adopt(office)
    assert pinned(office)[ref] == default_policy().version
    later = requested(office, family=family("Sampleton"))
    assert pinned(office)[later] == version


def test_every_running_kind_of_clock_that_is_not_decided_is_named_and_nothing_is_changed(office: Office) -> None:
    plan_under_way(office)
    version, before = adopt(office), everything(office)
    with pytest.raises(MigrationUndecided) as refused:
        migrate_policy(
            office.store, to=version, decide={"K14": "recompute", "k11": "keep-date", "child_seen": "stop"},
            at=noon(TODAY), today=TODAY, commit=True,
        )  # fmt: skip
    assert str(refused.value) == (
        "Say what becomes of every running clock. Not decided: K05, K07, K10, K13, K16, K25, K26, S03."
    )
    assert everything(office) == before


def test_a_dry_run_says_which_clock_of_which_case_moves_from_which_date_to_which_and_changes_nothing(
    office: Office,
) -> None:
    ref = plan_under_way(office)
    version, before = adopt(office), everything(office)
    moved = migrate(office, version, commit=False)
    assert Moved(ref, "headline_limit", "", "recompute", day("Tue 5 May 2026"), day("Tue 2 Jun 2026")) in moved
    assert len(moved) == len(office.rows("SELECT 1 FROM clocks WHERE outcome IS NULL"))
    assert everything(office) == before


@pytest.mark.parametrize(
    ("decision", "limit", "review", "supervision"),
    [
        ("keep-date", "Tue 5 May 2026", "Tue 10 Mar 2026", "Tue 10 Feb 2026"),
        ("keep-remaining", "Tue 5 May 2026", "Tue 10 Mar 2026", "Tue 10 Feb 2026"),
        ("recompute", "Tue 2 Jun 2026", "Tue 24 Feb 2026", "Tue 27 Jan 2026"),
    ],
)
def test_a_running_clock_does_what_was_decided(
    office: Office, decision: str, limit: str, review: str, supervision: str
) -> None:
    ref = plan_under_way(office)
    moved = migrate(office, adopt(office), others=decision)
    assert became(moved, "K14") == (day("Tue 5 May 2026"), day(limit))
    assert became(moved, "K11") == (day("Tue 10 Mar 2026"), day(review))
    assert became(moved, "K25") == (day("Tue 10 Feb 2026"), day(supervision))
    assert clock(office, ref, "K14") == [f"due {limit}"]
    assert clock(office, ref, "K11") == [f"due {review}"]
    assert clock(office, ref, "K25") == [f"due {supervision}"]
    assert_clocks_agree(office, ref)


def test_what_remains_is_counted_in_working_days_over_the_new_closures(office: Office) -> None:
    ref = plan_under_way(office)  # supervision is due on Tue 10 Feb, six working days from Mon 2 Feb
    version = adopt(office, 'name = "Closed"\n[calendar]\nclosures = [{ on = 2026-02-05, why = "Flood" }]\n')
    moved = migrate(office, version, others="keep-remaining")
    assert became(moved, "K25") == (day("Tue 10 Feb 2026"), day("Wed 11 Feb 2026"))
    assert became(moved, "K14") == (day("Tue 5 May 2026"), day("Tue 5 May 2026"))
    assert_clocks_agree(office, ref)


def test_nothing_of_an_overdue_clock_remains_so_it_stays_overdue(office: Office) -> None:
    plan_under_way(office)
    late = day("Mon 16 Feb 2026")
    moved = migrate(office, adopt(office), on=late, others="keep-remaining")
    assert became(moved, "K25") == (day("Tue 10 Feb 2026"), day("Tue 10 Feb 2026"))


def test_a_clock_that_is_stopped_ends_on_that_day_and_says_why(office: Office) -> None:
    ref = plan_under_way(office)
    moved = migrate(office, adopt(office), others="keep-date", K26="stop")
    assert became(moved, "K26")[1] is None
    assert clock(office, ref, "K26") == ["due Tue 27 Jan 2026, stopped Mon 2 Feb 2026"]
    said = office.rows("SELECT why FROM clock_ledger WHERE clock = 'tracker_review' ORDER BY id")
    assert said[-1].why == f"moved from policy {default_policy().version} to {pinned(office)[ref]}"
    assert_clocks_agree(office, ref)


def test_a_date_that_was_kept_once_can_be_counted_again_later(office: Office) -> None:
    ref = plan_under_way(office)
    migrate(office, adopt(office), others="keep-date")
    third = adopt(office, LONGER.replace("140", "126"))
    assert became(migrate(office, third, others="recompute"), "K14")[1] == day("Tue 19 May 2026")
    assert clock(office, ref, "K14") == ["due Tue 19 May 2026"]
    assert_clocks_agree(office, ref)


def test_a_date_is_kept_when_the_new_policy_counts_from_something_else(office: Office) -> None:
    ref = plan_under_way(office)
    version = adopt(office, '[clocks.headline_limit]\nanchor = "first_meeting"\n')
    moved = migrate(office, version, others="keep-date")
    assert became(moved, "K14") == (day("Tue 5 May 2026"), day("Tue 5 May 2026"))
    assert clock(office, ref, "K14") == ["due Tue 5 May 2026"]
    assert_clocks_agree(office, ref)


def test_a_date_is_not_kept_for_a_clock_that_the_new_policy_does_not_run_yet(office: Office) -> None:
    ref = decided_to_enter(office)
    version, before = adopt(office, '[clocks.headline_limit]\nanchor = "first_meeting"\n'), everything(office)
    with pytest.raises(NotGiven) as refused:
        migrate(office, version, others="keep-date")
    assert str(refused.value) == (
        f"By policy {version} pre-proceedings limit (K14) of {ref} does not run, so its date cannot be kept. "
        "Decide recompute or stop for it."
    )
    assert everything(office) == before
    assert became(migrate(office, version, others="keep-date", K14="recompute"), "K14")[1] is None
    assert_clocks_agree(office, ref)


def test_only_open_cases_move_in_one_batch_that_each_of_them_and_the_authority_have_on_record(office: Office) -> None:
    ended = stepped_down(office)
    first = plan_under_way(office, family=family("Sampleton"))
    second = decided_to_enter(office, family=family("Mockford"))
    version = adopt(office)
    migrate(office, version, on=day("Mon 27 Apr 2026"), others="keep-date")
    assert pinned(office) == {ended: default_policy().version, first: version, second: version}
    entries = office.rows("SELECT case_ref, payload FROM history WHERE command = 'migrate_policy' ORDER BY seq")
    assert [entry.case_ref for entry in entries] == [first, second, None]
    assert json.loads(entries[-1].payload)["cases"] == [first, second]
    assert_clocks_agree(office, ended, first, second)


def test_a_case_that_was_moved_is_not_moved_again(office: Office) -> None:
    plan_under_way(office)
    version = adopt(office)
    migrate(office, version)
    before = everything(office)[:4]
    assert migrate(office, version) == []
    assert everything(office)[:4] == before


def test_a_policy_that_was_never_adopted_is_refused(office: Office) -> None:
    with pytest.raises(NotGiven, match=r"No policy 123456789abc has been adopted here. `plo policy adopt FILE`"):
        migrate(office, "123456789abc")


@pytest.mark.parametrize(("name", "decision"), [("K99", "stop"), ("K14", "forget")])
def test_an_unknown_clock_or_decision_is_refused(office: Office, name: str, decision: str) -> None:
    unknown = name if name == "K99" else decision
    with pytest.raises(NotGiven, match=f"Unknown: {unknown}. A decision is {', '.join(DECISIONS)}"):
        migrate_policy(office.store, to="x", decide={name: decision}, at=noon(TODAY), today=TODAY)


def test_adopting_what_is_in_force_leaves_no_trace(office: Office) -> None:
    first = adopt(office)
    before = everything(office)
    assert adopt(office) == first
    assert everything(office) == before


# E30, golden 47: a bank holiday is declared in the middle of the year


def with_holiday(on: date) -> str:
    """The shipped bank holidays with one more."""
    content = json.loads(shipped_calendar())
    content["england-and-wales"]["events"].append({"title": "Declared holiday", "date": on.isoformat()})
    return json.dumps(content)


def test_a_bank_holiday_added_on_fri_12_jun_2026_moves_what_is_due_later_and_keeps_the_old_date(office: Office) -> None:
    past = requested(office)
    coming = requested(office, replace(ON_TIME, requested=day("Wed 10 Jun 2026")), family("Sampleton"))
    assert clock(office, past, "K01") == ["due Mon 12 Jan 2026"]
    assert clock(office, coming, "K01") == ["due Wed 17 Jun 2026"]
    today = day("Fri 12 Jun 2026")
    version, moved = adopt_calendar(office.store, with_holiday(day("Mon 15 Jun 2026")), at=noon(today), today=today)
    assert moved == 1
    assert clock(office, past, "K01") == ["due Mon 12 Jan 2026"]
    assert clock(office, coming, "K01") == ["due Thu 18 Jun 2026"]
    entries = office.rows("SELECT entry, calendar_version FROM clock_ledger WHERE why = 'bank holidays changed'")
    assert [tuple(entry) for entry in entries] == [("re-projected", version)]
    assert_clocks_agree(office, past, coming)


def test_a_date_is_certain_once_the_bank_holidays_of_that_time_are_published(office: Office) -> None:
    ref = plan_under_way(office)
    published = json.dumps({**json.loads(shipped_calendar()), "confirmed_to": "2050-12-31"})
    assert office.rows("SELECT clock FROM clocks WHERE provisional") == [("age_17_wall",)]
    adopt_calendar(office.store, published, at=noon(TODAY), today=TODAY)
    assert office.rows("SELECT clock FROM clocks WHERE provisional") == []
    entries = office.rows("SELECT clock, entry FROM clock_ledger WHERE why = 'bank holidays changed'")
    assert [tuple(entry) for entry in entries] == [("age_17_wall", "re-projected")]
    assert_clocks_agree(office, ref)


def test_adopting_the_bank_holidays_in_force_moves_nothing_and_leaves_no_trace(office: Office) -> None:
    plan_under_way(office)
    before = everything(office)
    version, moved = adopt_calendar(office.store, shipped_calendar(), at=noon(TODAY), today=TODAY)
    assert moved == 0
    assert everything(office) == before
    assert version
