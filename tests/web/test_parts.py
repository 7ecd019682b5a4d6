"""The parts pages are made of: tables, lists, clocks, the bar of a case. What they are given stays text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask, render_template_string
from markupsafe import Markup

Draw = Callable[..., str]


@pytest.fixture
def draw(website: Flask) -> Draw:
    """Draws one part of a template file, on a page with an address."""

    def drawn(
        file: str, part: str, address: str = "/trial/7?page=2&late=yes&team=north&team=south", **given: object
    ) -> str:
        with website.test_request_context(address):
            return render_template_string(f'{{% import "parts/{file}.html" as parts %}}{{{{ parts.{part} }}}}', **given)

    return drawn


def test_a_table_heads_its_columns_and_rows_and_says_what_to_sort_by(draw: Draw) -> None:
    page = draw(
        "page",
        "table('Open cases', heads, rows)",
        heads=["Family", {"text": "Due", "sort": "ascending"}, {"text": "Days", "numeric": True}],
        rows=[["<Sampleton>", {"text": "today", "sort": 0}, {"text": 3, "numeric": True}]],
    )
    assert re.search(r'<th scope="col"[^>]*aria-sort="ascending">Due</th>', page)
    assert re.search(r'<th scope="row"[^>]*>&lt;Sampleton&gt;</th>', page)
    assert re.search(r'<td[^>]*data-label="Due"[^>]*data-sort-value="0"[^>]*>today</td>', page)
    assert re.search(r'<td class="govuk-table__cell govuk-table__cell--numeric"[^>]*>3</td>', page)


def test_an_empty_table_is_a_sentence(draw: Draw) -> None:
    page = draw("page", "table('Open cases', ['Family'], [], empty='No open cases.')")
    assert "No open cases." in page
    assert "<table" not in page


def test_a_cell_of_nought_is_shown(draw: Draw) -> None:
    page = draw("page", "table('Open cases', ['Family', 'Children'], [['A', {'text': 0}], ['B', 0]])")
    assert re.findall(r"<td[^>]*>(.*?)</td>", page) == ["0", "0"]


def test_the_pages_of_a_list_keep_everything_else_that_was_asked_for(draw: Draw) -> None:
    page = draw("page", "pagination(2, 3)")
    assert "Page 2 of 3" in page
    links = re.findall(r'href="([^"]+)"', page)
    assert links == [
        "/trial/7?page=1&amp;late=yes&amp;team=north&amp;team=south",
        "/trial/7?page=3&amp;late=yes&amp;team=north&amp;team=south",
    ]


def test_a_list_of_one_page_has_no_others(draw: Draw) -> None:
    assert draw("page", "pagination(1, 1)").strip() == ""


def test_a_summary_list_shows_what_is_not_known_as_a_dash(draw: Draw) -> None:
    page = draw("page", "summary_list(rows)", rows=[("Mother", None, "/x", "the <mother>"), ("Children", 0)])
    assert re.findall(r"<dd[^>]*value[^>]*>(.*?)</dd>", page) == ["–", "0"]
    assert "Change<span" in page
    assert "the &lt;mother&gt;" in page


def test_a_task_list_links_what_can_be_done_and_names_how_each_stands(draw: Draw) -> None:
    page = draw(
        "page",
        "task_list('letter', tasks)",
        tasks=[
            {"title": "Advice", "status": "To do", "tone": "to-do", "href": "/x", "hint": "By the lawyer"},
            {"title": "Approval", "status": "Cannot start yet", "tone": "cannot"},
        ],
    )
    assert 'aria-describedby="letter-1-status letter-1-hint"' in page
    assert 'id="letter-1-status"' in page
    assert 'id="letter-1-hint"' in page
    assert page.count("<a ") == 1


def test_the_bar_of_a_case_says_who_it_is_about(draw: Draw) -> None:
    page = draw(
        "case",
        "identity_bar('SYN-1', 'The <Sampleton> family', 'active_plan', 'Plan under way', [('Children', 2)])",
    )
    assert "The &lt;Sampleton&gt; family" in page
    assert "SYN-1" in page
    assert 'plo-stage--active_plan">Plan under way<' in page


def test_a_clock_says_in_words_when_it_is_due_and_why(draw: Draw) -> None:
    page = draw(
        "case",
        "clock_row('First meeting', due_on, '2 days overdue', 'overdue', '/why', provisional=true, sentence='So.')",
        due_on=date(2026, 3, 12),
    )
    assert "12 March 2026" in page
    assert "provisional" in page
    assert 'plo-due--overdue">2 days overdue<' in page
    assert "So." in page
    assert 'href="/why"' in page


def test_a_timeline_shows_what_happened_when_and_by_whom(draw: Draw) -> None:
    page = draw(
        "case",
        "timeline(items)",
        items=[
            {
                "title": "Held",
                "by": "Ben <E>",
                "when": "9 March 2026",
                "at": "2026-03-09",
                "text": "<i>Both</i>",
            },
            {"title": "Asked", "when": "2 March 2026", "at": "2026-03-02", "html": Markup("<em>Asked</em>")},
        ],
    )
    assert "by Ben &lt;E&gt;" in page
    assert "&lt;i&gt;Both&lt;/i&gt;" in page
    assert "<em>Asked</em>" in page
    assert '<time datetime="2026-03-09">9 March 2026</time>' in page
