"""What would change a result, as its page says it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import ROOT
from flask import Flask
from support.visitor import Visitor

from quiz.core.load.loader import load
from quiz.core.prove.proof import persona_answers

IF = "CIR would be your best match if you answered:"
WITH = "CIR would be the best match with these answers:"
SOURCE = (ROOT / "rules.yaml").read_bytes()


@pytest.fixture
def real(start_app: Callable[..., Flask]) -> Flask:
    return start_app(rules_path=ROOT / "rules.yaml")


def finish(visitor: Visitor, persona: str):
    engine, _ = load(SOURCE)
    assert engine is not None
    answers = persona_answers(engine, persona)
    visitor.answer(**{q: list(a) for q, a in answers.items()})
    return visitor.finish()


def test_an_answer_that_would_make_another_position_best_is_named(real: Flask) -> None:
    page = finish(Visitor(real), "teacher-who-dreams-of-cir")
    assert page.text("h1").startswith("Assistant Language Teacher")
    assert f"{IF} How well do you know Japanese? About N2 (you said: About N3)" in page.words


def test_a_stranger_is_not_told_what_was_answered(real: Flask) -> None:
    page = finish(Visitor(real), "teacher-who-dreams-of-cir")
    seen = Visitor(real).open(page.path)
    assert f"{WITH} How well do you know Japanese? About N2" in seen.words
    assert "you said" not in seen.words


def test_where_no_change_would_do_the_page_says_so(real: Flask) -> None:
    page = finish(Visitor(real), "permanent-resident")
    assert (
        page.words.count(
            "No change to the answers that can still change would make it the best match."
        )
        == 3
    )
