"""A filter of the board in words, long after it was used: as the audit kept it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from quiz.store.search_terms import NONE
from quiz.web.recruiters.board.filter_form import ANSWER, STANDINGS, STATUSES
from quiz.web.recruiters.board.search_form import LABELS
from quiz.web.wording.localized import LocalizedRules


def in_words(kept: Mapping[str, str], localized: LocalizedRules) -> str:
    """Return a filter in the words of today's rules; what they do not know stays as it was kept."""
    gettext = localized.language.gettext
    colon = gettext(": ")
    return " · ".join(
        _answer(name, said, localized, colon)
        if name.startswith(ANSWER)
        else f"{gettext(LABELS[name])}{colon}{_said(name, said, localized)}"
        for name, said in kept.items()
    )


def _said(name: str, said: str, localized: LocalizedRules) -> str:
    gettext = localized.language.gettext
    if name == "name":
        return gettext("a part of one")  # whose it is, the audit does not keep
    if name == "has_status":
        return next((gettext(words) for status, words in STATUSES.items() if status == said), said)
    if name in ("first", "last"):
        return localized.language.date(dt.date.fromisoformat(said))
    if name == "best" and said == NONE:
        return gettext("No position")
    if name != "standing":
        return said
    standing, _, position = said.partition(":")
    words = next((gettext(words) for key, words in STANDINGS.items() if key == standing), None)
    return f"{position} {words}" if position and words else said


def _answer(name: str, said: str, localized: LocalizedRules, colon: str) -> str:
    question = localized.questions.get(name.removeprefix(ANSWER))
    if question is None or said not in question.choices:
        return f"{name.removeprefix(ANSWER)}{colon}{said}"
    return f"{question.ask} {question.choices[said].says}"
