"""Results of past editions are unchanged, and say if the present rules give another result."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import SMALL
from flask import Flask
from support.visitor import Page, Visitor

ANSWERS = {"home": "house", "likes": "melody", "skill": "some"}
EDITION = 'edition: "2030"'


@pytest.fixture
def after_change(
    app: Flask, tmp_path: Path, start_app: Callable[..., Flask]
) -> Callable[..., Visitor]:
    """Make a result, replace texts of the rules file, and return the same browser."""

    def change_rules(*replacements: tuple[str, str]) -> Visitor:
        visitor = Visitor(app)
        visitor.answer(**ANSWERS)
        visitor.result = visitor.finish().path  # type: ignore[attr-defined]
        text = SMALL.read_text()
        for old, new in replacements:
            assert old in text, old
            text = text.replace(old, new)
        file = tmp_path / "after_change.yaml"
        file.write_text(text)
        again = Visitor(start_app(rules_path=file))
        again.client = again.client.application.test_client()
        again.client._cookies = visitor.client._cookies  # noqa: SLF001 - the same browser
        again.result = visitor.result  # type: ignore[attr-defined]
        return again

    return change_rules


def open_result(visitor: Visitor) -> Page:
    return visitor.open(visitor.result)  # type: ignore[attr-defined,no-any-return]


def test_no_notice_is_shown_while_the_rules_are_unchanged(
    after_change: Callable[..., Visitor],
) -> None:
    assert "The rules have changed" not in open_result(after_change()).words


def test_the_notice_names_another_best_match_and_the_result_stays(
    after_change: Callable[..., Visitor],
) -> None:
    visitor = after_change(
        (
            "when: {likes: melody}\n    points: {PIANO: 3}",
            "when: {likes: melody}\n    points: {DRUMS: 3}",
        ),
        (
            "when: {likes: rhythm}\n    points: {DRUMS: 3}",
            "when: {likes: rhythm}\n    points: {PIANO: 3}",
        ),
    )
    page = open_result(visitor)
    assert page.text("h1") == "Piano player"
    assert "under the current rules, Drum player (DRUMS) fits best." in page.words
    assert "Take the quiz again with these answers" in page.words
    stranger = Visitor(visitor.client.application).open(page.path)
    assert "under the current rules, Drum player (DRUMS) fits best." in stranger.words
    assert "Take the quiz again with these answers" not in stranger.words


EVEN = ("when: {likes: rhythm}", "when: {likes: [melody, rhythm]}")


def test_the_notice_names_all_best_matches_of_a_tie(
    after_change: Callable[..., Visitor],
) -> None:
    words = open_result(after_change(EVEN)).words
    both = "Piano player (PIANO) and Drum player (DRUMS)"
    assert f"under the current rules, {both} fit best." in words


def test_the_notice_of_a_tie_is_in_japanese_too(after_change: Callable[..., Visitor]) -> None:
    visitor = after_change(EVEN)
    words = visitor.open(f"{visitor.result}?lang=ja").words  # type: ignore[attr-defined]
    assert "最も合うのはピアノ奏者 (PIANO)、太鼓奏者 (DRUMS)です。" in words


def test_the_notice_says_if_the_present_edition_gives_the_same_result(
    after_change: Callable[..., Visitor],
) -> None:
    page = open_result(after_change((EDITION, 'edition: "2031"')))
    assert (
        "This result is from edition 2030. The current edition gives the same result." in page.words
    )


def test_the_notice_says_if_the_present_edition_asks_other_questions(
    after_change: Callable[..., Visitor],
) -> None:
    page = open_result(
        after_change(("      melody:", "      tune:"), ("likes: melody", "likes: tune"))
    )
    assert "the current edition asks different questions." in page.words
    assert "You like melodies." in page.words


def test_the_notice_is_in_the_language_of_each_page(
    after_change: Callable[..., Visitor], tmp_path: Path
) -> None:
    visitor = after_change((EDITION, 'edition: "2031"'))
    app, result = visitor.client.application, visitor.result  # type: ignore[attr-defined]
    with closing(sqlite3.connect(tmp_path / "quiz.db")) as database, database:
        database.execute("UPDATE results SET language = 'ja'")
    for accepted, language in (("", "ja"), ("ja", "ja"), ("en", "en")):
        page = Visitor(app, accepted).open(result)
        assert page.language == language
        assert ("The current edition gives the same result." in page.words) is (language == "en")
