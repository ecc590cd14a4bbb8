"""Chips: each condition of the board's filter in words, with the address without it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import url_for

from quiz.web.framework.language import N_
from quiz.web.recruiters.board.any_of_field import AnyOfField
from quiz.web.recruiters.board.filter_form import NOT, BoardFilterForm
from quiz.web.recruiters.board.period_filter_form import SelectField
from quiz.web.recruiters.board.question_fields import LEAST_PREFIX, MOST_PREFIX
from quiz.web.wording.standings import percent

AT_LEAST, AT_MOST = N_("at least %(words)s"), N_("at most %(words)s")
LESS_THAN, NEGATED = N_("less than %(words)s"), N_("not %(words)s")

DO_NOT_FILTER = ("sort", "show", NOT)
"""Names of fields of the form that are no conditions."""


class Chip(NamedTuple):
    """A condition: what it is about and what is asked of that, in words.

    `url` is the board without it.
    """

    label: str
    words: str
    url: str


def chips(form: BoardFilterForm) -> list[Chip]:
    """Return the chips of a filter, which has to be valid."""
    return [
        Chip(field.label.text, words, url_for("board", **without(form, field.name)))
        for field, words in _in_words(form)
    ]


def without(form: BoardFilterForm, name: str) -> dict[str, Any]:
    """Return the query of a filter without one of its conditions."""
    kept: dict[str, Any] = {key: value for key, value in form.query.items() if key != name}
    negated = [each for each in form.negated if each != name]
    return {**kept, NOT: negated} if negated else {k: v for k, v in kept.items() if k != NOT}


def _in_words(form: BoardFilterForm) -> Iterator[tuple[Any, str]]:
    """Yield each field that filters, in the order of the form, with its condition in words."""
    for field in form:
        if field.data and field.name not in DO_NOT_FILTER:
            words = {"words": _value_in_words(form, field)}
            yield field, form.language.gettext(_pattern(form, field)) % words


def _pattern(form: BoardFilterForm, field: Any) -> str:
    """Return what a condition says about the words of its value, as a gettext key."""
    negated = field.name in form.negated
    if field is form.fit:
        return LESS_THAN if negated else AT_LEAST
    if field.name.startswith(LEAST_PREFIX):
        return AT_LEAST
    if field.name.startswith(MOST_PREFIX):
        return AT_MOST
    return NEGATED if negated else "%(words)s"


def _value_in_words(form: BoardFilterForm, field: Any) -> str:
    if isinstance(field, AnyOfField):
        return form.words(field)
    if isinstance(field, SelectField):
        return field.words
    if isinstance(field.data, dt.date):
        return form.language.date(field.data)
    return percent(field.data) if field is form.fit else str(field.data)
