"""A question whose choices are a list, why a question is asked, and short names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from support.visitor import Visitor

SMALL = Path(__file__).parents[1] / "small.yaml"


@pytest.fixture
def listed(tmp_path: Path, start_app: Callable[..., Flask]) -> Flask:
    """The small quiz; its first question is a list and says why it is asked."""
    text = SMALL.read_text()
    single = "    kind: single\n    choices:\n      house:"
    for old, new in (
        (
            single,
            "    show: list\n    why: {en: Walls differ., ja: 壁が違うからです。}\n" + single,
        ),
        (
            "    name: {en: Drum player",
            "    label: {en: Percussion, ja: 打楽器}\n    name: {en: Drum player",
        ),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    rules = tmp_path / "rules.yaml"
    rules.write_text(text)
    return start_app(rules_path=rules)


def test_a_list_is_answered_and_keeps_its_choice(listed: Flask) -> None:
    visitor = Visitor(listed)
    page = visitor.open("/quiz/home")
    assert page.text("label") == "Where do you live?"
    assert '<select name="answer" id="answer" aria-describedby="hint ">' in page.html
    assert '<option value="house">In a house</option>' in page.html
    assert 'type="radio"' not in page.html
    assert visitor.send("/quiz/home", page, answer="house").path == "/quiz/likes"
    assert '<option value="house" selected>' in visitor.open("/quiz/home").html


def test_a_list_of_which_nothing_was_chosen_says_so_at_the_list(listed: Flask) -> None:
    visitor = Visitor(listed)
    page = visitor.send("/quiz/home", answer="")
    assert (page.status, page.title[:7]) == (422, "Error: ")
    assert "Choose one answer to continue." in page.words
    assert 'aria-describedby="hint answer-error" aria-invalid="true"' in page.html
    page = visitor.send("/quiz/home", answer="castle")
    assert (page.status, "Choose from the answers on this page." in page.words) == (422, True)


def test_a_question_says_why_it_is_asked(listed: Flask) -> None:
    page = Visitor(listed).open("/quiz/home")
    assert "Why we ask Walls differ." in page.words
    page = Visitor(listed, language="ja").open("/quiz/home")
    assert "この質問をする理由 壁が違うからです。" in page.words
    assert "一覧から選んでください" in page.words


def test_pages_show_the_label_of_a_position_and_not_its_id(listed: Flask) -> None:
    visitor = Visitor(listed)
    assert "Percussion Drum player" in visitor.open("/").words
    visitor.answer(home="flat", neighbours="love", likes="rhythm", skill="none")
    result = visitor.finish()
    for page in (result, visitor.open("/"), visitor.open("/rules")):
        assert "Percussion" in page.words
        assert "DRUMS" not in page.words
