"""The databases that are measured on: files on a disk, and a PostgreSQL server of our own with its default durability.

Both are where temporary files go (TMPDIR), never in memory: a commit must wait for the disk as a council's does.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plo_workflow.store import Store
from tests.databases import Databases, SqliteFiles, postgresql_binaries, running_postgresql


@contextmanager
def places() -> Iterator[dict[str, Databases]]:
    """Where databases come from, by name; PostgreSQL only where it is installed."""
    binaries = postgresql_binaries()
    with tempfile.TemporaryDirectory(prefix="plo-bench-") as folder:
        files: dict[str, Databases] = {"SQLite": SqliteFiles(Path(folder))}
        if binaries is None:
            yield files
            return
        with running_postgresql(binaries, None) as server:
            yield {**files, "PostgreSQL": server}


def check_safe(url: str) -> None:
    """Refuse to measure a database that is less durable than the program insists on."""
    store = Store(url)
    store.check_safe()
    store.close()
