"""Conditions in words, for the page that tells how the quiz decides."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

from quiz.core.language.conditions import All, Any_, Condition, Given, Not
from quiz.web.framework.language import Language
from quiz.web.wording.localized import QuestionText


class ConditionWords:
    """Says conditions in one language, in the words of the questions."""

    def __init__(self, language: Language, questions: Mapping[str, QuestionText]) -> None:
        self._questions = questions
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
        asked = Markup('<span class="soft">{}</span>').format(question.ask)
        return escape(sentence) % {
            "question": asked,
            "number": test.least,
            "choices": Markup(self._language.listing(choices, either=True)),  # noqa: S704 -- escaped
        }

    def _grouped(self, part: Condition) -> Markup:
        said = self.say(part)
        many = isinstance(part, (All, Any_)) and len(part.parts) > 1
        return Markup("({})").format(said) if many else said

    def _joined(self, word: str, parts: list[Markup]) -> Markup:
        between = (
            self._language.gettext("; and ") if word == "and" else self._language.gettext("; or ")
        )
        return escape(between).join(parts)
