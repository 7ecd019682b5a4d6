"""The shape of the database, version by version. What the tables mean is in `models`."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from plo_workflow.errors import SchemaNotOurs
from plo_workflow.store import Store


def configuration(store: Store | None = None) -> Config:
    """The settings of Alembic for this database, with no file of its own."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["store"] = store
    return config


def newest_version() -> str:
    """The schema version that this program needs."""
    head = ScriptDirectory.from_config(configuration()).get_current_head()
    assert head is not None
    return head


def version_of(store: Store) -> str | None:
    """The schema version of the database, or none for an empty one."""
    with store.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(store: Store) -> None:
    """Bring the database to this program's schema, in one transaction. Raises `SchemaNotOurs` for a newer database."""
    refuse_newer(store)
    command.upgrade(configuration(store), "head")


def refuse_newer(store: Store) -> None:
    """Raise `SchemaNotOurs` if the database was made by a newer version of this program."""
    found = version_of(store)
    known = {script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()}
    if found is not None and found not in known:
        raise SchemaNotOurs(
            f"The database has schema {found}, which this version of the program does not know. "
            "Use the newer version; nothing was changed."
        )


def check_schema(store: Store) -> None:
    """Raise `SchemaNotOurs` unless the database has exactly this program's schema."""
    refuse_newer(store)
    found = version_of(store)
    if found != newest_version():
        said = f"has schema {found}" if found else "is empty"
        raise SchemaNotOurs(f"The database {said} and this program needs {newest_version()}. Run `plo init` first.")
