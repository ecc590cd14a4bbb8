"""The languages: the catalogs are complete, and the visitor's language is found."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from babel.messages.pofile import read_po
from conftest import ROOT
from flask import Flask
from support.catalog_keys import sentences
from support.visitor import Visitor

from quiz.web.framework.language import read_languages

NAMES = re.compile(r"%\((\w+)\)")


def catalog() -> dict[str | tuple[str, ...], list[str]]:
    with (ROOT / "quiz/translations/ja.po").open("rb") as file:
        return {
            message.id: [message.string] if isinstance(message.string, str) else message.string
            for message in read_po(file, locale="ja")
            if message.id
        }


def test_every_sentence_has_a_japanese_translation_and_none_is_unused() -> None:
    assert catalog().keys() == sentences()


def test_every_japanese_sentence_has_text_and_the_same_placeholders() -> None:
    for sentence, translations in catalog().items():
        english = sentence if isinstance(sentence, str) else sentence[1]
        for japanese in translations:
            assert japanese.strip()
            assert set(NAMES.findall(japanese)) == set(NAMES.findall(english)), sentence


def test_dates_and_lists_follow_the_language() -> None:
    english, japanese, french = read_languages(["en", "ja", "fr"]).values()
    day = dt.date(2026, 11, 22)
    assert english.date(day) == "22 November 2026"
    assert japanese.date(day) == "2026年11月22日"
    assert french.date(day) == "22 novembre 2026"
    assert english.listing(["A", "B"]) == "A and B"
    assert japanese.listing(["A", "B"]) == "A、B"
    assert [language.name for language in (english, japanese, french)] == [
        "English",
        "日本語",
        "Français",
    ]


def test_a_language_without_a_catalog_shows_english_sentences() -> None:
    [language] = read_languages(["tlh"]).values()
    assert language.name == "tlh" or language.name
    assert language.gettext("Continue") == "Continue"
    assert language.ngettext("one", "many", 1) == "one"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("ja", "ja"),
        ("ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        ("fr,en;q=0.5", "en"),
        ("fr", "en"),
        ("", "en"),
        ("en-GB,ja;q=0.9", "en"),
        ("fr,ja;q=0", "en"),
        (";;;q=x,\x7f", "en"),
    ],
)
def test_the_browsers_language_is_used_until_one_is_chosen(
    app: Flask, header: str, expected: str
) -> None:
    visitor = Visitor(app, language=header)
    assert visitor.open("/").language == expected
    assert visitor.open("/?lang=ja").language == "ja"
    assert visitor.open("/").language == "ja"
