"""`python -m web`: serves the demonstration on this machine only. A real one is behind a proxy."""

from __future__ import annotations

import os
import sys

from flask import Flask
from sqlalchemy.exc import ArgumentError, DBAPIError

from plo_workflow.cases import Desk
from plo_workflow.cases.demonstration_clock import check_day_given
from plo_workflow.errors import Refused
from plo_workflow.migrations import check_schema
from plo_workflow.settings import read_settings
from plo_workflow.store import Store, refusal_of
from plo_workflow.wall_clock import day_given
from web import create_app
from web.council import Council
from web.security import read_secret_key
from web.server import HOSTS, Server


def demonstration() -> Flask:
    """The website as the demonstration has it, from the `PLO_*` settings of this process."""
    settings = read_settings()
    return create_app(
        Desk(open_store(settings.database_url)),
        secret_key=read_secret_key(settings.folder),
        council=read_council(),
        https=False,
        hosts=HOSTS,
    )


def open_store(url: str) -> Store:
    """The authority's database. Raises `StoreNotSafe` unless it is ours, whole and durable,
    and `ClockStays` where a demonstration's day is set for real cases.
    """
    store = Store(url)
    try:
        check_schema(store)
        store.check_safe()
        with store.reading() as session:
            check_day_given(session, day_given())
    except DBAPIError as fault:
        raise refusal_of(fault.orig or fault) from fault
    return store


def read_council() -> Council:
    """The council as PLO_COUNCIL and PLO_COUNCIL_COLOUR have it. Raises ValueError for a bad colour."""
    usual = Council()
    return Council(os.environ.get("PLO_COUNCIL", usual.name), os.environ.get("PLO_COUNCIL_COLOUR", usual.colour))


def main() -> int:
    """Serve until told to stop. Returns 1, with a sentence, when a setting makes that impossible."""
    port = os.environ.get("PORT", "8000")
    try:
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise ValueError(f"PORT must be a number from 1 to 65535; it is {port!r}.")
        settings = read_settings()
        open_store(settings.database_url).close()
        read_secret_key(settings.folder)
        read_council()
    except (OSError, ValueError, Refused, ArgumentError) as refusal:
        print(f"The website cannot start: {refusal}", file=sys.stderr)
        return 1
    Server(demonstration, int(port)).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
