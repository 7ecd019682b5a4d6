"""The picture of the workflow: where each stage stands on the sheet and which way each arrow takes.

What is drawn comes from STAGES and MOVES; a stage or an arrow without a place here is a failing test.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from plo_workflow.stages import MOVES, OPEN_STAGES, STAGES, Move

Point = tuple[int, int]

SHEET_WIDTH, SHEET_HEIGHT = 900, 874
WIDTH, HEIGHT = 220, 54
NOTE_WIDTH = 36
LEFT, MIDDLE, RIGHT = 15, 340, 665
ROWS = (50, 150, 250, 350, 450, 550, 680, 800)

PLACES: dict[str, Point] = {
    "gateway_requested": (MIDDLE, ROWS[0]),
    "gateway_listed": (MIDDLE, ROWS[1]),
    "letter_preparation": (MIDDLE, ROWS[2]),
    "letter_issued": (MIDDLE, ROWS[3]),
    "active_plan": (MIDDLE, ROWS[4]),
    "gateway_review": (MIDDLE, ROWS[5]),
    "application_preparation": (LEFT, ROWS[6]),
    "step_down_pending": (RIGHT, ROWS[6]),
    "not_entered": (RIGHT, ROWS[1]),
    "application_lodged": (LEFT, ROWS[7]),
    "stepped_down": (RIGHT, ROWS[7]),
    "closed_other": (RIGHT, ROWS[4] - 20),
}
"""The top left corner of each stage's box."""

SHORT = {
    "T01": "ask for a gateway", "T02": "list", "T03": "put off", "T04": "do not enter", "T05": "enter",
    "T05i": "apply at once", "T06": "approve a letter",
    "T06j": "approve a child's letter", "T07": "send the letters", "T08": "first meeting",
    "T08x": "no meeting", "T09": "review", "T10": "back to the gateway", "T11": "go on", "T12": "extend",
    "T13": "step down", "T14": "apply to court", "T15": "confirm", "T16": "lodge", "T17": "withdraw",
    "T18": "issue urgently", "T19": "back from court", "T20": "close", "T21": "new period",
}  # fmt: skip
"""A move in a word or two."""


@dataclass(frozen=True)
class Route:
    """The way of one arrow: its corners, and where its words begin (or end, or are centred)."""

    corners: tuple[Point, ...]
    words: Point
    anchor: str = "start"


def _middle(row: int) -> int:
    return ROWS[row] + HEIGHT // 2


def _down(x: int, above: int, below: int) -> Route:
    top, bottom = ROWS[above] + HEIGHT, ROWS[below]
    return Route(((x, top), (x, bottom)), (x + 8, (top + bottom) // 2 + 4))


CENTRE, END = MIDDLE + WIDTH // 2, MIDDLE + WIDTH
BACK_LANE, EARLY_LANE = 300, 610

ROUTES: dict[tuple[str, str], Route] = {
    ("gateway_requested", "gateway_listed"): _down(CENTRE, 0, 1),
    ("gateway_listed", "letter_preparation"): _down(CENTRE, 1, 2),
    ("letter_preparation", "letter_issued"): _down(CENTRE, 2, 3),
    ("letter_issued", "active_plan"): _down(CENTRE, 3, 4),
    ("active_plan", "gateway_review"): _down(CENTRE, 4, 5),
    ("application_preparation", "application_lodged"): _down(LEFT + WIDTH // 2, 6, 7),
    ("step_down_pending", "stepped_down"): _down(RIGHT + WIDTH // 2, 6, 7),
    ("gateway_listed", "not_entered"): Route(
        ((END, _middle(1)), (RIGHT, _middle(1))), ((END + RIGHT) // 2, _middle(1) - 8), "middle"
    ),
    ("gateway_listed", "application_preparation"): Route(
        ((MIDDLE, _middle(1)), (170, _middle(1)), (170, ROWS[6])), (178, _middle(1) - 8)
    ),
    ("gateway_review", "active_plan"): Route(
        ((MIDDLE, _middle(5) - 14), (BACK_LANE, _middle(5) - 14), (BACK_LANE, _middle(4)), (MIDDLE, _middle(4))),
        (BACK_LANE - 8, (_middle(4) + _middle(5)) // 2 - 12), "end",
    ),
    ("gateway_review", "letter_issued"): Route(
        ((MIDDLE, _middle(5) - 14), (BACK_LANE, _middle(5) - 14), (BACK_LANE, _middle(3)), (MIDDLE, _middle(3))),
        (BACK_LANE - 8, _middle(3) + 30), "end",
    ),
    ("gateway_review", "letter_preparation"): Route(
        ((MIDDLE, _middle(5) - 14), (BACK_LANE, _middle(5) - 14), (BACK_LANE, _middle(2)), (MIDDLE, _middle(2))),
        (BACK_LANE - 8, _middle(2) + 30), "end",
    ),
    ("gateway_review", "application_preparation"): Route(
        ((MIDDLE, _middle(5) + 14), (205, _middle(5) + 14), (205, ROWS[6])), (213, _middle(5) + 6)
    ),
    ("application_preparation", "gateway_review"): Route(
        ((LEFT + WIDTH, _middle(6)), (CENTRE - 60, _middle(6)), (CENTRE - 60, ROWS[5] + HEIGHT)),
        (LEFT + WIDTH + 8, _middle(6) - 8),
    ),
    ("application_lodged", "gateway_review"): Route(
        ((LEFT + WIDTH, _middle(7)), (CENTRE, _middle(7)), (CENTRE, ROWS[5] + HEIGHT)),
        (LEFT + WIDTH + 8, _middle(7) - 8),
    ),
    ("step_down_pending", "gateway_review"): Route(
        ((RIGHT, _middle(6)), (CENTRE + 60, _middle(6)), (CENTRE + 60, ROWS[5] + HEIGHT)),
        (RIGHT - 8, _middle(6) - 8), "end",
    ),
    ("gateway_review", "step_down_pending"): Route(
        ((END, _middle(5) + 14), (RIGHT + WIDTH // 2, _middle(5) + 14), (RIGHT + WIDTH // 2, ROWS[6])),
        (END + 8, _middle(5) + 6),
    ),
    ("letter_preparation", "gateway_review"): Route(
        ((END, _middle(2)), (EARLY_LANE, _middle(2)), (EARLY_LANE, _middle(5) - 14), (END, _middle(5) - 14)),
        (EARLY_LANE + 8, _middle(2) + 30),
    ),
    ("letter_issued", "gateway_review"): Route(
        ((END, _middle(3)), (EARLY_LANE, _middle(3)), (EARLY_LANE, _middle(5) - 14), (END, _middle(5) - 14)),
        (EARLY_LANE + 8, _middle(3) + 30),
    ),
}  # fmt: skip
"""The way of each arrow from one stage to another."""

FROM_ANYWHERE: dict[str, Route] = {
    "issue_urgently": Route(((LEFT + 50, ROWS[6] - 60), (LEFT + 50, ROWS[6])), (LEFT, ROWS[6] - 84)),
    "close_other": Route(
        ((RIGHT + WIDTH // 2, ROWS[3] + 30), (RIGHT + WIDTH // 2, ROWS[4] - 20)),
        (RIGHT + WIDTH // 2, ROWS[3] + 6), "middle",
    ),
}  # fmt: skip
"""The moves that lead on from every open stage are drawn once, from a few words instead of a box."""
ANYWHERE = "from any open stage"


def from_anywhere(move: Move) -> bool:
    """Whether a move leads on from every open stage."""
    return set(OPEN_STAGES) <= set(move.sources)


def arrows() -> dict[tuple[str, str], list[Move]]:
    """The moves from one stage to another; those that stay, open a case or start anywhere are drawn as notes."""
    between: dict[tuple[str, str], list[Move]] = {}
    for move in MOVES.values():
        if not (move.opens_new_case or move.records_again or from_anywhere(move)):
            for source in move.sources:
                between.setdefault((source, move.target), []).append(move)
    return between


def staying(stage: str) -> list[Move]:
    """The moves that leave a case in this stage."""
    return [move for move in MOVES.values() if move.records_again and stage in move.sources]


def in_short(*moves: Move) -> str:
    """Moves by their ids, each with a word or two."""
    return ", ".join(f"{move.id} {SHORT[move.id]}" for move in moves)


def note(stage: str) -> list[str]:
    """The lines in a stage's box below its name: the moves that stay, or those that begin another case from it."""
    if stay := staying(stage):
        return wrap(f"stays: {in_short(*stay)}", NOTE_WIDTH)
    again = [move for move in MOVES.values() if move.opens_new_case and stage in move.sources]
    return [f"then: {in_short(*again)}"] if again else []


def as_svg() -> str:
    """The map as one SVG picture, readable at 900 pixels, with no script and no outside reference."""
    return "\n".join((*_head(), *_all_arrows(), *map(_box, STAGES), "</svg>", ""))


def _head() -> tuple[str, ...]:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SHEET_WIDTH} {SHEET_HEIGHT}" role="img" '
        'aria-labelledby="workflow-title workflow-desc" font-family="Arial, Helvetica, sans-serif">',
        '<title id="workflow-title">Stages and moves of pre-proceedings</title>',
        f'<desc id="workflow-desc">{escape(_described())}</desc>',
        '<defs><marker id="workflow-head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#505a5f"/></marker></defs>',
        f'<rect width="{SHEET_WIDTH}" height="{SHEET_HEIGHT}" fill="#ffffff"/>',
    )


def _described() -> str:
    """The same map in words, for those who do not see it."""
    lines = [
        f"From {STAGES[source].label} to {STAGES[target].label}: {in_short(*moves)}."
        for (source, target), moves in arrows().items()
    ]
    anywhere = (MOVES[key] for key in FROM_ANYWHERE)
    lines += [f"From any open stage to {STAGES[move.target].label}: {in_short(move)}." for move in anywhere]
    return " ".join(lines)


def _all_arrows() -> Iterator[str]:
    opening = next(move for move in MOVES.values() if not move.sources)
    top = ROWS[0]
    yield f'<circle cx="{CENTRE}" cy="{top - 32}" r="6" fill="#505a5f"/>'
    yield _arrow(Route(((CENTRE, top - 26), (CENTRE, top)), (CENTRE + 14, top - 18)), [in_short(opening)])
    for pair, moves in arrows().items():
        yield _arrow(ROUTES[pair], [in_short(move) for move in moves])
    for key, route in FROM_ANYWHERE.items():
        yield _arrow(route, [ANYWHERE, in_short(MOVES[key])], dashed=True)


def _arrow(route: Route, words: Sequence[str], *, dashed: bool = False) -> str:
    path = " ".join(f"{'L' if place else 'M'}{x} {y}" for place, (x, y) in enumerate(route.corners))
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    line = f'<path d="{path}" fill="none" stroke="#505a5f" stroke-width="1.5"{dash} marker-end="url(#workflow-head)"/>'
    return line + "".join(
        _text(route.words[0], route.words[1] + place * LINE, one, "#383f43", 13, route.anchor)
        for place, one in enumerate(words)
    )


LINE = 17


def _text(x: int, y: int, words: str, ink: str, size: int, anchor: str = "middle", weight: str = "normal") -> str:
    style = f'font-size="{size}" text-anchor="{anchor}" fill="{ink}"'
    bold = f' font-weight="{weight}"' if weight != "normal" else ""
    return f'<text x="{x}" y="{y}" {style}{bold}>{escape(words)}</text>'


def _box(key: str) -> str:
    (x, y), stage, more = PLACES[key], STAGES[key], note(key)
    fill, ink = ("#e8f1fb", "#0b3d6b") if stage.open else ("#eef0f1", "#383f43")
    first = y + HEIGHT // 2 + 5 - len(more) * 9
    return (
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{fill}" stroke="{ink}"/>'
        + _text(x + WIDTH // 2, first, stage.label, ink, 15, weight="bold")
        + "".join(_text(x + WIDTH // 2, first + 3 + 15 * place, one, ink, 12) for place, one in enumerate(more, 1))
    )
