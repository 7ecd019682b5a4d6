"""The cell with the children: several by any separator, born or unborn, and nobody left out silently."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plo_workflow.interchange.sheet import CellValue
from plo_workflow.interchange.tracker.children import TrackerChild, read_children

AS_OF = date(2026, 6, 10)
AVA = TrackerChild("Ava", born_on=date(2016, 2, 1))
BEN = TrackerChild("Ben", born_on=date(2020, 12, 31))


def children(value: CellValue) -> tuple[TrackerChild, ...]:
    reading = read_children(value, AS_OF)
    assert reading.unclear == ()
    return reading.children


def wrong(value: CellValue) -> str:
    reading = read_children(value, AS_OF)
    return " ".join(unclear.what for unclear in reading.unclear)


@pytest.mark.parametrize(
    "text",
    [
        "Ava (01/02/2016); Ben (31/12/2020)",
        "Ava (01/02/2016), Ben (31/12/2020)",
        "Ava (01/02/2016)\nBen (31/12/2020)",
        "Ava (01/02/2016)\n\nBen (31/12/2020)\n",
        "Ava (01/02/2016) and Ben (31/12/2020)",
        "Ava (01/02/2016) & Ben (31/12/2020)",
        "Ava (01/02/2016) Ben (31/12/2020)",
        "1. Ava (1.2.16)\n2. Ben (31 Dec 2020)",
        "- Ava: 1 February 2016\n- Ben: 2020-12-31",
        "Ava DOB 01/02/2016; Ben d.o.b. 31/12/2020",
        "Ava (DOB: 01/02/2016); Ben (born 31/12/2020)",
        "Ava - 01/02/2016; Ben 31/12/20",
    ],
)
def test_two_children_by_any_separator(text: str) -> None:
    assert children(text) == (AVA, BEN)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Unborn (EDD 12/12/2026)", "Unborn"),
        ("unborn baby Llŷn edd 12.12.26", "Unborn baby Llŷn"),
        ("UB (due 12/12/2026)", "UB"),
        ("Baby Exampleton (EDD 12/12/2026)", "Baby Exampleton"),
        ("unborn 12/12/2026", "Unborn"),
    ],
)
def test_an_unborn_child_has_an_expected_date_and_no_birthday(text: str, name: str) -> None:
    [child] = children(text)
    assert child == TrackerChild(name, expected_on=date(2026, 12, 12))
    assert child.unborn


def test_names_with_spaces_hyphens_and_accents_stay_whole() -> None:
    names = ["Siôn", "Mary-Kate O'Marra", "Anne Marie Żurawska", "Osborn", "Jacob", "Perdue"]
    assert [one.name for one in children("; ".join(f"{name} 01/02/2016" for name in names))] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann0 (01/01/2010)", "Ann0"),
        ("Ann0 01/01/2010", "Ann0"),
        ("J4ne Mary (DOB 1 February 2016)", "J4ne"),
        ("Unborn2 (EDD 12/12/2026)", "Unborn2"),
    ],
)
def test_a_digit_in_a_name_is_what_is_said_to_be_wrong_and_not_the_date(text: str, name: str) -> None:
    [unclear] = read_children(text, AS_OF).unclear
    assert unclear.what == f"'{text}': there is a digit in the name {name}."
    assert unclear.fix == "Write the name in letters only."


@pytest.mark.parametrize("text", ["Ava0 (31/02/2016)", "Ava DOB31/02/2016", "Ava 01Feb201"])
def test_where_the_date_is_wrong_too_it_is_the_date_that_is_named(text: str) -> None:
    assert "digit" not in wrong(text)


def test_two_children_of_one_name_are_two_children_when_their_dates_differ() -> None:
    assert len(children("Finn (17/01/2024), Finn (20/04/2012)")) == 2
    assert wrong("Finn (17/01/2024), Finn (17/01/2024)") == "Finn is named twice with the same date."


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (None, "No child is named."),
        ("Ava", "No date of birth can be read for 'Ava'."),
        ("Ava (01/02/2016); Ben", "No date of birth can be read for 'Ben'."),
        ("3 children", "'3 children': This does not give one day, month and year."),
        ("Ava (31/02/2016)", "There is no such day in the calendar as 31/02/2016, read day first."),
        ("(01/02/2016)", "The child born on 1 February 2016 has no name."),
        ("Unborn", "No expected date can be read for 'Unborn'."),
        ("Unborn (EDD tbc)", "No expected date can be read for 'Unborn (EDD tbc)'."),
        ("Unborn twins (EDD 12/12/2026)", "'Unborn twins (EDD 12/12/2026)' is more than one child."),
        ("Ava (01/02/2027)", "Ava has a date of birth that has not come yet, 1 February 2027."),
        ("Ava (01/02/1906)", "Ava has a date of birth too long ago, 1 February 1906."),
        ("Unborn (EDD 12/12/2027)", "12 December 2027 cannot be the expected date of a child."),
        ("x, " * 500, "This is too long for the children of one family."),
        ("x" * 10_000, "This is too long for the children of one family."),
        (46056, "'46056': This does not give one day, month and year."),
    ],
)
def test_what_cannot_be_relied_on_is_a_problem(text: CellValue, what: str) -> None:
    assert what in wrong(text)


PIECES = st.sampled_from(
    [*"0123456789/.()-,;\n &", "Ava", "unborn", "edd", "DOB", "01/02/2016", "12.12.26", "born ", "and "]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join)))
def test_no_cell_breaks_the_reading_and_every_child_has_exactly_one_date(text: str) -> None:
    reading = read_children(text, AS_OF)
    assert reading.children or reading.unclear
    assert all((child.born_on is None) != (child.expected_on is None) for child in reading.children)


@given(
    st.lists(
        st.tuples(st.sampled_from(["Ava", "Ben", "Siôn"]), st.dates(date(2010, 1, 1), AS_OF)),
        min_size=1,
        max_size=8,
        unique=True,
    )
)
def test_nobody_who_is_written_properly_is_left_out(family: list[tuple[str, date]]) -> None:
    text = "\n".join(f"{name} ({on.day}/{on.month}/{on.year})" for name, on in family)
    assert [(child.name, child.born_on) for child in children(text)] == family
