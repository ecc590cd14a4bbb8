"""What a choice tells is for later where no position matches and no other answer opens one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import ROOT
from flask import Flask
from support.visitor import Page, Visitor

from quiz.core.load.loader import load

LEFT = {
    "sports_background": "fun",
    "language": "excellent",
    "country": "ag",
    "degree": "none",
    "history": "japan_residence",
}
"""Somebody with no degree who has lived in Japan for years; else the first choice everywhere."""


@pytest.fixture
def real(start_app: Callable[..., Flask]) -> Flask:
    return start_app(rules_path=ROOT / "rules.yaml")


def finish(visitor: Visitor, **answers: str) -> Page:
    """Answer every question that is asked, with its first choice where nothing else is given."""
    engine, _ = load((ROOT / "rules.yaml").read_bytes())
    assert engine is not None
    given: dict[str, tuple[str, ...]] = {}
    while left := [question for question in engine.asked(given) if question not in given]:
        first = next(iter(engine.rules.questions[left[0]].choices))
        given[left[0]] = (answers.get(left[0], first),)
        visitor.answer(**{left[0]: list(given[left[0]])})
    return visitor.finish()


@pytest.mark.parametrize(
    ("language", "heading", "now"),
    [
        ("en", "If a position opens later", "ext steps"),
        ("ja", "今後、応募できるようになった場合", "次にすること"),
    ],
)
def test_where_to_apply_is_for_later_where_nothing_can_be_applied_for(
    real: Flask, language: str, heading: str, now: str
) -> None:
    tells = real.extensions["quiz"].editions.today.rules.questions["country"].choices["ag"].tells
    begins = tells.says[language].partition("[")[0].strip()
    visitor = Visitor(real, language)
    mine = finish(visitor, **LEFT)
    theirs = Visitor(real, language).open(mine.path)
    for page in (mine, theirs):
        assert f"{heading} {begins}" in page.words
        assert now not in page.words


def test_where_a_position_matches_the_heading_is_that_of_next_steps(real: Flask) -> None:
    words = finish(
        Visitor(real), **{**LEFT, "degree": "bachelor", "history": "none_of_these"}
    ).words
    assert "Your next steps" in words
    assert "If a position opens later" not in words
