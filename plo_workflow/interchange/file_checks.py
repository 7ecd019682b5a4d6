"""Decides, from a file's bytes and before anything unpacks it, whether it may be opened and as what.

What the sheets hold is not looked at here (see sheet.py).
"""

from __future__ import annotations

import zlib
from enum import Enum
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from plo_workflow.interchange.problems import TrackerUnreadable

MEGABYTE = 1024 * 1024
MAX_FILE = 30 * MEGABYTE
MAX_UNPACKED = 300 * MEGABYTE
MAX_RATIO = 100  # sheets of real trackers pack 5 to 20 times; deflate can reach 1,000
SMALL_PART = MEGABYTE  # below this a high ratio does no harm
MAX_PARTS = 1_000

OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")
ZIP = b"PK\x03\x04"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORKBOOK_NAMES = (".xlsx", ".xlsm")
TEXT_NAMES = (".csv", ".tsv", ".txt")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
OTHER_PACKAGES = {
    "xl/workbook.bin": "an Excel binary workbook (.xlsb)",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "content.xml": "an OpenDocument file",
}
SAVE_AS_XLSX = "Open it in Excel and save it as 'Excel Workbook (*.xlsx)'."


class FileKind(Enum):
    """What a file that may be opened turned out to be."""

    WORKBOOK = "workbook"
    TEXT = "text"


def check_file(path: Path) -> FileKind:
    """What the file is, judged by its content, which its name must agree with.

    Raises TrackerUnreadable for whatever is not a workbook or a text table, or is not safe to unpack.
    """
    head = _head(path)
    if head.startswith(OLD_OFFICE):
        raise TrackerUnreadable(_old_office(path))
    if head.startswith(ZIP):
        _check_package(path)
        return _agreeing(path, FileKind.WORKBOOK)
    if _is_text(head):
        return _agreeing(path, FileKind.TEXT)
    raise TrackerUnreadable(f"{path.name} is not a spreadsheet: it is neither an Excel workbook nor a CSV file.")


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise TrackerUnreadable(f"{path.name} is a folder, not a file.")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError:
        raise TrackerUnreadable(f"There is no file called {path.name} in that folder.") from None
    except OSError as error:
        raise TrackerUnreadable(f"{path.name} cannot be opened: {error.strerror or 'unknown reason'}.") from error
    if not head.strip():
        raise TrackerUnreadable(f"{path.name} is empty.")
    if size > MAX_FILE:
        raise TrackerUnreadable(
            f"{path.name} is {size / MEGABYTE:.0f} MB, and the most is {MAX_FILE // MEGABYTE} MB. "
            "Take out pictures and old sheets, then try again."
        )
    return head


def _old_office(path: Path) -> str:
    if ENCRYPTED in path.read_bytes():
        return f"{path.name} is protected with a password. Open it in Excel, take the password off, and save it."
    return f"{path.name} is in the old Excel format (.xls), whatever its name ends with. {SAVE_AS_XLSX}"


def _is_text(head: bytes) -> bool:
    if head.startswith(UTF16_MARKS):
        return True
    markup = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"%PDF", b"{\\rtf"))
    return b"\0" not in head and not markup


def _agreeing(path: Path, kind: FileKind) -> FileKind:
    named = path.suffix.lower()
    if kind is FileKind.WORKBOOK and named not in WORKBOOK_NAMES:
        raise TrackerUnreadable(f"{path.name} holds an Excel workbook. Change the end of its name to .xlsx.")
    if kind is FileKind.TEXT and named not in TEXT_NAMES:
        raise TrackerUnreadable(
            f"{path.name} holds plain text, not an Excel workbook. If it is CSV, end its name with .csv."
        )
    return kind


def _check_package(path: Path) -> None:
    try:
        with ZipFile(path) as package:
            parts = package.infolist()
            _refuse_too_much(path, parts)
            _refuse_locked(path, parts)
            _refuse_other_packages(path, {part.filename for part in parts})
            _refuse_nested(path, package, parts)
    except (BadZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib.error) as error:
        raise TrackerUnreadable(
            f"{path.name} is damaged. Open it in Excel, save it again, and try that copy."
        ) from error


def _refuse_too_much(path: Path, parts: list[ZipInfo]) -> None:
    """By the sizes the package declares: Python's zipfile never unpacks a part beyond its declared size."""
    unpacked = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > SMALL_PART and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts
    )
    if unpacked > MAX_UNPACKED or swollen or len(parts) > MAX_PARTS:
        raise TrackerUnreadable(
            f"{path.name} would unpack to far more than a tracker holds, so it was not opened. "
            "Copy the rows into a new workbook and try that."
        )


def _refuse_locked(path: Path, parts: list[ZipInfo]) -> None:
    if any(part.flag_bits & 0x1 for part in parts):
        raise TrackerUnreadable(f"{path.name} is protected with a password. Take the password off and try again.")


def _refuse_other_packages(path: Path, names: set[str]) -> None:
    for name, what in OTHER_PACKAGES.items():
        if name in names:
            raise TrackerUnreadable(f"{path.name} is {what}, not an Excel workbook. {SAVE_AS_XLSX}")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise TrackerUnreadable(f"{path.name} is a packed archive (zip), not a spreadsheet.")


def _refuse_nested(path: Path, package: ZipFile, parts: list[ZipInfo]) -> None:
    """A document embedded in a sheet is itself a package: it is left alone, and nothing here opens it."""
    for part in parts:
        if part.is_dir() or part.filename.startswith("xl/embeddings/"):
            continue
        with package.open(part) as content:
            if content.read(4) == ZIP:
                raise TrackerUnreadable(f"{path.name} has another packed file inside it, so it was not opened.")
