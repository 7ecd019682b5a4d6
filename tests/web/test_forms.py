"""Forms made from commands: what is asked, what is understood, what is refused and how it is shown."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict

from tests.web.sample_commands import (
    CHOICES,
    Attendee,
    ChildDecision,
    Kind,
    hold_meeting,
    measure,
    record_decisions,
)
from web.forms import build, read, refuse
from web.rows import MOST_ROWS, AnsweredRow, CommandForm, RowsAnswer

Meeting = build(hold_meeting, leave_out={"by"}, choices=CHOICES)
Decisions = build(record_decisions, choices=CHOICES, each={"decisions": "child"}, rows={"attendees": 2})

MEETING = {
    "held_on-day": "3",
    "held_on-month": "2",
    "held_on-year": "2026",
    "kind": "first",
    "way": "by_video",
    "chair": "worker-3",
    "effective": "False",
    "minutes_long": "1,090",
    "place": " Town hall ",
    "summary": "First line\r\n\r\n  second line",
    "children": "2",
}
OPENED = {"opened_at-day": "3", "opened_at-month": "7", "opened_at-year": "2026", "opened_at-time": "10:30am"}
ENTERED = {
    "decisions-0-decision": "enter",
    "decisions-1-decision": "not_entered",
    "decisions-1-reasons": "Why",
}
OFFERED = {"attendees-0-attended": "yes", "attendees-1-attended": "yes"}
PAGE = """{% extends "layout.html" %}{% set title = "A meeting" %}
{% from "parts/ask.html" import command_form %}
{% block content %}{{ command_form(form) }}{% endblock %}"""


def sent(form: type[CommandForm], *given: dict[str, str]) -> CommandForm:
    """The form as it was sent and checked; later answers replace earlier ones."""
    filled = form(MultiDict({name: text for answers in given for name, text in answers.items()}))
    filled.validate()
    return filled


def fault(*given: dict[str, str]) -> tuple[str, str]:
    """The one error of a meeting that is right but for these answers, and the id it leads to."""
    (only,) = sent(Meeting, MEETING, *given).faults
    return only


def rows(form: CommandForm, field: str) -> list[AnsweredRow]:
    """The rows of one answer."""
    answer = form[field]
    assert isinstance(answer, RowsAnswer)
    return answer.rows


def drawn(website: Flask, form: CommandForm) -> str:
    """The page with the form."""
    with website.test_request_context("/trial"):
        return render_template_string(PAGE, form=form)


# What is understood


def test_a_filled_form_gives_the_typed_values_for_the_call() -> None:
    form = sent(Meeting, MEETING, OPENED, {"quorate": "yes"})
    assert form.faults == []
    assert read(form) == {
        "held_on": date(2026, 2, 3),
        "opened_at": datetime(2026, 7, 3, 9, 30, tzinfo=UTC),
        "kind": Kind.FIRST,
        "way": "by_video",
        "chair": "worker-3",
        "effective": False,
        "quorate": True,
        "minutes_long": 1090,
        "place": "Town hall",
        "summary": "First line\n\n  second line",
        "children": (2,),
    }


def test_what_the_page_supplies_and_what_comes_by_position_is_not_asked() -> None:
    assert [answer.name for answer in Meeting().answers][:2] == ["held_on", "opened_at"]


def test_a_blank_with_a_default_in_the_command_is_left_out_and_one_without_is_none() -> None:
    values = read(sent(Meeting, MEETING, {"minutes_long": "", "way": "", "place": ""}))
    assert not {"minutes_long", "way", "opened_at", "note_taker"} & values.keys()
    assert values["place"] is None


def test_a_box_that_is_not_ticked_is_no() -> None:
    assert read(sent(Meeting, MEETING))["quorate"] is False


def test_several_boxes_are_taken_in_the_order_shown() -> None:
    form = Meeting(MultiDict([*MEETING.items(), ("children", "1")]))
    assert form.validate()
    assert read(form)["children"] == (1, 2)


@pytest.mark.parametrize("month", ["2", "02", "Feb", "february", "FEB."])
def test_a_month_may_be_written_as_a_word(month: str) -> None:
    assert read(sent(Meeting, MEETING, {"held_on-month": month}))["held_on"] == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("10:30am", "09:30"),
        ("10.30", "09:30"),
        ("1430", "13:30"),
        ("2pm", "13:00"),
        ("2 PM", "13:00"),
        ("midday", "11:00"),
        ("12:05am", "23:05"),
    ],
)
def test_a_time_is_read_as_london_has_it(typed: str, utc: str) -> None:
    opened_at = read(sent(Meeting, MEETING, OPENED, {"opened_at-time": typed}))["opened_at"]
    assert isinstance(opened_at, datetime)
    assert opened_at.strftime("%H:%M") == utc


def test_the_hour_that_comes_twice_in_october_is_taken_as_the_first() -> None:
    night = {
        "opened_at-day": "25",
        "opened_at-month": "10",
        "opened_at-year": "2026",
        "opened_at-time": "1:30am",
    }
    assert read(sent(Meeting, MEETING, night))["opened_at"] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_invisible_characters_are_dropped_and_pasted_line_breaks_kept() -> None:
    assert read(sent(Meeting, MEETING, {"summary": "a\x00b\x0bc\x07"}))["summary"] == "ab\nc"


# What is refused


@pytest.mark.parametrize(
    ("typed", "sentence", "anchor"),
    [
        (("", "", ""), "Enter date held", "held_on-day"),
        (("3", "", "2026"), "Date held must include a month", "held_on-month"),
        (("", "", "2026"), "Date held must include a day and month", "held_on-day"),
        (("3", "2", ""), "Date held must include a year", "held_on-year"),
        (("31", "2", "2026"), "Date held must be a real date", "held_on-day"),
        (("3", "Febtober", "2026"), "Date held must be a real date", "held_on-day"),
        (("1_0", "2", "2026"), "Date held must be a real date", "held_on-day"),
        (("3", "2", "26"), "Year must include 4 numbers", "held_on-year"),
        (("3", "2", "0226"), "Date held must be between 1900 and 2100", "held_on-year"),
    ],
)
def test_a_date_is_refused_in_the_words_of_the_design_system(
    typed: tuple[str, str, str], sentence: str, anchor: str
) -> None:
    assert fault(dict(zip(("held_on-day", "held_on-month", "held_on-year"), typed, strict=True))) == (
        sentence,
        anchor,
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter a time"),
        ("soon", "Enter a time, like 10:30am or 2pm"),
        ("10", "Enter a time, like 10:30am or 2pm"),
        ("25:00", "Time must be a real time, like 10:30am or 2pm"),
        ("13pm", "Time must be a real time, like 10:30am or 2pm"),
    ],
)
def test_a_time_is_refused_with_an_example(typed: str, sentence: str) -> None:
    assert fault(OPENED, {"opened_at-time": typed}) == (sentence, "opened_at-time")


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    night = {
        "opened_at-day": "29",
        "opened_at-month": "3",
        "opened_at-year": "2026",
        "opened_at-time": "1:30am",
    }
    sentence, _ = fault(night)
    assert sentence == "The clocks went forward that night and skipped this time"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"summary": "  "}, "Enter summary"),
        ({"place": "x" * 251}, "Place must be 250 characters or fewer"),
        ({"kind": ""}, "Select kind"),
        ({"kind": "third"}, "Kind must be one of those shown"),
        ({"chair": "nobody"}, "Chair must be one of those shown"),
        ({"effective": ""}, "Select effective"),
        ({"children": ""}, "Select children"),
        ({"children": "9"}, "Children must be one of those shown"),
        ({"minutes_long": "an hour"}, "Minutes long must be a whole number"),
        ({"minutes_long": "9" * 5000}, "Minutes long must be 999,999 or fewer"),
    ],
)
def test_an_answer_is_refused_in_one_plain_sentence(changed: dict[str, str], sentence: str) -> None:
    assert fault(changed) == (sentence, next(iter(changed)))


def test_a_refusal_of_the_engine_stands_at_its_field_or_above_them_all() -> None:
    form = sent(Meeting, MEETING)
    refuse(form, "The meeting was held before the letter was sent.", "held_on")
    refuse(form, "The case was changed meanwhile.")
    assert form.faults == [
        ("The case was changed meanwhile.", ""),
        ("The meeting was held before the letter was sent.", "held_on-day"),
    ]


def test_a_command_no_form_can_ask_for_is_refused_when_the_form_is_built() -> None:
    with pytest.raises(TypeError, match="No kind of answer fits the parameter weight of measure"):
        build(measure)


def test_choices_that_were_not_given_are_refused_when_the_form_is_built() -> None:
    with pytest.raises(KeyError, match="staff"):
        build(hold_meeting, leave_out={"by"}, choices={"children": []})


# Rows


def test_each_child_has_a_row_and_blank_rows_are_dropped() -> None:
    form = sent(Decisions, ENTERED, OFFERED, {"attendees-1-name": "Dana"})
    assert form.faults == []
    assert read(form) == {
        "decisions": [ChildDecision(1, "enter"), ChildDecision(2, "not_entered", "Why")],
        "attendees": (Attendee("Dana"),),
    }


def test_a_row_half_filled_is_refused_by_its_heading_and_others_are_not() -> None:
    form = sent(Decisions, OFFERED, {"decisions-0-decision": "enter", "decisions-1-reasons": "Why"})
    assert form.faults == [("Jonah: Select decision", "decisions-1-decision")]


def test_what_a_row_itself_refuses_stands_at_the_row() -> None:
    form = sent(Decisions, ENTERED, OFFERED, {"attendees-0-name": "Nobody"})
    assert form.faults == [("Attendee 1: Somebody must have come", "attendees-0")]


def test_rows_that_must_be_there_are_asked_for() -> None:
    form = sent(Decisions, OFFERED)
    assert form.faults == [("Enter decisions", "decisions-0")]


def test_every_row_that_was_sent_is_read_even_when_fewer_are_offered_now() -> None:
    form = sent(Decisions, ENTERED, {f"attendees-{n}-name": f"P{n}" for n in range(4)})
    assert read(form)["attendees"] == tuple(Attendee(f"P{n}", attended=False) for n in range(4))


def test_no_more_rows_are_read_than_a_person_could_fill_in() -> None:
    assert len(rows(sent(Decisions, ENTERED, {"attendees-999-name": "x"}), "attendees")) == MOST_ROWS


def test_rows_start_with_the_values_the_page_gives() -> None:
    form = Decisions(
        data={
            "decisions": [ChildDecision(2, "enter", "Why")],
            "attendees": [Attendee(f"P{n}") for n in range(3)],
        }
    )
    assert [row.form["reasons"].data for row in rows(form, "decisions")] == ["", "Why"]
    assert [row.form["name"].data for row in rows(form, "attendees")] == ["P0", "P1", "P2"]


# How it is drawn


def test_a_form_with_errors_says_so_first_and_every_link_leads_to_an_id(website: Flask) -> None:
    page = drawn(website, sent(Meeting, {"summary": "kept <b>", "held_on-day": "31"}))
    assert "<title>Error: A meeting – PLO Workflow</title>" in page
    links = re.findall(r'<li><a href="#([^"]+)">', page)
    assert links == ["held_on-month", "kind", "chair", "effective", "children"]
    assert all(f'id="{link}"' in page for link in links)
    assert page.index("There is a problem") < page.index("<form method")


def test_what_was_typed_stays_in_the_page_after_an_error(website: Flask) -> None:
    page = drawn(website, sent(Meeting, MEETING, {"held_on-day": "31", "quorate": "yes", "summary": "a\n  <b>\nc"}))
    assert re.search(r'name="held_on-day"[^>]* value="31"', page)
    assert ">a\n  &lt;b&gt;\nc</textarea>" in page
    for value in ("first", "by_video", "False", "2", "yes"):
        assert re.search(rf'value="{value}"\s+checked', page), value
    assert re.search(r'value="worker-3"\s+selected', page)


def test_prose_typed_in_a_row_comes_back_as_it_was(website: Flask) -> None:
    page = drawn(website, sent(Decisions, {"decisions-0-reasons": "a\n  b\nc"}))
    assert ">a\n  b\nc</textarea>" in page
    assert "Amara: Select decision" in page


def test_few_options_are_radios_and_many_a_list(website: Flask) -> None:
    page = drawn(website, Meeting())
    assert "The first meeting" in page
    assert page.count("<select") == 2
    assert page.count("<option") == 2 * 9


def test_only_what_need_not_be_answered_is_called_optional(website: Flask) -> None:
    page = drawn(website, Meeting())
    assert {label for label in re.findall(r">\s*([A-Z][a-z ]+)\(optional\)", page)} == {
        "Date and time opened ",
        "Note taker ",
        "Place ",
    }


def test_an_empty_form_has_no_errors_and_the_ordinary_title(website: Flask) -> None:
    page = drawn(website, Meeting())
    assert "<title>A meeting – PLO Workflow</title>" in page
    assert "govuk-error" not in page
    assert 'name="csrf_token"' in page


def test_every_id_on_a_page_is_its_own(website: Flask) -> None:
    for form in (
        Meeting(),
        sent(Meeting, {"place": "x"}),
        Decisions(),
        sent(Decisions, {"decisions-0-reasons": "x"}),
    ):
        ids = re.findall(r'\sid="([^"]+)"', drawn(website, form))
        assert len(ids) == len(set(ids))
