"""LibreOffice opens exports without evaluating or losing any text."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.libreoffice import all_opened, opened

from quiz.web.recruiters.csv_safe import SEPARATORS, csv_lines
from quiz.web.recruiters.xlsx import write_xlsx

pytestmark = pytest.mark.thorough

DANGEROUS = (
    *("=", "+", "-", "@", "＝", "＋", "－", "＠", "−", "﹦", "﹢", "﹣", "﹫"),
    *("\t=", "\r=", "\n=", "\r\n=", " =", "   =", "\u00a0=", "\u3000="),
    *("'=", '"=', "“=", "`=", "\ufeff=", "\u200b=", "\u2060=", "\u200e=", "\u00ad="),
    *(" +", "'-", "\u200b@", "'\u3000＝", '" =', "\t", "\r", "\n"),
)
BODIES = ("1+1", "SUM(1;2)", 'HYPERLINK("http://evil.example";"花子")', "cmd|' /C calc'!A0")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


def test_dangerous_texts_stay_text_and_are_complete(
    folder: Path,
) -> None:
    assert len(set(DANGEROUS)) >= 30
    texts = [beginning + body for beginning in DANGEROUS for body in BODIES]
    rows = [["日付", "名前", "適合度（%）"], *([text, "在英国日本国大使館", 75] for text in texts)]
    file = folder / "results.csv"
    file.write_bytes("".join(csv_lines(rows)).encode())
    sheet = opened(file)
    assert [cell.text for cell in sheet[0][:3]] == ["日付", "名前", "適合度（%）"]
    for text, (first, second, third, *_) in zip(texts, sheet[1:], strict=False):
        assert first.formula is second.formula is third.formula is None, repr(text)
        assert first.kind == "string", repr(text)
        written = re.sub("([\t\r\n])=", r"\1'=", text)  # where others would begin a field
        assert first.text == "'" + written.replace("\r\n", "\n").replace("\r", "\n"), repr(text)
        assert second.text == "在英国日本国大使館"
        assert (third.kind, third.text) == ("float", "75")
    assert len(sheet) >= len(rows)


@pytest.mark.parametrize("opened_with", SEPARATORS.values())
def test_no_choice_of_separators_makes_a_formula(folder: Path, opened_with: str) -> None:
    texts = [
        f"x{sign}{beginning}1+1{sign}y" for beginning in DANGEROUS for sign in (",", ";", "\t")
    ]
    rows = [["日付", "名前"], *([text, "花子"] for text in texts)]
    files = []
    for separator in SEPARATORS.values():
        files.append(folder / f"{ord(separator)}-{ord(opened_with)}.csv")
        files[-1].write_bytes("".join(csv_lines(rows, separator)).encode())
    sheets = all_opened(files, opened_with)
    for separator, sheet in zip(SEPARATORS.values(), sheets, strict=True):
        assert [cell.text for row in sheet for cell in row if cell.formula is not None] == []
        if separator == opened_with:
            assert [row[1].text for row in sheet[1 : len(rows)]] == ["花子"] * len(texts)


def test_an_xlsx_file_has_texts_as_they_were_written_and_no_formulas(folder: Path) -> None:
    texts = [beginning + body for beginning in DANGEROUS for body in BODIES]
    texts += ["https://evil.example", "mailto:a@evil.example", "_x000D_", "{=1+1}", "12", "#1"]
    at = dt.datetime(2026, 11, 25, 23, 5, tzinfo=ZoneInfo("Asia/Tokyo"))
    file = folder / "results.xlsx"
    with file.open("wb") as written:
        headings = ["日付", "名前", "適合度（%）", "日時"]
        write_xlsx([headings, *([text, "花子", 75, at] for text in texts)], "結果一覧", written)
    sheet = opened(file)
    assert [cell.text for cell in sheet[0][:4]] == ["日付", "名前", "適合度（%）", "日時"]
    for text, (first, second, third, fourth, *_) in zip(texts, sheet[1:], strict=False):
        assert first.formula is second.formula is third.formula is fourth.formula is None
        assert first.kind == "string", repr(text)
        assert not first.linked, repr(text)
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        assert first.text.replace("\r", "") in (text, lines, text.replace("\r", "")), repr(text)
        assert second.text == "花子"
        assert (third.kind, third.text) == ("float", "75")
        assert (fourth.kind, fourth.text) == ("date", "2026-11-25 23:05")
    assert len(sheet) > len(texts)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_dangerous_texts_stay_text_with_another_separator(folder: Path, separator: str) -> None:
    texts = [f"x{separator}{beginning}1+1{separator}y" for beginning in DANGEROUS]
    rows = [["日付", "名前"], *([text, "花子"] for text in texts)]
    file = folder / "otherwise.csv"
    file.write_bytes("".join(csv_lines(rows)).encode())
    sheet = opened(file, separator)
    assert any(cell.text.startswith("'") for row in sheet for cell in row), "fields were parted"
    assert [cell.text for row in sheet for cell in row if cell.formula is not None] == []


def test_without_the_apostrophe_formulas_are_evaluated(
    folder: Path,
) -> None:
    file = folder / "unsafe.csv"
    file.write_text('\ufeff"=1+1",花子\r\nx;=1+1,花子\r\n', encoding="utf-8")
    [[first, second, *_], *_] = opened(file)
    assert first.formula is not None
    assert second.text == "花子"
    [_, [_, parted, *_], *_] = opened(file, ";")
    assert parted.formula is not None
