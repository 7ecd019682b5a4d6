"""The benchmarks compare like with like: a measurement is refused unless both sides read or wrote the very same rows.

How long anything takes is not looked at here.
"""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from benchmarks import sweep, worklist
from benchmarks.caseload import TODAY, fill
from benchmarks.measuring import Goal, Result
from benchmarks.reporting import machine, report, write_readme
from benchmarks.running import MEASURES, Sizes, run
from plo_workflow.caseload.worklist import Wanted
from tests.databases import Databases

TINY = Sizes(moves=1, open_cases=50, rounds=1, sweeps=1, steady=20, histories=(25, 40, 60), mails=20)
MEASURED = {"what", "database", "ours_ms", "bare_ms", "ratio", "at_most", "aim", "met", "rounds", "note"}


@pytest.mark.parametrize("only", MEASURES)
def test_what_is_measured_is_told_with_its_goal_and_the_machine(databases: Databases, only: str) -> None:
    name = _name(databases)
    results = list(run({name: databases}, TINY, only))
    told = json.loads(json.dumps(report(machine({name: databases}), results, on=date(2026, 6, 3), quick=True)))
    assert (told["date"], told["quick"]) == ("2026-06-03", True)
    assert set(told["machine"]) == {"cores", "cpu", "load_at_start", "versions"}
    assert name in told["machine"]["versions"]
    number = {"moves": 3, "worklist": 3, "sweep": 2, "drift": 1, "mail": 1}[only]
    assert len(told["results"]) == number
    assert all(set(one) == MEASURED and one["database"] == name for one in told["results"])


def test_a_sweep_that_tells_nobody_is_not_measured_as_a_quick_one(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "sweep_once", lambda store: None)
    with pytest.raises(AssertionError, match="did not write the same rows"):
        sweep.measure(_name(databases), databases, 50, 1)


def test_a_worklist_that_leaves_cases_out_is_not_measured_as_a_quick_one(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "ALL", Wanted(team="Team 1"))
    with pytest.raises(AssertionError, match="did not fetch the same rows"):
        worklist.measure(_name(databases), databases, 50, 1)


def test_the_cases_have_one_clock_in_a_hundred_overdue_and_know_what_is_due_next(databases: Databases) -> None:
    with closing(fill(databases.fresh(), open_cases=200, closed_cases=30)) as store, store.reading() as session:
        overdue = f"SELECT count(*) FROM clocks WHERE outcome IS NULL AND due_on < '{TODAY}'"
        assert session.scalar(text(overdue)) == 200 * 5 / 100
        earliest = "SELECT min(due_on) FROM clocks WHERE case_id = cases.id AND outcome IS NULL"
        told_otherwise = f"SELECT count(*) FROM cases WHERE open AND next_due_on <> ({earliest})"
        assert session.scalar(text(told_otherwise)) == 0
        assert session.scalar(text("SELECT count(*) FROM cases WHERE NOT open")) == 30


def test_the_readme_is_given_the_table_of_a_full_run_and_of_no_other(tmp_path: Path) -> None:
    readme, measured = tmp_path / "README.md", tmp_path / "bench.json"
    readme.write_text("before\n<!-- speed: x -->\n## Speed\n\nold\n<!-- /speed -->\nafter\n", encoding="utf-8")
    missed = Result("A move", "SQLite", 2.0, 0.5, 4.0, 9, Goal(3.0, 2.0), "9 rows")
    full, quick = (json.dumps(report(machine({}), [missed], on=date(2026, 6, 3), quick=q)) for q in (False, True))
    measured.write_text(full, encoding="utf-8")
    write_readme(readme, measured)
    measured.write_text(quick, encoding="utf-8")
    with pytest.raises(ValueError, match="quick run"):
        write_readme(readme, measured)
    written = readme.read_text(encoding="utf-8")
    assert "| A move (9 rows) | SQLite | 2.00 ms | 0.50 ms | 4.00 | 3, aim 2 | no |" in written
    assert "1 of 1 goals were missed" in written
    assert "Measured on 03 June 2026" in written
    assert "old" not in written
    assert written.startswith("before\n<!-- speed: x -->\n## Speed\n")
    assert written.endswith("<!-- /speed -->\nafter\n")


def _name(databases: Databases) -> str:
    return "SQLite" if databases.fresh().startswith("sqlite") else "PostgreSQL"
