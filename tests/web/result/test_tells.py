"""What a choice tells stands on the result, and does not say more than the link reveals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SMALL
from flask import Flask
from support.owner import Owner
from support.visitor import Visitor

HOUSE = "house: {en: In a house, ja: 一戸建て}"
TELLS = (
    "house: {says: {en: In a house, ja: 一戸建て}, "
    "tells: {says: {en: Close the windows., ja: 窓を閉めましょう。}, facts: [F2]}}"
)


@pytest.fixture
def app(tmp_path: Path, start_app: Callable[..., Flask]) -> Flask:
    text = SMALL.read_text()
    assert HOUSE in text
    path = tmp_path / "rules.yaml"
    path.write_text(text.replace(HOUSE, TELLS))
    return start_app(rules_path=path)


@pytest.mark.parametrize(
    ("reveal", "told", "answers"),
    [("recommendation", False, False), ("reasons", True, False), ("answers", True, True)],
)
def test_others_read_it_with_the_reasons_and_only_with_the_answers_of_which_choice(
    app: Flask, reveal: str, told: bool, answers: bool
) -> None:
    owner, stranger = Owner(app), Visitor(app)
    owner.decide(reveal)
    assert ("Close the windows." in stranger.open(owner.result).words) == told
    data = stranger.ask(f"{owner.result}/result.json").json
    assert data is not None
    said = {"says": "Close the windows.", "facts": ["F2"]}
    choice = {"question": "home", "choice": "house"} if answers else {}
    assert data.get("tells") == ([{**said, **choice}] if told else None)


def test_somebody_with_another_choice_does_not_read_it(app: Flask) -> None:
    owner = Owner(app, home="tent", likes="melody", skill="some")
    assert "Close the windows." not in owner.open(owner.result).words


def test_it_is_in_the_language_of_the_page(app: Flask) -> None:
    owner = Owner(app)
    assert "窓を閉めましょう。" in owner.open(f"{owner.result}?lang=ja").words
