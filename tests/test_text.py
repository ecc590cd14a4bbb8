import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.selection import steady

from quiz.text import (
    EMAIL,
    can_be_shown,
    email_address,
    folded_email,
    one_line,
    several_lines,
    visible,
)

KEPT = (
    "🩷",  # newer than this Python's table of characters
    "\U000323b0",  # a kanji of Unicode 17
    "👩‍🚀",
    "❤️‍🔥",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # the flag of Scotland
    "葛\U000e0100城",  # a kanji in one of its forms
    "می‌خواهم",
    "O’Neil",
    "山田　太郎",
    "José",
    "Jose\u0301",
    "ว่าน้ำ",
    "3 → 4 ½",
)
STRIPPED = (
    ("\u202aTaro Yamada\u202c", "Taro Yamada"),
    ("a\u202eb", "ab"),
    ("\u2068山田\u2069", "山田"),
    ("\ufeffTaro\u200b", "Taro"),
    ("Ta\u00adro", "Taro"),
    ("\u200e\u200fTaro\u061c", "Taro"),
    ("　山田　太郎　", "山田　太郎"),
    ("\u00a0Taro\u2003", "Taro"),
    ("Taro\u200d", "Taro"),
    ("\ufe0fTaro", "Taro"),
    ("Taro\U000e0041\U000e0042", "Taro"),
    ("⠀Taro⠀", "Taro"),
    ("two\nlines\u200b", "two\nlines"),
    ("\ufffcTaro", "Taro"),
    ("Ta\ufffdro", "Ta\ufffdro"),
)
EMPTY = (
    *("", " ", "\u200b", "\u200b \u2060", "\u3164", "\uffa0", "\u115f\u1160", "⠀", "\u034f"),
    *("\u200d", "\ufe0f", "\u180e", "\u202e", "\ufeff", "\u00ad", "\u0301", "\u0301\u0302"),
    *("\U000e0041", "\u2028", "\u00a0", "\u3000", "\u200c \u200d", "\u180b"),
    *("\ufffc", "\ufffc \ufffc", "\ufffd", "\ufffd\u200b", "\U0001d159", "\U00013441"),
)


@pytest.mark.parametrize("text", KEPT)
def test_what_can_be_shown_is_kept(text: str) -> None:
    assert visible(text) == text
    assert can_be_shown(text)


@pytest.mark.parametrize(("typed", "seen"), STRIPPED)
def test_what_cannot_be_seen_is_stripped(typed: str, seen: str) -> None:
    assert visible(typed) == seen


@pytest.mark.parametrize("text", EMPTY)
def test_a_text_of_which_nothing_can_be_seen_is_empty(text: str) -> None:
    assert visible(text) == ""


BREAKS = ("\t", "\n", "\v", "\f", "\r", "\r\n", "\x1c", "\x1f", "\x85", "\u2028", "\u2029")


@pytest.mark.parametrize("pasted", [*BREAKS, " \t", "\t ", "\t\t", " \n \t ", "\u200b\t\ufeff"])
def test_what_separates_cells_lines_and_pages_is_a_space_in_one_line(pasted: str) -> None:
    assert one_line(f"{pasted}山田{pasted}太郎{pasted}") == "山田 太郎"
    assert one_line(pasted) == ""


@pytest.mark.parametrize("spaces", [" ", "  ", "　", "\u00a0"])
def test_spaces_in_one_line_stay_as_they_were_typed(spaces: str) -> None:
    assert one_line(f"山田{spaces}太郎") == f"山田{spaces}太郎"


@pytest.mark.parametrize("end", [each for each in BREAKS if each not in "\t\x1f"])
def test_each_line_of_several_ends_alike(end: str) -> None:
    assert several_lines(f"Called.{end}{end}Comes\tback.{end}") == "Called.\n\nComes\tback."


@given(st.text(max_size=12))
@steady(500)
def test_one_line_is_one_line_and_stays_so(text: str) -> None:
    once = one_line(text)
    assert len(once.splitlines()) < 2
    assert "\t" not in once
    assert one_line(once) == once


@pytest.mark.parametrize(
    "text", ["\x00", "a\x07", "\ud800", "\ue000", "\u2028b", "\uffff", "\ufdd0"]
)
def test_what_is_no_text_cannot_be_shown(text: str) -> None:
    assert not can_be_shown(text)
    assert visible(f"a{text}b") == f"a{text}b", "it is left to be refused"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=12))
@steady(500)
def test_stripping_twice_is_stripping_once_and_adds_nothing(text: str) -> None:
    once = visible(text)
    assert visible(once) == once
    letters = [sign for sign in text if unicodedata.category(sign) in ("Lu", "Ll", "Nd", "Sc")]
    assert [sign for sign in once if sign in letters] == letters or not once
    assert bool(once) or not letters


@pytest.mark.parametrize(
    "typed",
    [
        "taro＠example.jp",
        "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ",
        "taro@example。jp",
        "taro@example｡jp",
        "taro@example.jp,",
        "taro@example.jp、",
        "taro@example.jp。",
        "taro@example.jp;",
        "taro@example.jp.",
        "mailto:taro@example.jp",
        "MAILTO:taro@example.jp?subject=Hello",
        "<taro@example.jp>",
        "Taro Yamada <taro@example.jp>",
        '"Yamada, Taro" <taro@example.jp>,',
        "山田太郎＜taro@example.jp＞",
        "「taro@example.jp」",
        " taro@example.jp\u3000",
        "taro\u200b@example.jp\ufeff",
        "taro\u00ad@\u2060example.jp",
        "taro @ example.jp",
        "\u202ataro@example.jp\u202c",
    ],
)
def test_an_email_address_is_what_was_meant(typed: str) -> None:
    assert email_address(typed) == "taro@example.jp"
    assert EMAIL.fullmatch(email_address(typed))


@pytest.mark.parametrize(
    "address",
    [
        "taro@example.jp",
        "Taro.Y+jet@mail.example.co.jp",
        "o'neil@example.ie",
        "名前@例え.jp",
        "a@b",
    ],
)
def test_a_plain_address_stays_as_it_is(address: str) -> None:
    assert email_address(address) == address
    assert EMAIL.fullmatch(address)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "taro",
            "@example.jp",
            "taro@",
            "taro@@example.jp",
            "taro@example,jp",
            "taro@example..jp",
        ),
        *("a@example.jp, b@example.jp", "a@example.jp;b@example.jp", "taro yamada@example.jp"),
        *("taro@exam ple.jp", "taro@.jp", "http://example.jp/taro@x", "taro@example.jp/x"),
    ],
)
def test_what_is_no_address_stays_as_it_was_typed(typed: str) -> None:
    assert email_address(typed) == typed
    assert not EMAIL.fullmatch(typed)


def test_one_address_is_found_however_it_is_typed() -> None:
    typed = (
        "Taro@Example.jp",
        "ＴＡＲＯ＠example.jp",
        "mailto:taro@EXAMPLE.jp",
        "taro@example.jp,",
    )
    assert {folded_email(each) for each in typed} == {"taro@example.jp"}
