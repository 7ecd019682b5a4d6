"""The council's own look: its name in the header, and its colour, served as a small stylesheet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Blueprint, Response

LEAST_CONTRAST = 4.5
"""White text on the council's colour must be readable (WCAG 2.2, 1.4.3, level AA)."""


@dataclass(frozen=True)
class Council:
    """Whose installation this is. Raises ValueError for a colour that is none or too light for white text."""

    name: str = "Demonstration council"
    colour: str = "#25465c"

    def __post_init__(self) -> None:
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", self.colour):
            raise ValueError(f"The council's colour must be written like #25465c; {self.colour!r} is not.")
        if contrast_with_white(self.colour) < LEAST_CONTRAST:
            raise ValueError(
                f"White text on {self.colour} has a contrast of {contrast_with_white(self.colour):.1f} to 1; "
                f"people need at least {LEAST_CONTRAST} to 1. Choose a darker colour."
            )

    @property
    def stylesheet(self) -> str:
        """The custom properties that the pages' stylesheets take the colour from."""
        return f":root{{--plo-council-colour:{self.colour};--govuk-brand-colour:{self.colour}}}\n"


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of white text on a colour written #rrggbb, from 1 to 21 (WCAG 2.2)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def stylesheet_page(council: Council, path: str) -> Blueprint:
    """The page that serves the council's stylesheet."""
    pages = Blueprint("council", __name__)

    @pages.get(path)
    def stylesheet() -> Response:
        return Response(council.stylesheet, mimetype="text/css")

    return pages


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
