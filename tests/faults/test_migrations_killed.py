"""A process killed while it makes the tables leaves an empty database or a complete one, and the next run completes."""

from __future__ import annotations

import os
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from sqlalchemy import inspect

from plo_workflow.cases.office import found
from plo_workflow.errors import SchemaNotOurs
from plo_workflow.migrations import check_schema, migrate, version_of
from plo_workflow.store import Store
from tests.databases import Databases
from tests.faults.calls import COMMIT, COMMITTED
from tests.faults.victim import MIGRATE, Deed, Fate
from tests.office import FOUNDED_ON, noon

DoInAProcess = Callable[[Deed], Fate]
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


def test_a_database_of_a_newer_program_is_refused_and_left_as_it_is(databases: Databases) -> None:
    store = Store(databases.fresh())
    migrate(store)
    with store.changing_many() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = shape(store.url.render_as_string())
    for attempt in (migrate, check_schema):
        with pytest.raises(SchemaNotOurs) as refused:
            attempt(store)
        assert refused.value.sentence == (
            "The database has schema 9999, which this version of the program does not know. "
            "Use the newer version; nothing was changed."
        )
        assert shape(store.url.render_as_string()) == before
    store.close()


def test_a_database_without_tables_is_refused_until_they_are_made(databases: Databases) -> None:
    store = Store(databases.fresh())
    with pytest.raises(SchemaNotOurs, match=r"The database is empty and this program needs .* Run `plo init` first"):
        check_schema(store)
    migrate(store)
    check_schema(store)
    store.close()
