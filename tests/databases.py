"""Fresh databases for tests, on SQLite and on a real PostgreSQL started for this run from its binaries.

What tables they hold is not known here: whoever asks may pass a function that prepares a database by its URL,
which then runs once a session and is copied for every test.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql

Prepare = Callable[[str], None]

# Holds the server while its own standard input is open, so that none outlives the tests, however they end.
KEEPER = r"""
set -eu
trap 'rm -rf "$FOLDER"' EXIT
export PGDATA="$FOLDER/data"
initdb --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync
pg_ctl --log="$FOLDER/log" --wait start --options="-k $FOLDER -c listen_addresses=''" \
    || { cat "$FOLDER/log"; exit 1; }
echo READY
cat >/dev/null
pg_ctl --mode=immediate --wait stop
"""


class Databases(Protocol):
    """Where a test's databases come from."""

    def fresh(self, prepare: Prepare | None = None) -> str:
        """Return the URL of a new database, empty or as `prepare` leaves one."""

    def drop_all(self) -> None:
        """Drop every database but the prepared ones, whoever is still connected."""


class SqliteFiles:
    """Databases that are files in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._prepared: dict[Prepare, Path] = {}

    def fresh(self, prepare: Prepare | None = None) -> str:
        """Return the URL of a file: a copy of the prepared one, or one that does not exist yet."""
        path = self._new_path()
        if prepare is not None:
            shutil.copyfile(self._prepare_once(prepare), path)
        return f"sqlite:///{path}"

    def drop_all(self) -> None:
        """Remove every file but the prepared ones."""
        for path in set(self._folder.iterdir()) - set(self._prepared.values()):
            path.unlink(missing_ok=True)  # SQLite may be removing its own journal

    def _prepare_once(self, prepare: Prepare) -> Path:
        if prepare not in self._prepared:
            path = self._new_path()
            prepare(f"sqlite:///{path}")
            self._prepared[prepare] = path
        return self._prepared[prepare]

    def _new_path(self) -> Path:
        return self._folder / f"test_{next(self._numbers)}.db"


class PostgresqlCluster:
    """Databases on a PostgreSQL server, reached by its socket in one folder, as durable as it is shipped."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._prepared: dict[Prepare, str] = {}

    def fresh(self, prepare: Prepare | None = None) -> str:
        """Return the URL of a new database: a copy of the prepared one, or empty."""
        return self._url(self._create("template0" if prepare is None else self._prepare_once(prepare)))

    def drop_all(self) -> None:
        """Drop every database but the prepared ones, whoever is still connected."""
        kept = ["postgres", *self._prepared.values()]
        with self._connect() as connection:
            query = "SELECT datname FROM pg_database WHERE NOT datistemplate AND NOT datname = ANY(%s)"
            for (name,) in connection.execute(query, [kept]).fetchall():
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _prepare_once(self, prepare: Prepare) -> str:
        if prepare not in self._prepared:
            name = self._create("template0")
            prepare(self._url(name))
            self._prepared[prepare] = name
        return self._prepared[prepare]

    def _create(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with self._connect() as connection:
            connection.execute(command.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self._folder), user="postgres", dbname="postgres", autocommit=True)

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"


def folder_in_memory() -> str | None:
    """Return where files are kept in memory, if there is room: databases there are as strict and far quicker."""
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 1024**3
    return str(memory) if roomy else None


def postgresql_binaries() -> Path | None:
    """Return the folder of initdb and its sisters: Debian's newest, else the one on the PATH, else None."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def running_postgresql(binaries: Path, within: str | None) -> Iterator[PostgresqlCluster]:
    """Run a new PostgreSQL server while the block lasts, as the user postgres where we are root.

    Its files are in a new folder within the given one, else where temporary files go.
    """
    folder = Path(tempfile.mkdtemp(prefix="plo-postgresql-", dir=within))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user, user)
    with subprocess.Popen(
        ["sh", "-c", KEEPER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={"PATH": f"{binaries}:{os.defpath}", "FOLDER": str(folder), "LC_ALL": "C"},
        user=user,
        group=user,
        extra_groups=[] if user else None,
        start_new_session=True,
    ) as keeper:
        assert keeper.stdout is not None
        said: list[str] = []
        for line in keeper.stdout:
            if line == "READY\n":
                break
            said.append(line)
        else:
            raise RuntimeError(f"PostgreSQL for the tests did not start:\n{''.join(said)}")
        yield PostgresqlCluster(folder)
