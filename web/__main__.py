"""`python -m web`: serves the demonstration on this machine only. A real one is behind a proxy."""

from __future__ import annotations

import os
import sys

from flask import Flask

from plo_workflow.settings import read_settings
from web import create_app
from web.council import Council
from web.demo_people import DEMO_PEOPLE
from web.security import read_secret_key
from web.server import HOSTS, Server


def demonstration() -> Flask:
    """The website as the demonstration has it, from the `PLO_*` settings of this process."""
    return create_app(
        lambda: DEMO_PEOPLE,
        secret_key=read_secret_key(read_settings().folder),
        council=read_council(),
        https=False,
        hosts=HOSTS,
    )


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
        demonstration()
    except (OSError, ValueError) as refusal:
        print(f"The website cannot start: {refusal}", file=sys.stderr)
        return 1
    Server(demonstration, int(port)).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
