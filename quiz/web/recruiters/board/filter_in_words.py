"""Words for a filter of the board that was recorded in the audit log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from quiz.store.default_stages import STAGES_OF_BEFORE
from quiz.store.search_terms import NONE
from quiz.web.recruiters.board.chips import AT_LEAST, AT_MOST, LESS_THAN, NEGATED
from quiz.web.recruiters.board.filter_form import NOT, STANDINGS
from quiz.web.recruiters.board.period_filter_form import FILTER_LABELS, GIVEN, WRITTEN
from quiz.web.recruiters.board.question_fields import LEAST_PREFIX, MOST_PREFIX, PREFIXES
from quiz.web.wording.localized import LocalizedRules
from quiz.web.wording.standings import percent

Recorded = Mapping[str, str | list[str]]
"""The name of each field in use with its value, or with several."""

_PATTERNS = {LEAST_PREFIX: AT_LEAST, MOST_PREFIX: AT_MOST}
_WORDS = {"email": GIVEN, "notes": WRITTEN}
_DEFAULT_NAMES = {
    stage.key: {"en": stage.english, "ja": stage.japanese} for stage in STAGES_OF_BEFORE
}
"""The names of stages that were recorded by their keys; others were recorded by their names."""


def in_words(recorded: Recorded, localized: LocalizedRules) -> str:
    """Return a filter in the words of the present rules; unknown values stay as recorded."""
    language = localized.language
    negated = _values(recorded.get(NOT, []))
    said = []
    for name, value in recorded.items():
        if name == NOT:
            continue
        prefix = next((each for each in PREFIXES if name.startswith(each)), "")
        words = language.listing(
            [_value_in_words(name, prefix, each, localized) for each in _values(value)],
            either=True,
        )
        pattern = AT_LEAST if name == "fit" else _PATTERNS.get(prefix, "%(words)s")
        if name in negated:
            pattern = LESS_THAN if name == "fit" else NEGATED
        about = _label(name, prefix, localized)
        said.append(about + language.gettext(pattern) % {"words": words})
    return " · ".join(said)


def _values(recorded: str | list[str]) -> list[str]:
    return [recorded] if isinstance(recorded, str) else recorded


def _label(name: str, prefix: str, localized: LocalizedRules) -> str:
    """Return what a condition is about, before its value."""
    gettext = localized.language.gettext
    if not prefix:
        return gettext(FILTER_LABELS[name]) + gettext(": ")
    id_ = name.removeprefix(prefix)
    question = localized.questions.get(id_)
    return f"{question.ask} " if question else id_ + gettext(": ")


def _value_in_words(name: str, prefix: str, value: str, localized: LocalizedRules) -> str:  # noqa: PLR0911 - one for each kind
    gettext = localized.language.gettext
    if prefix:
        question = localized.questions.get(name.removeprefix(prefix))
        known = question.choices.get(value) if question else None
        return known.label if known else value
    if name == "name":
        return gettext("a part of one")  # the audit log does not keep the name
    if name == "has_status":
        return _DEFAULT_NAMES.get(value, {}).get(localized.language.code, value)
    if name in ("first", "last"):
        return localized.language.date(dt.date.fromisoformat(value))
    if name == "best":
        return gettext("No position") if value == NONE else localized.label(value)
    if name in _WORDS:
        return gettext(_WORDS[name].get(value, value))
    if name == "fit":
        return percent(value)
    if name != "standing":
        return value
    standing, _, position = value.partition(":")
    words = next((gettext(words) for key, words in STANDINGS.items() if key == standing), None)
    return f"{localized.label(position)} {words}" if position and words else value
