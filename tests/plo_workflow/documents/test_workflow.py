"""The written map says of every stage, move and clock what the tables say."""

from __future__ import annotations

import json
import re

import pytest

from plo_workflow.clocks import CLOCKS
from plo_workflow.documents.workflow import as_facts, as_mermaid, as_page, when
from plo_workflow.policy import default_policy, read_policy
from plo_workflow.requirements import REQUIREMENTS
from plo_workflow.stages import MOVES, STAGES, Move

PAGE, MERMAID = as_page(), as_mermaid()


def section(move: Move) -> str:
    """What the page says of one move."""
    return PAGE.split(f"### {move.id} {move.label}\n")[1].split("\n### ")[0].split("\n## ")[0]


@pytest.mark.parametrize("key", MOVES)
def test_the_page_says_of_a_move_who_makes_it_and_what_it_requires_starts_and_stops(key: str) -> None:
    move = MOVES[key]
    said = section(move)
    assert all(role.label.lower() in said for role in move.who)
    assert said.count("\n- ") == len(move.requires)
    assert said.count("May be passed over") == sum(REQUIREMENTS[one].override is not None for one in move.requires)
    assert set(re.findall(r"\(([KPNSU]\d\d)\)", said.split("\nIt st")[-1])) <= {clock.id for clock in CLOCKS.values()}
    assert all(f"({CLOCKS[one].id})" in said for one in (*move.starts, *move.stops))


def test_the_page_names_every_stage_and_every_clock() -> None:
    assert all(f"| {stage.label} | `{stage.key}` |" in PAGE for stage in STAGES.values())
    assert all(f"\n| {clock.id} | {clock.label}" in PAGE for clock in CLOCKS.values())


def test_mermaid_draws_each_move_from_each_of_its_stages() -> None:
    assert MERMAID.startswith("stateDiagram-v2\n")
    for move in MOVES.values():
        if move.opens_new_case:
            continue
        if len(move.sources) == sum(stage.open for stage in STAGES.values()):
            assert re.search(rf"note left of {move.target}: {move.id}\b.*from any open stage", MERMAID)
            continue
        for source in move.sources:
            to = source if move.records_again else move.target
            assert re.search(rf"^    {source} --> {to}: .*\b{move.id}\b", MERMAID, re.M)


def test_the_facts_are_plain_json_with_every_stage_and_move() -> None:
    facts = json.loads(json.dumps(as_facts()))
    assert [stage["key"] for stage in facts["stages"]] == list(STAGES)
    assert [move["key"] for move in facts["moves"]] == list(MOVES)
    assert facts["moves"][0]["requires"]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("letter_sent", "5 working days after the decision to enter"),
        ("gateway_papers_in", "3 working days before the gateway date"),
        ("statutory_26_weeks", "26 weeks beginning with the application being issued"),
        ("assessment_filed", "on the day agreed at the commissioning"),
        ("headline_limit", "112 days after the decision to enter"),
    ],
)
def test_when_something_is_due_is_said_in_words(key: str, words: str) -> None:
    assert when(CLOCKS[key], default_policy()) == words


def test_a_council_that_counts_from_the_letter_reads_so() -> None:
    policy = read_policy('[clocks.headline_limit]\nlength = 100\nanchor = "letter"\n')
    assert when(CLOCKS["headline_limit"], policy) == "100 days after the letters being sent"
