"""What every test stands on: fresh databases, no network, and the same random choices again when wanted."""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.databases import (
    Databases,
    PostgresqlCluster,
    SqliteFiles,
    folder_in_memory,
    postgresql_binaries,
    running_postgresql,
)
from tests.office import Office

hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")

# What a developer's shell says of a real database or mail server must not reach the tests.
for name in [name for name in os.environ if name.startswith("PLO_") or name == "PORT"]:
    del os.environ[name]

LOOPBACK = ("127.", "::1", "localhost")


def refuse_the_network(event: str, arguments: tuple[object, ...]) -> None:
    """Raise before anything in the tests reaches another machine, or asks for one by name."""
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a unix socket's address is a path
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host and not str(host).startswith(LOOPBACK):
        raise RuntimeError(f"Tests stay on this machine; this one tried to reach {host}.")


sys.addaudithook(refuse_the_network)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for a database."""
    for item in items:
        if not {"databases", "sqlite", "postgresql"}.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlCluster]:
    """A PostgreSQL server for this session, one for each worker of pytest-xdist."""
    binaries = postgresql_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed on this machine")
    with running_postgresql(binaries, folder_in_memory()) as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_folder() -> Iterator[SqliteFiles]:
    """A folder for the SQLite databases of this session."""
    with tempfile.TemporaryDirectory(prefix="plo-sqlite-", dir=folder_in_memory()) as folder:
        yield SqliteFiles(Path(folder))


@pytest.fixture
def postgresql(postgresql_server: PostgresqlCluster) -> Iterator[PostgresqlCluster]:
    """Fresh databases on PostgreSQL, dropped after the test."""
    yield postgresql_server
    postgresql_server.drop_all()


@pytest.fixture
def sqlite(sqlite_folder: SqliteFiles) -> Iterator[SqliteFiles]:
    """Fresh databases on SQLite, dropped after the test."""
    yield sqlite_folder
    sqlite_folder.drop_all()


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Where fresh databases come from: the test runs once with each kind."""
    found: Databases = request.getfixturevalue(request.param)
    return found


@pytest.fixture(autouse=True)
def closed_offices() -> Iterator[None]:
    """No office that a test opened keeps a connection after it."""
    yield
    while Office.opened:
        Office.opened.pop().close()


@pytest.fixture
def database_url(databases: Databases) -> str:
    """The URL of a fresh, empty database: the test runs once on SQLite and once on PostgreSQL."""
    return databases.fresh()
