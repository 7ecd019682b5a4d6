"""Hostile and mistaken files, each really built, and refused in one sentence before anything unpacks them."""

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from plo_workflow.interchange.file_checks import MAX_FILE, FileKind, check_file
from plo_workflow.interchange.problems import TrackerUnreadable
from tests.plo_workflow.interchange.workbooks import HEADINGS, repacked, workbook

OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return workbook(tmp_path / "tracker.xlsx", {"PLO": [HEADINGS]})


def refusal(path: Path) -> str:
    with pytest.raises(TrackerUnreadable) as refused:
        check_file(path)
    return refused.value.sentence


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def test_a_workbook_and_a_text_table_may_be_opened(tmp_path: Path, good: Path) -> None:
    table = tmp_path / "tracker.csv"
    table.write_text("PLO Ref,Children\n")
    assert check_file(good) is FileKind.WORKBOOK
    assert check_file(table) is FileKind.TEXT


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "lost.xlsx") == "There is no file called lost.xlsx in that folder."


def test_a_folder_is_not_a_tracker(tmp_path: Path) -> None:
    (tmp_path / "trackers").mkdir()
    assert "is a folder" in refusal(tmp_path / "trackers")


def test_a_path_that_runs_through_a_file(tmp_path: Path, good: Path) -> None:
    assert "cannot be opened" in refusal(good / "tracker.xlsx")


@pytest.mark.parametrize("content", [b"", b"  \n\n"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "tracker.xlsx").write_bytes(content)
    assert refusal(tmp_path / "tracker.xlsx") == "tracker.xlsx is empty."


def test_a_file_of_more_than_thirty_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "tracker.csv"
    with path.open("wb") as file:
        file.write(b"PLO Ref,Children\n")
        file.truncate(MAX_FILE + 1)
    assert "is 30 MB, and the most is 30 MB" in refusal(path)


def test_an_old_xls_renamed_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(OLD_OFFICE + bytes(504) + "Workbook".encode("utf-16-le") + bytes(512))
    assert "is in the old Excel format (.xls), whatever its name ends with" in refusal(path)


def test_a_password_protected_workbook(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(OLD_OFFICE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512))
    assert "is protected with a password" in refusal(path)


def test_a_package_with_encrypted_parts(tmp_path: Path, good: Path) -> None:
    content = bytearray(good.read_bytes())
    at = content.find(b"PK\x01\x02")
    while at >= 0:  # bit 0 of the flags of each entry in the central directory
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    good.write_bytes(content)
    assert "is protected with a password" in refusal(good)


def test_a_csv_renamed_xlsx_and_a_workbook_renamed_csv(tmp_path: Path, good: Path) -> None:
    text = tmp_path / "text.xlsx"
    text.write_text("PLO Ref,Children\n")
    assert "holds plain text, not an Excel workbook" in refusal(text)
    assert "holds an Excel workbook" in refusal(good.rename(tmp_path / "tracker.csv"))


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "photo.xlsx"),
        (b"%PDF-1.7\n%\xe2\xe3", "letter.xlsx"),
        (b"<html><body><table>", "saved page.csv"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "feed.csv"),
        (b"{\\rtf1\\ansi", "letter.csv"),
    ],
)
def test_a_file_of_another_kind(tmp_path: Path, head: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(head)
    assert "is not a spreadsheet" in refusal(tmp_path / name)


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("xl/workbook.bin", "an Excel binary workbook"),
        ("word/document.xml", "a Word document"),
        ("ppt/presentation.xml", "a PowerPoint presentation"),
        ("content.xml", "an OpenDocument file"),
        ("readme.txt", "a packed archive (zip)"),
    ],
)
def test_another_kind_of_package(tmp_path: Path, inside: str, what: str) -> None:
    assert what in refusal(packed(tmp_path / "tracker.xlsx", {inside: b"x"}))


def test_a_zip_bomb_by_its_ratio_is_refused_without_unpacking_it(tmp_path: Path, good: Path) -> None:
    bomb = repacked(good, tmp_path / "bomb.xlsx", {"xl/worksheets/sheet1.xml": bytes(100 * 1024 * 1024)})
    tracemalloc.start()
    assert "would unpack to far more than a tracker holds" in refusal(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_a_zip_bomb_by_the_size_it_declares(tmp_path: Path, good: Path) -> None:
    content = bytearray(good.read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 20 : at + 28] = struct.pack("<II", 2**31, 2**31)  # packed and unpacked size of the first part
    good.write_bytes(content)
    assert "would unpack to far more" in refusal(good)


def test_a_package_of_thousands_of_parts(tmp_path: Path, good: Path) -> None:
    assert "would unpack to far more" in refusal(
        repacked(good, tmp_path / "many.xlsx", {f"xl/media/{n}.txt": b"" for n in range(1_001)})
    )


def test_a_bomb_packed_inside_another_package(tmp_path: Path, good: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("zeros", bytes(50 * 1024 * 1024))
    nested = repacked(good, tmp_path / "nested.xlsx", {"xl/media/image1.png": inner.getvalue()})
    assert "has another packed file inside it" in refusal(nested)


def test_a_document_embedded_in_a_sheet_is_left_alone(tmp_path: Path, good: Path) -> None:
    embedding = repacked(good, tmp_path / "with letter.xlsx", {"xl/embeddings/letter.docx": good.read_bytes()})
    assert check_file(embedding) is FileKind.WORKBOOK


@pytest.mark.parametrize("kept", [100, 400, 1_500])
def test_a_workbook_cut_short(good: Path, kept: int) -> None:
    good.write_bytes(good.read_bytes()[:kept])
    assert "is damaged" in refusal(good)
