"""A year of reminders, day by day, beside an oracle that works out from plain facts who should have been told what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from schedules.mail import MailServer, MailSettings
from tests.databases import Databases
from tests.office import Office
from tests.schedules.conftest import Post
from tests.year.happenings import Happenings
from tests.year.living import Year
from tests.year.oracle import Oracle, Rules
from tests.year.stories import Stories, prepare_year

FIRST = date(2026, 1, 5)
DAYS = 365
LAST = FIRST + timedelta(days=DAYS)
Settings = Callable[..., MailSettings]


def begun(url: str, post: Post, settings: MailSettings, *, families: int, **more: object) -> Year:
    office = Office(url)
    return Year(
        office=office,
        post=post,
        carrier=MailServer(settings),
        stories=Stories(office, families=families, first=FIRST, last=LAST, seed=7),
        happenings=Happenings(office, seed=11),
        oracle=Oracle(Rules()),
        **more,  # type: ignore[arg-type]
    )


def test_a_year(sqlite: Databases, post: Post, settings_for: Settings) -> None:
    year = begun(sqlite.fresh(prepare_year), post, settings_for(post.port), families=300, new_rules_on=date(2026, 7, 1))
    lived = year.live(FIRST, DAYS)
    assert not lived.differences
