"""An old link stays true, and says when today's rules would tell something else."""

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
def later(app: Flask, tmp_path: Path, start_app: Callable[..., Flask]) -> Callable[..., Visitor]:
    """Let the same browser come again when some texts of the rules file are replaced."""

    def come(*replacements: tuple[str, str]) -> Visitor:
        visitor = Visitor(app)
        visitor.answer(**ANSWERS)
        visitor.result = visitor.finish().path  # type: ignore[attr-defined]
        text = SMALL.read_text()
        for old, new in replacements:
            assert old in text, old
            text = text.replace(old, new)
        file = tmp_path / "later.yaml"
        file.write_text(text)
        again = Visitor(start_app(rules_path=file))
        again.client = again.client.application.test_client()
        again.client._cookies = visitor.client._cookies  # noqa: SLF001 - the same browser
        again.result = visitor.result  # type: ignore[attr-defined]
        return again

    return come


def opened(visitor: Visitor) -> Page:
    return visitor.open(visitor.result)  # type: ignore[attr-defined,no-any-return]


def test_nothing_is_said_while_the_rules_are_the_same(later: Callable[..., Visitor]) -> None:
    assert "The rules have changed" not in opened(later()).words


def test_another_best_match_by_todays_rules_is_named_and_the_result_stays(
    later: Callable[..., Visitor],
) -> None:
    visitor = later(
        (
            "when: {likes: melody}\n    points: {PIANO: 3}",
            "when: {likes: melody}\n    points: {DRUMS: 3}",
        ),
        (
            "when: {likes: rhythm}\n    points: {DRUMS: 3}",
            "when: {likes: rhythm}\n    points: {PIANO: 3}",
        ),
    )
    page = opened(visitor)
    assert page.text("h1") == "Piano player"
    assert "by today’s, Drum player (DRUMS) fits best." in page.words
    assert "Take the quiz again with these answers" in page.words
    stranger = Visitor(visitor.client.application).open(page.path)
    assert "by today’s, Drum player (DRUMS) fits best." in stranger.words
    assert "Take the quiz again with these answers" not in stranger.words


def test_a_past_edition_that_tells_the_same_is_said_to(later: Callable[..., Visitor]) -> None:
    page = opened(later((EDITION, 'edition: "2031"')))
    assert "This result is from edition 2030. Today’s tells the same." in page.words


def test_questions_that_are_no_longer_asked_are_said_to_have_changed(
    later: Callable[..., Visitor],
) -> None:
    page = opened(later(("      melody:", "      tune:"), ("likes: melody", "likes: tune")))
    assert "today’s edition asks other questions." in page.words
    assert "You like melodies." in page.words


def test_the_sentence_is_in_the_language_of_the_page_whoever_opened_it_before(
    later: Callable[..., Visitor], tmp_path: Path
) -> None:
    visitor = later((EDITION, 'edition: "2031"'))
    app, result = visitor.client.application, visitor.result  # type: ignore[attr-defined]
    with closing(sqlite3.connect(tmp_path / "quiz.db")) as database, database:
        database.execute("UPDATE results SET language = 'ja'")
    for accepted, language in (("", "ja"), ("ja", "ja"), ("en", "en")):
        page = Visitor(app, accepted).open(result)
        assert page.language == language
        assert ("Today’s tells the same." in page.words) is (language == "en")
