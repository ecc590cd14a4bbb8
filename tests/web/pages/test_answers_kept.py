"""An error page says that answers are kept only to those who have given any."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from support.visitor import Page, Visitor

KEPT = {
    "en": " Your answers in this browser are kept.",
    "ja": "このブラウザでの回答は消えていません。",
}
CURES = {
    "nowhere": {
        "en": "The address may be mistyped, or the link may be closed or expired.",
        "ja": "アドレスが間違っているか、リンクの公開が停止されたか、"
        "期限が過ぎた可能性があります。",
    },
    "start-again": {
        "en": "Begin at the start page.",
        "ja": "最初のページからお進みください。",
    },
    "too-much": {
        "en": "Go back, choose one of the answers on the page and try again.",
        "ja": "前のページに戻り、表示されている答えから選んで、もう一度お試しください。",
    },
}
REQUESTS: dict[str, tuple[str, dict[str, Any]]] = {
    "nowhere": ("/nowhere", {}),
    "start-again": ("/start-again", {}),
    "too-much": ("/quiz/home", {"method": "POST", "data": {"answer": "a" * 65_536}}),
}


def cure(visitor: Visitor, error: str) -> str:
    """Return what the page of an error says to do."""
    address, options = REQUESTS[error]
    page = Page(visitor.ask(address, **options))
    assert page.status >= 400
    after = page.texts.index(("h1", page.text("h1"))) + 1
    return page.texts[after][1]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("error", CURES)
def test_answers_are_said_to_be_kept_only_where_there_are_some(
    app: Flask, language: str, error: str
) -> None:
    visitor, says = Visitor(app, language), CURES[error][language]
    visitor.open("/")
    assert cure(visitor, error) == says
    visitor.answer(home="house")
    assert cure(visitor, error) == says + KEPT[language]
    visitor.send("/start-again", page=visitor.open("/quiz/home"))
    assert cure(visitor, error) == says
