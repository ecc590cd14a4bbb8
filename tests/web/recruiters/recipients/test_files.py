"""Addresses are read from files of spreadsheets, but from none that unpacks to too much."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from quiz.web.recruiters.recipients import files
from quiz.web.recruiters.recipients.addresses import Entry, read_rows
from quiz.web.recruiters.recipients.files import FaultyFile, read_file

ROWS = (("氏名", "メール"), ("山田, 花子", "hanako@home.example"), ("José", "jose@home.example"))
READ = [("hanako@home.example", "山田, 花子"), ("jose@home.example", "José")]


def xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return written.getvalue()


def csv(separator: str, encoding: str) -> bytes:
    quoted = [[f'"{cell}"' for cell in row] for row in ROWS]
    return "\r\n".join(separator.join(row) for row in quoted).encode(encoding)


def packed(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def entries(content: bytes) -> list[tuple[str | None, str | None]]:
    return [(entry.email, entry.name) for entry in read_rows(read_file(content))]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_in_all_its_forms(separator: str, encoding: str) -> None:
    assert entries(csv(separator, encoding)) == READ


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "^"])
def test_a_first_line_that_names_the_separator_is_no_row(separator: str) -> None:
    listed = csv(separator, "utf-8")
    named = f"sep={separator}\r\n".encode() + listed
    assert entries(named) == READ
    assert [entry.line for entry in read_rows(read_file(named))] == [3, 4]
    assert entries(b"\xef\xbb\xbf" + named) == READ


def test_xlsx_is_read() -> None:
    assert entries(xlsx(ROWS)) == READ
    assert entries(xlsx([("a@home.example",), (), (7, "x"), ("b@home.example", "Ben")])) == [
        ("a@home.example", None),
        (None, None),
        ("b@home.example", "Ben"),
    ]


def test_names_may_be_in_two_columns() -> None:
    rows = [("Last name", "First name", "Age", "E-mail"), ("Ray", "Fay", 20, "fay@home.example")]
    assert entries(xlsx(rows)) == [("fay@home.example", "Ray Fay")]


def faulty(content: bytes) -> str:
    with pytest.raises(FaultyFile) as caught:
        read_file(content)
    return caught.value.message


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked() -> None:
    bomb = packed({"xl/worksheets/sheet1.xml": bytes(50 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert faulty(bomb) == files.TOO_MUCH
    assert faulty(packed({f"{number}": b"" for number in range(201)})) == files.TOO_MUCH


def test_an_archive_that_lies_about_its_size_is_not_unpacked_either() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx([("a@home.example",)]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"</sheetData>", bytes(30 * 1024 * 1024))
    honest = packed(parts)
    assert faulty(honest) == files.TOO_MUCH
    lying = honest.replace(struct.pack("<L", len(parts[sheet])), struct.pack("<L", 1000))
    assert lying != honest
    assert faulty(lying) == files.DAMAGED


def test_entities_that_grow_without_end_are_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx([("a@home.example",)]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 20}">' for n in range(1, 12))
    parts["xl/sharedStrings.xml"] = (
        f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY l0 "lol">{laughs}]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>&l11;</t></si></sst>"
    ).encode()
    assert faulty(packed(parts)) == files.DAMAGED


def test_entities_read_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret@home.example")
    with zipfile.ZipFile(io.BytesIO(xlsx([("a@home.example",)]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/sharedStrings.xml"] = (
        f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>b@home.example&x;</t></si></sst>"
    ).encode()
    try:
        read = str(read_file(packed(parts)))
    except FaultyFile as error:
        read = error.message
    assert "secret" not in read


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xe9@home.example", files.NOT_TEXT),
        (b"a@home.example\0", files.DAMAGED),
        (b'"' + b"a" * 200_000, files.DAMAGED),
        (b"PK\x03\x04", files.DAMAGED),
        (packed({"word/document.xml": b"<a/>"}), files.DAMAGED),
        (b"a@home.example\n" * 5001, files.TOO_MUCH),
        (bytes(1024 * 1024 + 1), files.TOO_LARGE),
    ],
)
def test_other_files_are_refused(content: bytes, message: str) -> None:
    assert faulty(content) == message


def test_a_large_sheet_is_read_no_further_than_is_needed() -> None:
    assert faulty(xlsx([(f"{n}@home.example",) for n in range(5001)])) == files.TOO_MUCH
    assert len(read_file(xlsx([(f"{n}@home.example",) for n in range(5000)]))) == 5000


def test_rows_without_any_cell_are_nothing() -> None:
    assert read_rows([]) == read_rows([(1, []), (2, ["", " "])]) == []
    assert read_rows([(1, ["a@home.example"])]) == [Entry(1, "a@home.example", "a@home.example")]
