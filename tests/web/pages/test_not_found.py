"""The page for an address that leads nowhere speaks of answers only to those who have given any."""

from __future__ import annotations

import pytest
from flask import Flask
from support.visitor import Visitor

CURE = {
    "en": "The address may be mistyped, or the link may be closed or expired.",
    "ja": "アドレスが間違っているか、リンクの公開が停止されたか、期限が過ぎた可能性があります。",
}
KEPT = {
    "en": " Your answers in this browser are kept.",
    "ja": "このブラウザでの回答は消えていません。",
}


def cure(visitor: Visitor) -> str:
    """Return what the page says to do."""
    page = visitor.open("/nowhere")
    assert page.status == 404
    after = page.texts.index(("h1", page.text("h1"))) + 1
    return page.texts[after][1]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_answers_are_said_to_be_kept_only_where_there_are_some(app: Flask, language: str) -> None:
    visitor = Visitor(app, language)
    visitor.open("/")
    assert cure(visitor) == CURE[language]
    visitor.answer(home="house")
    assert cure(visitor) == CURE[language] + KEPT[language]
    visitor.send("/start-again", page=visitor.open("/quiz/home"))
    assert cure(visitor) == CURE[language]
