"""Conditions in words, for the page that tells how the quiz decides.

The sentences come from the catalog and are escaped, and so is all that is filled into them; the
question in a sentence is an element made by a template.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Template
from markupsafe import Markup, escape

from quiz.core.language.conditions import All, Any_, Condition, Given, Not
from quiz.web.framework.language import Language
from quiz.web.wording.localized import QuestionText


class ConditionWords:
    """Says conditions in one language, in the words of the questions.

    `elements` is the template partials/elements.html in this language.
    """

    def __init__(
        self, language: Language, questions: Mapping[str, QuestionText], elements: Template
    ) -> None:
        self._questions = questions
        self._elements: Any = elements.module
        self._language = language
        gettext = language.gettext
        self._is = gettext("%(question)s %(choices)s")
        self._is_not = gettext("%(question)s anything but %(choices)s")
        self._several = gettext("%(question)s at least %(number)s of: %(choices)s")
        self._fewer = gettext("%(question)s fewer than %(number)s of: %(choices)s")
        self._always = gettext("Always")
        self._not = gettext("Not: %(condition)s")

    def say(self, condition: Condition) -> Markup:
        """Return a condition in words, as HTML."""
        match condition:
            case Given():
                return self._given(condition, holds=True)
            case Not(Given() as part):
                return self._given(part, holds=False)
            case Not():
                return escape(self._not) % {"condition": self._grouped(condition.part)}
            case All(()):
                return escape(self._always)
            case All():
                return self._joined("and", [self._grouped(part) for part in condition.parts])
            case Any_():
                return self._joined("or", [self._grouped(part) for part in condition.parts])

    def _given(self, test: Given, *, holds: bool) -> Markup:
        question = self._questions[test.question]
        choices = [text.says for choice, text in question.choices.items() if choice in test.choices]
        if test.least == 1:
            sentence = self._is if holds else self._is_not
        else:
            sentence = self._several if holds else self._fewer
        return escape(sentence) % {
            "question": self._elements.asked(question.ask),
            "number": test.least,
            "choices": self._language.listing(choices, either=True),
        }

    def _grouped(self, part: Condition) -> Markup:
        words = self.say(part)
        many = isinstance(part, (All, Any_)) and len(part.parts) > 1
        return escape("(%s)") % words if many else words

    def _joined(self, word: str, parts: list[Markup]) -> Markup:
        between = (
            self._language.gettext("; and ") if word == "and" else self._language.gettext("; or ")
        )
        return escape(between).join(parts)
