"""What the tests stand on: every test has databases of its own, and none reaches another machine."""

import socket

import pytest
from sqlalchemy import create_engine, inspect, text

from tests.databases import Databases, PostgresqlCluster


def create_tables(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE families (reference TEXT)"))
    engine.dispose()


def tables(url: str) -> list[str]:
    engine = create_engine(url)
    found = inspect(engine).get_table_names()
    engine.dispose()
    return found


def test_a_fresh_database_is_empty(database_url: str) -> None:
    assert tables(database_url) == []


def test_two_fresh_databases_are_two(databases: Databases) -> None:
    first, second = databases.fresh(), databases.fresh()
    create_tables(first)
    assert (tables(first), tables(second)) == (["families"], [])


def test_a_prepared_database_is_prepared_once_and_copied(databases: Databases) -> None:
    prepared: list[str] = []

    def prepare(url: str) -> None:
        prepared.append(url)
        create_tables(url)

    first, second = databases.fresh(prepare), databases.fresh(prepare)
    assert len(prepared) == 1
    assert len({first, second, *prepared}) == 3
    assert tables(first) == tables(second) == ["families"]


def test_postgresql_writes_as_durably_as_it_is_shipped(postgresql: PostgresqlCluster) -> None:
    engine = create_engine(postgresql.fresh())
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert connection.execute(text(f"SHOW {setting}")).scalar() == "on"
    engine.dispose()


@pytest.mark.parametrize("address", [("192.0.2.1", 25), ("mail.council.example", 25)])
def test_no_test_reaches_another_machine(address: tuple[str, int]) -> None:
    with pytest.raises(RuntimeError, match=f"tried to reach {address[0]}"):
        socket.create_connection(address, timeout=1)
