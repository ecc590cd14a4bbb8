"""What a rules file says, on pages and in commands, equals what the second reading says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from markupsafe import Markup
from support import reference_shown, strategies
from support.engines import engine_of, steady
from support.reference import Reference
from support.reference_sheets import Quiz

from quiz.core.decide.report import explained
from quiz.core.language.dates import period
from quiz.core.language.links import without_links
from quiz.core.language.rules_file import Rules
from quiz.web.framework.language import Language, read_languages
from quiz.web.framework.templates import Templates
from quiz.web.wording.localize import localize
from quiz.web.wording.localized import LocalizedRules

pytestmark = pytest.mark.thorough

LANGUAGES = read_languages(strategies.LANGUAGES)


def words(shown: Any) -> Any:
    """A text as a reader sees it: what has links is made of elements. None stays None."""
    return unescape(re.sub(r"<[^>]*>", "", shown)) if isinstance(shown, Markup) else shown


@steady(300)
@given(strategies.made_by(strategies.quiz_with_sheets))
def test_an_outcome_is_explained_in_the_words_of_the_file(drawn: tuple[Quiz, list[Any]]) -> None:
    quiz, sheets = drawn
    engine, reference = engine_of(quiz), Reference(quiz)
    for sheet in sheets[:2]:
        outcome = engine.outcome(sheet, with_changes=False)
        for language in LANGUAGES:
            data: Any = explained(outcome, engine.rules, language)
            assert as_shown(data) == reference_shown.explained(reference, sheet, language)


def as_shown(data: Any) -> Any:
    """What `quiz explain --json` prints, as far as it is words."""
    return {
        "positions": {
            id_: {
                "band": seen.get("band"),
                "reasons": [
                    {key: each.get(key) for key in ("because", "facts", "question", "until")}
                    for each in seen["reasons"]
                ],
            }
            for id_, seen in data["positions"].items()
        },
        "notices": [{key: each[key] for key in ("says", "facts")} for each in data["notices"]],
        "tells": [{key: each[key] for key in ("says", "facts")} for each in data.get("tells", [])],
        "dates": [
            {key: value for key, value in each.items() if key != "date"}
            for each in data.get("dates", [])
        ],
    }


@steady(300)
@given(strategies.quizzes())
def test_dates_are_those_of_the_edition_or_months_moved_by_the_years_between(quiz: Quiz) -> None:
    for id_, date in engine_of(quiz).rules.dates.items():
        first, last, about = period(date, quiz["edition"])
        found = (first and str(first), last and str(last), about)
        assert found == reference_shown.expected(quiz["dates"][id_], quiz["edition"])


@steady(300)
@given(strategies.quizzes())
def test_what_recruiters_would_read_about_a_rule_is_the_text_of_the_file(quiz: Quiz) -> None:
    for id_, rule in engine_of(quiz).rules.rules.items():
        for language in LANGUAGES:
            told = rule.for_recruiters and without_links(rule.for_recruiters[language])
            assert told == reference_shown.for_recruiters(quiz, id_, language)


@pytest.fixture(scope="module")
def templates() -> Templates:
    return Templates(ROOT / "templates", {}, "/{}".format)


@steady(60)
@given(quiz=strategies.quizzes())
def test_pages_have_the_texts_labels_pictures_and_days_of_the_file(
    templates: Templates, quiz: Quiz
) -> None:
    made = engine_of(quiz).rules
    for language, localized in in_each_language(made, templates):
        code = language.code
        for id_, position in localized.positions.items():
            assert {
                "name": position.name,
                "label": position.label,
                "picture": position.picture,
                "day": [
                    {
                        "when": words(entry.when),
                        "what": words(entry.what),
                        "choice": entry.choice,
                        "picture": entry.picture,
                    }
                    for entry in localized.result.days[id_]
                ],
            } == reference_shown.position(quiz, id_, code)
        for id_, question in localized.questions.items():
            assert {
                "ask": question.ask,
                "why": words(question.why),
                "section": question.section,
                "listed": question.listed,
                "choices": {
                    each: {"says": its.says, "label": its.label, "picture": its.picture}
                    for each, its in question.choices.items()
                },
            } == reference_shown.question(quiz, id_, code)


@steady(60)
@given(quiz=strategies.quizzes())
def test_pages_have_what_the_file_says_of_the_programme_or_neutral_words(
    templates: Templates, quiz: Quiz
) -> None:
    neutral = {
        "en": ("those who decide on applications", "This quiz is unofficial."),
        "ja": ("選考の担当者", "この診断は非公式です。"),
    }
    for language, localized in in_each_language(engine_of(quiz).rules, templates):
        said, found = localized.programme, reference_shown.programme(quiz, language.code)
        decides, not_official = neutral[language.code]
        assert said.name == found["name"]
        assert words(said.about) == found["about"]
        assert said.decides == (found["decides"] or decides)
        assert said.not_official == (found["not_official"] or not_official)
        assert [[row, *map(words, cells)] for row, cells in said.table] == found["table"]


def in_each_language(
    made: Rules, templates: Templates
) -> Iterator[tuple[Language, LocalizedRules]]:
    for language in LANGUAGES.values():
        yield language, localize(language, made, LANGUAGES.values(), templates)
