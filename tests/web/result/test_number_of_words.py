"""A result is short: what is folded apart, it has at most 300 words for every example applicant."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from conftest import ROOT
from flask import Flask
from support.visitor import Visitor

from quiz.core.prove.proof import persona_answers

pytestmark = pytest.mark.thorough

MOST_WORDS = 300
UNSEEN = re.compile(
    r'<details.*?</details>|<(span|label) class="unseen".*?</\1>|<svg.*?</svg>|<[^>]+>', re.DOTALL
)
"""What is folded, what only screen readers say, pictures, and tags."""


@pytest.fixture
def real(start_app: Callable[..., Flask]) -> Flask:
    return start_app(rules_path=ROOT / "rules.yaml")


def words_before_the_folds(page: str) -> list[str]:
    shown = page[page.index("<main") : page.index('<div class="folds"')]
    return [word for word in UNSEEN.sub(" ", shown).split() if re.search(r"\w", word)]


def test_a_result_has_at_most_300_words_before_what_is_folded(real: Flask) -> None:
    engine = real.extensions["quiz"].engine
    counted = {}
    for persona in engine.rules.personas:
        visitor = Visitor(real)
        visitor.answer(**{q: list(a) for q, a in persona_answers(engine, persona).items()})
        counted[persona] = len(words_before_the_folds(visitor.finish().html))
    assert len(counted) >= 40
    assert {name: number for name, number in counted.items() if number > MOST_WORDS} == {}
