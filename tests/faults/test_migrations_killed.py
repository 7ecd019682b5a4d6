"""A process killed while it makes the tables leaves an empty database or a complete one, and the next run completes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import inspect

from plo_workflow.cases.office import found
from plo_workflow.migrations import check_schema, migrate, version_of
from plo_workflow.store import Store
from tests.databases import Databases
from tests.faults.calls import COMMIT, COMMITTED
from tests.faults.states import opened
from tests.faults.victim import MIGRATE, Deed, Fate
from tests.office import FOUNDED_ON, noon

DoInAProcess = Callable[[Deed], Fate]
REPOSITORY = Path(__file__).parents[2]
KILLS = int(os.environ.get("KILLS", "4"))
"""How many kills at calls drawn at random, besides those around COMMIT; KILLS=1000 tries every call."""


def shape(url: str) -> dict[str, Any]:
    """Every table with the names of its columns and indexes, and the version of the schema."""
    store = Store(url)
    look = inspect(store.engine)
    indexes = look.get_multi_indexes()
    tables: dict[str, Any] = {
        table[1]: sorted(str(one["name"]) for one in (*columns, *indexes[table]))
        for table, columns in look.get_multi_columns().items()
    }
    tables["version"] = version_of(store)
    store.close()
    return tables


def test_a_process_killed_while_it_makes_the_tables_leaves_none_or_all_of_them(
    databases: Databases, do_in_a_process: DoInAProcess
) -> None:
    url = databases.fresh()
    empty = shape(url)
    calls = do_in_a_process(Deed(MIGRATE, url)).calls
    whole = shape(url)
    assert empty == {"version": None}
    assert len(whole) > 50
    assert calls.count(COMMIT) == 1
    committed = calls.index(COMMITTED) + 1

    inner = range(1, committed - 1)
    for at in (*Random(MIGRATE).sample(inner, min(KILLS, len(inner))), committed - 1, committed):
        url = databases.fresh()
        fate = do_in_a_process(Deed(MIGRATE, url, dies_before=at))
        assert fate.killed
        assert shape(url) == (whole if at == committed else empty)

        store = Store(url)
        migrate(store)
        check_schema(store)
        found(store, at=noon(FOUNDED_ON))
        store.close()
        assert shape(url) == whole


def test_three_processes_that_make_the_same_database_at_once_make_one(databases: Databases) -> None:
    url = databases.fresh()
    command = [sys.executable, "-m", "tests.faults.founding", url, "3"]
    ran = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [None] * 3
    with opened(url) as office:
        assert [command for (command,) in office.rows("SELECT command FROM history")] == ["found"]
        check_schema(office.store)
