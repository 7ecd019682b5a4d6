"""What a workbook or text table gives, cell by cell, and what becomes of one that is damaged or hostile."""

from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plo_workflow.interchange.problems import TrackerUnreadable
from plo_workflow.interchange.sheet import Computed, Row, as_text, open_sheets, tidy
from tests.plo_workflow.interchange.workbooks import HEADINGS, part, repacked, workbook

SHEET1 = "xl/worksheets/sheet1.xml"


def rows(path: Path) -> list[Row]:
    with open_sheets(path) as (sheet, *_):
        return [row for _, row in sheet.rows()]


def refusal(path: Path) -> str:
    with pytest.raises(TrackerUnreadable) as refused:
        rows(path)
    return refused.value.sentence


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return workbook(tmp_path / "tracker.xlsx", {"PLO": [HEADINGS, ("SYN-1", "Ava (01/02/2016)")]})


def test_dates_numbers_and_text_come_as_they_are_and_formulas_are_marked(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "tracker.xlsx",
        {
            "PLO": [
                (
                    date(2026, 2, 3),
                    46056,
                    1.5,
                    "  Sio\u0302n\u00a0",
                    True,
                    "=1+1",
                    '=HYPERLINK("http://x.invalid")',
                )
            ]
        },
    )
    [(on, serial, part_number, name, truth, formula, link)] = rows(path)
    assert (on, serial, part_number, name, truth) == (datetime(2026, 2, 3), 46056, 1.5, "Siôn", True)
    assert formula == Computed("=1+1")
    assert isinstance(link, Computed)


def test_an_error_that_a_formula_left_behind_is_marked_too(tmp_path: Path) -> None:
    assert rows(workbook(tmp_path / "tracker.xlsx", {"PLO": [("#REF!",)]})) == [(Computed("#REF!"),)]


def test_rows_keep_their_number_on_screen_across_empty_ones(tmp_path: Path) -> None:
    path = workbook(tmp_path / "tracker.xlsx", {"PLO": [("Title",), (), (), ("PLO Ref",)]})
    with open_sheets(path) as (sheet,):
        assert [(number, row) for number, row in sheet.rows() if row] == [(1, ("Title",)), (4, ("PLO Ref",))]


def test_a_sheet_formatted_down_to_its_last_row_is_read_only_where_it_is_filled(tmp_path: Path, good: Path) -> None:
    content = part(good, SHEET1).replace(b'<dimension ref="A1:G2"/>', b'<dimension ref="A1:XFD1048576"/>')
    assert len(rows(repacked(good, tmp_path / "wide.xlsx", {SHEET1: content}))) == 2


def test_a_row_far_beyond_what_excel_can_hold(tmp_path: Path, good: Path) -> None:
    content = part(good, SHEET1).replace(b'<row r="2"', b'<row r="99999999"')
    assert "claims more rows" in refusal(repacked(good, tmp_path / "tall.xlsx", {SHEET1: content}))


def test_openpyxl_parses_through_defusedxml() -> None:
    assert openpyxl.DEFUSEDXML


@pytest.mark.parametrize("where", [SHEET1, "xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml"])
def test_an_xml_entity_bomb_is_refused_wherever_it_stands(tmp_path: Path, good: Path, where: str) -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "lol">{levels}]><x>&a9;</x>'.encode()
    path = repacked(good, tmp_path / "bomb.xlsx", {where: bomb})
    assert "defines XML entities" in refusal(path)


def test_an_external_entity_is_not_fetched(tmp_path: Path, good: Path) -> None:
    reader = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
    assert "defines XML entities" in refusal(repacked(good, tmp_path / "xxe.xlsx", {SHEET1: reader}))


@pytest.mark.parametrize("where", [SHEET1, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
def test_a_damaged_part_of_the_package(tmp_path: Path, good: Path, where: str) -> None:
    assert "is damaged" in refusal(repacked(good, tmp_path / "cut.xlsx", {where: part(good, where)[:-20]}))


def test_a_workbook_that_counts_from_1904_is_refused_rather_than_read_four_years_off(
    tmp_path: Path, good: Path
) -> None:
    content = part(good, "xl/workbook.xml").replace(b"<workbookPr ", b'<workbookPr date1904="1" ')
    assert "counts its dates from 1904" in refusal(repacked(good, tmp_path / "mac.xlsx", {"xl/workbook.xml": content}))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_text_table_by_any_separator_and_encoding(tmp_path: Path, separator: str, encoding: str) -> None:
    path = tmp_path / "tracker.csv"
    lines = ["PLO Ref", "Children", "Team"], ["SYN-1", '"Siôn (03/05/2023)\nBen (01/02/2016)"', "North"]
    path.write_text("\r\n".join(separator.join(line) for line in lines), encoding=encoding)
    assert rows(path) == [
        ("PLO Ref", "Children", "Team"),
        ("SYN-1", "Siôn (03/05/2023)\nBen (01/02/2016)", "North"),
    ]


def test_a_formula_in_a_text_table_is_marked(tmp_path: Path) -> None:
    (tmp_path / "tracker.csv").write_text("PLO Ref,=1+1\n")
    assert rows(tmp_path / "tracker.csv") == [("PLO Ref", Computed("=1+1"))]


def test_a_text_table_in_letters_of_no_known_encoding(tmp_path: Path) -> None:
    (tmp_path / "tracker.csv").write_bytes(b"PLO Ref,Children\n\x81\x8d,\xff\n")
    assert "cannot be read" in refusal(tmp_path / "tracker.csv")


def test_a_quotation_mark_that_is_never_closed(tmp_path: Path) -> None:
    (tmp_path / "tracker.csv").write_text('PLO Ref,Children\n"SYN-1,' + "x\n" * 100_000)
    assert "never close it" in refusal(tmp_path / "tracker.csv")


def test_a_line_of_a_million_commas(tmp_path: Path) -> None:
    (tmp_path / "tracker.csv").write_text("PLO Ref,Children\n" + "," * 1_000_001)
    assert "over a million characters" in refusal(tmp_path / "tracker.csv")


def test_values_as_a_person_reads_them() -> None:
    assert [as_text(value) for value in (None, True, 7.0, 1.5, date(2026, 2, 3), time(10, 30))] == [
        "", "Yes", "7", "1.5", "03/02/2026", "10:30:00",
    ]  # fmt: skip


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.binary(min_size=1, max_size=40), st.integers(min_value=0, max_value=10_000))
def test_no_damage_to_a_workbook_ends_in_anything_but_rows_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int
) -> None:
    path = tmp_path_factory.mktemp("noise") / "tracker.xlsx"
    workbook(path, {"PLO": [HEADINGS, ("SYN-1", "Ava (01/02/2016)", date(2026, 2, 3))]})
    content = bytearray(path.read_bytes())
    content[at % len(content) : at % len(content) + len(noise)] = noise
    path.write_bytes(content)
    with suppress(TrackerUnreadable):
        rows(path)
