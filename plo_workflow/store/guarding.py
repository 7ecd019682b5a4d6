"""A database whose transactions are only committed where a guard lets them pass. What it looks at is not known here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy import Connection, PoolProxiedConnection, text

from plo_workflow.store.opening import Store
from plo_workflow.store.pen import Pen

MOST_SECONDS_IDLE = 10


class GuardedStore(Store):
    """The same database by the same connections, but `check` is asked last in each transaction that writes.

    What it locks is thus locked no longer than a commit takes. Where it raises, nothing of the transaction is kept.
    A process that freezes in the middle must not keep the others waiting for what it has locked: PostgreSQL then ends
    its transaction. SQLite cannot, and has one lock for everything.
    """

    def __init__(self, store: Store, check: Callable[[Pen], None]) -> None:
        vars(self).update(vars(store))
        self._check = check

    @contextmanager
    def writing(self) -> Iterator[Pen]:
        """As `Store.writing`. Raises what the guard raises."""
        with super().writing() as pen, self._guarding(pen):
            yield pen

    @contextmanager
    def changing_many(self) -> Iterator[Connection]:
        """As `Store.changing_many`. Raises what the guard raises."""
        with super().changing_many() as connection, self._guarding(self.pen(connection.connection)):
            yield connection

    @contextmanager
    def _transaction(self, raw: PoolProxiedConnection) -> Iterator[None]:
        """Statement by statement: in a pipeline PostgreSQL does not see that nobody is there any more."""
        with super()._transaction(raw) if self.on_sqlite else nullcontext():
            yield

    @contextmanager
    def _guarding(self, pen: Pen) -> Iterator[None]:
        if pen.waits:
            limit = f"SET LOCAL idle_in_transaction_session_timeout = '{MOST_SECONDS_IDLE}s'"
            pen.run("most seconds idle", lambda: text(limit))
        yield
        self._check(pen)
