"""`python -m web.welcome`: prints who to sign in as to begin with, for whoever starts the demonstration."""

from __future__ import annotations

from plo_workflow.settings import read_settings
from plo_workflow.store import Store
from web.guides import guides
from web.wording import mid_sentence


def main() -> None:
    """Print them, one on a line."""
    store = Store(read_settings().database_url)
    with store.reading() as session:
        for one in guides(session):
            print(f"{one.name}, {mid_sentence(one.role_label)}")
    store.close()


if __name__ == "__main__":
    main()
