"""LibreOffice opens exports without evaluating or losing any text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.libreoffice import opened

from quiz.web.recruiters.board.csv_safe import csv_lines

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
