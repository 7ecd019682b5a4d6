"""Opening a database, and the two ways into it: reading, and writing in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, PoolProxiedConnection, create_engine
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, configure_mappers
from sqlalchemy.sql.expression import Executable

from plo_workflow.errors import StoreNotSafe
from plo_workflow.store.durability import postgresql_faults, prepare_connections, sqlite_faults
from plo_workflow.store.pen import Pen, PostgresqlPen, SqlitePen
from plo_workflow.store.refusals import refusal_of
from plo_workflow.store.statement import Statement


class Store:
    """One authority's database. Open it once per process; it may be shared by threads."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.on_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = create_engine(self.url, pool_pre_ping=not self.on_sqlite)
        self._compiled: dict[object, Statement] = {}
        configure_mappers()  # else the first rows read through a pen would find attributes that are not set up
        prepare_connections(self.engine, on_sqlite=self.on_sqlite)

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
                with self._transaction(raw):
                    yield self.pen(raw)
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

    def pen(self, raw: PoolProxiedConnection) -> Pen:
        """The pen for a transaction that has begun on this connection."""
        connection: Any = raw.driver_connection
        return SqlitePen(self, connection.cursor) if self.on_sqlite else PostgresqlPen(self, connection.cursor)

    @contextmanager
    def _transaction(self, raw: PoolProxiedConnection) -> Iterator[None]:
        """A transaction to be committed; whatever was sent off in the block has been done when it ends."""
        if self.on_sqlite:
            raw.cursor().execute("BEGIN IMMEDIATE")
            yield
            return
        connection: Any = raw.driver_connection
        with connection.pipeline():
            yield

    @contextmanager
    def changing_many(self) -> Iterator[Connection]:
        """One transaction for set-based work (sweeps, migrations), through SQLAlchemy Core."""
        try:
            with self.engine.connect().execution_options(plo_writes=True) as connection, connection.begin():
                yield connection
        except DBAPIError as fault:
            raise refusal_of(fault.orig or fault) from fault

    @contextmanager
    def at_once(self) -> Iterator[Connection]:
        """Each statement is a transaction of its own, which a server has committed before it answers.

        So a process that freezes afterwards holds no lock there; on SQLite it may.
        """
        if self.on_sqlite:
            with self.changing_many() as connection:
                yield connection
            return
        try:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
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
                faults = sqlite_faults(connection) if self.on_sqlite else postgresql_faults(connection)
        except DBAPIError as fault:
            raise refusal_of(fault.orig or fault) from fault
        if faults:
            raise StoreNotSafe("This database is not safe to use: " + "; ".join(faults) + ".")

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()
