"""The database: how it is opened, what durability it must have, and the two ways in: reading, and writing in
one transaction.

Commands write through `Pen`: statements are compiled once and handed to the driver, because a move writes many
small rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from sqlalchemy import (
    Connection,
    Engine,
    Table,
    bindparam,
    create_engine,
    event,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session, class_mapper
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import Executable

from plo_workflow.errors import MaybeSaved, StoreNotSafe, StoreNotWritable

T = TypeVar("T", bound=DeclarativeBase)

SQLITE_SETTINGS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
"""What a SQLite database must have: synchronous FULL, because NORMAL loses acknowledged commits to a power cut."""
POSTGRESQL_SETTINGS = {
    "fsync": {"on"},
    "full_page_writes": {"on"},
    "synchronous_commit": {"on", "remote_apply"},
}
OLDEST_POSTGRESQL = 150000


class Store:
    """One authority's database. Open it once per process; it may be shared by threads."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.on_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = create_engine(self.url, pool_pre_ping=not self.on_sqlite)
        self._compiled: dict[object, Statement] = {}
        _prepare_connections(self.engine, on_sqlite=self.on_sqlite)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one consistent state and never commits; once it is closed, reading more is an error."""
        with Session(self.engine, close_resets_only=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Pen]:
        """One transaction for one command: committed when the block ends well, else nothing of it is kept.

        Raises `StoreNotWritable` when the database is read-only, full, or locked for more than 5 seconds, and
        `MaybeSaved` when it is lost at the commit.
        """
        errors, committing = self.engine.dialect.loaded_dbapi, False
        try:
            raw = self.engine.raw_connection()
            try:
                if self.on_sqlite:
                    raw.cursor().execute("BEGIN IMMEDIATE")
                yield Pen(self, raw)
                committing = True
                raw.commit()
            except BaseException:
                raw.rollback()
                raise
            finally:
                raw.close()
        except errors.Error as fault:
            raise refusal_of(fault, committing=committing) from fault
        except DBAPIError as fault:
            raise refusal_of(fault.orig or fault) from fault

    @contextmanager
    def changing_many(self) -> Iterator[Connection]:
        """One transaction for set-based work (sweeps, migrations), through SQLAlchemy Core."""
        try:
            with self.engine.connect().execution_options(plo_writes=True) as connection, connection.begin():
                yield connection
        except DBAPIError as fault:
            raise refusal_of(fault.orig or fault) from fault

    def statement(self, key: object, build: Callable[[], Executable]) -> Statement:
        """The statement built for `key`, compiled once for this database."""
        found = self._compiled.get(key)
        if found is None:
            found = self._compiled[key] = Statement(build(), self.engine)
        return found

    def check_safe(self) -> None:
        """Refuse a database that would lose what it acknowledges. Raises `StoreNotSafe` naming the setting.

        Raises `StoreNotWritable` where the database cannot be reached.
        """
        try:
            with self.engine.connect() as connection:
                faults = _sqlite_faults(connection) if self.on_sqlite else _postgresql_faults(connection)
        except DBAPIError as fault:
            raise refusal_of(fault.orig or fault) from fault
        if faults:
            raise StoreNotSafe("This database is not safe to use: " + "; ".join(faults) + ".")

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


class Statement:
    """A statement compiled for one dialect, with the conversions its values need on the way in and out."""

    def __init__(self, statement: Executable, engine: Engine) -> None:
        compiled = statement.compile(dialect=engine.dialect)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        self.sql = compiled.string
        self._order: Sequence[str] | None = compiled.positiontup
        self._in = cast("dict[str, Callable[[Any], Any]]", dict(compiled._bind_processors))
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        self.columns = [column.name for column in compiled._result_columns]
        self._out = [
            (place, process)
            for place, column in enumerate(compiled._result_columns)
            if (process := column.type._cached_result_processor(engine.dialect, None)) is not None
        ]

    def values(self, given: Mapping[str, Any]) -> Any:
        """The parameters as the driver wants them."""
        merged = {**self._fixed, **given}
        for name, process in self._in.items():
            merged[name] = process(merged.get(name))
        return merged if self._order is None else [merged.get(name) for name in self._order]

    def row(self, found: Sequence[Any]) -> list[Any]:
        """One row as Python values."""
        row = list(found)
        for place, process in self._out:
            row[place] = process(row[place])
        return row


class Pen:
    """Writes and reads inside one command's transaction."""

    def __init__(self, store: Store, raw: DBAPIConnection) -> None:
        self.store = store
        self._raw = raw
        self._cursor = raw.cursor()

    def run(self, name: object, build: Callable[[], Executable], /, **given: Any) -> int:
        """Run a writing statement; gives the number of rows it changed."""
        statement = self.store.statement(name, build)
        self._cursor.execute(statement.sql, statement.values(given))
        return int(self._cursor.rowcount)

    def fetch(self, name: object, build: Callable[[], Executable], /, **given: Any) -> list[list[Any]]:
        """Run a reading statement; gives every row as a list of Python values."""
        statement = self.store.statement(name, build)
        self._cursor.execute(statement.sql, statement.values(given))
        return [statement.row(found) for found in self._cursor.fetchall()]

    def load(self, kind: type[T], name: object, build: Callable[[], Executable], /, **given: Any) -> list[T]:
        """Rows as objects of `kind`, for reading only: they belong to no session and their attributes are not
        tracked."""
        statement = self.store.statement(name, build)
        self._cursor.execute(statement.sql, statement.values(given))
        class_mapper(kind)  # sets up the attributes, which a constructor would have done
        objects = []
        for found in self._cursor.fetchall():
            made = kind.__new__(kind)
            made.__dict__.update(zip(statement.columns, statement.row(found), strict=True))
            objects.append(made)
        return objects

    def insert(self, kind: type[DeclarativeBase], values: Mapping[str, Any]) -> int:
        """Insert one row and give its id (0 where the table has none)."""
        table = table_of(kind)
        statement = self.store.statement(("insert", table), lambda: _insert(table))
        self._cursor.execute(statement.sql, statement.values(values))
        found = self._cursor.fetchone() if "id" in table.c else None
        return int(found[0]) if found else 0

    def insert_many(self, kind: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert several rows whose ids nobody needs."""
        table = table_of(kind)
        statement = self.store.statement(("insert many", table), lambda: insert(table).values(_without_id(table)))
        if rows:
            self._cursor.executemany(statement.sql, [statement.values(row) for row in rows])

    def update(self, kind: type[DeclarativeBase], row_id: int, changes: Mapping[str, Any]) -> None:
        """Change columns of one row."""
        table = table_of(kind)
        self.run(
            ("update", table, tuple(changes)),
            lambda: (
                update(table)
                .where(table.c.id == bindparam("row_id"))
                .values({name: bindparam(name, type_=table.c[name].type) for name in changes})
            ),
            row_id=row_id,
            **changes,
        )


def table_of(kind: type[DeclarativeBase]) -> Table:
    """The table of a mapped class."""
    table = kind.__table__
    assert isinstance(table, Table)
    return table


def _insert(table: Table) -> Executable:
    built = insert(table).values(_without_id(table))
    return built.returning(table.c.id) if "id" in table.c else built


def _without_id(table: Table) -> dict[str, Any]:
    return {c.name: bindparam(c.name, type_=c.type) for c in table.c if not (c.name == "id" and c.autoincrement)}


def _prepare_connections(engine: Engine, *, on_sqlite: bool) -> None:
    if not on_sqlite:

        @event.listens_for(engine, "connect")
        def patient(connection: DBAPIConnection, _: object) -> None:
            cursor = connection.cursor()
            cursor.execute("SET lock_timeout = '5s'")
            cursor.execute("SET timezone = 'UTC'")
            cursor.close()
            connection.commit()

        return

    @event.listens_for(engine, "connect")
    def durable(connection: Any, _: object) -> None:
        connection.isolation_level = None
        for name, value in SQLITE_SETTINGS.items():
            connection.execute(f"PRAGMA {name} = {value}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("plo_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _sqlite_faults(connection: Connection) -> list[str]:
    found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in SQLITE_SETTINGS}
    return [
        f"{name} is {found[name]} and must be {wanted}"
        for name, wanted in SQLITE_SETTINGS.items()
        if found[name] != wanted
    ]


def _postgresql_faults(connection: Connection) -> list[str]:
    faults = []
    version = int(connection.execute(text("SHOW server_version_num")).scalar_one())
    if version < OLDEST_POSTGRESQL:
        faults.append(f"PostgreSQL {version // 10000} is older than 15")
    for name, good in POSTGRESQL_SETTINGS.items():
        value = connection.execute(text(f"SHOW {name}")).scalar_one()
        if value not in good:
            faults.append(f"{name} is {value} and must be {' or '.join(sorted(good))}")
    return faults


def refusal_of(fault: BaseException, *, committing: bool = False) -> Exception:
    """The plain refusal for a driver's error; an error of another kind comes back as it is."""
    operational = any(kind.__name__ == "OperationalError" for kind in type(fault).__mro__)
    said = str(fault) if operational else ""  # what other errors say may quote the record
    state = getattr(fault, "sqlstate", None)
    if "readonly" in said or "read-only" in said or state == "25006":
        return StoreNotWritable("The database is read-only, so nothing was saved. Tell whoever looks after the system.")
    if "disk is full" in said or state == "53100":
        return StoreNotWritable("The disk is full, so nothing was saved. Tell whoever looks after the system.")
    if "locked" in said or state in ("55P03", "40P01", "40001"):
        return StoreNotWritable("The database was busy for too long, so nothing was saved. Please try again.")
    if committing and "connection" in said:
        return MaybeSaved(
            "The connection to the database broke while this was being saved, and it may have been saved. "
            "Look at the case before you do it again."
        )
    if "unable to open" in said or "connection" in said:
        return StoreNotWritable("The database cannot be reached, so nothing was saved. Please try again shortly.")
    return fault if isinstance(fault, Exception) else RuntimeError(str(fault))


def standing_facts(table: Table) -> Executable:
    """The facts of one case (`:case_id`) that have not been withdrawn."""
    return select(table).where(table.c.case_id == bindparam("case_id"), table.c.withdrawn_at.is_(None))
