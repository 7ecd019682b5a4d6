"""What a database must have before anything is written to it: settings under which no acknowledged commit is lost."""

from __future__ import annotations

from sqlite3 import OperationalError
from time import sleep
from typing import Any

from sqlalchemy import Connection, Engine, event, text

SQLITE_SETTINGS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
"""What a SQLite database must have: synchronous FULL, because NORMAL loses acknowledged commits to a power cut."""
POSTGRESQL_SETTINGS = {
    "fsync": {"on"},
    "full_page_writes": {"on"},
    "synchronous_commit": {"on", "remote_apply"},
}
OLDEST_POSTGRESQL = 150000
TRIES = 100
"""At 0.05 seconds each, as long as SQLite waits for a lock."""


def prepare_connections(engine: Engine, *, on_sqlite: bool) -> None:
    """Give every new connection the settings it must have, and SQLite's the transactions that writers need."""
    if not on_sqlite:

        @event.listens_for(engine, "connect")
        def patient(connection: Any, _: object) -> None:
            connection.prepared_max = 500  # all that commands say fits
            cursor = connection.cursor()
            cursor.execute("SET lock_timeout = '5s'")
            cursor.execute("SET timezone = 'UTC'")
            cursor.execute("SET jit = off")  # compiling the statement for all drift takes longer than carrying it out
            cursor.close()
            connection.commit()

        return

    @event.listens_for(engine, "connect")
    def durable(connection: Any, _: object) -> None:
        connection.isolation_level = None
        for name, value in SQLITE_SETTINGS.items():
            _set(connection, name, value)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("plo_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _set(connection: Any, name: str, value: object) -> None:
    """Make one setting, again while another process is making the same new database: SQLite waits for all but this."""
    for wait in (*[0.05] * TRIES, None):
        try:
            connection.execute(f"PRAGMA {name} = {value}")
            return
        except OperationalError as fault:
            if wait is None or "locked" not in str(fault):
                raise
            sleep(wait)


def sqlite_faults(connection: Connection) -> list[str]:
    """Each setting of a SQLite database that would lose what it acknowledges."""
    found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in SQLITE_SETTINGS}
    return [
        f"{name} is {found[name]} and must be {wanted}"
        for name, wanted in SQLITE_SETTINGS.items()
        if found[name] != wanted
    ]


def postgresql_faults(connection: Connection) -> list[str]:
    """Each setting of a PostgreSQL server that would lose what it acknowledges, or that it is too old."""
    faults = []
    version = int(connection.execute(text("SHOW server_version_num")).scalar_one())
    if version < OLDEST_POSTGRESQL:
        faults.append(f"PostgreSQL {version // 10000} is older than 15")
    for name, good in POSTGRESQL_SETTINGS.items():
        value = connection.execute(text(f"SHOW {name}")).scalar_one()
        if value not in good:
            faults.append(f"{name} is {value} and must be {' or '.join(sorted(good))}")
    return faults
