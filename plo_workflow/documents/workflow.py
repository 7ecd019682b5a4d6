"""The map of the workflow, drawn from STAGES, MOVES, REQUIREMENTS and CLOCKS: as facts, Mermaid, SVG and a page."""

from __future__ import annotations

from html import escape
from typing import Any

from plo_workflow.clocks import CLOCKS
from plo_workflow.policy import default_policy
from plo_workflow.requirements import REQUIREMENTS
from plo_workflow.stages import MOVES, STAGES, Move

COLUMNS = {
    "gateway_requested": (0, 0), "gateway_listed": (0, 1), "letter_preparation": (0, 2), "letter_issued": (0, 3),
    "active_plan": (0, 4), "gateway_review": (0, 5), "step_down_pending": (1, 6), "application_preparation": (-1, 6),
    "stepped_down": (1, 7), "application_lodged": (-1, 7), "not_entered": (1, 2), "closed_other": (2, 4),
}  # fmt: skip
"""Where each stage stands in the drawing: its lane (0 the middle) and its row."""
WIDTH, HEIGHT, LANE, ROW = 190, 46, 260, 92


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


def _arrows() -> list[tuple[str, str, str]]:
    """From, to and the ids of the moves between; moves that stay, or lead away from everywhere, are left out."""
    between: dict[tuple[str, str], list[str]] = {}
    for move in MOVES.values():
        if move.opens_new_case or move.records_again or len(move.sources) > 3:
            continue
        for source in move.sources:
            between.setdefault((source, move.target), []).append(move.id)
    return [(source, target, ", ".join(ids)) for (source, target), ids in between.items()]


def as_mermaid() -> str:
    """The map as Mermaid text."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{stage.label}" as {stage.key}' for stage in STAGES.values()]
    lines.append("    [*] --> gateway_requested: T01")
    lines += [f"    {source} --> {target}: {ids}" for source, target, ids in _arrows()]
    lines += [f"    {stage.key} --> [*]" for stage in STAGES.values() if not stage.open]
    return "\n".join(lines) + "\n"


def as_svg() -> str:
    """The map as one SVG picture, with no script and no outside reference."""
    left = min(lane for lane, _ in COLUMNS.values())
    place = {key: (40 + (lane - left) * LANE, 40 + row * ROW) for key, (lane, row) in COLUMNS.items()}
    width = max(x for x, _ in place.values()) + WIDTH + 40
    height = max(y for _, y in place.values()) + HEIGHT + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'font-family="Arial, Helvetica, sans-serif" font-size="14">',
        "<title>Stages and moves of pre-proceedings</title>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 L8 4 L0 8 z" fill="#505a5f"/></marker></defs>',
        *(_arrow(place[source], place[target], ids) for source, target, ids in _arrows()),
        *(_box(*place[stage.key], stage.label, stage.open) for stage in STAGES.values()),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _box(x: int, y: int, label: str, is_open: bool) -> str:
    fill, ink = ("#e8f1fb", "#0b3d6b") if is_open else ("#eef0f1", "#383f43")
    return (
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{fill}" stroke="{ink}"/>'
        f'<text x="{x + WIDTH // 2}" y="{y + HEIGHT // 2 + 5}" text-anchor="middle" fill="{ink}">{escape(label)}</text>'
    )


def _arrow(source: tuple[int, int], target: tuple[int, int], ids: str) -> str:
    (x1, y1), (x2, y2) = source, target
    if y2 > y1:
        start, end = (x1 + WIDTH // 2, y1 + HEIGHT), (x2 + WIDTH // 2, y2)
        path = f"M{start[0]} {start[1]} L{end[0]} {end[1]}"
        middle = (start[0] + end[0]) // 2 + 6, (start[1] + end[1]) // 2 + 5
    else:
        side, bend = x1, min(x1, x2) - 26
        path = (
            f"M{side} {y1 + HEIGHT // 2} L{bend} {y1 + HEIGHT // 2} L{bend} {y2 + HEIGHT // 2} L{x2} {y2 + HEIGHT // 2}"
        )
        middle = bend + 4, (y1 + y2 + HEIGHT) // 2
    return (
        f'<path d="{path}" fill="none" stroke="#505a5f" marker-end="url(#head)"/>'
        f'<text x="{middle[0]}" y="{middle[1]}" fill="#505a5f" font-size="12">{escape(ids)}</text>'
    )


def as_page() -> str:
    """docs/workflow.md: the map, every stage, and every move with what it requires, starts and stops."""
    stages = [
        f"| {stage.label} | `{stage.key}` | {stage.meaning}{'' if stage.open else ' (an end)'} |"
        for stage in STAGES.values()
    ]
    return "\n".join(
        [
            "# The workflow",
            "",
            "This page is written from the tables in the code by `make docs`; a test fails when it is not what they say.",
            "`plo clocks` lists every clock with its number and source.",
            "",
            "![The map of stages and moves](workflow.svg)",
            "",
            "From every open stage a case can also be issued urgently (T18) or closed for another reason (T20).",
            "",
            "## Stages",
            "",
            "| stage | key | meaning |",
            "|---|---|---|",
            *stages,
            "",
            "## Moves",
            *(line for move in MOVES.values() for line in _move(move)),
            "",
        ]
    )


def _move(move: Move) -> list[str]:
    policy = default_policy()
    who = ", ".join(role.label.lower() for role in move.who)
    sources = (
        " or ".join(STAGES[key].label.lower() for key in move.sources) if len(move.sources) < 5 else "any open stage"
    )
    lines = ["", f"### {move.id} {move.label}", ""]
    lines.append(
        f"From {sources or 'nothing (it opens the case)'} to {STAGES[move.target].label.lower()}; made by {who}."
    )
    lines += ["", "It requires:", ""]
    for key in move.requires:
        row = REQUIREMENTS[key]
        doc = (row.check.__doc__ or "").strip().split("\n")[0]
        passed = f" May be passed over by the {row.override.label.lower()}, with a reason." if row.override else ""
        lines.append(f"- {doc}{passed}")
    for words, keys in (("It starts", move.starts), ("It stops", move.stops)):
        if keys:
            named = (
                f"{CLOCKS[key].label.lower()} ({CLOCKS[key].id}, {policy.clock(key).timescale.text})" for key in keys
            )
            lines += ["", f"{words}: {'; '.join(named)}."]
    return lines
