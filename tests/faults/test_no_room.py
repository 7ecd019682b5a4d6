"""A database that may only be read, or has no room left: it says so, can be read, and works again when that ends."""

from __future__ import annotations

import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.engine import make_url

from plo_workflow.cases.ongoing import write_note
from plo_workflow.errors import StoreNotWritable
from tests.databases import Databases, PostgresqlCluster, SqliteFiles
from tests.faults.families import MOVES, cases_of, with_families
from tests.faults.states import assert_sound, contents, opened
from tests.office import Office
from tests.steps import ON_TIME

READ_ONLY = "The database is read-only, so nothing was saved. Tell whoever looks after the system."
FULL = "The disk is full, so nothing was saved. Tell whoever looks after the system."
FAMILY = "Closing"


def read_only(url: str) -> str:
    """The same database, opened by somebody who may only read it."""
    if url.startswith("sqlite"):
        return url.replace("sqlite:///", "sqlite:///file:") + "?mode=ro&uri=true"
    return url + "&options=-c%20default_transaction_read_only%3Don"


def test_a_database_that_may_only_be_read_refuses_every_move_and_can_be_read(databases: Databases) -> None:
    url = databases.fresh(with_families)
    with opened(url) as office:
        before = contents(office)
        forms = [asked.order(office, "first") for asked in MOVES.values()]
    with opened(read_only(url)) as office:
        for order, command, said in forms:
            with pytest.raises(StoreNotWritable) as refused:
                office.desk.perform(order, command, **said)
            assert refused.value.sentence == READ_ONLY
        assert office.file(cases_of(office, FAMILY)[0]).case.family_name == FAMILY
    with opened(url) as office:
        assert contents(office) == before
        order, command, said = forms[0]
        assert not office.desk.perform(order, command, **said).repeated


@contextmanager
def with_pages(url: str, pages: int) -> Iterator[Office]:
    """An authority whose file may not grow beyond so many pages."""
    with opened(url) as office:

        @event.listens_for(office.store.engine, "connect")
        def limit(connection: Any, _: object) -> None:
            connection.execute(f"PRAGMA max_page_count = {pages}")

        yield office


@pytest.mark.parametrize("move", MOVES)
def test_wherever_the_file_is_full_in_a_move_nothing_is_changed_and_the_move_works_with_more_room(
    sqlite: SqliteFiles, move: str
) -> None:
    """SQLite itself says that it is full: with no page more, with one page more, and so on until the move fits."""
    url = sqlite.fresh(with_families)
    with opened(url) as office:
        before, form = contents(office), MOVES[move].order(office, "first")
        [(pages,)] = office.rows("SELECT page_count FROM pragma_page_count")
    order, command, said = form
    sentences: list[str] = []
    while True:
        with with_pages(url, pages + len(sentences)) as office:
            try:
                office.desk.perform(order, command, **said)
                break
            except StoreNotWritable as refusal:
                sentences.append(refusal.sentence)
            assert contents(office) == before
    assert sentences
    assert set(sentences) == {FULL}
    with opened(url) as office:
        assert office.desk.perform(order, command, **said).repeated
        assert_sound(office, MOVES[move].family)


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A disk of 24 MB that belongs to the server's user."""
    folder.mkdir()
    user = pwd.getpwuid(folder.parent.stat().st_uid)
    options = f"size=24m,mode=700,uid={user.pw_uid},gid={user.pw_gid}"
    mount = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk that fills up; elsewhere test_storage_calls raises the same fault")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def on_a_small_disk(url: str) -> Iterator[str]:
    """A copy of a database of a server, on a small disk of its own."""
    address = make_url(url)
    folder = Path(str(address.query["host"]), "small")
    server = psycopg.connect(host=str(folder.parent), user="postgres", dbname="postgres", autocommit=True)
    with small_disk(folder), server:
        server.execute(f"CREATE TABLESPACE small LOCATION '{folder}'")
        try:
            server.execute(f"CREATE DATABASE on_small TEMPLATE {address.database} TABLESPACE small")
            yield address.set(database="on_small").render_as_string()
        finally:
            server.execute("DROP DATABASE IF EXISTS on_small WITH (FORCE)")
            server.execute("DROP TABLESPACE small")


def fill(url: str) -> None:
    """Write to the disk until not a page more goes on it."""
    address = make_url(url).set(drivername="postgresql").render_as_string()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE filler (words TEXT)")
        connection.execute("ALTER TABLE filler ALTER words SET STORAGE EXTERNAL")  # else it is kept compressed
        for length in (1_000_000, 1_000):
            with suppress(psycopg.errors.DiskFull):
                while True:
                    connection.execute("INSERT INTO filler SELECT repeat(gen_random_uuid()::text, %s)", [length // 36])


def test_a_disk_that_is_full_under_postgresql_refuses_what_needs_room_and_works_when_there_is_some(
    postgresql: PostgresqlCluster,
) -> None:
    with on_a_small_disk(postgresql.fresh(with_families)) as url, opened(url) as office:
        ref = cases_of(office, FAMILY)[0]
        long_note = "".join(Random(1).choices("abcdefghijklmnopqrstuvwxyz ", k=300_000))
        fill(url)
        before = contents(office)
        for _ in range(3):
            with pytest.raises(StoreNotWritable) as refused:
                office.do("sam", write_note, ref, on=ON_TIME.review, text=long_note)
            assert refused.value.sentence == FULL
            assert contents(office) == before
        with office.store.changing_many() as connection:
            connection.exec_driver_sql("DROP TABLE filler")
        office.do("sam", write_note, ref, on=ON_TIME.review, text=long_note)
        assert_sound(office, FAMILY)
