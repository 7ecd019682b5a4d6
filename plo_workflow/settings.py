"""Where this installation keeps its things, read from `PLO_*` environment variables. Nothing about the field
is decided here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Settings:
    """The settings of one installation: one authority, one database."""

    database_url: str
    folder: Path
    policy_file: Path | None


def read_settings() -> Settings:
    """Read the settings of this process; the folder `var` below the working folder is the default home."""
    folder = Path(os.environ.get("PLO_FOLDER", "var")).absolute()
    policy = os.environ.get("PLO_POLICY")
    return Settings(
        database_url=os.environ.get("PLO_DATABASE_URL") or f"sqlite:///{folder / 'plo.sqlite3'}",
        folder=folder,
        policy_file=Path(policy) if policy else None,
    )
