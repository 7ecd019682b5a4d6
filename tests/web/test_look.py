"""The council's own look, and that the site never passes for GOV.UK."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import web
from plo_workflow.cases import Desk
from web import create_app
from web.council import Council, contrast_with_white

STATIC = Path(web.__file__).parent / "static"


def test_the_stylesheets_carry_none_of_the_branding_of_gov_uk() -> None:
    for path in STATIC.glob("*.css"):
        assert not re.search(r"GDS Transport|crown|crest|@font-face", path.read_text(), re.IGNORECASE), path


def test_no_typeface_or_logo_is_served() -> None:
    files = [path for path in STATIC.rglob("*") if path.is_file()]
    assert not [path for path in files if path.suffix in (".woff", ".woff2", ".ico", ".png")]
    assert not [path for path in files if re.search("crown|crest|logo|favicon|opengraph", path.name)]


def test_the_stylesheets_and_scripts_ask_no_other_site_for_anything() -> None:
    for path in (*STATIC.glob("*.css"), *STATIC.glob("*.js")):
        text = path.read_text()
        assert not re.search(r"@import|url\(['\"]?(https?:)?//", text), path
        assert set(re.findall(r"https?://[a-z0-9.]*", text)) <= {
            "http://www.w3.org",
            "https://",
            "http://",
        }, path


def test_every_picture_the_stylesheets_name_is_there() -> None:
    for name in re.findall(r"url\(\"?(images/[^)\"]+)", (STATIC / "design-system.css").read_text()):
        assert (STATIC / name).is_file(), name


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54), ("#777777", 4.48)]
)
def test_contrast_with_white_is_as_the_guidelines_compute_it(colour: str, contrast: float) -> None:
    assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.01)


def test_a_council_colour_too_light_for_white_text_is_refused() -> None:
    with pytest.raises(ValueError, match=r"contrast of 4\.5 to 1.*Choose a darker colour"):
        Council(colour="#777777")


@pytest.mark.parametrize("colour", ["blue", "#fff", "#25465c;}", ""])
def test_a_council_colour_that_is_none_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="must be written like"):
        Council(colour=colour)


def test_the_council_is_named_and_its_colour_served(empty_desk: Desk) -> None:
    website = create_app(empty_desk, secret_key=b"k", council=Council("Sampleshire <CC>", "#5a2d6c"), https=False)
    with website.test_client() as client:
        page = client.get("/sign-in").text
        link = re.search(r'"(/static/[^"]+/council\.css)"', page)
        assert link
        assert "--plo-council-colour:#5a2d6c" in client.get(link[1]).text
    assert "Sampleshire &lt;CC&gt;" in page
    assert '<meta name="theme-color" content="#5a2d6c">' in page


def test_another_colour_is_another_version_of_the_static_files(empty_desk: Desk) -> None:
    paths = {
        create_app(empty_desk, secret_key=b"k", council=Council(colour=colour)).static_url_path
        for colour in ("#25465c", "#5a2d6c")
    }
    assert len(paths) == 2
