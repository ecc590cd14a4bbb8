"""Addresses are read as people paste them; what is doubtful or not understood is marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.web.recruiters.recipients.addresses import Entry, read_text

AIKO = ("aiko@home.example", "Aiko")
NOT_UNDERSTOOD = (None, "not understood")


def named(text: str) -> list[tuple[str | None, str | None]]:
    return [(entry.email, entry.name) for entry in read_text(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Aiko <aiko@home.example>",
        "“Aiko” <aiko@home.example>",
        "Aiko aiko@home.example",
        "aiko@home.example (Aiko)",
        "aiko@home.example; Aiko",
        "Aiko, aiko@home.example",
        "Aiko\taiko@home.example",
        "Aiko ＜ａｉｋｏ＠home.example＞",
        "Aiko <mailto:aiko@home.example>,",
        "\ufeffAiko\u200b <aiko@home.example>\r\n\r\n",
    ],
)
def test_one_address_is_read_however_it_is_written(text: str) -> None:
    assert named(text) == [AIKO]


@pytest.mark.parametrize(
    "between", ["\n", ", ", "; ", ";", "\t", "、", " ", "\r\n\r\n", ",\n", " ;; "]
)
def test_several_are_read_whatever_stands_between_them(between: str) -> None:
    addresses = ["a@home.example", "b@home.example", "<c@home.example>"]
    assert named(between.join(addresses)) == [(f"{each}@home.example", None) for each in "abc"]


def test_names_with_a_comma_stay_whole() -> None:
    assert named('"Ray, Fay" <fay@home.example>; Doe, Dan <dan@home.example>') == [
        ("fay@home.example", "Ray, Fay"),
        ("dan@home.example", "Doe, Dan"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "山田\t太郎\ttaro@home.example",
        "山田\t太郎\t\ttaro@home.example",
        "taro@home.example\t山田\t太郎",
        "山田\t太郎 <taro@home.example>",
        "\ufffc山田 太郎 <taro@home.example>",
    ],
)
def test_a_name_in_several_cells_has_spaces_between_them(text: str) -> None:
    assert named(text) == [("taro@home.example", "山田 太郎")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nobody in particular", NOT_UNDERSTOOD),
        ("a@b@c.example", NOT_UNDERSTOOD),
        ("a@-.example", NOT_UNDERSTOOD),
        ("@home.example", NOT_UNDERSTOOD),
        (f"{'a' * 250}@home.example", NOT_UNDERSTOOD),
        ("a@localhost", ("a@localhost", "domain")),
        ("a@gmial.com", ("a@gmial.com", "mistyped")),
        ("a@home.con", ("a@home.con", "mistyped")),
        ("愛@home.example", ("愛@home.example", "not ascii")),
        ("a@日本.example", ("a@日本.example", None)),
        ("o'neil+x@home.example", ("o'neil+x@home.example", None)),
    ],
)
def test_doubts(text: str, expected: tuple[str | None, str | None]) -> None:
    [entry] = read_text(text)
    assert (entry.email, entry.doubt) == expected


def test_lines_are_counted_as_they_are_shown() -> None:
    assert [entry.line for entry in read_text("\na@b.example\n\nc@d.example, nobody x")] == [2, 4]
    assert read_text("  \n\t\n") == []


@given(st.text(alphabet=st.sampled_from("ab@.,;<>\"'\t\n ()、＠é") | st.characters(), max_size=60))
def test_any_text_is_read_and_what_is_not_understood_has_no_address(text: str) -> None:
    for entry in read_text(text):
        assert isinstance(entry, Entry)
        assert (entry.email is None) == (entry.doubt == "not understood")
        assert "@" not in (entry.name or "")
