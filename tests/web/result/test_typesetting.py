"""Typesetting on cards: letters that the fonts have, in lines that fit and break correctly."""

from __future__ import annotations

import struct
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont
from support.engines import steady

from quiz.web.result.typesetting import (
    FONTS,
    MOST_LETTERS,
    Letters,
    Weight,
    fitted,
    has_letter,
    legible,
)

WEIGHTS: list[Weight] = ["regular", "bold"]
TEXTS = ["rules.yaml", "quiz/translations/ja.po", "docs/example-rules.yaml"]
PLAIN = Letters("regular", (40, 30, 20))
NEVER_FIRST, NEVER_LAST = tuple("、。」）"), tuple("「（")


@lru_cache
def letters_of(weight: Weight) -> frozenset[int]:
    """Return the code points that a font's own table (cmap, format 12) has a glyph for."""
    package, name = FONTS[weight]
    font = (files(package) / name).read_bytes()
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = [struct.unpack_from(">4sLLL", font, 12 + 16 * table) for table in range(tables)]
    cmap = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    starts = [cmap + struct.unpack_from(">HHL", font, cmap + 4 + 8 * n)[2] for n in range(count)]
    start = next(at for at in starts if struct.unpack_from(">H", font, at) == (12,))
    (groups,) = struct.unpack_from(">L", font, start + 12)
    ranges = [struct.unpack_from(">LLL", font, start + 16 + 12 * n) for n in range(groups)]
    return frozenset(code for first, last, _ in ranges for code in range(first, last + 1))


def length(line: str, weight: Weight, size: int) -> float:
    package, name = FONTS[weight]
    path, layout = str(files(package) / name), ImageFont.Layout.BASIC
    return ImageFont.truetype(path, size, layout_engine=layout).getlength(line)


def test_a_letter_that_exists_only_with_its_addition_is_left_out_where_the_fonts_lack_it() -> None:
    assert legible("a\u02a8b") == "ab"


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_fonts_have_every_letter_of_the_rules_and_pages(text: str, weight: Weight) -> None:
    letters = set((ROOT / text).read_text("utf-8")) - {"\n"}
    assert {letter for letter in letters if not has_letter(weight, letter)} == set()


@pytest.mark.parametrize("weight", WEIGHTS)
def test_letters_missing_in_the_font_table_are_reported_missing(weight: Weight) -> None:
    spread = [chr(code) for code in range(0x21, 0x20000, 61) if not 0xD800 <= code < 0xE000]
    known = letters_of(weight)
    expected = {letter: ord(letter) in known for letter in [*spread, *"あ職é😀ł"]}
    assert {letter: has_letter(weight, letter) for letter in expected} == expected
    assert len(set(expected.values())) == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Which 🎌 quiz?", "Which quiz?"),
        ("Zo\u0308e", "Zöe"),
        ("Złoty, Ștefan", "Zloty, Stefan"),
        ("עברית", ""),
        ("  one\n\ttwo\u3000three ", "one two three"),
        ("80\u00a0%", "80\u00a0%"),
        ("a\x00b\u200bc\u202ed\ud800e\U0010ffff", "abcde"),
        ("か\u3099くせい", "がくせい"),
        ("👩‍🏫🏽先生", "先生"),
    ],
)
def test_missing_letters_lose_their_accent_or_are_left_out(text: str, shown: str) -> None:
    assert legible(text) == shown


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (460, ["Coordinator for ", "International Relations"]),
        (500, ["この回答に合う職種は、", "今のところありません"]),
        (170, ["「国際」", "「交流」"]),
        (170, ["国際交", "流。員"]),
        (300, ["スポーツ", "国際交流員"]),
        (460, ["Go"]),
        (460, []),
    ],
)
def test_lines_break_at_allowed_places_and_are_of_similar_length(
    width: int, lines: list[str]
) -> None:
    setting = fitted("".join(lines), Letters("bold", (40,)), width, 1000)
    assert setting.lines == tuple(line.strip() for line in lines)
    assert setting.height == len(lines) * setting.pitch == len(lines) * 50


def test_a_long_text_is_set_smaller_and_finally_cut() -> None:
    words = "one two three four five six seven"
    assert fitted(words, PLAIN, 700).size == 40
    assert fitted(words, PLAIN, 500).size == 30
    cut = fitted(words, PLAIN, 200)
    assert (cut.size, cut.lines) == (20, ("one two three four…",))


def test_a_word_longer_than_a_line_is_broken() -> None:
    setting = fitted("Donaudampfschifffahrtsgesellschaft", PLAIN, 200, 100)
    assert setting.size == 20
    assert len(setting.lines) == 2
    assert "".join(setting.lines) == "Donaudampfschifffahrtsgesellschaft"


@steady(300)
@given(
    text=st.text(max_size=3 * MOST_LETTERS)
    | st.text(alphabet="あ、。」「（）A b漢ー", max_size=3 * MOST_LETTERS),
    width=st.integers(60, 1000),
    height=st.none() | st.integers(20, 400),
)
def test_any_text_fits_its_box_and_has_a_glyph_for_each_letter(
    text: str, width: int, height: int | None
) -> None:
    setting = fitted(text, PLAIN, width, height)
    for line in setting.lines:
        assert length(line, setting.weight, setting.size) <= width
        assert {ord(letter) for letter in line} <= letters_of("regular") & letters_of("bold")
    most = 1 if height is None else max(1, height // setting.pitch)
    assert len(setting.lines) <= most


@steady(300)
@given(st.lists(st.sampled_from(["あ", "国、", "語。", "「国", "語」", "（CIR", "員）", "AB "])))
def test_no_line_begins_with_a_closing_sign_or_ends_with_an_opening_one(parts: list[str]) -> None:
    lines = fitted("".join(parts)[:MOST_LETTERS], Letters("regular", (20,)), 300, 2000).lines
    for above, below in pairwise(lines):
        assert not below.startswith(NEVER_FIRST)
        assert not above.endswith(NEVER_LAST)
