"""What "Try other answers" says of a sheet is what `quiz explain --json` says of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from support.commands import quiz
from support.served_quiz import RULES
from support.trial import fits
from support.visitor import Page, Visitor

from benchmarks.sheets import draw_sheets
from quiz.core.decide.report import explained, plain_answers
from quiz.core.language.model import Answers
from quiz.core.prove.proof import persona_answers
from quiz.web.wording.standings import STANDINGS

pytestmark = pytest.mark.thorough

SHEETS = 300
BY_COMMAND = 3
"""For so many sheets the command itself is run, which reads the rules each time."""


@pytest.fixture
def visitor(start_app: Callable[..., Flask]) -> Visitor:
    return Visitor(start_app(rules_path=RULES))


def result_of(visitor: Visitor, answers: Answers) -> str:
    visitor.answer(**{question: list(answer) for question, answer in answers.items()})
    return visitor.finish().path


def attempt(visitor: Visitor, result: str, answers: Answers) -> Page:
    sent = {f"q-{question}": answer for question, answer in answers.items()}
    return visitor.open(f"{result}/try?{urlencode(sent, doseq=True)}")


def look(page: Page, told: dict[str, Any]) -> None:
    """Fail unless the page says the same of each position, and names the same best matches."""
    best = {*told["tied"], told["best"]} - {None}
    seen = fits(page)
    assert list(seen) == list(told["positions"])
    for position, expected in told["positions"].items():
        fit = seen[position]
        assert fit.now == f"{expected['fit']} %", position
        words = "Best match" if position in best else STANDINGS[expected["standing"]].on_result
        assert fit.chips[0] == words, position
        checks = sum(reason["effect"] == "check" for reason in expected["reasons"])
        standing = ("Check one thing",) if checks == 1 else (f"Check {checks} things",)
        assert fit.chips[1:] == (standing if expected["standing"] == "check" else ()), position
        named = f"({position})" in page.text("h2")
        assert named is (position in best), position
    assert ("No position fits these answers yet" in page.words) is not bool(best)


def reasons(told: dict[str, Any]) -> set[tuple[str, str]]:
    """Return each position with the text of each reason that is given for it."""
    return {
        (position, reason["because"])
        for position, seen in told["positions"].items()
        for reason in seen["reasons"]
    }


@pytest.mark.parametrize("persona", ["torn-between-two", "permanent-resident"])
def test_try_equals_explain_on_random_sheets(visitor: Visitor, persona: str) -> None:
    engine = visitor.client.application.extensions["quiz"].engine
    own = persona_answers(engine, persona)
    result = result_of(visitor, own)
    before = explained(engine.outcome(own), engine.rules, "en")
    for number, answers in enumerate(islice(draw_sheets(engine, seed=31), SHEETS // 2)):
        page = attempt(visitor, result, answers)
        told = json.loads(json.dumps(explained(engine.outcome(answers), engine.rules, "en")))
        if number < BY_COMMAND:
            sheet = json.dumps(plain_answers(answers, engine.forms))
            assert told == quiz("explain", "-", "--json", "--rules", str(RULES), stdin=sheet).data
        look(page, told)
        # What is said to be different is a reason of the one sheet and not of the other.
        for _, because in reasons(before) ^ reasons(told):
            assert because in page.words
        for _, because in reasons(before) & reasons(told):
            different = {text for _, text in reasons(before) ^ reasons(told)}
            assert because in different or f": {because}" not in page.words
