"""What somebody reads: everything that is told, where it leads and why, in text and in HTML; templates are checked."""

from __future__ import annotations

from datetime import date

import pytest
from jinja2 import ChoiceLoader, DictLoader, PackageLoader

from plo_workflow.models import MessageKind
from plo_workflow.reminders.composing import Item, WordingFault, compose, read_wording, wording

SITE = "https://plo.example"
LATE = Item(
    1, "PLO-2026-00001", "Letter sent – overdue", "You are told as social worker.", "overdue_1", date(2026, 1, 20)
)
NEAR = Item(2, "PLO-2026-00002", "Child seen – due", "You are told as social worker.", "coming_2", date(2026, 1, 23))
DRIFTS = Item(3, "PLO-2026-00003", "No plan <yet> – since", "You are told.", "red_3", date(2026, 1, 12))
SHIPPED = PackageLoader("plo_workflow.reminders", "wording")


def test_a_digest_has_everything_under_its_heading_what_is_overdue_first() -> None:
    letter = compose(MessageKind.DAY, [NEAR, DRIFTS, LATE], on=date(2026, 1, 21), site=SITE)
    assert letter.subject == "Pre-proceedings: 1 overdue, 1 drifting, 1 coming due"
    places = [
        letter.text.index(words) for words in ("Overdue", LATE.ref, "Drifting", DRIFTS.ref, "Coming due", NEAR.ref)
    ]
    assert places == sorted(places)
    for item in (LATE, NEAR, DRIFTS):
        assert f"{SITE}/cases/{item.ref}" in letter.text
        assert f'href="{SITE}/cases/{item.ref}"' in letter.html


def test_a_digest_of_one_thing_says_it_in_the_subject() -> None:
    letter = compose(MessageKind.DAY, [LATE], on=date(2026, 1, 21), site=SITE)
    assert letter.subject == "PLO-2026-00001: Letter sent – overdue"
    assert letter.text.startswith("1 reminder for Wednesday 21 January 2026\n")


def test_whatever_is_said_is_only_ever_text_in_the_html() -> None:
    letter = compose(MessageKind.REMINDER, [DRIFTS], on=date(2026, 1, 21), site=SITE)
    assert "No plan &lt;yet&gt;" in letter.html
    assert "No plan <yet>" in letter.text


def test_every_kind_of_message_has_a_text_and_an_html() -> None:
    assert set(wording()) == set(MessageKind)


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{{ nobody }}", "The template day.txt names “nobody”, which is never filled in."),
        (
            "{% for _, items in groups.items() %}{{ items[0].family }}{% endfor %}",
            "The template day.txt cannot be used",
        ),
        ("{{ number", "The template day.txt cannot be used"),
    ],
)
def test_a_template_that_names_what_is_never_filled_in_is_refused_when_it_is_read(template: str, says: str) -> None:
    with pytest.raises(WordingFault, match=says[:60].replace("“", ".").replace("”", ".")):
        read_wording(ChoiceLoader([DictLoader({"day.txt": template}), SHIPPED]))


def test_all_faults_of_all_templates_are_said_together() -> None:
    broken = DictLoader({"day.txt": "{{ nobody }}", "week.html": "{{ nothing }}"})
    with pytest.raises(WordingFault) as refused:
        read_wording(ChoiceLoader([broken, SHIPPED]))
    assert all(name in refused.value.sentence for name in ("day.txt", "week.html"))
