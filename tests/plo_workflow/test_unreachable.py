"""A database that cannot be opened is refused in a sentence, like one that is not safe."""

from pathlib import Path

import pytest

from plo_workflow.errors import StoreNotWritable
from plo_workflow.store import Store


def test_a_database_in_a_folder_that_is_not_there_cannot_be_reached(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'no such folder' / 'plo.sqlite3'}")
    with pytest.raises(StoreNotWritable, match="cannot be reached"):
        store.check_safe()
    store.close()
