"""Each signal on both sides of its threshold: on exactly which day, since when, how pressing, and cured by what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plo_workflow.clocks import CLOCKS
from plo_workflow.drift import SIGNALS
from plo_workflow.policy import default_policy
from tests.databases import Databases
from tests.office import Office, prepare
from tests.plo_workflow.drift.about_answers import ANSWERS
from tests.plo_workflow.drift.about_meetings import MEETINGS
from tests.plo_workflow.drift.about_overdue import OVERDUE
from tests.plo_workflow.drift.about_plan import PLAN
from tests.plo_workflow.drift.about_work import WORK
from tests.plo_workflow.drift.examples import Example, look, write_example
from tests.plo_workflow.weekdays import day

END = day("Thu 31 Dec 2026")
EXAMPLES = {**OVERDUE, **MEETINGS, **PLAN, **WORK, **ANSWERS}


def test_every_signal_has_examples() -> None:
    assert set(EXAMPLES) == set(SIGNALS)


@pytest.mark.parametrize("key", EXAMPLES)
def test_a_signal_is_true_from_its_day_until_it_is_cured(databases: Databases, key: str) -> None:
    office = Office(databases.fresh(prepare))
    for number, example in enumerate(EXAMPLES[key], start=1):
        write_example(office, number, example)
    for number, example in enumerate(EXAMPLES[key], start=1):
        assert seen(office, key, number, example) == wanted(example), example.what


def seen(office: Office, key: str, number: int, example: Example) -> dict[str, list[tuple[object, ...]]]:
    """What is seen of one signal on the case of an example, on each of its days."""
    return {
        on: [(one.severity, one.since_on, one.subject) for one in look(office, on, number) if one.signal == key]
        for on in example.seen
    }


def wanted(example: Example) -> dict[str, list[tuple[object, ...]]]:
    """What an example says should be seen."""
    return {
        on: [(severity, day(example.since), example.subject)] if severity else []
        for on, severity in example.seen.items()
    }


def test_nothing_is_seen_on_a_case_that_has_ended_or_is_under_legal_hold(databases: Databases) -> None:
    office = Office(databases.fresh(prepare))
    firsts = {key: next(one for one in examples if one.since) for key, examples in EXAMPLES.items()}
    left_out: tuple[dict[str, object], ...] = ({"open": False, "closed_on": END}, {"legal_hold": True})
    for place, example in enumerate(firsts.values(), start=1):
        write_example(office, place, replace(example, case=example.case | left_out[place % 2]))
    for example in firsts.values():
        for on in example.seen:
            assert look(office, on) == []


@pytest.mark.parametrize("key", EXAMPLES)
def test_every_signal_has_an_example_in_which_it_is_true_and_one_in_which_it_is_cured(key: str) -> None:
    assert any(severity for example in EXAMPLES[key] for severity in example.seen.values())
    assert any(not any(example.seen.values()) for example in EXAMPLES[key])


def test_the_table_has_every_signal_of_the_field_and_the_quiet_case() -> None:
    assert {signal.id for signal in SIGNALS.values()} == {f"D{n:02}" for n in range(1, 25)} | {"Q01"}


def test_every_clock_that_is_chased_is_seen_as_one_signal() -> None:
    named = [clock for signal in SIGNALS.values() for clock in signal.clocks]
    assert sorted(named) == sorted(key for key, clock in CLOCKS.items() if clock.chased)


def test_every_signal_says_what_it_means_how_pressing_it_is_and_from_which_number() -> None:
    for signal in SIGNALS.values():
        assert signal.meaning.endswith("."), signal.key
        assert signal.label.strip(), signal.key
        assert "{" not in signal.severity(default_policy()), signal.key
