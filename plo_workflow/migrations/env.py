"""How Alembic runs our migrations: on the store's own engine, all of them in one transaction."""

from __future__ import annotations

from alembic import context

from plo_workflow.models import Row
from plo_workflow.store import Store

store = context.config.attributes["store"]
assert isinstance(store, Store)
with store.changing_many() as connection:
    if not store.on_sqlite:  # which has one writer at a time; there is no table yet that could be locked
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(1989)")
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        transactional_ddl=True,
        compare_type=True,
    )
    context.run_migrations()
