"""The map of the workflow in words, from STAGES, MOVES, REQUIREMENTS and CLOCKS: as facts, Mermaid and a page.

The picture is drawn in `drawing`.
"""

from __future__ import annotations

from typing import Any

from plo_workflow.clocks import CLOCKS, Clock
from plo_workflow.documents.drawing import arrows, from_anywhere, in_short, staying
from plo_workflow.policy import Policy, default_policy
from plo_workflow.requirements import REQUIREMENTS
from plo_workflow.stages import MOVES, STAGES, Move, Stage
from plo_workflow.working_days import listed


def as_facts() -> dict[str, Any]:
    """Every stage and move, with who may make it and what it requires, starts and stops."""
    return {
        "stages": [vars(stage) for stage in STAGES.values()],
        "moves": [
            {
                "id": move.id, "key": move.key, "label": move.label, "from": list(move.sources), "to": move.target,
                "who": [role.value for role in move.who], "requires": list(move.requires),
                "starts": list(move.starts), "stops": list(move.stops), "opens_new_case": move.opens_new_case,
            }
            for move in MOVES.values()
        ],
    }  # fmt: skip


def as_mermaid() -> str:
    """The map as Mermaid text."""
    opening = next(move for move in MOVES.values() if not move.sources)
    drawn = {**arrows(), **{(stage, stage): moves for stage in STAGES if (moves := staying(stage))}}
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{stage.label}" as {stage.key}' for stage in STAGES.values()]
    lines.append(f"    [*] --> {opening.target}: {in_short(opening)}")
    lines += [f"    {source} --> {target}: {in_short(*moves)}" for (source, target), moves in drawn.items()]
    lines += [f"    {stage.key} --> [*]" for stage in STAGES.values() if not stage.open]
    for move in filter(from_anywhere, MOVES.values()):
        lines.append(f"    note left of {move.target}: {in_short(move)}, from any open stage")
    return "\n".join(lines) + "\n"


def as_page() -> str:
    """docs/workflow.md: the map, every stage, every move with what it requires, starts and stops, and every clock."""
    return "\n".join(
        [
            "# The workflow",
            "",
            "This page and its picture are written from the tables in the code by `make docs`; a test fails when they",
            "do not say what the tables say. What requirements mean is tested in tests/plo_workflow/requirements.",
            "",
            "![The map of stages and moves](workflow.svg)",
            "",
            "## Stages",
            "",
            "| stage | key | meaning |",
            "|---|---|---|",
            *(f"| {one.label} | `{one.key}` | {_meaning(one)} |" for one in STAGES.values()),
            "",
            "## Moves",
            *(line for move in MOVES.values() for line in _move(move)),
            "",
            "## Clocks",
            "",
            "The numbers are those of the default policy; a council sets its own. A watch is shown and never chased.",
            "",
            "| id | what is due | when | who answers for it | where the number comes from |",
            "|---|---|---|---|---|",
            *map(_clock, CLOCKS.values()),
            "",
        ]
    )


def _meaning(stage: Stage) -> str:
    return stage.meaning if stage.open else f"{stage.meaning} (an end)"


def _move(move: Move) -> list[str]:
    who = listed([role.label.lower() for role in move.who]).replace(" and ", " or ")
    source = "any open stage" if from_anywhere(move) else " or ".join(STAGES[key].label.lower() for key in move.sources)
    lines = ["", f"### {move.id} {move.label}", ""]
    way = f"From {source or 'nothing (it opens the case)'} to {STAGES[move.target].label.lower()}"
    lines.append(f"{f'Stays in {source}' if move.records_again else way}; made by {who}.")
    lines += ["", "It requires:", "", *map(_requirement, move.requires)]
    for words, keys in (("It starts", move.starts), ("It stops", move.stops)):
        if keys:
            lines += ["", f"{words}: {'; '.join(f'{CLOCKS[key].label.lower()} ({CLOCKS[key].id})' for key in keys)}."]
    return lines


def _requirement(key: str) -> str:
    row = REQUIREMENTS[key]
    claim = " ".join((row.check.__doc__ or "").split("\n\n")[0].split())
    passed = f" May be passed over by the {row.override.label.lower()}, with a reason." if row.override else ""
    return f"- {claim}{passed}"


def _clock(clock: Clock) -> str:
    policy = default_policy()
    what = clock.label if clock.chased else f"{clock.label} (a watch)"
    source = policy.clock(clock.key).source
    return f"| {clock.id} | {what} | {when(clock, policy)} | {clock.owner.label.lower()} | {source} |"


def when(clock: Clock, policy: Policy) -> str:
    """How long a clock runs and what it counts from, in words."""
    rule = policy.clock(clock.key)
    if rule.agreed_each_time:
        return f"on the day agreed at {clock.anchor_words(policy)}"
    return f"{rule.timescale.text} {clock.anchor_words(policy)}"
