"""The picture of the workflow shows every stage and every move, and nothing lies on anything else."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from plo_workflow.documents.drawing import (
    FROM_ANYWHERE,
    HEIGHT,
    PLACES,
    ROUTES,
    SHEET_HEIGHT,
    SHEET_WIDTH,
    WIDTH,
    arrows,
    as_svg,
    from_anywhere,
    note,
)
from plo_workflow.stages import MOVES, STAGES

SVG = "{http://www.w3.org/2000/svg}"
PICTURE = ElementTree.fromstring(as_svg())
Area = tuple[float, float, float, float]
"""Left, top, right, bottom."""

BOXES: dict[str, Area] = {key: (x, y, x + WIDTH, y + HEIGHT) for key, (x, y) in PLACES.items()}


def area_of(text: ElementTree.Element) -> Area:
    """Where words lie, at half their size a letter, which is what Arial takes."""
    size, x, y = float(text.attrib["font-size"]), float(text.attrib["x"]), float(text.attrib["y"])
    width = len(text.text or "") * size * 0.5
    left = {"start": x, "middle": x - width / 2, "end": x - width}[text.attrib["text-anchor"]]
    return left, y - size * 0.8, left + width, y + size * 0.25


def apart(one: Area, other: Area) -> bool:
    """Whether two areas have nothing in common."""
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


LABELS = [(text.text or "", area_of(text)) for text in PICTURE.iter(f"{SVG}text")]
LINES: list[Area] = [
    (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    for path in PICTURE.findall(f"{SVG}path")
    for (x1, y1), (x2, y2) in pairwise(
        (int(x), int(y)) for x, y in re.findall(r"[ML](-?\d+) (-?\d+)", path.attrib["d"])
    )
]
FREE_LABELS = [
    (words, area)
    for words, area in LABELS
    if words not in {line for stage in STAGES.values() for line in (stage.label, *note(stage.key))}
]


def test_every_stage_has_a_place_and_every_arrow_a_way() -> None:
    assert set(PLACES) == set(STAGES)
    assert set(ROUTES) == set(arrows())
    assert set(FROM_ANYWHERE) == {move.key for move in MOVES.values() if from_anywhere(move)}


@pytest.mark.parametrize("move", sorted({move.id for move in MOVES.values()}))
def test_every_move_is_named_in_the_picture(move: str) -> None:
    assert any(re.search(rf"\b{move}\b", words) for words, _ in LABELS)


def test_every_stage_is_named_in_the_picture() -> None:
    assert {stage.label for stage in STAGES.values()} <= {words for words, _ in LABELS}


def test_arrows_are_right_angled_and_cross_no_box() -> None:
    for left, top, right, bottom in LINES:
        assert left == right or top == bottom
        for key, box in BOXES.items():
            assert apart((left, top, right, bottom), box), f"a line runs through {STAGES[key].label}"


def test_no_words_lie_on_a_box_a_line_or_other_words() -> None:
    for (words, area), (others, other) in combinations(LABELS, 2):
        assert apart(area, other), f"“{words}” lies on “{others}”"
    for words, area in FREE_LABELS:
        assert all(apart(area, box) for box in BOXES.values()), f"“{words}” lies on a box"
        assert all(apart(area, line) for line in LINES), f"“{words}” lies on a line"


def test_the_words_of_a_box_fit_into_it() -> None:
    inside = [area for words, area in LABELS if (words, area) not in FREE_LABELS]
    for left, top, right, bottom in inside:
        assert any(b[0] <= left and right <= b[2] and b[1] <= top and bottom <= b[3] for b in BOXES.values())


def test_everything_lies_on_the_sheet_which_is_900_wide() -> None:
    assert PICTURE.attrib["viewBox"] == f"0 0 {SHEET_WIDTH} {SHEET_HEIGHT}"
    assert SHEET_WIDTH == 900
    for left, top, right, bottom in (*BOXES.values(), *LINES, *(area for _, area in LABELS)):
        assert min(left, top) >= 0
        assert right <= SHEET_WIDTH
        assert bottom <= SHEET_HEIGHT


def test_the_picture_has_a_title_and_the_same_map_in_words_for_those_who_do_not_see_it() -> None:
    title, words = PICTURE.find(f"{SVG}title"), PICTURE.find(f"{SVG}desc")
    assert title is not None
    assert words is not None
    assert PICTURE.attrib["aria-labelledby"] == f"{title.attrib['id']} {words.attrib['id']}"
    assert "From Gateway listed to Letter in preparation: T05 enter." in (words.text or "")


def test_the_picture_has_no_script_and_refers_to_nothing_outside_itself() -> None:
    assert "<script" not in as_svg()
    assert not re.search(r"href|url\((?!#)|@import|src=", as_svg())
