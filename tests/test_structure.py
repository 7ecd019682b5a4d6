"""The guardian of the structure: tables that fit together, columns that are accounted for, one place for each thing.

Each test is one sentence about the whole; what a single rule means is tested beside it.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import get_type_hints

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Date, Integer, String, Table, Text
from sqlalchemy import inspect as inspect_database

from plo_workflow.access import APPROVERS
from plo_workflow.cases import COMMANDS, splitting
from plo_workflow.clocks import ANCHORS, CLOCKS
from plo_workflow.documents import FILES
from plo_workflow.kinds import ApprovalKind, Role
from plo_workflow.marks import Marker, birth, casework, contact, gateway
from plo_workflow.marks import court as court_marks
from plo_workflow.marks import decisions as decision_marks
from plo_workflow.migrations import configuration, migrate
from plo_workflow.models import Fact, Row, UtcDateTime
from plo_workflow.policy import default_policy
from plo_workflow.requirements import REQUIREMENTS
from plo_workflow.stages import MOVES, STAGES
from plo_workflow.store import Store
from plo_workflow.working_days import load_calendar

ROOT = Path(__file__).parent.parent
CODE = ("plo_workflow", "web", "schedules")
TABLES = Row.metadata.sorted_tables


def modules(*folders: str) -> Iterator[tuple[str, str]]:
    """The path from the root and the text of every module in the folders."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


# Stages and moves


def reached_from(stages: set[str]) -> set[str]:
    """Every stage that moves lead to from these, themselves included."""
    further = {move.target for move in MOVES.values() if not move.opens_new_case and stages & set(move.sources)}
    return stages if further <= stages else reached_from(stages | further)


def test_every_stage_can_be_reached_from_a_new_case() -> None:
    assert reached_from({move.target for move in MOVES.values() if not move.sources}) == set(STAGES)


@pytest.mark.parametrize("stage", [stage.key for stage in STAGES.values() if stage.open])
def test_an_open_stage_leads_on_to_an_end(stage: str) -> None:
    assert any(not STAGES[key].open for key in reached_from({stage}))


def test_from_an_end_only_the_court_or_a_new_period_leads_on() -> None:
    ends = {stage.key for stage in STAGES.values() if not stage.open}
    assert {move.key for move in MOVES.values() if ends & set(move.sources)} == {"return_to_review", "reopen"}


def test_every_move_has_an_id_of_its_own() -> None:
    shared = {move_id for move_id, times in Counter(move.id for move in MOVES.values()).items() if times > 1}
    assert shared == {"T08x", "T11"}, "one move, with rows for the meeting that failed and for where a case goes on"


def test_no_row_of_a_table_hides_another_with_the_same_key() -> None:
    source = dict(modules("plo_workflow"))
    assert len(re.findall(r"^ +Move\($", source["plo_workflow/stages.py"], re.M)) == len(MOVES)
    assert len(re.findall(r"^ +Clock\(", source["plo_workflow/clocks.py"], re.M)) == len(CLOCKS)
    rows = "".join(text for path, text in source.items() if path.startswith("plo_workflow/requirements/"))
    assert len(re.findall(r"^ +Requirement\(", rows, re.M)) == len(REQUIREMENTS)


def test_every_move_says_who_may_make_it_and_fits_the_other_tables() -> None:
    for move in MOVES.values():
        assert move.who, move.key
        assert {*move.sources, move.target} <= set(STAGES), move.key
        assert set(move.requires) <= set(REQUIREMENTS), move.key
        assert {*move.starts, *move.stops} <= set(CLOCKS), move.key
        assert move.opens_new_case or move.target in move.sources or not move.records_again, move.key


# Requirements


def test_every_requirement_is_asked_by_some_move() -> None:
    assert set(chain.from_iterable(move.requires for move in MOVES.values())) == set(REQUIREMENTS)


def test_every_requirement_reads_as_a_claim_and_says_what_would_satisfy_it_who_can_and_its_source() -> None:
    for row in REQUIREMENTS.values():
        assert row.check.__doc__, row.key
        assert row.fix.strip(), row.key
        assert row.who.strip(), row.key
        assert row.source.strip(), row.key


def test_what_one_person_may_not_do_alone_says_who_else_agrees() -> None:
    assert set(APPROVERS) == set(ApprovalKind)
    assert all(APPROVERS.values())


# Clocks


def test_every_clock_has_a_start_a_stop_a_source_a_number_and_an_owner() -> None:
    numbers = default_policy().clocks
    assert set(CLOCKS) == set(numbers)
    for clock in CLOCKS.values():
        rule = numbers[clock.key]
        assert clock.starts is not decision_marks.never, clock.key
        assert (clock.stops is decision_marks.never) == clock.lapses, clock.key
        assert rule.id == clock.id, clock.key
        assert rule.source.strip(), clock.key
        assert rule.agreed_each_time or rule.timescale.length, clock.key
        assert clock.owner in set(Role), clock.key


def test_every_clock_has_an_id_of_its_own_that_is_no_readable_key() -> None:
    assert len({clock.id for clock in CLOCKS.values()}) == len(CLOCKS)
    assert not {clock.id.lower() for clock in CLOCKS.values()} & set(CLOCKS)


def test_every_mark_is_read_by_a_clock() -> None:
    marks = (birth, casework, contact, court_marks, decision_marks, gateway)
    found = {mark for module in marks for mark in vars(module).values() if isinstance(mark, Marker)}
    used = {marker for clock in CLOCKS.values() for marker in (clock.starts, clock.stops, clock.ends)}
    used |= {marker for marker, _ in ANCHORS.values()}
    inside = set(re.findall(r"\b(\w+)\(file, policy\)", "".join(map(inspect.getsource, marks))))
    assert {marker.__name__ for marker in found - used} <= inside


# Commands


def test_every_move_is_made_by_exactly_one_command() -> None:
    assert Counter(row.move for row in COMMANDS.values() if row.move) == dict.fromkeys(MOVES, 1)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_is_who_may_and_what_it_asks(name: str) -> None:
    row = COMMANDS[name]
    work, *asked = inspect.signature(row.do).parameters.values()
    assert row.label.strip()
    assert row.who
    assert (row.do.__doc__ or "").strip()
    assert work.name == "work"
    assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in asked), "asked by name, never by place"
    assert {one.name for one in asked} <= set(get_type_hints(row.do)), "pages make their questions from annotations"


MAY_SET_A_STAGE = {
    ("plo_workflow/cases/work.py", "move"): "the one way in which a stage changes",
    ("plo_workflow/cases/work.py", "take_over"): "a family that comes out of a tracker stands where the tracker says",
    ("plo_workflow/cases/requesting.py", "request_gateway"): "a new case begins, before its first move",
    ("plo_workflow/cases/requesting.py", "reopen"): "a new case begins, before its first move",
    ("plo_workflow/cases/importing.py", "import_family"): "a new case begins, before what the tracker says of it",
    ("plo_workflow/cases/splitting.py", "split_case"): "the linked case stands where the first one does",
}


def sets_a_stage(node: ast.AST) -> bool:
    """Whether this piece of code could change the stage of a case."""
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        changing = {"set_case", "open_case", "beside", "update", "values", "insert"}
        return called in changing and any(keyword.arg == "stage" for keyword in node.keywords)
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(
            isinstance(target, ast.Attribute) and ast.unparse(target).endswith("case.stage") for target in targets
        )
    return False


def test_nothing_but_a_move_changes_a_stage() -> None:
    found = {
        (path, function.name)
        for path, text in modules(*CODE)
        for function in ast.walk(ast.parse(text))
        if isinstance(function, ast.FunctionDef) and any(map(sets_a_stage, ast.walk(function)))
    }
    assert found == set(MAY_SET_A_STAGE)


# Columns

NAMES_NOBODY = {
    "staff.roles": "a list of roles",
    "cases.holds": "the names of tables",
    "policy_versions.content": "the numbers of a policy",
    "calendar_versions.content": "bank holidays",
    "commands_done.answer": "a reference, a revision and a number",
    "records_signed.signed_hashes": "fingerprints of what was signed",
    "clock_ledger.why": "written by the engine from fixed words",
    "outbox.subject": "messages name a reference, never a person",
    "outbox.body": "messages name a reference, never a person",
    "outbox.fault": "what the mail server answered",
}
"""Columns of free text that hold nothing personal, each with the reason."""
BORN = {"born_on", "expected_on"}
NOT_PERSONAL = (Integer, Boolean, Date, UtcDateTime)
"""Kinds of column that say nothing of a person by themselves; besides them only short words from lists and codes."""


def columns() -> Iterator[tuple[Table, Column[object]]]:
    """Every column of every table."""
    return ((table, column) for table in TABLES for column in table.c)


def test_every_column_of_free_text_is_declared_personal_or_named_with_the_reason_why_it_is_not() -> None:
    for table, column in columns():
        free = isinstance(column.type, Text | JSON) or (isinstance(column.type, String) and not column.type.length)
        personal = bool(column.info.get("personal"))
        if free or column.name in BORN:
            assert personal != (f"{table.name}.{column.name}" in NAMES_NOBODY), f"{table.name}.{column.name}"
        else:
            assert isinstance(column.type, (*NOT_PERSONAL, String)), f"{table.name}.{column.name}"


def test_privileged_words_are_personal_too_and_stand_in_one_place() -> None:
    assert [f"{table.name}.{column.name}" for table, column in columns() if column.info.get("privileged")] == [
        "advice_notes.advice"
    ]


def dated_and_signed() -> Iterator[tuple[Table, Column[object], Column[object]]]:
    """Every `_on` or `_at` column with the `_by` column that goes with it, where the table has both."""
    for table, column in columns():
        stem, _, ending = column.name.rpartition("_")
        if ending in ("on", "at") and f"{stem}_by" in table.c:
            yield table, column, table.c[f"{stem}_by"]


def test_what_is_dated_and_signed_is_both_or_neither_in_the_database(database_url: str) -> None:
    store = Store(database_url)
    migrate(store)
    looked = inspect_database(store.engine)
    for table, when, who in dated_and_signed():
        if when.nullable or who.nullable:
            rules = " ".join(str(check["sqltext"]) for check in looked.get_check_constraints(table.name))
            both = rf"\(*{when.name} IS NULL\)* = \(*{who.name} IS NULL"
            assert re.search(both, rules), f"{table.name}: {when.name} and {who.name} may stand alone"
        else:
            kept = {column["name"]: column["nullable"] for column in looked.get_columns(table.name)}
            assert not kept[when.name], f"{table.name}.{when.name}"
            assert not kept[who.name], f"{table.name}.{who.name}"
    store.close()


def test_a_split_knows_what_every_reference_of_a_fact_points_to() -> None:
    references = {
        column.name
        for kind in Fact.__subclasses__()
        for column in kind.__table__.c
        if column.name.endswith("_id") and isinstance(column.type, Integer)
    }
    assert references - {"case_id", "replaced_by_id"} == set(splitting.POINTS_TO)


# The database


def test_there_is_one_newest_migration() -> None:
    assert len(ScriptDirectory.from_config(configuration()).get_heads()) == 1


def test_the_migrations_make_exactly_the_tables_of_the_models(database_url: str) -> None:
    store = Store(database_url)
    migrate(store)
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Row.metadata) == []
    looked = inspect_database(store.engine)
    for table in TABLES:
        wanted = {str(rule.name) for rule in table.constraints if isinstance(rule, CheckConstraint)}
        assert {str(rule["name"]) for rule in looked.get_check_constraints(table.name)} == wanted, table.name
    store.close()


def test_bank_holidays_are_known_for_a_year_to_come() -> None:
    wanted = date.today() + timedelta(days=365)
    assert load_calendar().confirmed_to >= wanted, (
        "Put the new bank holidays of gov.uk/bank-holidays.json into plo_workflow/working_days/bank_holidays.json, "
        "move confirmed_to to the end of the last year it lists, and note it in CHANGELOG.md."
    )


# Files

MAY_BE_LONG = {
    "plo_workflow/kinds.py": "the closed lists of words, one after the other",
    "plo_workflow/demo/words.py": "what made-up families are called and what is said of them",
    "plo_workflow/cases/work.py": "one command from asking to writing, in the order in which it happens",
}
LONGEST = 300
NOT_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}


def test_no_module_is_longer_than_a_reader_can_hold_but_those_with_a_reason() -> None:
    long = {path for path, text in modules(*CODE) if len(text.splitlines()) > LONGEST and "/versions/" not in path}
    assert long == set(MAY_BE_LONG)


@pytest.mark.parametrize("folder", [*CODE, "tools", "benchmarks", "tests"])
def test_every_module_says_in_a_few_lines_what_it_decides(folder: str) -> None:
    for path, text in modules(folder):
        said = [line for line in (ast.get_docstring(ast.parse(text)) or "").splitlines() if line.strip()]
        assert said or not text.strip(), path
        assert len(said) <= 4, path


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not [path for path, _ in modules(*CODE, "tools", "benchmarks", "tests") if Path(path).stem in NOT_NAMES]


# Documents


@pytest.mark.parametrize("name", FILES)
def test_the_written_map_of_the_workflow_is_what_the_code_would_write(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == FILES[name](), "make docs writes it anew"


DOCUMENTS = [path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_place_that_a_document_names_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = {link.split("#")[0] for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", text)} - {""}
    assert [link for link in sorted(links) if not (document.parent / link).exists()] == []
    paths = set(re.findall(r"`((?:plo_workflow|web|schedules|tests|tools|docs|benchmarks)/[\w./-]*)`", text))
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []
