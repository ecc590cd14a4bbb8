"""Escaping in CSV: spreadsheets evaluate nothing and show every text completely."""

from __future__ import annotations

import csv
import io

import pytest

from quiz.web.recruiters.csv_safe import csv_lines, safe


@pytest.mark.parametrize(
    "text", ["花子", "O'Brien", "a=b", "Ada, Countess", "12-3", "1+1", "(=)", "", "'90s", "“Ada”"]
)
def test_text_that_starts_no_formula_is_unchanged(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("x;=1+1;y", "x;'=1+1;y"),
        ('x; "=1+1"', 'x;\' "=1+1"'),
        ("a\n=1", "a\n'=1"),
        ("a\r\n=1", "a\r\n'=1"),
        ("a\t-1", "a\t'-1"),
        ("=1;=2", "'=1;'=2"),
        ("a; b", "a; b"),
    ],
)
def test_formulas_after_other_separators_are_escaped(text: str, written: str) -> None:
    assert safe(text) == written


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_comma_begins_a_field_where_it_is_not_the_separator(separator: str) -> None:
    assert safe("x,=1+1, -2", separator) == "x,'=1+1,' -2"
    assert safe("Ada, Countess", separator) == "Ada, Countess"
    [line] = csv_lines([["a", f"b{separator}c", 3]], separator)
    assert line == f'\ufeffa{separator}"b{separator}c"{separator}3\r\n'


@pytest.mark.parametrize("number", [0, 75, None])
def test_numbers_stay_numbers(number: int | None) -> None:
    assert safe(number) is number


def test_lines_begin_with_a_byte_order_mark_and_end_with_cr_lf() -> None:
    written = "".join(csv_lines([["日付", "a,b"], ['say "hi"', 3], [None, "=1+1"]]))
    assert written == '\ufeff日付,"a,b"\r\n"say ""hi""",3\r\n,\'=1+1\r\n'
    read = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
    assert read[1] == ['say "hi"', "3"]
