"""Words for a filter of the board that was recorded in the audit log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from quiz.store.default_stages import DEFAULT_STAGES
from quiz.store.search_terms import NONE
from quiz.web.recruiters.board.filter_form import ANSWER_PREFIX, STANDINGS
from quiz.web.recruiters.board.period_filter_form import FILTER_LABELS
from quiz.web.wording.localized import LocalizedRules

_DEFAULT_NAMES = {
    stage.key: {"en": stage.english, "ja": stage.japanese} for stage in DEFAULT_STAGES
}
"""The names of stages that were recorded by their keys; others were recorded by their names."""


def in_words(recorded: Mapping[str, str], localized: LocalizedRules) -> str:
    """Return a filter in the words of the present rules; unknown values stay as recorded."""
    gettext = localized.language.gettext
    colon = gettext(": ")
    return " · ".join(
        _answer_in_words(name, value, localized, colon)
        if name.startswith(ANSWER_PREFIX)
        else f"{gettext(FILTER_LABELS[name])}{colon}{_value_in_words(name, value, localized)}"
        for name, value in recorded.items()
    )


def _value_in_words(name: str, value: str, localized: LocalizedRules) -> str:
    gettext = localized.language.gettext
    if name == "name":
        return gettext("a part of one")  # the audit log does not keep the name
    if name == "has_status":
        return _DEFAULT_NAMES.get(value, {}).get(localized.language.code, value)
    if name in ("first", "last"):
        return localized.language.date(dt.date.fromisoformat(value))
    if name == "best":
        return gettext("No position") if value == NONE else localized.label(value)
    if name != "standing":
        return value
    standing, _, position = value.partition(":")
    words = next((gettext(words) for key, words in STANDINGS.items() if key == standing), None)
    return f"{localized.label(position)} {words}" if position and words else value


def _answer_in_words(name: str, value: str, localized: LocalizedRules, colon: str) -> str:
    question = localized.questions.get(name.removeprefix(ANSWER_PREFIX))
    if question is None or value not in question.choices:
        return f"{name.removeprefix(ANSWER_PREFIX)}{colon}{value}"
    return f"{question.ask} {question.choices[value].label}"
