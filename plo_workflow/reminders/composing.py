"""Composing: what is to be told, as the subject, the text and the HTML of one message. No name of a family is in it.

The words around it are in `wording/`, a template each for the text and the HTML of every kind of message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    PackageLoader,
    StrictUndefined,
    Template,
    TemplateError,
    meta,
    select_autoescape,
)

from plo_workflow.errors import Refused
from plo_workflow.models import MessageKind
from plo_workflow.reminders.ladder import COMING, OVERDUE
from plo_workflow.reminders.sitting import Listed
from plo_workflow.reminders.week import TeamWeek, Week
from plo_workflow.working_days import with_weekday

GROUPS = {OVERDUE: "Overdue", "drift": "Drifting", COMING: "Coming due"}
"""Under which heading a message stands in a digest, in this order: by the ladder of its rung."""


class WordingFault(Refused):
    """A template of a message cannot be used: it names what nobody fills in, or is not a template at all."""


@dataclass(frozen=True)
class Item:
    """One thing to tell: `words` in one line, and `why` it comes to this person. `rung` is empty for a move."""

    id: int
    ref: str
    words: str
    why: str
    rung: str
    about_on: date

    @property
    def group(self) -> str:
        """Under which heading it stands."""
        ladder = self.rung.rpartition("_")[0]
        return GROUPS[ladder] if ladder in GROUPS else GROUPS["drift"]


_SAMPLE = Item(1, "SYN-2026-00001", "Letter sent: overdue", "You are told.", "overdue_1", date(2026, 1, 5))
SAMPLES: dict[MessageKind, dict[str, Any]] = {
    MessageKind.DAY: {"groups": {"Overdue": [_SAMPLE]}, "number": 1, "day": "Monday 5 January 2026", "site": ""},
    MessageKind.MOVE: {"item": _SAMPLE, "site": ""},
    MessageKind.REMINDER: {"item": _SAMPLE, "site": ""},
    MessageKind.CARD: {"item": _SAMPLE, "site": ""},
    MessageKind.WEEK: {"week": Week((TeamWeek("North", 3, 2, 1, 1),), ()), "day": "Monday 5 January 2026", "site": ""},
    MessageKind.SITTING: {
        "cases": [Listed("SYN-2026-00001", "Entry", papers_in=False)],
        "day": "Tuesday 6 January 2026",
        "site": "",
    },
}
"""What the templates of each kind of message may name, with something in it to try them out."""


@dataclass(frozen=True)
class Letter:
    """What somebody reads: one line, plain text, and the same as HTML."""

    subject: str
    text: str
    html: str


def compose(kind: str, items: Sequence[Item], *, on: date, site: str) -> Letter:
    """The message that tells of these things (at least one), as it is sent on a day; links begin with `site`."""
    first = items[0]
    subject = first.words if first.ref in first.words else f"{first.ref}: {first.words}"
    if kind != MessageKind.DAY:
        return _filled(MessageKind(kind), subject, {"item": first}, site)
    groups = {heading: _of_group(items, heading) for heading in GROUPS.values()}
    groups = {heading: found for heading, found in groups.items() if found}
    if len(items) > 1:
        counted = (f"{len(found)} {heading[0].lower()}{heading[1:]}" for heading, found in groups.items())
        subject = f"Pre-proceedings: {', '.join(counted)}"
    return _filled(MessageKind.DAY, subject, {"groups": groups, "number": len(items), "day": with_weekday(on)}, site)


def compose_week(week: Week, *, on: date, site: str) -> Letter:
    """The managers' digest of a week, as it stands on a day."""
    unanswered = sum(team.unanswered for team in week.teams)
    subject = f"Pre-proceedings this week: alerts that nobody has in hand: {unanswered}"
    return _filled(MessageKind.WEEK, subject, {"week": week, "day": with_weekday(on)}, site)


def compose_sitting(cases: Sequence[Listed], *, sitting_on: date, site: str) -> Letter:
    """What comes before a gateway sitting."""
    number = f"{len(cases)} {'case' if len(cases) == 1 else 'cases'}"
    day = with_weekday(sitting_on)
    return _filled(MessageKind.SITTING, f"Gateway on {day}: {number}", {"cases": cases, "day": day}, site)


def _of_group(items: Sequence[Item], heading: str) -> list[Item]:
    return sorted((one for one in items if one.group == heading), key=lambda one: (one.about_on, one.ref, one.words))


def _filled(kind: MessageKind, subject: str, said: Mapping[str, Any], site: str) -> Letter:
    text, html = (template.render(**said, site=site) for template in wording()[kind])
    return Letter(subject, text, html)


@lru_cache(maxsize=1)
def wording() -> dict[MessageKind, tuple[Template, Template]]:
    """The templates of every kind of message: of its text and of its HTML.

    Raises `WordingFault` where one names a field that is never filled in.
    """
    return read_wording(PackageLoader("plo_workflow.reminders", "wording"))


def read_wording(loader: BaseLoader) -> dict[MessageKind, tuple[Template, Template]]:
    """Read and check every template. Raises `WordingFault` with everything that is wrong."""
    environment = Environment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    faults = [fault for kind in SAMPLES for ending in ("txt", "html") for fault in _faults(environment, kind, ending)]
    if faults:
        raise WordingFault(" ".join(faults))
    return {
        kind: (environment.get_template(f"{kind}.txt"), environment.get_template(f"{kind}.html")) for kind in SAMPLES
    }


def _faults(environment: Environment, kind: MessageKind, ending: str) -> list[str]:
    name, loader = f"{kind}.{ending}", environment.loader
    assert loader is not None
    try:
        source, _, _ = loader.get_source(environment, name)
        unknown = sorted(meta.find_undeclared_variables(environment.parse(source)) - SAMPLES[kind].keys())
        if not unknown:
            environment.get_template(name).render(SAMPLES[kind])
    except TemplateError as fault:
        return [f"The template {name} cannot be used: {fault}."]
    return [f"The template {name} names “{field}”, which is never filled in." for field in unknown]
